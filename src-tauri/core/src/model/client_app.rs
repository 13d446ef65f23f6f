//! An External Client App as it is registered in an org's Setup.

use serde::Serialize;

use crate::model::field::{Field, FieldRefused, Name, Problem};
use crate::model::flow::Flow;
use crate::model::ids::{ClientAppId, OrgId};
use crate::model::secret::{Place, SecretHint};
use crate::model::time::Timestamp;

/// A saved External Client App. Its key and secret are in the keychain; here are only hints of them.
#[derive(Clone, Debug)]
pub struct ClientApp {
    /// Ours.
    pub id: ClientAppId,
    /// The org that it was made in; it works in no other.
    pub org: OrgId,
    /// Its name in the list.
    pub name: Name,
    /// How it gets its tokens.
    pub flow: Flow,
    /// The registered callback URL that is tried first.
    pub callback_url: CallbackUrl,
    /// Those that are tried after it, in this order. No other port is ever listened on.
    pub further_callbacks: FurtherCallbacks,
    /// The scopes that a sign-in asks for.
    pub scopes: Scopes,
    /// What may be seen of the consumer key.
    pub key: SecretHint,
    /// What may be seen of the consumer secret, when one is stored.
    pub secret: Option<SecretHint>,
    /// Which of its two places in the keychain holds the key.
    pub key_place: Place,
    /// Which of its two places in the keychain holds the secret, when one is stored.
    pub secret_place: Place,
    /// How it was used here.
    pub used: Used,
    /// After how long without use its sign-ins end, where that is known.
    pub idle: Option<Idle>,
}

/// How often, and how lately, something was used.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Used {
    /// When last.
    pub at: Option<Timestamp>,
    /// How often and how lately, as of then; what it means is in `frecency`.
    pub score: f64,
}

/// After how long without use an app's sign-ins end (*Refresh Token Policy*).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Idle {
    /// Days.
    pub days: u16,
    /// When Salesforce said so; none: its recipe does.
    pub read_at: Option<Timestamp>,
}

/// A callback URL, kept and sent **byte for byte** as it is registered: Salesforce compares it as text.
///
/// Only loopback addresses (RFC 8252 §7.3) are taken: a program on this computer can listen nowhere else.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CallbackUrl {
    text: String,
    port: u16,
    path: String,
    host: CallbackHost,
}

/// Further callback URLs of an app, each once, in the order in which they are tried.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct FurtherCallbacks(Vec<CallbackUrl>);

/// The name that stands in a callback URL, and so the addresses that must be listened on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CallbackHost {
    /// `localhost`: the browser chooses between both addresses, so both must be ours.
    Localhost,
    /// `127.0.0.1`.
    V4,
    /// `[::1]`.
    V6,
}

impl ClientApp {
    /// The scopes that a sign-in can give of those that are asked for: one without a person never gives a refresh token.
    pub fn grantable_scopes(&self) -> Scopes {
        if self.flow.needs_nobody() { self.scopes.without_refresh() } else { self.scopes.clone() }
    }

    /// Its callback URLs, in the order in which they are tried.
    pub fn callbacks(&self) -> Vec<CallbackUrl> {
        std::iter::once(&self.callback_url).chain(self.further_callbacks.iter()).cloned().collect()
    }
}

impl CallbackUrl {
    /// What the Rehearsal Tool's guide registers, and what an app form begins with.
    pub const DEFAULT: &str = "http://localhost:33333";

    const MOST: u16 = 2000;

    /// Takes an `http://localhost:PORT/…` address as it is.
    ///
    /// # Errors
    /// Empty, too long, not loopback, or with a query or fragment, which an answer could not be told from.
    pub fn parse(text: &str) -> Result<Self, FieldRefused> {
        let refused = |problem| Err(Field::CallbackUrl.refused(problem));
        let text = text.trim();
        if text.is_empty() {
            return refused(Problem::Empty);
        }
        if text.len() > usize::from(Self::MOST) {
            return refused(Problem::TooLong { most: Self::MOST });
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return refused(Problem::Characters);
        }
        let Ok(url) = url::Url::parse(text) else { return refused(Problem::NotLoopback) };
        let host = match url.host_str() {
            Some("localhost") => CallbackHost::Localhost,
            Some("127.0.0.1") => CallbackHost::V4,
            Some("[::1]") => CallbackHost::V6,
            _ => return refused(Problem::NotLoopback),
        };
        let bare =
            url.username().is_empty() && url.password().is_none() && !text.contains(['?', '#', '@', '\\']);
        match url.port() {
            Some(port) if port > 0 && bare && url.scheme() == "http" => {
                Ok(Self { text: text.to_owned(), port, path: url.path().to_owned(), host })
            }
            _ => refused(Problem::NotLoopback),
        }
    }

    /// The registered text, to the byte.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The port to listen on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The path that a browser asks for: `/` also where the registered text has none.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The name, and so the addresses.
    pub fn host(&self) -> CallbackHost {
        self.host
    }
}

impl FurtherCallbacks {
    /// Takes callback URLs, one a line, as Setup shows them.
    ///
    /// # Errors
    /// As [`CallbackUrl::parse`], for the field of these.
    pub fn parse(text: &str) -> Result<Self, FieldRefused> {
        let refused = |problem| Field::FurtherCallbacks.refused(problem);
        if text.len() > usize::from(CallbackUrl::MOST) {
            return Err(refused(Problem::TooLong { most: CallbackUrl::MOST }));
        }
        let mut callbacks: Vec<CallbackUrl> = Vec::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let callback = CallbackUrl::parse(line).map_err(|why| refused(why.problem))?;
            if !callbacks.contains(&callback) {
                callbacks.push(callback);
            }
        }
        Ok(Self(callbacks))
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &CallbackUrl> {
        self.0.iter()
    }
}

