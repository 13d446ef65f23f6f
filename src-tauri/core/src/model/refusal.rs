//! Salesforce said no: what it said, and what it means where that is known.

use serde::{Deserialize, Serialize};

/// Salesforce's answer to a request that it refused (RFC 6749 §4.1.2.1 and §5.2).
#[derive(Clone, Debug, Eq, PartialEq, Serialize, thiserror::Error)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
#[error("refused at {stage:?} with {error:?}")]
pub struct Refusal {
    /// Which request was refused.
    pub stage: Stage,
    /// Salesforce's code, as it came, cut at 80 characters.
    pub error: String,
    /// Salesforce's words, as they came, cut at 300 characters.
    pub description: String,
    /// What it means, where the catalogue knows the pair; nothing is guessed.
    pub meaning: Option<Meaning>,
}

/// The request that was refused.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// In the browser, before or after the log-in.
    Authorize,
    /// When the code was exchanged for tokens.
    Exchange,
    /// When a new access token was asked for.
    Refresh,
    /// When the access token was used.
    Api,
}

/// What a refusal means for the person who reads it; each has its words and its Setup step in the window.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// This host does not know the consumer key.
    UnknownKey,
    /// The callback URL is not one of the app's.
    CallbackMismatch,
    /// The app wants PKCE and got none.
    PkceMissing,
    /// The person pressed Deny.
    Denied,
    /// An admin has blocked the app.
    AppBlocked,
    /// The user may not use the app.
    NotPermitted,
    /// The catch-all of the Allow page.
    Unexplained,
    /// The app is not installed in this org, or lives in another.
    NotInThisOrg,
    /// A scope that the app does not have.
    ScopeNotAllowed,
    /// The user is deactivated or frozen.
    UserInactive,
    /// The org is locked, closed or suspended.
    OrgInactive,
    /// Too many log-ins.
    TooMany,
    /// The app does not allow this way to sign in.
    FlowOff,
    /// The consumer secret is wrong, or missing where it is required.
    WrongSecret,
    /// The code was late, used before, or sent elsewhere.
    CodeSpent,
    /// Challenge and verifier are not of the same attempt.
    PkceMismatch,
    /// The log-in itself failed; Login History knows why.
    LoginFailed,
    /// The refresh token is revoked, expired or spent.
    GrantEnded,
    /// Another request with the same refresh token is under way.
    Busy,
    /// This computer's network address is not allowed.
    IpRestricted,
    /// The token does not open the API.
    ApiForbidden,
    /// Trouble on Salesforce's side.
    SalesforceTrouble,
    /// Keyperch sent something that Salesforce does not take.
    OurMistake,
}

impl Refusal {
    /// Whether trying again, or signing in again, is all that it takes.
    pub fn passes_by_itself(&self) -> bool {
        use Meaning as M;
        matches!(
            self.meaning,
            Some(
                M::Denied
                    | M::GrantEnded
                    | M::Busy
                    | M::TooMany
                    | M::SalesforceTrouble
                    | M::CodeSpent
                    | M::PkceMismatch
            )
        )
    }
}
