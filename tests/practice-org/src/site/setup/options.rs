//! The lists of choices of Setup: what each is called in a form, and what on the page.

use crate::world::switches::{Distribution, IpRelaxation, PermittedUsers};

/// A choice: its value in the form, and its words.
pub(super) type Choice = (&'static str, &'static str);

pub(super) const DISTRIBUTIONS: &[(Distribution, Choice)] =
    &[(Distribution::Local, ("local", "Local")), (Distribution::Packaged, ("packaged", "Packaged"))];

pub(super) const PERMITTED_USERS: &[(PermittedUsers, Choice)] = &[
    (PermittedUsers::AllMaySelfAuthorize, ("all_may_self_authorize", "All users can self-authorize")),
    (PermittedUsers::AdminApproved, ("admin_approved", "Admin approved users are pre-authorized")),
];

pub(super) const IP_RELAXATIONS: &[(IpRelaxation, Choice)] = &[
    (IpRelaxation::Enforce, ("enforce", "Enforce IP restrictions")),
    (
        IpRelaxation::EnforceButRelaxForRefresh,
        ("enforce_but_relax_for_refresh", "Enforce IP restrictions, but relax for refresh tokens"),
    ),
    (
        IpRelaxation::RelaxForActivatedDevices,
        ("relax_for_activated_devices", "Relax IP restrictions for activated devices"),
    ),
    (IpRelaxation::Relax, ("relax", "Relax IP restrictions")),
];

/// "Refresh Token Policy"; the last two need a number of days.
pub(super) const UNTIL_REVOKED: &str = "until_revoked";
pub(super) const IMMEDIATELY: &str = "immediately_expire";
pub(super) const IDLE: &str = "idle_days";
pub(super) const LIFETIME: &str = "lifetime_days";
pub(super) const REFRESH_POLICIES: &[Choice] = &[
    (UNTIL_REVOKED, "Refresh token is valid until revoked"),
    (IMMEDIATELY, "Immediately expire refresh token"),
    (IDLE, "Expire refresh token if not used for\u{2026}"),
    (LIFETIME, "Expire refresh token after\u{2026}"),
];

/// "Start Page": shown again, and nothing else.
pub(super) const START_PAGES: &[Choice] =
    &[("none", "None"), ("custom", "Custom"), ("oauth", "OAuth"), ("saml", "SAML")];

/// The form's value of a switch.
pub(super) fn value_of<Switch: PartialEq>(options: &[(Switch, Choice)], switch: &Switch) -> &'static str {
    options.iter().find(|(known, _)| known == switch).map_or("", |(_, (value, _))| value)
}

/// The words of a switch.
pub(super) fn words_of<Switch: PartialEq>(options: &[(Switch, Choice)], switch: &Switch) -> &'static str {
    options.iter().find(|(known, _)| known == switch).map_or("", |(_, (_, words))| words)
}

/// The switch of a form's value.
pub(super) fn switch_of<Switch: Copy>(options: &[(Switch, Choice)], value: &str) -> Option<Switch> {
    options.iter().find(|(_, (known, _))| *known == value).map(|(switch, _)| *switch)
}

/// The choices without their switches.
pub(super) fn choices<Switch>(options: &[(Switch, Choice)]) -> Vec<Choice> {
    options.iter().map(|(_, option)| *option).collect()
}
