//! What a browser brings back, and whether it is the answer that we wait for.
//!
//! The right `state` and exactly one of `code` and `error` (RFC 6749 §4.1.2). The state is looked at before anything
//! else, for refusals too. Whether the text came over the callback's port or by hand makes no difference here.

use crate::model::client_app::CallbackUrl;
use crate::model::host::LoginHost;
use crate::model::secret::{AuthorizationCode, State};

const MOST_PARAMETERS: usize = 32;
const LONGEST_CODE: usize = 4096;

/// What the answer to one attempt must match.
#[derive(Debug)]
pub struct Awaited {
    /// The callback URL that was sent.
    pub callback: CallbackUrl,
    /// Where the person was sent.
    pub host: LoginHost,
    /// What must come back.
    pub state: State,
}

/// What a person brought back from the browser.
#[derive(Debug)]
pub enum Answer {
    /// Permission.
    Code(AuthorizationCode),
    /// A refusal, in Salesforce's words.
    Refusal {
        /// `error`.
        error: String,
        /// `error_description`, or nothing.
        description: String,
    },
}

/// Why a query is not the answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Flaw {
    /// It belongs to another attempt.
    OtherState,
    /// No answer ever looks so.
    Malformed,
}

impl Awaited {
    /// The answer in a query.
    pub(super) fn answer_in(&self, query: &str) -> Result<Answer, Flaw> {
        let query = Query::parse(query)?;
        let state = query.at_most_one("state")?.ok_or(Flaw::Malformed)?;
        if !self.state.is(state) {
            return Err(Flaw::OtherState);
        }
        if query.at_most_one("iss")?.is_some_and(|issuer| !self.is_issuer(issuer)) {
            return Err(Flaw::Malformed);
        }
        match query.at_most_one("code")? {
            Some(code) if is_code(code) && query.at_most_one("error")?.is_none() => {
                Ok(Answer::Code(code.to_owned().into()))
            }
            Some(_) => Err(Flaw::Malformed),
            None => query.refusal(),
        }
    }

    /// RFC 9207: who says that he answers is the one who was asked. The generic hosts pass a person on to the My
    /// Domain of the org, which nobody knew before.
    fn is_issuer(&self, issuer: &str) -> bool {
        let name = issuer.strip_prefix("https://").and_then(LoginHost::from_name);
        name.is_some_and(|name| name == self.host || (name.is_my_domain() && !self.host.is_my_domain()))
    }
}

fn is_code(code: &str) -> bool {
    (1..=LONGEST_CODE).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_graphic())
}

/// A decoded query: names and values in their order.
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    /// Decodes; refused when an escape is broken, the bytes are not UTF-8, or there is more than anybody sends.
    pub(super) fn parse(query: &str) -> Result<Self, Flaw> {
        let parameters: Option<Vec<_>> = query
            .split('&')
            .take(MOST_PARAMETERS + 1)
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                Some((decoded(name)?, decoded(value)?))
            })
            .collect();
        let parameters = parameters.filter(|parameters| parameters.len() <= MOST_PARAMETERS);
        parameters.map(Self).ok_or(Flaw::Malformed)
    }

    /// The refusal in it, whosever it is: exactly one `error`, and no code beside it.
    pub(super) fn refusal(&self) -> Result<Answer, Flaw> {
        match (self.has("code"), self.at_most_one("error")?) {
            (false, Some(error)) if !error.is_empty() => {
                let description = self.at_most_one("error_description")?.unwrap_or_default();
                Ok(Answer::Refusal { error: error.to_owned(), description: description.to_owned() })
            }
            _ => Err(Flaw::Malformed),
        }
    }

    /// Whether a parameter is there at all.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// The value of a parameter that is there once or not at all; two are a trick (RFC 6749 §3.1).
    fn at_most_one(&self, name: &str) -> Result<Option<&str>, Flaw> {
        let mut values = self.0.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let first = values.next();
        if values.next().is_some() { Err(Flaw::Malformed) } else { Ok(first) }
    }
}

/// `application/x-www-form-urlencoded`, strictly: a `%` that starts no escape is an error.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        match first {
            b'%' => {
                let escape = std::str::from_utf8(rest.get(..2)?).ok()?;
                let is_hex = escape.bytes().all(|byte| byte.is_ascii_hexdigit());
                bytes.push(u8::from_str_radix(escape, 16).ok().filter(|_| is_hex)?);
                rest = &rest[2..];
            }
            b'+' => bytes.push(b' '),
            byte => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(host: &str, query: &str) -> Result<Answer, Flaw> {
        let awaited = Awaited {
            callback: CallbackUrl::parse(CallbackUrl::DEFAULT).expect("a callback"),
            host: LoginHost::from_name(host).expect("a host"),
            state: State::from("right".to_owned()),
        };
        awaited.answer_in(query)
    }

    #[test]
    fn an_issuer_must_be_the_one_that_was_asked() {
        let by = |host, issuer: &str| answer(host, &format!("code=aPrx&state=right&iss={issuer}")).is_ok();
        let own = "acme.my.salesforce.com";
        assert!(by(own, "https%3A%2F%2Facme.my.salesforce.com"));
        assert!(by(LoginHost::LOGIN, "https://login.salesforce.com"));
        assert!(by(LoginHost::LOGIN, "https://acme.my.salesforce.com"), "passed on to the org's own host");
        for other in [
            "",
            "acme.my.salesforce.com",
            "http://acme.my.salesforce.com",
            "https://acme.my.salesforce.com/",
            "https://acme.my.salesforce.com.evil.example",
            "https://globex.my.salesforce.com",
            "https://login.salesforce.com",
            "https://acme.my.salesforce.com&iss=https://acme.my.salesforce.com",
        ] {
            assert!(!by(own, other), "{other}");
        }
        assert!(!by(LoginHost::LOGIN, "https://test.salesforce.com"));
    }

    #[test]
    fn the_state_comes_first_and_counts_for_refusals_too() {
        let own = "acme.my.salesforce.com";
        for query in ["state=wrong", "state=wrong&code=", "error=access_denied&state=wrong", "state="] {
            assert_eq!(answer(own, query).err(), Some(Flaw::OtherState), "{query}");
        }
        for query in ["", "code=aPrx", "error=access_denied", "state=right", "code=&state=right"] {
            assert_eq!(answer(own, query).err(), Some(Flaw::Malformed), "{query}");
        }
        assert!(
            matches!(answer(own, "code=aPrx%3D&state=right"), Ok(Answer::Code(code)) if code.expose() == "aPrx=")
        );
        assert!(answer(own, "error=access_denied&error_description=no+way&state=right").is_ok());
    }
}
