//! Is this a call to the token endpoint at all, and for which grant?
//!
//! Knows the grants of External Client Apps: authorization code, refresh token, client credentials, JWT bearer and
//! device. A token exchange is understood and never succeeds, for want of a handler. Username and password never work
//! with an External Client App.

use super::form::Parameters;
use super::refusal::{
    CALLBACK_MISSING, GRANT_TYPE, MALFORMED, MUST_POST, PARAMETER_MISSING, RESPONSE_TYPE, Refusal,
    SCOPE_AT_TOKEN,
};

/// Names of grants that are addresses (RFC 7523 §2.1, RFC 8693 §2.1).
const JWT_BEARER: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const TOKEN_EXCHANGE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";

/// What a call asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TokenRequest {
    /// Exchange of an authorization code (web server flow).
    Code { code: String, redirect_uri: String, verifier: Option<String> },
    /// Refresh.
    Refresh { refresh_token: String },
    /// Client credentials.
    ClientCredentials,
    /// JWT bearer.
    JwtBearer { assertion: String },
    /// A device asks for a code; the one call of this endpoint that may name scopes.
    DeviceCode { scope: Option<String> },
    /// A device asks whether its code was allowed.
    Device { device_code: String },
    /// Token exchange.
    TokenExchange,
}

/// What the endpoint looks at before it knows the client.
pub(crate) struct Envelope<'a> {
    pub(crate) method_is_post: bool,
    pub(crate) content_type: Option<&'a str>,
    pub(crate) query: &'a str,
    pub(crate) body: &'a str,
}

/// A body that is form-encoded and came by POST without a query, read into parameters.
pub(crate) fn parameters(envelope: &Envelope<'_>) -> Result<Parameters, Refusal> {
    if !envelope.method_is_post {
        return Err(MUST_POST);
    }
    // T21: a body that is no form has no grant type.
    if !is_form(envelope.content_type) {
        return Err(GRANT_TYPE);
    }
    // RFC 6749 §2.3.1: parameters must not stand in the address, where they would be logged.
    if !envelope.query.is_empty() {
        return Err(MALFORMED);
    }
    Parameters::read(envelope.body)
}

/// The grant that the parameters ask for.
pub(crate) fn request(sent: &Parameters) -> Result<TokenRequest, Refusal> {
    let always = ["grant_type", "client_id", "client_secret", "format"];
    let only = |own: &[&str]| sent.only(&[&always, own].concat());
    let needed = |name: &str| sent.get(name).map(str::to_owned).ok_or(PARAMETER_MISSING);
    let request = match (sent.get("grant_type"), sent.get("response_type")) {
        (None, Some("device_code")) => {
            only(&["response_type", "scope"])?;
            TokenRequest::DeviceCode { scope: sent.sent("scope").map(str::to_owned) }
        }
        // T16: whatever the grant, even if the scope is empty.
        _ if sent.sent("scope").is_some() => return Err(SCOPE_AT_TOKEN),
        (None, Some(_)) => return Err(RESPONSE_TYPE),
        (None, None) => return Err(GRANT_TYPE),
        (Some(grant_type), _) => granted(grant_type, &only, &needed)?,
    };
    // Salesforce can also answer in XML and form encoding; this one cannot, and says so instead of sending JSON.
    if sent.sent("format").is_some_and(|format| format != "json") {
        return Err(MALFORMED);
    }
    Ok(request)
}

fn granted(
    grant_type: &str,
    only: &impl Fn(&[&str]) -> Result<(), Refusal>,
    needed: &impl Fn(&str) -> Result<String, Refusal>,
) -> Result<TokenRequest, Refusal> {
    Ok(match grant_type {
        "authorization_code" => {
            only(&["code", "redirect_uri", "code_verifier"])?;
            TokenRequest::Code {
                code: needed("code")?,
                redirect_uri: needed("redirect_uri").map_err(|_| CALLBACK_MISSING)?,
                verifier: needed("code_verifier").ok(),
            }
        }
        "refresh_token" => {
            only(&["refresh_token"])?;
            TokenRequest::Refresh { refresh_token: needed("refresh_token")? }
        }
        "client_credentials" => {
            only(&[])?;
            TokenRequest::ClientCredentials
        }
        JWT_BEARER => {
            only(&["assertion"])?;
            TokenRequest::JwtBearer { assertion: needed("assertion")? }
        }
        "device" => {
            only(&["code"])?;
            TokenRequest::Device { device_code: needed("code")? }
        }
        TOKEN_EXCHANGE => {
            only(&["subject_token", "subject_token_type", "token_handler"])?;
            needed("subject_token").and_then(|_| needed("subject_token_type"))?;
            TokenRequest::TokenExchange
        }
        // T21: username-password never works with an External Client App; there are no others.
        _ => return Err(GRANT_TYPE),
    })
}

