//! Rules: pure functions over text and model types. No network, no disk, no keychain, no time.

pub mod answer;
pub mod assertion;
pub mod authorize;
pub mod brought;
pub mod callback;
pub mod client;
pub mod private_key;
pub mod refusals;
pub(crate) mod signature;
pub mod token_reply;
