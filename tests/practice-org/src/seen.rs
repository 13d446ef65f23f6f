//! The log of what clients sent, for tests to ask about.
//!
//! Holds names of parameters and harmless values. Never a code, a token, a secret or a verifier: a test report may
//! be published.

use serde::Serialize;

/// One request, in the order in which requests arrived.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// 1 for the first request of this practice Salesforce, one more for each further one.
    pub sequence: u64,
    /// When it arrived: milliseconds since 1970 on the practice clock.
    pub time: u64,
    /// The host that it was sent to.
    pub host: String,
    /// The HTTP method.
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// What the request was: `authorize`, `token`, `limits`, …
    pub kind: &'static str,
    /// The names of its parameters, in query and form; a name that looks like no name is `?`.
    pub parameters: Vec<String>,
    /// What a token request says about itself.
    #[serde(flatten)]
    pub token: Option<SeenToken>,
    /// What an authorization request says about itself.
    #[serde(flatten)]
    pub authorize: Option<SeenAuthorize>,
    /// The fault that was done to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<&'static str>,
    /// `pending`, `ok`, or the code of the refusal.
    pub outcome: String,
    /// The row of the catalogue of refusals, such as `T8`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<&'static str>,
    /// The HTTP status of the answer; none while pending or when the connection was dropped instead.
    pub status: Option<u16>,
    /// Only for answers that hold tokens: whether all of it was handed to the client's connection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered: Option<bool>,
}

/// The part of a log entry that only requests to the token, revocation and introspection endpoints have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SeenToken {
    /// `authorization_code`, `refresh_token`, …
    pub grant_type: Option<String>,
    /// Whether a PKCE verifier came with it.
    pub has_verifier: bool,
    /// Whether a consumer secret came with it, in the body or in the header.
    pub has_secret: bool,
    /// `none`, `body` or `basic`.
    pub client_auth: &'static str,
}

/// The part of a log entry that only authorization requests have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SeenAuthorize {
    /// The anti-forgery value.
    pub state: Option<String>,
    /// Whether a PKCE challenge came with it.
    pub has_challenge: bool,
    /// The scopes asked for.
    pub scope: Option<String>,
    /// The callback URL asked for.
    pub redirect_uri: Option<String>,
    /// `login`, `consent`, `select_account`.
    pub prompt: Option<String>,
    /// The username that was suggested.
    pub login_hint: Option<String>,
}

/// All entries since the last reset.
#[derive(Debug, Default)]
pub(crate) struct SeenLog {
    entries: Vec<Seen>,
    last: u64,
}

impl SeenLog {
    /// Writes down a request that has just arrived and returns its number.
    pub(crate) fn arrived(&mut self, seen: Seen) -> u64 {
        self.last += 1;
        self.entries.push(Seen { sequence: self.last, outcome: "pending".to_owned(), ..seen });
        self.last
    }

    /// Changes the entry with this number, unless a reset has forgotten it.
    pub(crate) fn amend(&mut self, sequence: u64, change: impl FnOnce(&mut Seen)) {
        if let Some(entry) = self.entries.iter_mut().rev().find(|entry| entry.sequence == sequence) {
            change(entry);
        }
    }

    /// Everything after the entry with that number.
    pub(crate) fn since(&self, sequence: u64) -> Vec<Seen> {
        self.entries.iter().filter(|entry| entry.sequence > sequence).cloned().collect()
    }

    /// Forgets the entries, not the numbering.
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
    }
}

/// A parameter's name if it is shaped like one: a malformed body could hold a secret in its place.
pub(crate) fn harmless(name: &str) -> String {
    let shaped = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
    if name.len() <= 40 && name.bytes().all(shaped) { name.to_owned() } else { "?".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_on_after_a_reset() {
        let mut log = SeenLog::default();
        assert_eq!(log.arrived(Seen::default()), 1);
        log.clear();
        assert_eq!(log.arrived(Seen::default()), 2, "a test that remembers a number must not see old news");
        assert_eq!(log.since(1).len(), 1);
        assert_eq!(log.since(2).len(), 0);
    }

    #[test]
    fn what_is_no_name_is_not_written_down() {
        assert_eq!(harmless("code_verifier"), "code_verifier");
        assert_eq!(harmless("5Aep861TSESvWeug_xvFHRBTTbf"), "?");
        assert_eq!(harmless(&"a".repeat(41)), "?");
    }

    #[test]
    fn an_entry_of_another_kind_has_no_token_part() {
        let written = serde_json::to_value(Seen { kind: "limits", ..Seen::default() }).unwrap_or_default();
        assert!(written.get("grant_type").is_none() && written.get("has_challenge").is_none(), "{written}");
    }
}
