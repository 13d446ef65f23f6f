//! The doors: everything that the window may ask for, one file a job. A command is at most five lines; what it does
//! is done in the core, or in one file of the shell.
//!
//! Arguments are typed and unknown fields are refused; what comes back can hold no secret, because no secret can be
//! serialised.

pub(crate) mod activity;
pub(crate) mod apps;
pub(crate) mod companion;
pub(crate) mod deployments;
pub(crate) mod diagnosis;
pub(crate) mod guard;
pub(crate) mod guides;
pub(crate) mod hand_over;
pub(crate) mod health;
pub(crate) mod lists;
pub(crate) mod network;
pub(crate) mod orgs;
pub(crate) mod private_keys;
pub(crate) mod quick;
pub(crate) mod quick_settings;
pub(crate) mod sets;
pub(crate) mod sign_in;
pub(crate) mod templates;
pub(crate) mod tokens;
pub(crate) mod upkeep;
pub(crate) mod watching;

/// What a command answers.
pub(crate) type Answer<T> = Result<T, keyperch_core::model::failure::Failure>;

/// What every command works with.
pub(crate) type Ours<'a> = tauri::State<'a, crate::keyperch::Keyperch>;
