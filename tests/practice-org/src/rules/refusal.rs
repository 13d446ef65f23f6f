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
pub(crate) const APP_BLOCKED: Refusal =
    Refusal::new("A6", "OAUTH_APP_BLOCKED", "this app is blocked by admin");
/// Salesforce varies the text; this one is ours.
pub(crate) const ACCESS_DENIED: Refusal =
    Refusal::new("A7", "OAUTH_APP_ACCESS_DENIED", "access to this app is denied from this address");
/// The spelling is Salesforce's.
pub(crate) const APPROVAL_ERROR: Refusal = Refusal::new(
    "A8",
    "OAUTH_APPROVAL_ERROR_GENERIC",
    "An unexpected error has occured during authentication. Please try again.",
);
pub(crate) const NOT_INSTALLED: Refusal =
    Refusal::new("A9", "OAUTH_EC_APP_NOT_FOUND", "External client app is not installed in this org");
pub(crate) const CROSS_ORG: Refusal = Refusal::new(
    "A10",
    "OAUTH_AUTHORIZATION_BLOCKED",
    "Cross-org OAuth flows are not supported for this external client app",
);
pub(crate) const NOT_APPROVED: Refusal =
    Refusal::new("A11", "invalid_app_access", "user is not admin approved to access this app");
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
pub(crate) const ORG_INACTIVE: Refusal =
    Refusal::new("A17", "inactive_org", "organization is locked, closed, or suspended");
pub(crate) const TOO_MANY_LOGINS: Refusal =
    Refusal::new("A18", "rate_limit_exceeded", "number of logins exceeded");

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
pub(crate) const AUTHENTICATION: Refusal = Refusal::new("T7", "invalid_grant", "authentication failure");
pub(crate) const REFRESH_TOKEN_DEAD: Refusal =
    Refusal::new("T8", "invalid_grant", "expired access/refresh token");
pub(crate) const IN_FLIGHT: Refusal =
    Refusal::new("T9", "invalid_grant", "token request is already being processed");
pub(crate) const IP_RESTRICTED: Refusal = Refusal::new("T10", "invalid_grant", "ip restricted");
pub(crate) const CONSUMER_NOT_APPROVED: Refusal =
    Refusal::new("T11", "invalid_grant", "user hasn't approved this consumer");
pub(crate) const NOBODY_TO_RUN_AS: Refusal =
    Refusal::new("T12", "invalid_grant", "no client credentials user enabled");
pub(crate) const WRONG_DOMAIN: Refusal =
    Refusal::new("T13", "invalid_grant", "request not supported on this domain");
pub(crate) const CLIENT_CREDENTIALS_OFF: Refusal =
    Refusal::new("T14", "invalid_grant", "client credentials flow not enabled");
pub(crate) const NO_SCOPES: Refusal = Refusal::new("T15", "invalid_grant", "no valid scopes defined");
pub(crate) const SCOPE_AT_TOKEN: Refusal =
    Refusal::new("T16", "invalid_request", "scope parameter not supported");
pub(crate) const ASSERTION: Refusal = Refusal::new("T17", "invalid_grant", "invalid assertion");
pub(crate) const AUDIENCE: Refusal = Refusal::new("T18", "invalid_grant", "audience is invalid");
pub(crate) const NOT_RENEWABLE: Refusal = Refusal::new(
    "T19",
    "invalid_request",
    "refresh_token scope is required and the connected app should be installed and preauthorized",
);
pub(crate) const TOKEN_USER_INACTIVE: Refusal = Refusal::new("T20", "invalid_grant", "user is inactive");
pub(crate) const RATE_EXCEEDED: Refusal = Refusal::new("T20", "invalid_grant", "rate exceeded");
pub(crate) const ORG_LOCKED: Refusal = Refusal::new("T20", "invalid_grant", "org locked");
pub(crate) const GRANT_TYPE: Refusal =
    Refusal::new("T21", "unsupported_grant_type", "grant type not supported");
pub(crate) const TOKEN_NOT_APPROVED: Refusal = Refusal { row: "T22", ..NOT_APPROVED };
pub(crate) const TOKEN_CALLBACK_DIFFERS: Refusal = Refusal { row: "T23", ..CALLBACK_DIFFERS };
/// Any answer with this text means that the org is gone; the code is ours.
pub(crate) const ORG_GONE: Refusal = Refusal::new("T24", "invalid_grant", "Data Not Available");

/// A page where JSON is due, as proxies and moved sites give it: no refusal, and no code but that of the log.
pub(crate) const HTML: Refusal = Refusal::new("T25", "html", "");

// A device that polls: RFC 8628 §3.5, which gives codes and no description.
pub(crate) const AUTHORIZATION_PENDING: Refusal = Refusal::new("T26", "authorization_pending", "");
pub(crate) const SLOW_DOWN: Refusal = Refusal::new("T26", "slow_down", "");
pub(crate) const DEVICE_DENIED: Refusal = Refusal { row: "T26", ..DENIED };

// Revocation: help page `remoteaccess_revoke_token`, which gives the two codes and no description.
pub(crate) const TOKEN_INVALID: Refusal = Refusal::new("T27", "invalid_token", "");
pub(crate) const TOKEN_TYPE: Refusal = Refusal::new("T27", "unsupported_token_type", "");

