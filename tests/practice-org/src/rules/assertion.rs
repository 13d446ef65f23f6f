//! Is this signed assertion good for a token (JWT bearer flow)?
//!
//! Source: help page `remoteaccess_oauth_jwt_flow`; RFC 7523 §3. RS256 and nothing else; the audience is the login host
//! of the kind of org, exactly; the end is at most three minutes ahead, and no clock is forgiven. `kid` means nothing.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::certificate;
use super::refusal::{ASSERTION, AUDIENCE, Refusal};

/// The end of an assertion may be so far ahead.
const LONGEST_SECONDS: u64 = 3 * 60;

/// An assertion that has the right form; its signature and its claims are not judged yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Assertion {
    pub(crate) consumer_key: String,
    pub(crate) username: String,
    audience: String,
    expires: u64,
    not_before: Option<u64>,
    signed_text: String,
    signature: Vec<u8>,
}

/// Reads the three parts. Whatever is wrong with them is T17.
pub(crate) fn read(text: &str) -> Result<Assertion, Refusal> {
    form(text).ok_or(ASSERTION)
}

fn form(text: &str) -> Option<Assertion> {
    let (signed_text, signature) = text.rsplit_once('.')?;
    let (header, claims) = signed_text.split_once('.')?;
    let (header, claims) = (object(header)?, object(claims)?);
    let is_jwt = header.get("typ").is_none_or(|kind| *kind == "JWT");
    if header.get("alg")? != "RS256" || !is_jwt || header.contains_key("crit") {
        return None;
    }
    let word = |name| claims.get(name)?.as_str().filter(|word| !word.is_empty()).map(str::to_owned);
    Some(Assertion {
        consumer_key: word("iss")?,
        username: word("sub")?,
        audience: word("aud")?,
        expires: claims.get("exp")?.as_u64()?,
        not_before: match claims.get("nbf") {
            Some(time) => Some(time.as_u64()?),
            None => None,
        },
        signed_text: signed_text.to_owned(),
        signature: URL_SAFE_NO_PAD.decode(signature).ok()?,
    })
}

impl Assertion {
    /// Judges signature, audience and time: T17 or T18. `now` is in milliseconds, as everywhere here.
    pub(crate) fn judged(&self, certificate: &str, login_host: &str, now: u64) -> Result<(), Refusal> {
        if !certificate::signed(certificate, self.signed_text.as_bytes(), &self.signature) {
            return Err(ASSERTION);
        }
        if self.audience != format!("https://{login_host}") {
            return Err(AUDIENCE);
        }
        let now = now / 1000;
        let too_early = self.not_before.is_some_and(|begin| begin > now);
        if self.expires <= now || self.expires > now + LONGEST_SECONDS || too_early {
            return Err(ASSERTION);
        }
        Ok(())
    }
}

fn object(part: &str) -> Option<Map<String, Value>> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::certificate::tests::{made, signature_of};
    use super::*;

    const NOW: u64 = 1_000_000_000_000;
    const HOST: &str = "login.salesforce.com";

    fn claims() -> Value {
        json!({ "iss": "3MVG9", "sub": "ana@acme.com", "aud": "https://login.salesforce.com", "exp": 1_000_000_180 })
    }

    fn part(value: &Value) -> String {
        URL_SAFE_NO_PAD.encode(value.to_string())
    }

    #[test]
    fn signature_audience_and_time_are_each_judged() {
        let ((key, pem), (_, other)) = (made(), made());
        let judged_by = |pem: &str, change: Value| {
            let mut claims = claims();
            for (name, value) in change.as_object().cloned().unwrap_or_default() {
                claims[name] = value;
            }
            let text = format!("{}.{}", part(&json!({ "alg": "RS256", "kid": "any" })), part(&claims));
            let signature = URL_SAFE_NO_PAD.encode(signature_of(&key, &text));
            read(&format!("{text}.{signature}")).and_then(|assertion| assertion.judged(pem, HOST, NOW))
        };
        let judged = |change| judged_by(&pem, change);
        assert_eq!(judged(json!({})), Ok(()));
        assert_eq!(judged(json!({ "exp": 1_000_000_001 })), Ok(()), "one second is left");
        assert_eq!(judged_by(&other, json!({})), Err(ASSERTION), "another key signed it");
        assert_eq!(judged(json!({ "exp": 1_000_000_000 })), Err(ASSERTION), "it ends now");
        assert_eq!(judged(json!({ "exp": 1_000_000_181 })), Err(ASSERTION), "it ends too late");
        assert_eq!(judged(json!({ "nbf": 1_000_000_001 })), Err(ASSERTION), "it has not begun");
        for audience in
            ["https://test.salesforce.com", "https://login.salesforce.com/", "https://acme.my.salesforce.com"]
        {
            assert_eq!(judged(json!({ "aud": audience })), Err(AUDIENCE), "{audience}");
        }
    }

    #[test]
    fn what_is_no_rs256_assertion_is_not_read() {
        let with = |header: Value, claims: Value| read(&format!("{}.{}.AAAA", part(&header), part(&claims)));
        assert!(with(json!({ "alg": "RS256", "typ": "JWT" }), claims()).is_ok());
        for header in [
            json!({ "alg": "none" }),
            json!({ "alg": "HS256" }),
            json!({ "alg": "rs256" }),
            json!({ "typ": "JWT" }),
            json!({ "alg": "RS256", "typ": "at+jwt" }),
            json!({ "alg": "RS256", "crit": ["exp"] }),
        ] {
            assert_eq!(with(header.clone(), claims()), Err(ASSERTION), "{header}");
        }
        for (name, value) in
            [("exp", json!("1000000180")), ("aud", json!([])), ("sub", json!("")), ("iss", json!(1))]
        {
            let mut claims = claims();
            claims[name] = value;
            assert_eq!(with(json!({ "alg": "RS256" }), claims), Err(ASSERTION), "{name}");
        }
        for text in ["", "a.b", "a.b.c", "..", "e30.e30.AAAA=", "e30.e30.AAAA.AAAA"] {
            assert_eq!(read(text), Err(ASSERTION), "{text}");
        }
    }
}
