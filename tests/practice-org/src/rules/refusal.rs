//! Every refusal that this Salesforce can utter: its code and its text, in one place.
//!
//! `A` rows are the browser's side, `T` rows the token endpoint's, `R` rows the API's; the sources are the help
//! pages named at each block and the wording that public issue trackers quote. Where no wording of Salesforce is
//! known, the row names the RFC section instead, and the text is ours. The rows are numbered here; the numbers mean
//! nothing elsewhere.

/// One way of saying no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// Which row of this file it is.
    pub(crate) row: &'static str,
    /// `error`, or `errorCode` of the API.
    pub(crate) code: &'static str,
    /// `error_description`, or `message` of the API. Empty where Salesforce is known to say nothing more.
    pub(crate) text: &'static str,
    /// The HTTP status where the answer is not a redirect.
    pub(crate) status: u16,
}

impl Refusal {
    const fn new(row: &'static str, code: &'static str, text: &'static str) -> Self {
        Self { row, code, text, status: 400 }
    }

    /// The same refusal with another HTTP status.
    pub(crate) const fn with_status(self, status: u16) -> Self {
        Self { status, ..self }
    }
}

// The browser's side: help page `remoteaccess_oauth_flow_errors`, REST API guide "OAuth error codes".
pub(crate) const UNKNOWN_KEY: Refusal = Refusal::new("A1", "invalid_client_id", "client identifier invalid");
pub(crate) const CALLBACK_DIFFERS: Refusal =
    Refusal::new("A2", "redirect_uri_mismatch", "redirect_uri must match configuration");
pub(crate) const CALLBACK_MISSING: Refusal =
    Refusal::new("A3", "redirect_uri_missing", "redirect_uri not provided");
pub(crate) const CHALLENGE_MISSING: Refusal =
    Refusal::new("A4", "invalid_request", "missing required code challenge");
pub(crate) const DENIED: Refusal = Refusal::new("A5", "access_denied", "end-user denied authorization");
pub(crate) const SCOPE_MALFORMED: Refusal =
    Refusal::new("A12", "invalid_scope", "the requested scope is invalid, unknown, or malformed");
pub(crate) const SCOPE_NOT_ALLOWED: Refusal =
    Refusal::new("A12", "invalid_scope", "the requested scope is not allowed");
pub(crate) const NOT_IMMEDIATE: Refusal =
    Refusal::new("A13", "immediate_unsuccessful", "immediate unsuccessful");
pub(crate) const RESPONSE_TYPE: Refusal =
    Refusal::new("A14", "unsupported_response_type", "response type not supported");
pub(crate) const MUST_GET: Refusal = Refusal::new("A15", "invalid_request", "must use HTTP GET");
pub(crate) const MUST_POST: Refusal = Refusal::new("A15", "invalid_request", "must use HTTP POST");
pub(crate) const OUT_OF_BAND: Refusal = Refusal::new("A15", "invalid_request", "out-of-band not supported");
pub(crate) const USER_INACTIVE: Refusal = Refusal::new("A16", "inactive_user", "user is inactive");

// Malformed calls, RFC 6749 §3.1, §3.2 and §4.1.2.1, RFC 7636 §4.4.1. The texts are ours.
pub(crate) const MALFORMED: Refusal =
    Refusal::new("RFC 6749 4.1.2.1", "invalid_request", "malformed parameter");
pub(crate) const DUPLICATE: Refusal = Refusal::new("RFC 6749 3.1", "invalid_request", "duplicate parameter");
pub(crate) const UNKNOWN_PARAMETER: Refusal =
    Refusal::new("RFC 6749 4.1.2.1", "invalid_request", "unknown parameter");
pub(crate) const PARAMETER_MISSING: Refusal =
    Refusal::new("RFC 6749 5.2", "invalid_request", "missing required parameter");
pub(crate) const TWO_AUTHENTICATIONS: Refusal =
    Refusal::new("RFC 6749 2.3", "invalid_request", "more than one client authentication");
pub(crate) const CHALLENGE_MALFORMED: Refusal =
    Refusal::new("RFC 7636 4.4.1", "invalid_request", "invalid code challenge");
pub(crate) const CHALLENGE_METHOD: Refusal =
    Refusal::new("RFC 7636 4.4.1", "invalid_request", "transform algorithm not supported");

