//! The list of many orgs: how it is sorted, what of it is guarded, refreshed together, or removed and can come back.

use serde::{Deserialize, Serialize};

use crate::model::environment::Environment;
use crate::model::failure::Failure;
use crate::model::guard::GuardLevel;
use crate::model::ids::{ClientAppId, OrgId, RemovalId};
use crate::model::time::Timestamp;

/// How the list is sorted.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Under their clients.
    #[default]
    Client,
    /// What was used last first, without clients.
    Recent,
}

/// What has to be done before anything of an org leaves Keyperch.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct GuardView {
    /// What is asked.
    pub level: GuardLevel,
    /// The user's word, when it was given.
    pub chosen: Option<GuardLevel>,
    /// Until when nothing is asked, because it was passed.
    pub open_until: Option<Timestamp>,
}

/// One change of many orgs.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "change", rename_all = "snake_case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum OrgsEdit {
    /// They move to this client; one is made for a new name.
    Client {
        /// Its name.
        name: String,
    },
    /// They are of this kind; none: as they say themselves.
    Environment {
        /// The kind.
        environment: Option<Environment>,
    },
    /// They are guarded so; none: by their kind.
    Guard {
        /// What is asked.
        level: Option<GuardLevel>,
    },
    /// Their sign-ins are kept from ending unused.
    KeepAlive {
        /// Whether.
        on: bool,
    },
    /// They stand at the top.
    Pin {
        /// Whether.
        on: bool,
    },
}

/// Something was removed, and can be brought back for a moment.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct RemovalView {
    /// Names it.
    pub id: RemovalId,
    /// What it was called: an org with its client, or an app; none: several orgs.
    pub name: Option<String>,
    /// How many orgs went; 0: one app.
    pub orgs: u32,
    /// Until when it can come back.
    pub until: Timestamp,
}

/// Tokens of many orgs are being refreshed, or were.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct RefreshView {
    /// How many apps are done.
    pub done: u32,
    /// How many there are.
    pub of: u32,
    /// Whether it goes on.
    pub is_running: bool,
    /// Whether it was cancelled.
    pub is_cancelled: bool,
    /// What did not go well, in the order in which it came.
    pub failed: Vec<RefreshFailure>,
}

/// One app whose token could not be refreshed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct RefreshFailure {
    /// Which.
    pub app: ClientAppId,
    /// Why.
    pub failure: Failure,
}

/// What was done with an org, without any value.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct ActivityView {
    /// When.
    pub at: Timestamp,
    /// With which org.
    pub org: Option<OrgId>,
    /// Client and org, as they were called then.
    pub named: String,
    /// The app, as it was called then; empty: none.
    pub app: String,
    /// What.
    pub deed: Deed,
    /// A shape, a tool, or a failure's code; empty: nothing.
    pub detail: String,
}

/// What can be done with an org.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// A token, a key or a secret was copied.
    Copied,
    /// Salesforce gave a new token.
    Renewed,
    /// Somebody signed in.
    SignedIn,
    /// It was signed out.
    SignedOut,
    /// It was opened in a browser.
    Opened,
    /// A tool got a sign-in of its own.
    HandedOver,
    /// Its sign-in was kept from ending unused.
    KeptAlive,
    /// It was said to be a new sandbox under its old name.
    Refreshed,
    /// It was removed.
    Removed,
    /// It was brought back.
    Restored,
    /// Something failed.
    Failed,
}
