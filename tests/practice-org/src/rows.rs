//! Every row of the catalogue of refusals that can be caused here, and what causes it, in words.
//!
//! For tests outside that keep a catalogue of their own: what they do not find here they cannot cause. The log names the
//! row of each refusal that arose.

use serde::Serialize;

use crate::rules::refusal::{
    ACCESS_DENIED, API_DISABLED, APP_BLOCKED, APPROVAL_ERROR, ASSERTION, AUDIENCE, AUTHENTICATION,
    AUTHORIZATION_PENDING, CALLBACK_DIFFERS, CALLBACK_MISSING, CHALLENGE_MISSING, CLIENT_CREDENTIALS_OFF,
    CODE_SPENT, CONSUMER_NOT_APPROVED, CROSS_ORG, DENIED, GRANT_TYPE, HTML, IN_FLIGHT, INSUFFICIENT,
    IP_RESTRICTED, LIMIT_EXCEEDED, MUST_GET, NO_SCOPES, NOBODY_TO_RUN_AS, NOT_APPROVED, NOT_FOUND,
    NOT_IMMEDIATE, NOT_INSTALLED, NOT_RENEWABLE, ORG_GONE, ORG_INACTIVE, PASSWORD_EXPIRED,
    REFRESH_TOKEN_DEAD, RESPONSE_TYPE, Refusal, SCOPE_AT_TOKEN, SCOPE_NOT_ALLOWED, SCOPE_TOO_SMALL, SECRET,
    SECRETS_NOT_OVER_REST, SESSION_DEAD, SESSION_NOT_FOR_API, TOKEN_BAD, TOKEN_CALLBACK_DIFFERS,
    TOKEN_INVALID, TOKEN_NOT_APPROVED, TOKEN_UNKNOWN_KEY, TOKEN_USER_INACTIVE, TOO_MANY_LOGINS, UNKNOWN_KEY,
    URL_GONE, USER_INACTIVE, VERIFIER, WRONG_DOMAIN,
};

/// One row, in the words that it most often has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CausedRow {
    /// Such as `T8`: `A` is the browser's side, `T` the token endpoint, `R` the API.
    pub row: &'static str,
    /// The code; what the log writes as the outcome.
    pub code: &'static str,
    /// The description; empty where there is none.
    pub text: &'static str,
    /// The switch, the order or the mistake that causes it.
    pub cause: &'static str,
}

