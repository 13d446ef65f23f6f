//! Verbs: one use case a file, and the only place that combines edges.

pub mod apps;
pub mod drafts;
pub mod fresh_token;
pub mod listing;
pub mod orgs;
pub mod sign_in;
pub mod sign_out;
pub mod templates;
