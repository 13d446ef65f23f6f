//! The public half of a private key, as it is uploaded in Setup. No secret.

use serde::{Deserialize, Serialize};

use crate::model::time::Timestamp;

/// A self-signed X.509 certificate (RFC 5280).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Certificate {
    /// The text of the `.crt` file: PEM.
    pub pem: String,
    /// What of it a person can compare with Setup.
    pub view: CertificateView,
}

/// What of a certificate a person can compare with Setup.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct CertificateView {
    /// Whom it names.
    pub subject: String,
    /// SHA-256 over its DER, in hex.
    pub fingerprint: String,
    /// How long the RSA key is.
    pub bits: u16,
    /// When it ends.
    pub ends_at: Timestamp,
}
