//! Nouns: plain types. No input or output, no time, nothing that can fail but parsing.

pub mod address;
pub mod cause;
pub mod certificate;
pub mod client_app;
pub mod environment;
pub mod error;
pub mod failure;
pub mod field;
pub mod flow;
pub mod grant;
pub mod host;
pub mod ids;
pub mod kept;
pub mod network;
pub mod org;
pub mod refusal;
pub mod secret;
pub mod shown;
pub mod slot;
pub mod template;
pub mod time;
pub mod view;
pub mod waiting;
