//! What an admin, a calendar or an address makes of a user, apart from whether the user is active.

use serde::{Deserialize, Serialize};

/// The circumstances of a user that change an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is one circumstance that an order can change")]
pub struct Standing {
    /// "Freeze" in Setup: as good as inactive.
    pub frozen: bool,
    /// The user's profile.
    pub profile: String,
    /// The permission sets that the user has.
    pub permission_sets: Vec<String>,
    /// The permission "API Enabled".
    pub api_enabled: bool,
    /// Whether every request for this user comes from outside the login IP ranges.
    pub outside_ip_ranges: bool,
    /// Whether it is outside the login hours of the user's profile.
    pub outside_login_hours: bool,
    /// A licence for the API only, whose user cannot pass the Allow page.
    pub api_only_licence: bool,
    /// Whether the password has expired.
    pub password_expired: bool,
}

/// A change to a user; what is left out stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct UserChange {
    /// Whether the user may sign in at all.
    pub active: Option<bool>,
    /// See [`Standing::frozen`].
    pub frozen: Option<bool>,
    /// See [`Standing::profile`].
    pub profile: Option<String>,
    /// See [`Standing::permission_sets`].
    pub permission_sets: Option<Vec<String>>,
    /// See [`Standing::api_enabled`].
    pub api_enabled: Option<bool>,
    /// See [`Standing::outside_ip_ranges`].
    pub outside_ip_ranges: Option<bool>,
    /// See [`Standing::outside_login_hours`].
    pub outside_login_hours: Option<bool>,
    /// See [`Standing::api_only_licence`].
    pub api_only_licence: Option<bool>,
    /// See [`Standing::password_expired`].
    pub password_expired: Option<bool>,
}

impl Default for Standing {
    fn default() -> Self {
        Self {
            frozen: false,
            profile: "Standard User".to_owned(),
            permission_sets: Vec::new(),
            api_enabled: true,
            outside_ip_ranges: false,
            outside_login_hours: false,
            api_only_licence: false,
            password_expired: false,
        }
    }
}

impl UserChange {
    /// The circumstances after the change.
    pub(crate) fn applied_to(self, old: &Standing) -> Standing {
        Standing {
            frozen: self.frozen.unwrap_or(old.frozen),
            profile: self.profile.unwrap_or_else(|| old.profile.clone()),
            permission_sets: self.permission_sets.unwrap_or_else(|| old.permission_sets.clone()),
            api_enabled: self.api_enabled.unwrap_or(old.api_enabled),
            outside_ip_ranges: self.outside_ip_ranges.unwrap_or(old.outside_ip_ranges),
            outside_login_hours: self.outside_login_hours.unwrap_or(old.outside_login_hours),
            api_only_licence: self.api_only_licence.unwrap_or(old.api_only_licence),
            password_expired: self.password_expired.unwrap_or(old.password_expired),
        }
    }
}