// The API: REST API guide "Status codes and error responses".
pub(crate) const SESSION_DEAD: Refusal =
    Refusal::new("R1", "INVALID_SESSION_ID", "Session expired or invalid").with_status(401);
pub(crate) const SESSION_NOT_FOR_API: Refusal =
    Refusal::new("R2", "INVALID_SESSION_ID", "This session is not valid for use with the API")
        .with_status(401);
pub(crate) const API_DISABLED: Refusal =
    Refusal::new("R3", "API_DISABLED_FOR_ORG", "API is not enabled for this Organization or Partner")
        .with_status(403);
pub(crate) const LIMIT_EXCEEDED: Refusal =
    Refusal::new("R4", "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.").with_status(403);
/// The text and the status are ours.
pub(crate) const PASSWORD_EXPIRED: Refusal =
    Refusal::new("R7", "INVALID_OPERATION_WITH_EXPIRED_PASSWORD", "The user's password has expired")
        .with_status(403);
pub(crate) const NOT_FOUND: Refusal =
    Refusal::new("R8", "NOT_FOUND", "The requested resource does not exist").with_status(404);
/// A page, and no code: the word is that of the log.
pub(crate) const URL_GONE: Refusal = Refusal::new("R11", "not_found", "").with_status(404);
/// The words are ours; so are those of the next three.
pub(crate) const INSUFFICIENT: Refusal =
    Refusal::new("R6", "INSUFFICIENT_ACCESS", "insufficient access rights on the apps of this org")
        .with_status(403);
pub(crate) const MAY_NOT_DEPLOY: Refusal =
    Refusal::new("R6", "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights to deploy apps")
        .with_status(403);
pub(crate) const SECRETS_NOT_OVER_REST: Refusal =
    Refusal::new("R12", "INSUFFICIENT_ACCESS", "This feature is not currently enabled for this org")
        .with_status(403);
pub(crate) const SECRETS_NOT_FOR_USER: Refusal =
    Refusal::new("R12", "INSUFFICIENT_ACCESS", "This feature is not enabled for this user").with_status(403);
pub(crate) const MEDIA_TYPE: Refusal =
    Refusal::new("REST guide", "UNSUPPORTED_MEDIA_TYPE", "this Content-Type is not supported")
        .with_status(415);
pub(crate) const MULTIPART: Refusal =
    Refusal::new("REST guide", "INVALID_MULTIPART_REQUEST", "the multipart message is malformed");
pub(crate) const JSON_MALFORMED: Refusal = Refusal::new(
    "REST guide",
    "JSON_PARSER_ERROR",
    "the JSON is malformed, or has a field that does not exist",
);
pub(crate) const SOAP_MALFORMED: Refusal = Refusal::new(
    "Metadata guide",
    "UNKNOWN_EXCEPTION",
    "text/xml with a SOAPAction, and an envelope with a SessionHeader and readMetadata are expected",
);
pub(crate) const SOAP_TYPE: Refusal =
    Refusal::new("Metadata guide", "INVALID_TYPE", "this type cannot be read here, or not so many of it");
pub(crate) const SOAP_MAY_NOT: Refusal =
    Refusal::new("R6", "INSUFFICIENT_ACCESS", "insufficient access rights to read metadata");
pub(crate) const DEPLOY_OPTION: Refusal = Refusal::new("Metadata guide", "INVALID_OPERATION", "");
pub(crate) const METHOD_POST: Refusal =
    Refusal::new("REST guide", "METHOD_NOT_ALLOWED", "HTTP method not allowed. Allowed are POST")
        .with_status(405);
pub(crate) const METHOD_GET_PATCH: Refusal =
    Refusal::new("REST guide", "METHOD_NOT_ALLOWED", "HTTP method not allowed. Allowed are GET,PATCH")
        .with_status(405);
pub(crate) const PARAMETER_STRANGE: Refusal =
    Refusal::new("REST guide", "INVALID_PARAMETER", "a parameter is unknown or has no such value");
pub(crate) const METHOD: Refusal =
    Refusal::new("REST guide", "METHOD_NOT_ALLOWED", "HTTP method not allowed. Allowed are GET")
        .with_status(405);
pub(crate) const QUERY_MALFORMED: Refusal =
    Refusal::new("REST guide", "MALFORMED_QUERY", "unexpected token in the query");
pub(crate) const QUERY_TYPE: Refusal =
    Refusal::new("REST guide", "INVALID_TYPE", "sObject type is not supported");
pub(crate) const QUERY_FIELD: Refusal = Refusal::new("REST guide", "INVALID_FIELD", "No such column");

// The identity URLs say one bare word (help page `remoteaccess_using_openid`).
pub(crate) const TOKEN_BAD: Refusal = Refusal::new("R9", "Bad_OAuth_Token", "").with_status(403);
pub(crate) const TOKEN_MISSING: Refusal = Refusal::new("R9", "Missing_OAuth_Token", "").with_status(403);
pub(crate) const TOKEN_OF_OTHER_ORG: Refusal = Refusal::new("R9", "Wrong_Org", "").with_status(403);
pub(crate) const IDENTITY_UNKNOWN: Refusal = Refusal::new("R9", "Bad_Id", "").with_status(404);
pub(crate) const SCOPE_TOO_SMALL: Refusal = Refusal::new("R10", "Invalid_Scope", "").with_status(403);
