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
    /// The permission "Create, edit, and delete External Client Apps", without which Setup shows nothing of them.
    pub may_manage_apps: bool,
    /// Whether every request for this user comes from outside the login IP ranges.
    pub outside_ip_ranges: bool,
    /// Whether it is outside the login hours of the user's profile.
    pub outside_login_hours: bool,
    /// A licence for the API only, whose user cannot pass the Allow page.
    pub api_only_licence: bool,
    /// Whether the password has expired.
    pub password_expired: bool,
    /// "Modify Metadata Through Metadata API Functions". Whoever deploys apps must be allowed to manage them, too.
    pub may_deploy: bool,
    /// The permission "View all External Client Apps, view their settings, and edit their policies".
    pub may_see_apps: bool,
    /// The right to be shown consumer secrets by the API, where the org allows that at all.
    pub may_see_secrets: bool,
    /// "Customize Application": without it, only one's own tokens are listed.
    pub may_customize: bool,
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
    /// See [`Standing::may_manage_apps`].
    pub may_manage_apps: Option<bool>,
    /// See [`Standing::outside_ip_ranges`].
    pub outside_ip_ranges: Option<bool>,
    /// See [`Standing::outside_login_hours`].
    pub outside_login_hours: Option<bool>,
    /// See [`Standing::api_only_licence`].
    pub api_only_licence: Option<bool>,
    /// See [`Standing::password_expired`].
    pub password_expired: Option<bool>,
    /// See [`Standing::may_deploy`].
    pub may_deploy: Option<bool>,
    /// See [`Standing::may_see_apps`].
    pub may_see_apps: Option<bool>,
    /// See [`Standing::may_see_secrets`].
    pub may_see_secrets: Option<bool>,
    /// See [`Standing::may_customize`].
    pub may_customize: Option<bool>,
}

impl Default for Standing {
    fn default() -> Self {
        Self {
            frozen: false,
            profile: "Standard User".to_owned(),
            permission_sets: Vec::new(),
            api_enabled: true,
            may_manage_apps: false,
            outside_ip_ranges: false,
            outside_login_hours: false,
            api_only_licence: false,
            password_expired: false,
            may_deploy: false,
            may_see_apps: false,
            may_see_secrets: false,
            may_customize: false,
        }
    }
}

impl Standing {
    /// As at the start: the first user of an org is its admin.
    pub(crate) fn first(is_admin: bool) -> Self {
        Self {
            may_manage_apps: is_admin,
            may_deploy: is_admin,
            may_see_apps: is_admin,
            may_see_secrets: is_admin,
            may_customize: is_admin,
            ..Self::default()
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
            may_manage_apps: self.may_manage_apps.unwrap_or(old.may_manage_apps),
            outside_ip_ranges: self.outside_ip_ranges.unwrap_or(old.outside_ip_ranges),
            outside_login_hours: self.outside_login_hours.unwrap_or(old.outside_login_hours),
            api_only_licence: self.api_only_licence.unwrap_or(old.api_only_licence),
            password_expired: self.password_expired.unwrap_or(old.password_expired),
            may_deploy: self.may_deploy.unwrap_or(old.may_deploy),
            may_see_apps: self.may_see_apps.unwrap_or(old.may_see_apps),
            may_see_secrets: self.may_see_secrets.unwrap_or(old.may_see_secrets),
            may_customize: self.may_customize.unwrap_or(old.may_customize),
        }
    }
}
