//! The set-up guide, as the window sees it: sections of lines, each with how far it is known to be done.

use serde::{Deserialize, Serialize};

use crate::model::cause::SetupPage;
use crate::model::ids::{ClientAppId, GuideId, OrgId};
use crate::model::refusal::Sureness;
use crate::model::secret::SecretHint;
use crate::model::setup_label::SetupLabel;
use crate::model::time::Timestamp;
use crate::model::view::{Advice, Credential, DriftView, ProofView, Verdict, Why};

/// A recipe: what an integration needs of its External Client App.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum RecipeId {
    /// The Rehearsal Tool.
    RehearsalTool,
    /// An integration that calls the APIs for the people who use it.
    ApiIntegration,
    /// The same, with every policy looked at.
    ProductionIntegration,
    /// Lightning Out 2.0 in pages of somebody else.
    LightningOut,
    /// A server, or Postman, with client credentials.
    ClientCredentials,
}

/// How an app of a recipe gets its tokens, and so how it is proven.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum RecipeFlow {
    /// A person signs in.
    AuthorizationCode,
    /// The app itself, as its *Run As* user.
    ClientCredentials,
    /// A signed assertion for one user.
    JwtBearer,
}

/// A recipe that can be followed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct RecipeView {
    /// Which.
    pub recipe: RecipeId,
    /// When it was last held against Salesforce's words: a date.
    pub dated: String,
    /// The ways that it can go; the first is the usual one.
    pub flows: Vec<RecipeFlow>,
    /// How many sections its guide has.
    pub sections: u16,
}

/// How far a guide is: for the org's row.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct GuideProgress {
    /// Which guide.
    pub id: GuideId,
    /// By which recipe.
    pub recipe: RecipeId,
    /// The app's name.
    pub app_name: String,
    /// The app, once its key is known.
    pub app: Option<ClientAppId>,
    /// How many lines are done.
    pub done: u16,
    /// Of how many.
    pub of: u16,
    /// Whether it was proven to the end.
    pub is_proven: bool,
}

/// The guide that is open.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct GuideView {
    /// Which guide, and how far it is.
    pub progress: GuideProgress,
    /// In which org.
    pub org: OrgId,
    /// When its recipe was last held against Salesforce's words: a date.
    pub dated: String,
    /// Which of the recipe's ways is gone.
    pub flow: RecipeFlow,
    /// All of its ways.
    pub flows: Vec<RecipeFlow>,
    /// Its sections, in the order of Setup.
    pub sections: Vec<SectionView>,
    /// The section in which the next thing is to be done.
    pub current: Section,
    /// What was asked of the person.
    pub answers: Vec<AnswerView>,
    /// What may be seen of the consumer key, once it is there.
    pub key: Option<SecretHint>,
    /// What may be seen of the consumer secret, once it is there.
    pub secret: Option<SecretHint>,
    /// Whether the last two that were pasted had changed places, and were put right.
    pub were_swapped: bool,
    /// Until when the clipboard is looked at for key and secret.
    pub catching_until: Option<Timestamp>,
    /// What was proven, once that was tried.
    pub proof: Option<ProofView>,
    /// What the org itself says, once it was read.
    pub drift: Option<DriftView>,
}

/// A part of the guide.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct SectionView {
    /// Which.
    pub section: Section,
    /// Its lines, from top to bottom.
    pub lines: Vec<LineView>,
}

/// The parts of a guide, in their order.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// What has to be true before.
    Before,
    /// The right page of Setup.
    Open,
    /// *Basic Information*.
    Basic,
    /// *API (Enable OAuth Settings)*.
    Oauth,
    /// The tab *Policies*.
    Policies,
    /// Consumer key and secret.
    Credentials,
    /// The certificate of the JWT bearer flow.
    Certificate,
    /// What else the org needs beside the app.
    Around,
}

/// A line of the guide.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct LineView {
    /// Names the line within its guide.
    pub id: LineId,
    /// What is to be done.
    #[serde(flatten)]
    pub line: Line,
    /// How far it is known to be done.
    pub tick: Option<Tick>,
    /// Whether Salesforce can show it to us at all; if not, only the person knows.
    pub can_be_proven: bool,
    /// Why it is so; two sentences in the window.
    pub why: Option<Why>,
    /// What would be safer; two sentences in the window.
    pub advice: Option<Advice>,
    /// Where it is known from.
    pub source: String,
    /// How sure that is.
    pub sure: Sureness,
    /// The part of the page that begins with this line.
    pub heading: Option<SetupLabel>,
}