const ROWS: &[(Refusal, &str)] = &[
    (UNKNOWN_KEY, "app: exists off, or ready_after_seconds; or the key at a host that does not know it"),
    (CALLBACK_DIFFERS, "app: callback_urls without the one that is sent, or callbacks_ready_after_seconds"),
    (CALLBACK_MISSING, "an authorization request without redirect_uri"),
    (CHALLENGE_MISSING, "app: pkce_required, and no code_challenge; arrives as a download"),
    (DENIED, "press Deny"),
    (APP_BLOCKED, "app: blocked; also at the token endpoint"),
    (ACCESS_DENIED, "user: outside_ip_ranges, while the app's ip_relaxation is not relax"),
    (APPROVAL_ERROR, "user: api_only_licence, and press Allow"),
    (
        NOT_INSTALLED,
        "app: distribution packaged with installed off; or packaged with known_elsewhere, in another org",
    ),
    (CROSS_ORG, "app: known_elsewhere, and a log-in to another org or at a login host"),
    (
        NOT_APPROVED,
        "app: permitted_users admin_approved, and a user without a selected profile or permission set",
    ),
    (SCOPE_NOT_ALLOWED, "app: scopes without the one that is asked for; or a scope that does not exist"),
    (NOT_IMMEDIATE, "an authorization request with immediate=true"),
    (RESPONSE_TYPE, "another response_type than code; or a device code while the app's device_flow is off"),
    (MUST_GET, "the wrong method, or the out-of-band address"),
    (USER_INACTIVE, "user: active off, or frozen"),
    (ORG_INACTIVE, "org: locked"),
    (TOO_MANY_LOGINS, "org: login_rate_exceeded; at the token endpoint T20 with \"rate exceeded\""),
    (TOKEN_UNKNOWN_KEY, "as A1, at the token endpoint"),
    (
        SECRET,
        "app: a secret_required switch on and no secret sent; or a wrong secret, even where none is required",
    ),
    (
        CODE_SPENT,
        "a code that is used, fifteen minutes old or another app's; a device code that is used or ten minutes old",
    ),
    (VERIFIER, "a code_verifier that does not belong to the challenge"),
    (AUTHENTICATION, "user: outside_login_hours"),
    (
        REFRESH_TOKEN_DEAD,
        "a spent or revoked refresh token, a sixth approval, or the app's refresh_token_policy",
    ),
    (IN_FLIGHT, "two refreshes with one token; or the fault busy"),
    (IP_RESTRICTED, "user: outside_ip_ranges, while the app's ip_relaxation is for less than this request"),
    (
        CONSUMER_NOT_APPROVED,
        "an assertion for a user who neither signed in nor is selected; a token exchange",
    ),
    (NOBODY_TO_RUN_AS, "app: run_as empty, or no username of the org"),
    (WRONG_DOMAIN, "client credentials at a login host; any token request at the Setup host"),
    (CLIENT_CREDENTIALS_OFF, "app: client_credentials_flow or client_credentials_policy off"),
    (NO_SCOPES, "app: scopes with nothing but full and refresh_token, and client credentials"),
    (SCOPE_AT_TOKEN, "scope in a token request"),
    (ASSERTION, "app: another certificate than that of the key; or an assertion whose form or time is wrong"),
    (AUDIENCE, "an assertion for another audience than the login host of the org"),
    (
        NOT_RENEWABLE,
        "an assertion while the app's scopes lack refresh_token, or its package is not installed",
    ),
    (TOKEN_USER_INACTIVE, "user: active off, or frozen; org: locked has the text \"org locked\""),
    (
        GRANT_TYPE,
        "username and password; or a flow that is off: certificate, device_flow, token_exchange_flow",
    ),
    (TOKEN_NOT_APPROVED, "as A11, after the sign-in or without one"),
    (TOKEN_CALLBACK_DIFFERS, "another redirect_uri with the code than before it"),
    (ORG_GONE, "org: gone"),
    (HTML, "the fault html on a token request"),
    (AUTHORIZATION_PENDING, "a poll before the person has answered, too soon, or after Deny"),
    (TOKEN_INVALID, "revoking what is revoked; unsupported_token_type for what is no token"),
    (SESSION_DEAD, "an access token that was ended or is too old, at the API"),
    (
        SESSION_NOT_FOR_API,
        "app: scopes without api; or org: api_access_control, and a user who is not selected",
    ),
    (API_DISABLED, "user: api_enabled off; or org: api_disabled"),
    (LIMIT_EXCEEDED, "org: api_limit_exceeded"),
    (
        INSUFFICIENT,
        "user: may_see_apps off, at apps/oauth; may_deploy or may_manage_apps off is INSUFFICIENT_ACCESS_OR_READONLY",
    ),
    (PASSWORD_EXPIRED, "user: password_expired"),
    (NOT_FOUND, "a version of the API that does not exist"),
    (TOKEN_BAD, "a dead token at userinfo, the identity URL or singleaccess"),
    (SCOPE_TOO_SMALL, "singleaccess with a token that has neither web nor full"),
    (SECRETS_NOT_OVER_REST, "org: secrets_over_rest off; or user: may_see_secrets off, with other words"),
    (URL_GONE, "an address that does not exist at this host; or any page of an org that is gone"),
];

/// All of them, in the order of the catalogue.
pub(crate) fn all() -> Vec<CausedRow> {
    let row = |(refusal, cause): &(Refusal, &'static str)| CausedRow {
        row: refusal.row,
        code: refusal.code,
        text: refusal.text,
        cause,
    };
    ROWS.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_that_can_be_uttered_is_listed_once() {
        let quoted = include_str!("rules/refusal.rs").split('"');
        let is_row = |text: &&str| {
            let digits = text.strip_prefix(['A', 'T', 'R']).unwrap_or_default();
            !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
        };
        let mut uttered: Vec<&str> = quoted.filter(is_row).collect();
        uttered.sort_unstable();
        uttered.dedup();
        let mut listed: Vec<&str> = all().iter().map(|row| row.row).collect();
        listed.sort_unstable();
        assert_eq!(listed, uttered);
    }
}
