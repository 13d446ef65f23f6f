//! The policies of an app, as a recipe wants them. Each kind once: an org keeps one of each, and a second would win or
//! lose by chance.

use serde::Deserialize;

use crate::model::recipe::Asked;
use crate::model::setup_label::SetupLabel;

/// One policy, in the order of the tab *Policies*.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// *Select Permission Sets*: which one is asked.
    PermissionSet(Asked),
    /// *Permitted Users*.
    PermittedUsers(PermittedUsers),
    /// *Enable Client Credentials Flow*, which stands in the policies too.
    ClientCredentialsFlow(bool),
    /// *Run As*: whom is asked.
    RunAs(Asked),
    /// *Refresh Token Policy*.
    RefreshToken(RefreshTokenPolicy),
    /// *IP Relaxation*.
    IpRelaxation(IpRelaxation),
    /// *Session Timeout in Minutes*.
    SessionTimeout(u16),
    /// *High assurance session required*.
    HighAssurance(bool),
    /// *Custom Scopes*: which ones are asked, and none is an answer.
    CustomScopes(Asked),
}

impl Policy {
    /// Where it stands in the tab: an app has one policy in each place.
    pub fn place(&self) -> u8 {
        match self {
            Self::PermissionSet(_) => 0,
            Self::PermittedUsers(_) => 1,
            Self::ClientCredentialsFlow(_) => 2,
            Self::RunAs(_) => 3,
            Self::RefreshToken(_) => 4,
            Self::IpRelaxation(_) => 5,
            Self::SessionTimeout(_) => 6,
            Self::HighAssurance(_) => 7,
            Self::CustomScopes(_) => 8,
        }
    }
}

/// Who may use an app.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum PermittedUsers {
    /// Whoever allows it for himself.
    SelfAuthorize,
    /// Whom an admin has allowed it.
    PreAuthorized,
}

/// How long a refresh token lives.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum RefreshTokenPolicy {
    /// Until it is revoked.
    UntilRevoked,
    /// So many days after it was last used.
    Idle {
        /// How many.
        days: u16,
    },
    /// So many days.
    Lifetime {
        /// How many.
        days: u16,
    },
    /// Not at all.
    ImmediatelyExpires,
}

/// Whether the org's IP restrictions hold for an app.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum IpRelaxation {
    /// They hold.
    Enforce,
    /// They hold for a sign-in, and not for a renewal.
    EnforceButRelaxRefresh,
    /// They hold until a device was confirmed.
    RelaxActivatedDevices,
    /// They do not hold.
    Relax,
}

impl PermittedUsers {
    /// What Setup calls it.
    pub fn label(self) -> SetupLabel {
        match self {
            Self::SelfAuthorize => SetupLabel::SelfAuthorize,
            Self::PreAuthorized => SetupLabel::PreAuthorized,
        }
    }
}

impl RefreshTokenPolicy {
    /// What Setup calls it.
    pub fn label(self) -> SetupLabel {
        match self {
            Self::UntilRevoked => SetupLabel::RefreshUntilRevoked,
            Self::Idle { .. } => SetupLabel::RefreshIdle,
            Self::Lifetime { .. } => SetupLabel::RefreshLifetime,
            Self::ImmediatelyExpires => SetupLabel::RefreshImmediatelyExpires,
        }
    }

    /// After how many days without use it ends a sign-in; none: not by that.
    pub fn idle_days(self) -> Option<u16> {
        match self {
            Self::Idle { days } => Some(days),
            Self::UntilRevoked | Self::Lifetime { .. } | Self::ImmediatelyExpires => None,
        }
    }

    /// The days that belong to it.
    pub fn days(self) -> Option<u16> {
        match self {
            Self::Idle { days } | Self::Lifetime { days } => Some(days),
            Self::UntilRevoked | Self::ImmediatelyExpires => None,
        }
    }
}

impl IpRelaxation {
    /// What Setup calls it.
    pub fn label(self) -> SetupLabel {
        match self {
            Self::Enforce => SetupLabel::IpEnforce,
            Self::EnforceButRelaxRefresh => SetupLabel::IpEnforceButRelaxRefresh,
            Self::RelaxActivatedDevices => SetupLabel::IpRelaxActivatedDevices,
            Self::Relax => SetupLabel::IpRelax,
        }
    }
}
