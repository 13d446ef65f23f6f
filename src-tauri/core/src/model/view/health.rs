//! How a sign-in stands: facts, each with its source and its time, never a verdict.

use serde::Serialize;

use crate::model::time::Timestamp;

/// When a sign-in ends unless it is used.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct IdleEnd {
    /// The end, as things stand.
    pub at: Timestamp,
    /// After how many days without use.
    pub days: u16,
    /// When Salesforce said so; none: the app's recipe does.
    pub read_at: Option<Timestamp>,
}

/// How many approvals of one user for one app Keyperch knows of. Salesforce keeps about five, and lets the oldest go in
/// silence.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct Approvals {
    /// Sign-ins that were made here and not ended since; elsewhere there may be more.
    pub known: u8,
    /// How many Salesforce keeps, about.
    pub about: u8,
}

/// What Salesforce itself says of the use of an app by its user, over all sign-ins of both: it tells them apart by
/// nothing that Keyperch knows. Neither a moment nor a number: it was asked, and does not say.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct ServerUse {
    /// When it was used last.
    pub last_used: Option<Timestamp>,
    /// How often it was used.
    pub uses: Option<u32>,
    /// When Salesforce said so.
    pub asked_at: Timestamp,
}