fn is_form(content_type: Option<&str>) -> bool {
    let Some(content_type) = content_type else {
        return false;
    };
    let (kind, parameter) = match content_type.split_once(';') {
        Some((kind, parameter)) => (kind.trim(), parameter.trim()),
        None => (content_type.trim(), ""),
    };
    let utf8 = parameter.is_empty() || parameter.eq_ignore_ascii_case("charset=utf-8");
    kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") && utf8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::refusal::UNKNOWN_PARAMETER;

    fn judged(body: &str) -> Result<TokenRequest, Refusal> {
        Parameters::read(body).and_then(|sent| request(&sent))
    }

    #[test]
    fn every_grant_is_read() {
        assert_eq!(judged("grant_type=client_credentials"), Ok(TokenRequest::ClientCredentials));
        assert_eq!(
            judged("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=a.b.c"),
            Ok(TokenRequest::JwtBearer { assertion: "a.b.c".into() })
        );
        assert_eq!(
            judged("response_type=device_code&client_id=k&scope=api"),
            Ok(TokenRequest::DeviceCode { scope: Some("api".into()) })
        );
        assert_eq!(
            judged("grant_type=device&client_id=k&code=c"),
            Ok(TokenRequest::Device { device_code: "c".into() })
        );
        assert_eq!(
            judged(
                "grant_type=authorization_code&code=aPrx%3D%3D&redirect_uri=x%3Ay&code_verifier=v&client_id=k"
            ),
            Ok(TokenRequest::Code {
                code: "aPrx==".into(),
                redirect_uri: "x:y".into(),
                verifier: Some("v".into())
            })
        );
        assert_eq!(
            judged("grant_type=refresh_token&refresh_token=5Aep861&format=json"),
            Ok(TokenRequest::Refresh { refresh_token: "5Aep861".into() })
        );
    }

    #[test]
    fn everything_else_is_refused_by_its_own_rule() {
        for (body, refusal) in [
            ("", GRANT_TYPE),
            ("grant_type=", GRANT_TYPE),
            ("grant_type=password&username=a&password=b", GRANT_TYPE),
            ("grant_type=Refresh_Token&refresh_token=a", GRANT_TYPE),
            ("grant_type=refresh_token&refresh_token=a&scope=api", SCOPE_AT_TOKEN),
            ("grant_type=refresh_token&refresh_token=a&scope=", SCOPE_AT_TOKEN),
            ("grant_type=refresh_token", PARAMETER_MISSING),
            ("grant_type=device&client_id=k&code=c&scope=api", SCOPE_AT_TOKEN),
            ("grant_type=device&response_type=device_code&code=c", UNKNOWN_PARAMETER),
            ("grant_type=device", PARAMETER_MISSING),
            ("response_type=code&client_id=k", RESPONSE_TYPE),
            ("response_type=device_code&client_id=k&code=c", UNKNOWN_PARAMETER),
            ("grant_type=client_credentials&username=ana", UNKNOWN_PARAMETER),
            ("grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer", PARAMETER_MISSING),
            ("grant_type=authorization_code&redirect_uri=x", PARAMETER_MISSING),
            ("grant_type=authorization_code&code=x", CALLBACK_MISSING),
            ("grant_type=refresh_token&refresh_token=a&resource=b", UNKNOWN_PARAMETER),
            ("grant_type=refresh_token&refresh_token=a&format=xml", MALFORMED),
        ] {
            assert_eq!(judged(body), Err(refusal), "{body}");
        }
    }

    #[test]
    fn the_envelope_is_a_posted_form() {
        let form = Some("application/x-www-form-urlencoded; charset=UTF-8");
        let envelope = |method_is_post, content_type, query| {
            parameters(&Envelope { method_is_post, content_type, query, body: "a=b" }).map(|_| ())
        };
        assert_eq!(envelope(true, form, ""), Ok(()));
        assert_eq!(envelope(false, form, ""), Err(MUST_POST));
        assert_eq!(envelope(true, None, ""), Err(GRANT_TYPE));
        assert_eq!(envelope(true, Some("application/json"), ""), Err(GRANT_TYPE));
        assert_eq!(envelope(true, form, "c=d"), Err(MALFORMED));
    }
}
