//! Salesforce said no: what it said, and what it means where that is known.

use serde::{Deserialize, Serialize};

use crate::model::cause::{Cause, CauseView};

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
    /// What it may come from, the likeliest first.
    pub causes: Vec<CauseView>,
    /// How sure the catalogue is of that.
    pub sure: Option<Sureness>,
}

/// How sure a row of the catalogue is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Sureness {
    /// Read in an official Salesforce source.
    Official,
    /// Reported by others; independent reports are named in the row's source.
    Reported,
    /// Recalled, and seen in no source.
    Recalled,
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
    /// When the app asked for a token as itself (RFC 6749 §4.4).
    ClientCredentials,
    /// When a signed assertion was shown (RFC 7523).
    JwtBearer,
    /// When a device code was asked for, or asked after (RFC 8628).
    DeviceCode,
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
    /// The user may not do this in Setup: make, see or change apps.
    LacksPermission,
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
    /// No user is set under *Run As*, or not one whom Salesforce takes.
    NoRunAs,
    /// The client credentials flow is asked for at a host that is not the org's own.
    NotThisDomain,
    /// The app has no scope that this flow can give.
    NoScopes,
    /// The signed assertion does not fit the certificate, or the time.
    BadAssertion,
    /// The assertion is for another audience.
    WrongAudience,
    /// The user has not allowed the app, and no admin has for him.
    NotPreAuthorized,
    /// The app lacks the scope without which an assertion gives nothing.
    RefreshScopeMissing,
    /// The device code's time is over.
    DeviceCodeEnded,
    /// The org is deleted, or its trial is over.
    OrgGone,
    /// The org's API requests of the day are used up.
    ApiLimit,
    /// The user's password has expired.
    PasswordExpired,
    /// Trouble on Salesforce's side.
    SalesforceTrouble,
    /// Keyperch sent something that Salesforce does not take.
    OurMistake,
}

impl Refusal {
    /// Leaves out what cannot be the cause, once it is known whether a consumer secret was sent.
    #[must_use]
    pub fn knowing_secret(mut self, was_sent: bool) -> Self {
        use Cause as C;
        if self.meaning == Some(Meaning::WrongSecret) {
            let needs_one_sent =
                |cause| matches!(cause, C::SecretWrong | C::SecretRotated | C::SecretNotNeeded);
            self.causes.retain(|view| match view.cause {
                C::SecretRequired => !was_sent,
                cause => was_sent || !needs_one_sent(cause),
            });
        }
        self
    }

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
                    | M::DeviceCodeEnded
                    | M::ApiLimit
            )
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whether_a_secret_was_sent_tells_what_is_wrong_with_it() {
        let causes = |was_sent| {
            let all =
                [Cause::SecretWrong, Cause::SecretRotated, Cause::SecretNotNeeded, Cause::SecretRequired];
            let refusal = Refusal {
                stage: Stage::Exchange,
                error: "invalid_client".to_owned(),
                description: "invalid client credentials".to_owned(),
                meaning: Some(Meaning::WrongSecret),
                causes: all.map(|cause| CauseView { cause, page: None, value: None }).to_vec(),
                sure: None,
            };
            refusal.knowing_secret(was_sent).causes.into_iter().map(|view| view.cause).collect::<Vec<_>>()
        };
        assert_eq!(causes(true), [Cause::SecretWrong, Cause::SecretRotated, Cause::SecretNotNeeded]);
        assert_eq!(causes(false), [Cause::SecretRequired]);
    }
}
