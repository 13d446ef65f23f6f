//! What Salesforce refuses, as small pure functions: values in, a verdict out.
//!
//! No network, no lock, no clock of their own. A rule that is not sure refuses; none of them guesses what a
//! client may have meant.

pub(crate) mod admission;
pub(crate) mod assertion;
pub(crate) mod authorize;
pub(crate) mod bearer;
pub(crate) mod callback;
pub(crate) mod certificate;
pub(crate) mod client;
pub(crate) mod deploy_options;
pub(crate) mod device;
pub(crate) mod form;
pub(crate) mod grant;
pub(crate) mod metadata;
pub(crate) mod multipart;
pub(crate) mod naming;
pub(crate) mod objects;
pub(crate) mod pkce;
pub(crate) mod query;
pub(crate) mod refusal;
pub(crate) mod scope;
pub(crate) mod scope_label;
pub(crate) mod threshold;
pub(crate) mod token;
pub(crate) mod version;