impl std::fmt::Display for FurtherCallbacks {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let lines: Vec<_> = self.iter().map(CallbackUrl::as_str).collect();
        formatter.write_str(&lines.join("\n"))
    }
}

/// OAuth scopes, in the order in which they were given, each once. None: whatever the app allows.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Scopes(Vec<String>);

impl Scopes {
    /// What the Rehearsal Tool's guide asks for, and what an app form begins with.
    pub const DEFAULT: &str = "api refresh_token sfap_api";

    const MOST: u16 = 1000;

    /// Takes scopes separated by spaces, commas or line ends.
    ///
    /// # Errors
    /// Too long, or a character that RFC 6749 §3.3 does not allow in a scope.
    pub fn parse(text: &str) -> Result<Self, FieldRefused> {
        if text.len() > usize::from(Self::MOST) {
            return Err(Field::Scopes.refused(Problem::TooLong { most: Self::MOST }));
        }
        let mut scopes: Vec<String> = Vec::new();
        for scope in text.split([' ', ',', '\n', '\r', '\t']).filter(|scope| !scope.is_empty()) {
            if !scope.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\') {
                return Err(Field::Scopes.refused(Problem::Characters));
            }
            if !scopes.iter().any(|known| known == scope) {
                scopes.push(scope.to_owned());
            }
        }
        Ok(Self(scopes))
    }

    /// Each scope.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether this scope is among them; `refresh_token` and `offline_access` are two names of one.
    pub fn has(&self, scope: &str) -> bool {
        self.iter().any(|known| known == scope || (is_offline(known) && is_offline(scope)))
    }

    /// All but those that ask for a refresh token.
    fn without_refresh(&self) -> Self {
        Self(self.iter().filter(|scope| !is_offline(scope)).map(str::to_owned).collect())
    }

    /// Those that were asked for and not granted. `full` stands for all but `refresh_token`.
    #[must_use]
    pub fn missing_from(&self, granted: &Self) -> Self {
        let is_granted = |scope: &str| granted.has(scope) || (granted.has("full") && !is_offline(scope));
        Self(self.iter().filter(|scope| !is_granted(scope)).map(str::to_owned).collect())
    }
}

impl std::fmt::Display for Scopes {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0.join(" "))
    }
}

fn is_offline(scope: &str) -> bool {
    matches!(scope, "refresh_token" | "offline_access")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_callback_url_is_kept_to_the_byte() {
        for (text, port, path) in [
            ("http://localhost:33333", 33333, "/"),
            ("http://localhost:33333/", 33333, "/"),
            ("http://localhost:1717/OauthRedirect", 1717, "/OauthRedirect"),
            ("http://LOCALHOST:33333/A%2fb", 33333, "/A%2fb"),
            ("http://127.0.0.1:8080", 8080, "/"),
            ("http://[::1]:8080", 8080, "/"),
        ] {
            let url = CallbackUrl::parse(text).expect(text);
            assert_eq!((url.as_str(), url.port(), url.path()), (text, port, path));
        }
    }

    #[test]
    fn a_callback_that_nobody_here_can_hear_is_refused() {
        for text in [
            "https://localhost:33333",
            "http://localhost",
            "http://localhost:0",
            "http://localhost:99999",
            "http://example.com:33333",
            "http://localhost.example.com:33333",
            "http://user@localhost:33333",
            "http://localhost:33333/?a=b",
            "http://localhost:33333#a",
            "http://0.0.0.0:33333",
            "http://127.0.0.2:33333",
            "localhost:33333",
            "keyperch://callback",
        ] {
            let refused = CallbackUrl::parse(text).map_err(|refused| refused.problem);
            assert_eq!(refused, Err(Problem::NotLoopback), "{text}");
        }
        assert!(CallbackUrl::parse("http://localhost:33333/ä").is_err());
        assert!(CallbackUrl::parse(" ").is_err());
    }

    #[test]
    fn further_callbacks_are_one_a_line_and_each_once() {
        let text = "http://localhost:33334\r\n\n http://localhost:33335/ \nhttp://localhost:33334";
        let callbacks = FurtherCallbacks::parse(text).expect("callbacks");
        assert_eq!(callbacks.to_string(), "http://localhost:33334\nhttp://localhost:33335/");
        let refused =
            FurtherCallbacks::parse("http://localhost:1\nhttps://acme.com/cb").expect_err("one is not");
        assert_eq!(refused, Field::FurtherCallbacks.refused(Problem::NotLoopback));
    }

    #[test]
    fn scopes_are_kept_in_order_and_once() {
        let scopes = Scopes::parse("api, refresh_token\nsfap_api api").expect("scopes");
        assert_eq!(scopes.to_string(), "api refresh_token sfap_api");
        assert_eq!(Scopes::parse(" ").expect("none").to_string(), "");
        assert!(Scopes::parse("api \"web\"").is_err());
    }

    #[test]
    fn what_was_not_granted_is_named() {
        let asked = Scopes::parse("api refresh_token sfap_api").expect("scopes");
        let missing = |granted| asked.missing_from(&Scopes::parse(granted).expect("scopes")).to_string();
        assert_eq!(missing("id api offline_access sfap_api"), "", "two names of one scope");
        assert_eq!(missing("sfap_api refresh_token"), "api");
        assert_eq!(missing("full"), "refresh_token", "full does not keep a person signed in");
    }
}
