//! Secrets: one type each, which can be neither cloned, printed, compared nor serialised.
//!
//! A view that contains one does not compile:
//!
//! ```compile_fail,E0277
//! let token = keyperch_core::model::secret::AccessToken::from(String::from("00D…"));
//! serde_json::to_string(&token);
//! ```
//! ```compile_fail,E0277
//! println!("{}", keyperch_core::model::secret::AccessToken::from(String::from("00D…")));
//! ```
//! ```compile_fail,E0599
//! keyperch_core::model::secret::AccessToken::from(String::from("00D…")).clone();
//! ```
//!
//! The way out is `expose`, which may stand only in the files that `tests/core/tidy/secrets.rs` lists, each with its reason.

use std::fmt::Write;

use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

pub use crate::model::kept::{Kind, Place};

macro_rules! secret {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name(SecretString);

        impl $name {
            /// The secret itself. Each place that calls this is listed with its reason.
            pub fn expose(&self) -> &str {
                self.0.expose_secret()
            }

        }

        impl Hinted for $name {
            fn hint(&self, salt: &[u8]) -> SecretHint {
                SecretHint::of(self.0.expose_secret(), salt)
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text.into())
            }
        }
    };
}

secret!(
    /// A consumer key (OAuth `client_id`): public by the RFC, but with it anyone can ask for consent in our name.
    ConsumerKey
);
secret!(
    /// A consumer secret (OAuth `client_secret`).
    ConsumerSecret
);
secret!(
    /// A bearer token for the Salesforce APIs (RFC 6750); minutes to hours.
    AccessToken
);
secret!(
    /// What new access tokens are made from (RFC 6749 §6). Single use where the app rotates it.
    RefreshToken
);
secret!(
    /// An RSA private key: PKCS #8 (RFC 5208), DER in base64.
    PrivateKey
);
secret!(
    /// A signed assertion (RFC 7523): minutes.
    Assertion
);
secret!(
    /// What a device polls with (RFC 8628 `device_code`).
    DeviceCode
);
secret!(
    /// A link that logs a browser in once.
    LogInLink
);
secret!(
    /// The password of a proxy: a person's own, which may open much else in their company.
    ProxyPassword
);
secret!(
    /// An authorization code (RFC 6749 §4.1.2): one exchange, 15 minutes.
    AuthorizationCode
);
secret!(
    /// The PKCE verifier (RFC 7636 §4.1) of one attempt.
    Verifier
);
secret!(
    /// The `state` (RFC 6749 §10.12) of one attempt: 256 random bits.
    State
);
secret!(
    /// An authorization request: it bears the consumer key and the state.
    AuthorizationUrl
);
secret!(
    /// Commands, or a file, with which an app's credentials are handed to another program.
    HandOver
);
secret!(
    /// A token, or the tokens of a set, in the shape in which they are copied.
    TokenText
);
secret!(
    /// Text that came from the clipboard and was not yet looked at.
    Pasted
);
secret!(
    /// What an item of the keychain holds.
    Stored
);

impl State {
    /// Whether a browser brought back this very state; in constant time.
    pub fn is(&self, brought: &str) -> bool {
        self.0.expose_secret().as_bytes().ct_eq(brought.as_bytes()).into()
    }
}

/// A secret that is kept in the keychain. Its type says under which name, so that none is read as another.
pub trait Kept: Sized {
    /// The item's name within its owner's.
    const KIND: Kind;

    /// The item's content.
    fn to_stored(&self) -> Stored;

    /// The secret in an item.
    fn from_stored(stored: Stored) -> Self;
}

macro_rules! kept {
    ($($name:ident),+) => {$(
        impl Kept for $name {
            const KIND: Kind = Kind::$name;

            fn to_stored(&self) -> Stored {
                Stored(self.0.clone())
            }

            fn from_stored(stored: Stored) -> Self {
                Self(stored.0)
            }
        }
    )+};
}

kept!(ConsumerKey, ConsumerSecret, RefreshToken, AccessToken, PrivateKey, ProxyPassword);

impl Stored {
    /// The same content once more: a vault hands out what it goes on keeping.
    pub(crate) fn again(&self) -> Self {
        Self(self.0.clone())
    }

    /// Whether two items hold the same; to read back what was just written.
    pub(crate) fn is_same_as(&self, other: &Self) -> bool {
        self.0.expose_secret().as_bytes().ct_eq(other.0.expose_secret().as_bytes()).into()
    }
}

/// A secret of which something may be seen.
pub trait Hinted {
    /// What a person may see of it.
    fn hint(&self, salt: &[u8]) -> SecretHint;
}

/// What the window shows instead of a secret; empty: nothing of it may be seen.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct SecretHint {
    /// The last four characters.
    pub last_four: String,
    /// Eight hex digits of SHA-256 over a salt of this installation and the secret: equal secrets, equal digits.
    pub fingerprint: String,
}

impl SecretHint {
    fn of(secret: &str, salt: &[u8]) -> Self {
        // A short text would be shown whole, or nearly: then nothing of it is.
        let length = secret.chars().count();
        let last_four = if length < 16 { String::new() } else { secret.chars().skip(length - 4).collect() };
        let digest = Sha256::new().chain_update(salt).chain_update(secret).finalize();
        let mut fingerprint = String::new();
        for byte in &digest[..4] {
            // Writing to a string cannot fail.
            let _ = write!(fingerprint, "{byte:02x}");
        }
        Self { last_four, fingerprint }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_not_in_its_debug_text() {
        let secret = ConsumerSecret::from("canary-1234567890".to_owned());
        assert!(!format!("{secret:?}").contains("canary"));
    }

    #[test]
    fn a_hint_tells_secrets_apart_and_no_more() {
        let hint = |text: &str, salt: &[u8]| ConsumerKey::from(text.to_owned()).hint(salt);
        let key = "3MVG9xB_D1giir9qWk4i0rX4TYNkoM";
        assert_eq!(hint(key, b"a").last_four, "NkoM");
        assert_eq!(hint(key, b"a"), hint(key, b"a"));
        assert_ne!(
            hint(key, b"a").fingerprint,
            hint(key, b"b").fingerprint,
            "another installation, other digits"
        );
        assert_ne!(hint(key, b"a").fingerprint, hint("3MVG9xB_D1giir9qWk4i0rX4TYNkOM", b"a").fingerprint);
        assert_eq!(hint("short", b"a").last_four, "", "a short secret is not shown nearly whole");
    }
}
