//! What the window's forms hold, and what waits for them. A secret is never in one: it was pasted, made or read from a
//! file, and waits as a draft.

use serde::{Deserialize, Serialize};

use crate::model::certificate::CertificateView;
use crate::model::environment::Environment;
use crate::model::flow::Audience;
use crate::model::ids::{ClientAppId, DraftId};
use crate::model::secret::SecretHint;

/// What the form of an org holds.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OrgForm {
    /// Any address of the org.
    pub address: String,
    /// The client's name; a new one is made for a new name.
    pub client: String,
    /// The org's name.
    pub name: String,
    /// The short code; empty: one is made.
    pub code: String,
    /// The user's word on its kind.
    pub environment: Option<Environment>,
}

/// What the form of an app holds. The secret is never in it: it was pasted, and waits as a draft.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AppForm {
    /// The app's name.
    pub name: String,
    /// How it gets its tokens.
    pub flow: FlowForm,
    /// The callback URL that is tried first, exactly as registered.
    pub callback_url: String,
    /// Further callback URLs that are registered, one a line.
    pub further_callbacks: String,
    /// The scopes to ask for, separated by spaces.
    pub scopes: String,
    /// The consumer key.
    pub key: KeyEntry,
    /// The consumer secret.
    pub secret: SecretEntry,
}

/// How an app gets its tokens.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "flow", rename_all = "snake_case", deny_unknown_fields)]
pub enum FlowForm {
    /// A person signs in.
    #[default]
    AuthorizationCode,
    /// The app itself, as the user that its policies name.
    ClientCredentials,
    /// A signed assertion for one user.
    JwtBearer {
        /// The user, by username.
        username: String,
        /// Whom the assertion is for; none: what the org's kind says.
        audience: Option<Audience>,
        /// Where the private key comes from.
        key: PrivateKeyEntry,
    },
}

/// Where the private key comes from.
#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "from", rename_all = "snake_case", deny_unknown_fields)]
pub enum PrivateKeyEntry {
    /// The one that is stored stays.
    Kept,
    /// Made or read from a file: it waits under this name.
    Draft {
        /// The draft.
        draft: DraftId,
    },
}

/// Where the consumer key comes from.
#[derive(Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "from", rename_all = "snake_case", deny_unknown_fields)]
pub enum KeyEntry {
    /// The one that is stored stays.
    Kept,
    /// Typed into the form.
    Typed {
        /// The key.
        key: String,
    },
    /// Pasted: it waits under this name.
    Pasted {
        /// The draft.
        draft: DraftId,
    },
}

impl std::fmt::Debug for KeyEntry {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Kept => "Kept",
            Self::Typed { .. } => "Typed",
            Self::Pasted { .. } => "Pasted",
        })
    }
}

/// Where the consumer secret comes from.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "from", rename_all = "snake_case", deny_unknown_fields)]
pub enum SecretEntry {
    /// Whatever is stored stays, also nothing.
    Kept,
    /// None: the app does not require one.
    None,
    /// Pasted: it waits under this name.
    Pasted {
        /// The draft.
        draft: DraftId,
    },
}

/// A key or secret that was pasted and waits for its form to be saved.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct DraftView {
    /// Its name.
    pub draft: DraftId,
    /// What may be seen of it.
    pub hint: SecretHint,
}

/// A private key that was made or read, and waits for its form to be saved.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct PrivateKeyView {
    /// Its name.
    pub draft: DraftId,
    /// What may be seen of it.
    pub hint: SecretHint,
    /// The certificate that belongs to it.
    pub certificate: CertificateView,
}

/// A key file that was chosen.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum KeyFileView {
    /// It holds a key that can be used.
    Read {
        /// The key.
        key: PrivateKeyView,
    },
    /// It is encrypted, and waits for its passphrase to be pasted.
    Locked {
        /// What waits.
        draft: DraftId,
    },
}

/// Whose certificate is meant.
#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "of", rename_all = "snake_case", deny_unknown_fields)]
pub enum CertificateOf {
    /// That of a key whose form is not saved yet.
    Draft {
        /// The draft.
        draft: DraftId,
    },
    /// That of an app.
    App {
        /// The app.
        app: ClientAppId,
    },
}

/// Which of an app's two credentials is meant.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Credential {
    /// The consumer key.
    Key,
    /// The consumer secret.
    Secret,
}
