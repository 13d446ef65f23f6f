//! Rules: pure functions over text and model types. No network, no disk, no keychain, no time.

pub mod authorize;
pub mod callback;
pub mod client;
pub mod refusals;
pub mod token_reply;
