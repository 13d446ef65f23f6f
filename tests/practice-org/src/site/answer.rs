//! Answers, in every shape in which Salesforce gives them.
//!
//! JSON object at the OAuth endpoints, JSON array at the API, one bare word at the identity URLs, HTML to people.

use serde_json::{Value, json};

use crate::rules::refusal::Refusal;
use crate::world::family::Owner;

/// What goes back to the client, before any fault.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: String,
    /// Why it is a no, for the log.
    pub(crate) refusal: Option<(&'static str, &'static str)>,
    /// Whether it holds tokens, so that the log must tell if it was delivered.
    pub(crate) holds_tokens: bool,
    /// Whose refresh it answers, so that the books must tell if it was handed over.
    pub(crate) renews: Option<Owner>,
}

impl Answer {
    /// A JSON answer.
    pub(crate) fn json(status: u16, value: &Value) -> Self {
        Self::of_type(status, "application/json;charset=UTF-8", value.to_string())
    }

    /// An answer of some content type.
    pub(crate) fn of_type(status: u16, content_type: &str, body: String) -> Self {
        let headers = vec![
            ("content-type", content_type.to_owned()),
            // RFC 6749 §5.1; and no page of a person may be kept either.
            ("cache-control", "no-store".to_owned()),
            ("pragma", "no-cache".to_owned()),
        ];
        Self { status, headers, body, refusal: None, holds_tokens: false, renews: None }
    }

    /// A redirect.
    pub(crate) fn redirect(to: String) -> Self {
        let mut answer = Self::of_type(302, "text/html;charset=UTF-8", String::new());
        answer.headers.push(("location", to));
        answer
    }

    /// Nothing but a status.
    pub(crate) fn empty(status: u16) -> Self {
        let headers = vec![("cache-control", "no-store".to_owned())];
        Self { status, headers, body: String::new(), refusal: None, holds_tokens: false, renews: None }
    }

    /// A refusal of the OAuth endpoints: a JSON object (RFC 6749 §5.2).
    pub(crate) fn oauth_refusal(refusal: Refusal) -> Self {
        let value = match refusal.text {
            "" => json!({ "error": refusal.code }),
            text => json!({ "error": refusal.code, "error_description": text }),
        };
        let mut answer = Self::json(refusal.status, &value).refusing(refusal);
        if refusal.status == 401 {
            answer.headers.push(("www-authenticate", "Basic realm=\"practice\"".to_owned()));
        }
        answer
    }

    /// A refusal of the API: a JSON array.
    pub(crate) fn api_refusal(refusal: Refusal) -> Self {
        Self::api_refusal_saying(refusal, refusal.text)
    }

    /// The same in words that name what is wrong.
    pub(crate) fn api_refusal_saying(refusal: Refusal, text: &str) -> Self {
        let value = json!([{ "message": text, "errorCode": refusal.code }]);
        Self::json(refusal.status, &value).refusing(refusal)
    }

    /// A refusal of the identity URLs: one bare word.
    pub(crate) fn word(refusal: Refusal) -> Self {
        Self::of_type(refusal.status, "text/plain;charset=UTF-8", refusal.code.to_owned()).refusing(refusal)
    }

    /// The same answer, marked in the log as this refusal.
    pub(crate) fn refusing(self, refusal: Refusal) -> Self {
        Self { refusal: Some((refusal.code, refusal.row)), ..self }
    }

    /// The same answer, marked in the log with a word of our own.
    pub(crate) fn noted(self, word: &'static str) -> Self {
        Self { refusal: Some((word, "practice")), ..self }
    }

    /// The same answer with one more header.
    pub(crate) fn with_header(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }
}
