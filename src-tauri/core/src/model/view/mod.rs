//! What the window may see: plain data, no secret. (A view that held one would not compile.)
//!
//! These types, with [`Failure`](crate::model::failure::Failure), are written out as TypeScript by the tests of this
//! crate into `ui/src/wire/`.

mod upkeep;

use serde::{Deserialize, Serialize};

use crate::model::environment::Environment;
use crate::model::failure::Failure;
use crate::model::ids::{ClientAppId, DraftId, OrgId};
use crate::model::secret::SecretHint;
use crate::model::template::Template;
use crate::model::time::Timestamp;

pub use upkeep::{Missing, MissingView, RevokedView, SelfCheckView, Told, UnsavedView, UpkeepView};

/// A saved org with its apps.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct OrgView {
    /// Ours.
    pub id: OrgId,
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
    /// Its External Client Apps, in the order of their names.
    pub apps: Vec<AppView>,
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
    /// Its callback URL, to the byte.
    pub callback_url: String,
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
}

/// What *Copy fresh token* will do for an app.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "word", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Status {
    /// Copies at once.
    Fresh {
        /// Until this moment.
        until: Timestamp,
        /// Whether it then renews by itself.
        renews: bool,
    },
    /// Asks Salesforce first, without a person.
    Renews,
    /// Needs a person in the browser.
    SignIn,
    /// The last try failed for a reason that a person can mend.
    Problem {
        /// The reason.
        failure: Failure,
    },
}

/// What a sign-in gave, as far as it may be seen.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct GrantView {
    /// Who signed in, once it was asked.
    pub username: Option<String>,
    /// Salesforce's id of the user.
    pub user_id: String,
    /// What was granted.
    pub scopes: Vec<String>,
    /// What was asked for and not granted.
    pub missing_scopes: Vec<String>,
    /// Where the APIs answer.
    pub instance_url: String,
    /// Whether it stays signed in.
    pub refreshable: bool,
    /// When the access token was last given or proved alive.
    pub proven_at: Timestamp,
    /// When the sign-in was.
    pub signed_in_at: Timestamp,
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

/// What the form of an org holds.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OrgForm {
    /// Any address of the org.
    pub address: String,
    /// The client's name; a new one is made for a new name.
    pub client: String,
    /// The org's name.
    pub name: String,
    /// The short code; empty: one is made.
    pub code: String,
    /// The user's word on its kind.
    pub environment: Option<Environment>,
}

/// What the form of an app holds. The secret is never in it: it was pasted, and waits as a draft.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AppForm {
    /// The app's name.
    pub name: String,
    /// One of its callback URLs, exactly as registered.
    pub callback_url: String,
    /// The scopes to ask for, separated by spaces.
    pub scopes: String,
    /// The consumer key.
    pub key: KeyEntry,
    /// The consumer secret.
    pub secret: SecretEntry,
}

/// Where the consumer key comes from.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "from", rename_all = "snake_case", deny_unknown_fields)]
pub enum KeyEntry {
    /// The one that is stored stays.
    Kept,
    /// Typed into the form.
    Typed {
        /// The key.
        key: String,
    },
    /// Pasted: it waits under this name.
    Pasted {
        /// The draft.
        draft: DraftId,
    },
}

impl std::fmt::Debug for KeyEntry {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Kept => "Kept",
            Self::Typed { .. } => "Typed",
            Self::Pasted { .. } => "Pasted",
        })
    }
}

/// Where the consumer secret comes from.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "from", rename_all = "snake_case", deny_unknown_fields)]
pub enum SecretEntry {
    /// Whatever is stored stays, also nothing.
    Kept,
    /// None: the app does not require one.
    None,
    /// Pasted: it waits under this name.
    Pasted {
        /// The draft.
        draft: DraftId,
    },
}

/// A key or secret that was pasted and waits for its form to be saved.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct DraftView {
    /// Its name.
    pub draft: DraftId,
    /// What may be seen of it.
    pub hint: SecretHint,
}

/// Which of an app's two credentials is meant.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Credential {
    /// The consumer key.
    Key,
    /// The consumer secret.
    Secret,
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

/// The sign-in that is under way, or how it ended.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct SignInView {
    /// The app.
    pub app: ClientAppId,
    /// The host that the browser is sent to.
    pub host: String,
    /// The browser, where one was chosen.
    pub browser: Option<String>,
    /// Who is expected, where the entry is pinned to somebody.
    pub expected_user: Option<String>,
    /// How far it is.
    pub step: SignInStep,
}

/// The steps of a sign-in.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "at", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum SignInStep {
    /// The keychain and the port are tried, the browser is started.
    Preparing,
    /// The person is in the browser.
    Waiting {
        /// When the wait ends.
        until: Timestamp,
    },
    /// The code is being exchanged, and what it gave is being stored.
    Exchanging,
    /// Signed in; the tokens are stored.
    Done,
    /// It ended without a sign-in. Nothing was stored.
    Failed {
        /// Why.
        failure: Failure,
    },
}

/// A browser that can be chosen.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct BrowserView {
    /// What the window says to choose it.
    pub id: String,
    /// Its name, as its makers write it.
    pub name: String,
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
        /// The whole list, in its order.
        orgs: Vec<OrgView>,
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
