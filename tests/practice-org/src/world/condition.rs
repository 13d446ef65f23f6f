//! What Salesforce or an admin has made of a whole org.

use serde::{Deserialize, Serialize};

/// The conditions of an org that change an answer. A new org is in none of them but the lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
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
    /// Apps that are made from now on require PKCE and rotate refresh tokens, and nobody can switch that off.
    pub locks_new_apps: bool,
    /// For so long the key of an app that is made from now on is unknown. Salesforce takes minutes; nothing here waits
    /// unless it is told to.
    pub new_apps_ready_after_seconds: u64,
    /// "Allow access to External Client App consumer secrets via REST API".
    pub secrets_over_rest: bool,
    /// How many looks at a deployment find it unfinished.
    pub deploy_takes_polls: u32,
    /// A deployment that wants PKCE or rotation off where they are locked fails, instead of leaving them on.
    pub refuses_unlocked_flags: bool,
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
    /// See [`Condition::locks_new_apps`].
    pub locks_new_apps: Option<bool>,
    /// See [`Condition::new_apps_ready_after_seconds`].
    pub new_apps_ready_after_seconds: Option<u64>,
    /// See [`Condition::secrets_over_rest`].
    pub secrets_over_rest: Option<bool>,
    /// See [`Condition::deploy_takes_polls`].
    pub deploy_takes_polls: Option<u32>,
    /// See [`Condition::refuses_unlocked_flags`].
    pub refuses_unlocked_flags: Option<bool>,
}

impl Default for Condition {
    fn default() -> Self {
        Self {
            locked: false,
            api_access_control: false,
            api_limit_exceeded: false,
            api_disabled: false,
            login_rate_exceeded: false,
            gone: false,
            locks_new_apps: true,
            new_apps_ready_after_seconds: 0,
            secrets_over_rest: false,
            deploy_takes_polls: 2,
            refuses_unlocked_flags: false,
        }
    }
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
            locks_new_apps: self.locks_new_apps.unwrap_or(old.locks_new_apps),
            new_apps_ready_after_seconds: self
                .new_apps_ready_after_seconds
                .unwrap_or(old.new_apps_ready_after_seconds),
            secrets_over_rest: self.secrets_over_rest.unwrap_or(old.secrets_over_rest),
            deploy_takes_polls: self.deploy_takes_polls.unwrap_or(old.deploy_takes_polls),
            refuses_unlocked_flags: self.refuses_unlocked_flags.unwrap_or(old.refuses_unlocked_flags),
        }
    }
}
