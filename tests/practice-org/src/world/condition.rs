//! What Salesforce or an admin has made of a whole org.

use serde::{Deserialize, Serialize};

/// The conditions of an org that change an answer. A new org is in none of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is one condition that an order can change")]
pub struct Condition {
    /// Locked, closed or suspended.
    pub locked: bool,
    /// "API Access Control": only users whom an app's policies select may use the API through it.
    pub api_access_control: bool,
    /// The requests of this day are used up.
    pub api_limit_exceeded: bool,
    /// The edition has no API.
    pub api_disabled: bool,
    /// Too many log-ins in the last hour.
    pub login_rate_exceeded: bool,
    /// Deleted, as a scratch org is that has expired.
    pub gone: bool,
}

/// A change to an org; what is left out stays as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OrgChange {
    /// See [`Condition::locked`].
    pub locked: Option<bool>,
    /// See [`Condition::api_access_control`].
    pub api_access_control: Option<bool>,
    /// See [`Condition::api_limit_exceeded`].
    pub api_limit_exceeded: Option<bool>,
    /// See [`Condition::api_disabled`].
    pub api_disabled: Option<bool>,
    /// See [`Condition::login_rate_exceeded`].
    pub login_rate_exceeded: Option<bool>,
    /// See [`Condition::gone`].
    pub gone: Option<bool>,
}

impl OrgChange {
    /// The conditions after the change.
    pub(crate) fn applied_to(self, old: Condition) -> Condition {
        Condition {
            locked: self.locked.unwrap_or(old.locked),
            api_access_control: self.api_access_control.unwrap_or(old.api_access_control),
            api_limit_exceeded: self.api_limit_exceeded.unwrap_or(old.api_limit_exceeded),
            api_disabled: self.api_disabled.unwrap_or(old.api_disabled),
            login_rate_exceeded: self.login_rate_exceeded.unwrap_or(old.login_rate_exceeded),
            gone: self.gone.unwrap_or(old.gone),
        }
    }
}
