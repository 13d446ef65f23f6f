//! What the window sees of an app that is made for it by a deployment.

use serde::{Deserialize, Serialize};

use crate::model::failure::Failure;
use crate::model::ids::{ClientAppId, GuideId};
use crate::model::view::SettingView;

/// How an app is to be made.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeployForm {
    /// The app whose sign-in to the same org carries it out.
    pub through: ClientAppId,
    /// Whether Salesforce only says what would happen.
    pub is_dry_run: bool,
    /// Whether the person has said yes to a change in production.
    pub is_production_confirmed: bool,
}

/// In which shape metadata is saved.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum MetadataShape {
    /// A folder in source format, with `sfdx-project.json` and manifest, for the Salesforce CLI.
    SourceFolder,
    /// A zip in metadata format.
    Zip,
}

/// A deployment, as far as it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct DeployView {
    /// Whose app it makes.
    pub guide: GuideId,
    /// Through which sign-in.
    pub through: ClientAppId,
    /// Whether Salesforce only says what would happen.
    pub is_dry_run: bool,
    /// How far it is.
    pub state: DeployState,
    /// How many components are done.
    pub done: u32,
    /// Of how many.
    pub of: u32,
    /// What became of each that is done.
    pub components: Vec<ComponentView>,
    /// What the org says afterwards of every setting, because it may have kept some as they were.
    pub read_back: Vec<SettingView>,
    /// Whether key and secret could be read there too.
    pub has_read_credentials: bool,
}

/// How far a deployment is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "is", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum DeployState {
    /// It is being put together and sent.
    Sending,
    /// Salesforce works on it.
    Running,
    /// It is being called off.
    Cancelling,
    /// It is done; settings are read back.
    ReadingBack,
    /// It is done.
    Succeeded,
    /// It was called off: nothing was changed.
    Cancelled,
    /// Salesforce did not carry it out; the components say why. Nothing was changed.
    Rejected,
    /// It could not be begun, or was refused as a whole: nothing was changed.
    Failed {
        /// Why.
        failure: Failure,
    },
    /// It was sent, and nobody could be asked how it ended: it may have been carried out.
    Unknown {
        /// Why nobody could be asked.
        failure: Failure,
    },
}

/// What became of a component.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct ComponentView {
    /// Its metadata type.
    pub kind: String,
    /// Its full name.
    pub name: String,
    /// What became of it.
    pub outcome: Outcome,
    /// What Salesforce says is wrong with it, cleaned.
    pub problem: Option<String>,
}

/// What became of a component.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is new.
    Created,
    /// It was there, and is another now.
    Changed,
    /// It was there just so.
    Unchanged,
    /// It was refused.
    Refused,
}
