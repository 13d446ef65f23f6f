//! Verbs: one use case a file, and the only place that combines edges.

pub mod activity;
pub mod apps;
pub(crate) mod by_itself;
pub mod copy_as;
pub mod deploy;
pub mod diagnose;
pub mod drafts;
pub(crate) mod drift;
pub mod edits;
pub(crate) mod ending;
pub mod fresh_token;
pub mod front_door;
pub mod guard;
pub mod guide;
pub mod hand_over;
pub(crate) mod keep_alive;
pub mod layout;
pub mod listing;
pub mod network;
pub mod orgs;
pub mod private_keys;
pub mod quick;
pub mod readiness;
pub mod refresh_many;
pub mod refreshed;
pub mod removal;
pub mod renewal;
pub mod self_check;
pub mod server_use;
pub mod sets;
pub mod sign_in;
pub mod sign_out;
pub(crate) mod standing;
pub mod templates;
pub(crate) mod turns;
pub mod upkeep;

use std::time::Duration;

/// How long anybody waits for what is nice to know or to do now, and can be done without or later.
pub(crate) const NICE_TO_DO: Duration = Duration::from_secs(10);

/// How many orgs are asked at once, where many are to be.
pub(crate) const AT_ONCE: usize = 8;