// The token endpoint: the same help page; wording as quoted in public issue trackers.
pub(crate) const TOKEN_UNKNOWN_KEY: Refusal = Refusal { row: "T1", ..UNKNOWN_KEY };
pub(crate) const SECRET: Refusal = Refusal::new("T2", "invalid_client", "invalid client credentials");
pub(crate) const CODE_SPENT: Refusal = Refusal::new("T5", "invalid_grant", "expired authorization code");
pub(crate) const VERIFIER: Refusal = Refusal::new("T6", "invalid_grant", "invalid code verifier");
/// The REST API guide names `invalid_request` for a verifier that cannot be one (RFC 7636 §4.1).
pub(crate) const VERIFIER_MALFORMED: Refusal = Refusal::new("T6", "invalid_request", "invalid code verifier");
pub(crate) const REFRESH_TOKEN_DEAD: Refusal =
    Refusal::new("T8", "invalid_grant", "expired access/refresh token");
pub(crate) const IN_FLIGHT: Refusal =
    Refusal::new("T9", "invalid_grant", "token request is already being processed");
pub(crate) const WRONG_DOMAIN: Refusal =
    Refusal::new("T13", "invalid_grant", "request not supported on this domain");
pub(crate) const CLIENT_CREDENTIALS_OFF: Refusal =
    Refusal::new("T14", "invalid_grant", "client credentials flow not enabled");
pub(crate) const SCOPE_AT_TOKEN: Refusal =
    Refusal::new("T16", "invalid_request", "scope parameter not supported");
pub(crate) const TOKEN_USER_INACTIVE: Refusal = Refusal::new("T20", "invalid_grant", "user is inactive");
pub(crate) const GRANT_TYPE: Refusal =
    Refusal::new("T21", "unsupported_grant_type", "grant type not supported");
pub(crate) const TOKEN_CALLBACK_DIFFERS: Refusal = Refusal { row: "T23", ..CALLBACK_DIFFERS };

// Revocation: help page `remoteaccess_revoke_token`, which gives the two codes and no description.
pub(crate) const TOKEN_INVALID: Refusal = Refusal::new("T27", "invalid_token", "");
pub(crate) const TOKEN_TYPE: Refusal = Refusal::new("T27", "unsupported_token_type", "");

// The API: REST API guide "Status codes and error responses".
pub(crate) const SESSION_DEAD: Refusal =
    Refusal::new("R1", "INVALID_SESSION_ID", "Session expired or invalid").with_status(401);
pub(crate) const SESSION_NOT_FOR_API: Refusal =
    Refusal::new("R2", "INVALID_SESSION_ID", "This session is not valid for use with the API")
        .with_status(401);
pub(crate) const NOT_FOUND: Refusal =
    Refusal::new("R8", "NOT_FOUND", "The requested resource does not exist").with_status(404);
pub(crate) const METHOD: Refusal =
    Refusal::new("REST guide", "METHOD_NOT_ALLOWED", "HTTP method not allowed. Allowed are GET")
        .with_status(405);
pub(crate) const QUERY_MALFORMED: Refusal =
    Refusal::new("REST guide", "MALFORMED_QUERY", "unexpected token in the query");
pub(crate) const QUERY_TYPE: Refusal =
    Refusal::new("REST guide", "INVALID_TYPE", "sObject type of the query is not supported");
pub(crate) const QUERY_FIELD: Refusal =
    Refusal::new("REST guide", "INVALID_FIELD", "No such column on the entity of the query");

// The identity URLs say one bare word (help page `remoteaccess_using_openid`).
pub(crate) const TOKEN_BAD: Refusal = Refusal::new("R9", "Bad_OAuth_Token", "").with_status(403);
pub(crate) const TOKEN_MISSING: Refusal = Refusal::new("R9", "Missing_OAuth_Token", "").with_status(403);
pub(crate) const TOKEN_OF_OTHER_ORG: Refusal = Refusal::new("R9", "Wrong_Org", "").with_status(403);
pub(crate) const IDENTITY_UNKNOWN: Refusal = Refusal::new("R9", "Bad_Id", "").with_status(404);
pub(crate) const SCOPE_TOO_SMALL: Refusal = Refusal::new("R10", "Invalid_Scope", "").with_status(403);
