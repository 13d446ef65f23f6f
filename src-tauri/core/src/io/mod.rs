//! Edges: each file owns one outside thing, and no other file may touch it.

pub mod clock;
pub mod keychain;
pub mod lock;
pub mod loopback;
pub mod registry;
pub mod salesforce;
pub mod vault;
pub(crate) mod worker;
