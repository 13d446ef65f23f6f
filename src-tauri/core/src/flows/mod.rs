//! Verbs: one use case a file, and the only place that combines edges.

pub mod apps;
pub mod drafts;
pub(crate) mod ending;
pub mod fresh_token;
pub mod listing;
pub mod orgs;
pub mod renewal;
pub mod self_check;
pub mod sign_in;
pub mod sign_out;
pub mod templates;
pub(crate) mod turns;
pub mod upkeep;

use std::time::Duration;

/// How long anybody waits for what is nice to know or to do now, and can be done without or later.
pub(crate) const NICE_TO_DO: Duration = Duration::from_secs(10);
