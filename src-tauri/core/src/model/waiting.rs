//! What can be said while a sign-in waits for the browser: nouns only, their words are in the window.

use serde::Serialize;

/// Something that the listener noticed and a person can mend. The wait goes on.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Hint {
    /// A browser came with TLS: it was told, or told itself, to use https where the callback says http.
    ForcedHttps,
}

/// Why a text that a person brought from the browser is no answer. Nothing was changed, the wait goes on.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, thiserror::Error)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum NotBrought {
    /// There is no text.
    #[error("there is no text")]
    Empty,
    /// An address of Salesforce at which nothing is decided yet: the log-in page, the page that asks for permission.
    #[error("this is a page of Salesforce that says neither yes nor no")]
    SignInPage,
    /// An answer to another attempt: of an earlier one, or of another program.
    #[error("this is the answer to another sign-in")]
    OtherAttempt,
    /// Anything else.
    #[error("this is no answer to a sign-in")]
    Unknown,
}