/// Names a line within its guide, the same at each start.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, type = "string"))]
#[serde(transparent)]
pub struct LineId(pub String);

/// What is to be done in a line.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "line", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Line {
    /// Something that only the person knows.
    Question {
        /// What.
        question: Question,
    },
    /// Something that we look at.
    Look {
        /// At what.
        at: GuideCheck,
        /// What was seen, once it was.
        verdict: Option<Verdict>,
    },
    /// Open a page of Setup.
    Open {
        /// Which.
        page: SetupPage,
    },
    /// Press a button or a tab, or expand a section.
    Press {
        /// Which.
        label: SetupLabel,
    },
    /// Put a value into a field: copied by its button.
    Enter {
        /// The field.
        field: SetupLabel,
        /// The value, to the byte; one a line where there are several.
        value: String,
    },
    /// Put a value into a field that the person has to give us first. What is not given can still be typed in Setup.
    Ask {
        /// The field.
        field: SetupLabel,
        /// What is asked.
        answer: Answer,
        /// The value, once it was given.
        value: Option<String>,
        /// Whether the guide cannot go on without it.
        is_needed: bool,
    },
    /// A value that was given to us, and that another line's value has in it: it is not put in by itself.
    Given {
        /// The field.
        field: SetupLabel,
        /// What was asked.
        answer: Answer,
        /// The value.
        value: String,
    },
    /// A field that Setup fills by itself.
    Expect {
        /// The field.
        field: SetupLabel,
        /// What has to stand there.
        value: String,
    },
    /// Choose in a list.
    Choose {
        /// The list.
        field: SetupLabel,
        /// The choice.
        choice: SetupLabel,
        /// What belongs to it, as a number of days.
        value: Option<String>,
    },
    /// Add a scope.
    Scope {
        /// Its API value.
        scope: String,
    },
    /// A scope that a written guide adds, and that is left out on purpose.
    LeaveOut {
        /// Its API value.
        scope: String,
    },
    /// Tick or untick a box.
    Box {
        /// Which.
        label: SetupLabel,
        /// How it has to be.
        on: bool,
        /// Whether Setup may have greyed it out, ticked: then it stays as it is, and that is fine.
        may_be_locked: bool,
        /// Whether the person says that it is greyed out.
        is_locked: bool,
    },
    /// Leave a box as Setup has it.
    Leave {
        /// Which.
        label: SetupLabel,
    },
    /// Bring the consumer key or secret here.
    Credential {
        /// Which.
        credential: Credential,
        /// Whether the app works without it.
        is_optional: bool,
    },
    /// Make a key pair, save its certificate, and upload that.
    Certificate,
}

/// How far a line is known to be done.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Tick {
    /// Its value was copied.
    Copied,
    /// The person says so.
    Claimed,
    /// Salesforce says so.
    Proved,
    /// Salesforce says otherwise.
    Refuted,
}

/// What only the person knows.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// System Administrator, or the permissions that make, see and change External Client Apps.
    MayCreateApps,
    /// The Rehearsal Tool is of release 2026.1.0 or later.
    RehearsalToolRelease,
    /// A user of the integration's own, with no more rights than it needs.
    HasIntegrationUser,
    /// The permission set is assigned to the integration's user.
    PermissionSetAssigned,
}

/// What we look at before.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum GuideCheck {
    /// An org answers at the host.
    Domain,
    /// External Client Apps can be made in an org of this kind through Setup: not in a scratch org.
    Kind,
    /// The callback's port is free.
    Port,
}

/// What is asked of the person, because nobody else knows it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Which way of the recipe is gone: the name of a [`RecipeFlow`].
    Flow,
    /// What the app is to be called.
    AppName,
    /// Whom Salesforce may write to about it.
    ContactEmail,
    /// The https address that the integration itself is called back at.
    TheirCallback,
    /// Whom an app with client credentials runs as.
    RunAs,
    /// For whom assertions are signed.
    JwtUsername,
    /// The permission set whose users may use the app.
    PermissionSet,
    /// Custom scopes, by name.
    CustomScopes,
    /// Whether PKCE is greyed out: `yes` or `no`.
    PkceLocked,
    /// Whether rotation is greyed out: `yes` or `no`.
    RotationLocked,
}

/// An answer, or that there is none yet.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct AnswerView {
    /// To what.
    pub answer: Answer,
    /// The answer.
    pub value: Option<String>,
}
