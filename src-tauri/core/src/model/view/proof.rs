//! What the window sees of a proof, and of what an org itself says of an app.

use serde::Serialize;

use crate::model::environment::Environment;
use crate::model::setup_label::SetupLabel;
use crate::model::time::Timestamp;
use crate::model::view::{LineId, Verdict};

/// What was proven by signing in, renewing and calling.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct ProofView {
    /// Each step, in order; those that are missing are still to come.
    pub steps: Vec<ProofStepView>,
    /// Whether it is over.
    pub is_finished: bool,
    /// To what, and as whom, when every step that must succeed did.
    pub connected: Option<ConnectedView>,
    /// When it began.
    pub begun_at: Timestamp,
}

/// One step of the proof.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct ProofStepView {
    /// Which.
    pub step: ProofStep,
    /// What came of it.
    pub verdict: Verdict,
}

/// The steps of a proof.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "step", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum ProofStep {
    /// A token was given.
    SignedIn,
    /// This scope was granted.
    Scope {
        /// Its API value.
        scope: String,
    },
    /// A refresh token came with it.
    StaysSignedIn,
    /// It was renewed once; for flows without a refresh token: a second token was given.
    Renewed,
    /// A request to the API was answered.
    Call {
        /// The request, as method and address.
        request: String,
        /// What was answered, in a few words without any secret.
        answer: Option<String>,
    },
}

/// What an app is connected to.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct ConnectedView {
    /// The name that the company gave the org.
    pub organization: String,
    /// What kind of org it says that it is.
    pub environment: Environment,
    /// As whom.
    pub username: String,
}

/// What an org says of an app, beside what its recipe wants.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct DriftView {
    /// When it was read.
    pub at: Timestamp,
    /// Everything that could be compared, and what could not be read.
    pub settings: Vec<SettingView>,
}

/// One setting of an app: as wanted, and as found.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct SettingView {
    /// The line of the guide that sets it, where it has one.
    pub line: Option<LineId>,
    /// Which setting.
    pub setting: SetupLabel,
    /// What the recipe wants.
    pub wanted: SettingValue,
    /// What the org says; none: it could not be read.
    pub found: Option<SettingValue>,
}

/// A value of a setting.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "is", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum SettingValue {
    /// A box.
    Box {
        /// Ticked or not.
        on: bool,
    },
    /// A choice of a list.
    Choice {
        /// Which.
        choice: SetupLabel,
    },
    /// Anything else, as Salesforce writes it.
    Text {
        /// The text.
        text: String,
    },
}
