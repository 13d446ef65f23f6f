//! How carefully an org is used: what has to be done before anything of it leaves Keyperch.

use serde::{Deserialize, Serialize};

use crate::model::environment::Environment;

/// What is asked before a token or a secret is copied, or an org is opened; the stricter, the greater.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum GuardLevel {
    /// Nothing.
    Off,
    /// Enter once more.
    SecondEnter,
    /// Whoever sits at this computer shows who they are: a password, a finger.
    DeviceUnlock,
    /// The org's short code is typed.
    ReadName,
}

impl GuardLevel {
    /// What is asked where the user said nothing.
    pub fn of(environment: Environment) -> Self {
        if environment.is_outside_production() { Self::Off } else { Self::SecondEnter }
    }
}

/// Why this computer did not say who sits at it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum NotUnlocked {
    /// It has no way to ask, or Keyperch knows none.
    NotHere,
    /// Its service does not know Keyperch: the package that tells it is not installed.
    NotInstalled,
    /// Whoever was asked said no, or gave a wrong answer.
    Refused,
}

/// What a person did to pass a guard.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "by", rename_all = "snake_case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum GuardProof {
    /// Pressed Enter once more.
    Again,
    /// Is asked by this computer who they are.
    Device,
    /// Typed a short code.
    Code {
        /// What was typed.
        code: String,
    },
}
