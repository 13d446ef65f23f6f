//! How an app stands: what a copy will do, and what its last sign-in gave.

use serde::Serialize;

use crate::model::failure::Failure;
use crate::model::time::Timestamp;
use crate::model::view::{Approvals, IdleEnd, ServerUse};

/// What *Copy fresh token* will do for an app.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "word", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Status {
    /// Copies at once.
    Fresh {
        /// Until this moment.
        until: Timestamp,
        /// What is done then.
        next: Next,
    },
    /// Asks Salesforce first, without a person.
    Renews,
    /// Asks Salesforce for a token as the app itself, or with a signed assertion.
    Server,
    /// Needs a person in the browser.
    SignIn,
    /// Salesforce does not know the new app yet, and is asked again and again.
    NotReady,
    /// The org could not be reached at the last try.
    Offline {
        /// What happened.
        failure: Failure,
    },
    /// The last try failed for a reason that a person can mend.
    Problem {
        /// The reason.
        failure: Failure,
    },
}

/// What a copy does when a token is fresh no more.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Next {
    /// It renews.
    Renews,
    /// It asks as the app itself.
    Server,
    /// It needs a person.
    SignIn,
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
    /// When the access token ends, where Salesforce was asked and said so.
    pub ends: Option<EndView>,
    /// When the sign-in ends unless it is used, where that is known.
    pub idle_end: Option<IdleEnd>,
    /// How many approvals of this user for this app are known.
    pub approvals: Approvals,
    /// What Salesforce says of its use, where it was asked and said so.
    pub server_use: Option<ServerUse>,
}

/// When an access token ends (RFC 7662 `exp`).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct EndView {
    /// The end.
    pub at: Timestamp,
    /// When Salesforce said so.
    pub asked_at: Timestamp,
}
