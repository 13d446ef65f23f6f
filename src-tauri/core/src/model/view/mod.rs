//! What the window may see: plain data, no secret. (A view that held one would not compile.)
//!
//! These types, with [`Failure`](crate::model::failure::Failure), are written out as TypeScript by the tests of this
//! crate into `ui/src/wire/`.

mod deploy;
mod diagnosis;
mod forms;
mod guide;
mod hand_over;
mod health;
mod list;
mod network;
mod proof;
mod quick;
mod sets;
mod sign_in;
mod standing;
mod upkeep;
mod why;

use serde::{Deserialize, Serialize};

use crate::model::certificate::CertificateView;
use crate::model::environment::Environment;
use crate::model::failure::Failure;
use crate::model::flow::Audience;
use crate::model::ids::{ClientAppId, ClientId, OrgId};
use crate::model::secret::SecretHint;
use crate::model::shape::Shape;
use crate::model::template::Template;
use crate::model::time::Timestamp;

pub use deploy::{ComponentView, DeployForm, DeployState, DeployView, MetadataShape, Outcome};
pub use diagnosis::{Check, CheckView, DiagnosisView, Note, Readiness, ReadinessView, Verdict};
pub use forms::{
    AppForm, CertificateOf, Credential, DraftView, FlowForm, KeyEntry, KeyFileView, OrgForm, PrivateKeyEntry,
    PrivateKeyView, SecretEntry,
};
pub use guide::{
    Answer, AnswerView, GuideCheck, GuideProgress, GuideView, Line, LineId, LineView, Question, RecipeFlow,
    RecipeId, RecipeView, Section, SectionView, Tick,
};
pub use hand_over::{BlockView, HandOverView, Shell, Tool, ToolGrantView};
pub use health::{Approvals, IdleEnd, ServerUse};
pub use list::{ActivityView, Deed, GuardView, OrgsEdit, RefreshFailure, RefreshView, RemovalView, Sort};
pub use network::{AuthorityView, NetworkView, ProxyForm, ProxyView};
pub use proof::{ConnectedView, DriftView, ProofStep, ProofStepView, ProofView, SettingValue, SettingView};
pub use quick::{Pick, QuickChange, QuickRow, QuickSettings, QuickView, ShortcutState};
pub use sets::{LeftOut, SetCopied, SetForm, SetView};
pub use sign_in::{
    Accept, BrowserChoice, BrowserView, ProfileView, SignInForm, SignInStep, SignInView, SignInWay,
};
pub use standing::{EndView, GrantView, Next, Status};
pub use upkeep::{Missing, MissingView, RevokedView, SelfCheckView, Told, UnsavedView, UpkeepView};
pub use why::{Advice, Why};

/// A saved org with its apps.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct OrgView {
    /// Ours.
    pub id: OrgId,
    /// Its client.
    pub client_id: ClientId,
    /// The client's name.
    pub client: String,
    /// The org's name in the list.
    pub name: String,
    /// Its short code.
    pub code: String,
    /// Where a sign-in begins.
    pub host: String,
    /// Its kind.
    pub environment: Environment,
    /// The user's word on its kind, when it was given.
    pub chosen_environment: Option<Environment>,
    /// The name that the company gave it, known after the first sign-in.
    pub organization_name: Option<String>,
    /// Salesforce's id of it, known after the first sign-in.
    pub organization_id: Option<String>,
    /// The browser that was chosen for it last.
    pub browser: Option<BrowserChoice>,
    /// Whether it stands at the top.
    pub is_pinned: bool,
    /// What a person noted of it.
    pub notes: String,
    /// What has to be done before anything of it leaves Keyperch.
    pub guard: GuardView,
    /// Whether its sign-ins are kept from ending unused.
    pub keeps_alive: bool,
    /// The shape that was chosen for its tokens last.
    pub copy_as: Shape,
    /// Since when it is a new sandbox under an old name, whose apps have to be made anew; none: it is not.
    pub refreshed_at: Option<Timestamp>,
    /// Its External Client Apps, in the order of their names.
    pub apps: Vec<AppView>,
    /// The set-ups that were begun in it, the newest first.
    pub guides: Vec<GuideProgress>,
}

/// A saved External Client App.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct AppView {
    /// Ours.
    pub id: ClientAppId,
    /// Its name in the list.
    pub name: String,
    /// How it gets its tokens.
    pub flow: FlowView,
    /// Its callback URL, to the byte.
    pub callback_url: String,
    /// Further callback URLs that it has registered, in the order in which they are tried.
    pub further_callbacks: Vec<String>,
    /// The scopes that a sign-in asks for.
    pub scopes: Vec<String>,
    /// What may be seen of the consumer key.
    pub key: SecretHint,
    /// What may be seen of the consumer secret, when one is stored.
    pub secret: Option<SecretHint>,
    /// What *Copy fresh token* will do.
    pub status: Status,
    /// What the last sign-in gave.
    pub grant: Option<GrantView>,
    /// When it was last used here.
    pub last_used: Option<Timestamp>,
    /// Sign-ins of this app that were made for other tools.
    pub tools: Vec<ToolGrantView>,
}

