//! What the window may see, and change, of how the network is reached.

use serde::{Deserialize, Serialize};

use crate::model::time::Timestamp;
use crate::model::view::SecretEntry;

/// How the network is reached.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct NetworkView {
    /// The way out that a person chose.
    pub proxy: ProxyView,
    /// The proxy that the system or the environment names, as host and port.
    pub system_proxy: Option<String>,
    /// The certificate authorities that a person chose to trust beside the system's.
    pub authorities: Vec<AuthorityView>,
    /// Those that this start was given besides (`KEYPERCH_EXTRA_CA`).
    pub authorities_of_start: Vec<AuthorityView>,
}

/// The way out of the network.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "choice", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum ProxyView {
    /// As the system and the environment say.
    System,
    /// None.
    None,
    /// This one.
    Manual {
        /// Its host and port.
        address: String,
        /// Who asks.
        username: Option<String>,
        /// Whether the keychain has a password for it.
        has_password: bool,
    },
}

/// A certificate authority.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct AuthorityView {
    /// Its name, as its certificate says.
    pub name: String,
    /// How long its certificate is valid.
    pub until: Timestamp,
}

/// The way out of the network, as a form holds it. The password is never in it: it was pasted, and waits as a draft.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "choice", rename_all = "snake_case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum ProxyForm {
    /// As the system and the environment say.
    System,
    /// None.
    None,
    /// This one.
    Manual {
        /// Host and port.
        address: String,
        /// Who asks; empty: the proxy does not want to know.
        username: String,
        /// The password.
        password: SecretEntry,
    },
}
