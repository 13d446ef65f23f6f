//! What the window sees of what Keyperch looks after by itself.

use serde::Serialize;

use crate::model::environment::Environment;
use crate::model::failure::Failure;
use crate::model::ids::ClientAppId;
use crate::model::time::Timestamp;

/// What Keyperch looks after by itself, as far as a person should know of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct UpkeepView {
    /// Sign-ins whose newest token the keychain has not taken yet: quitting now would lose them.
    pub unsaved: Vec<UnsavedView>,
    /// How many sign-ins have ended here, and Salesforce has not been told yet.
    pub leaving: u32,
    /// Whether what is added now is kept in memory only, until the program ends.
    pub memory_only: bool,
    /// Whether the window was closed, and the end waits for what is unsaved.
    pub is_ending: bool,
}

/// A sign-in whose newest token memory alone holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct UnsavedView {
    /// The app.
    pub app: ClientAppId,
    /// The org's name with its client's.
    pub org: String,
    /// The org's kind.
    pub environment: Environment,
    /// Why the keychain did not take it.
    pub failure: Failure,
}

/// Whether Salesforce has heard that a sign-in has ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// It has, or knew it no more.
    Heard,
    /// It could not be reached; it will be told as soon as it can be.
    Waiting,
}

/// How ending every sign-in went.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct RevokedView {
    /// How many sign-ins Salesforce has heard to be ended.
    pub heard: u32,
    /// How many have ended here, while Salesforce could not be told yet.
    pub waiting: u32,
}

/// What a self-check found: whether list and keychain agree.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct SelfCheckView {
    /// Orgs in the list.
    pub orgs: u32,
    /// Apps in the list.
    pub apps: u32,
    /// Sign-ins in the list.
    pub grants: u32,
    /// Items of Keyperch's in the keychain that belong to an entry.
    pub items: u32,
    /// Items of Keyperch's that belong to no entry.
    pub orphans: u32,
    /// What entries should have in the keychain, and have not.
    pub missing: Vec<MissingView>,
    /// Sign-ins that have ended here, and Salesforce has not been told yet.
    pub leaving: u32,
    /// When the list was last copied, for the case that its file is damaged.
    pub backed_up_at: Option<Timestamp>,
}

/// An item that an entry should have.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct MissingView {
    /// The app.
    pub app: ClientAppId,
    /// Its name, with its org's and its client's.
    pub name: String,
    /// What is missing.
    pub what: Missing,
}

/// What can be missing.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// The consumer key.
    ConsumerKey,
    /// The consumer secret.
    ConsumerSecret,
    /// The tokens of the sign-in.
    Tokens,
}