/// How an app gets its tokens.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "flow", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum FlowView {
    /// A person signs in, in a browser or with a device code.
    AuthorizationCode,
    /// The app itself, as the user that its policies name.
    ClientCredentials,
    /// A signed assertion for one user.
    JwtBearer {
        /// The user.
        username: String,
        /// Whom the assertion is for.
        audience: Audience,
        /// What may be seen of the private key.
        key: SecretHint,
        /// The certificate that belongs to it, to be uploaded in Setup.
        certificate: CertificateView,
    },
}

/// A pasted address, understood.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct AddressView {
    /// The host to sign in to.
    pub host: String,
    /// Whether it is the org's own name, not a generic host.
    pub is_my_domain: bool,
    /// What the name tells of its kind.
    pub environment: Environment,
    /// The saved org that has this host already. Of a host that many orgs share, that says nothing.
    pub already: Option<OrgId>,
}

/// A plain value that can be copied; no secret among them.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Detail {
    /// The callback URL, to the byte.
    CallbackUrl,
    /// The host that sign-ins go to.
    Host,
    /// Where the APIs answer.
    InstanceUrl,
    /// Salesforce's id of the org.
    OrganizationId,
    /// Who signed in.
    Username,
}

/// What of ours is on the clipboard.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct ClipboardView {
    /// What it is.
    pub what: Copied,
    /// The org's name with its client's.
    pub org: String,
    /// The org's kind.
    pub environment: Environment,
    /// When it will be cleared.
    pub clears_at: Timestamp,
}

/// What was copied.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Copied {
    /// An access token that was fresh already.
    Token,
    /// An access token that Salesforce has just given.
    NewToken,
    /// The consumer key.
    ConsumerKey,
    /// The consumer secret.
    ConsumerSecret,
    /// The link of the sign-in under way.
    SignInLink,
    /// A block of commands that hands an app over to a tool.
    HandOver,
    /// A token as `Authorization: Bearer …`.
    Bearer,
    /// A token as lines of a `.env` file.
    Env,
    /// A token in a curl command.
    Curl,
    /// A token in a JSON object.
    Json,
    /// A token in a Postman environment.
    Postman,
    /// The tokens of a set.
    Set,
}

/// How our text left the clipboard.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Cleared {
    /// It was cleared.
    Cleared,
    /// Something else was there already; it was left alone.
    NotOurs,
    /// The desktop did not let us.
    Refused,
}

/// What the window is told without asking.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "what", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Change {
    /// The list is now this.
    Orgs {
        /// The whole list, under its clients.
        orgs: Vec<OrgView>,
    },
    /// The list is laid out so.
    Layout {
        /// The clients whose orgs are folded away.
        folded: Vec<ClientId>,
        /// How it is sorted.
        sort: Sort,
    },
    /// One org of the list is now this; where it stands is as before.
    Org {
        /// The org.
        org: Box<OrgView>,
    },
    /// The sets are now these, by name.
    Sets {
        /// All of them.
        sets: Vec<SetView>,
    },
    /// This was removed last, and can come back; none: nothing can.
    Removal {
        /// What.
        removal: Option<RemovalView>,
    },
    /// Tokens of many orgs are being refreshed; none: how it went has been seen.
    Refresh {
        /// How far it is.
        refresh: Option<RefreshView>,
    },
    /// The quick switcher found that only the main window helps: a sign-in, or a failure that has to be shown.
    Wanted {
        /// The app whose token is wanted.
        app: ClientAppId,
        /// The shape in which it is wanted.
        shape: Shape,
    },
    /// The sign-in under way is now here; none: there is none.
    SignIn {
        /// Where it is.
        sign_in: Option<SignInView>,
    },
    /// This of ours is on the clipboard now.
    Clipboard {
        /// What it is.
        clipboard: Option<ClipboardView>,
        /// How what was there before went away.
        cleared: Option<Cleared>,
    },
    /// What is being looked after is now this.
    Upkeep {
        /// All of it.
        upkeep: UpkeepView,
    },
    /// A connection is being checked.
    Diagnosis {
        /// How far it is.
        diagnosis: DiagnosisView,
    },
    /// What is waited for until Salesforce is ready; none: nothing.
    Readiness {
        /// How far it is.
        readiness: Option<ReadinessView>,
    },
    /// The guide that is open is now so; none: none is.
    Guide {
        /// All of it.
        guide: Option<Box<GuideView>>,
    },
    /// An app is being made by a deployment.
    Deploy {
        /// How far it is; none: nothing is under way, or was looked at to its end.
        deploy: Option<DeployView>,
    },
    /// A template file was opened.
    Template {
        /// What it proposes.
        template: Template,
    },
    /// Something that was not asked for by the window failed.
    Failed {
        /// What.
        failure: Failure,
    },
}
