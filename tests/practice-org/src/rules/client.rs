//! Who calls the token endpoint, and can it prove so?
//!
//! In the body or by HTTP Basic, never both (RFC 6749 §2.3). A secret that is sent is checked even where none is
//! required (Metadata API, `isSecretRequiredForRefreshToken`).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::form::{self, Parameters};
use super::refusal::{Refusal, SECRET, TOKEN_UNKNOWN_KEY, TWO_AUTHENTICATIONS};
use crate::world::app::App;
use crate::world::switches::Switches;

/// The key and secret of a call, not yet checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Presented {
    key: Option<String>,
    secret: Option<String>,
    basic: bool,
}

impl Presented {
    /// The same, for a grant that names the app in its own way; a key that is sent must be the same one.
    pub(crate) fn named(self, consumer_key: &str) -> Result<Self, Refusal> {
        if self.key.as_deref().is_some_and(|key| key != consumer_key) {
            return Err(TOKEN_UNKNOWN_KEY);
        }
        Ok(Self { key: Some(consumer_key.to_owned()), ..self })
    }
}

/// Reads key and secret from the `Authorization` header or from the body.
pub(crate) fn presented(authorization: Option<&str>, sent: &Parameters) -> Result<Presented, Refusal> {
    let in_body = |name| sent.sent(name).map(str::to_owned);
    let Some(header) = authorization else {
        return Ok(Presented { key: in_body("client_id"), secret: in_body("client_secret"), basic: false });
    };
    if sent.sent("client_secret").is_some() {
        return Err(TWO_AUTHENTICATIONS);
    }
    let (key, secret) = basic(header).ok_or(SECRET.with_status(401))?;
    if sent.sent("client_id").is_some_and(|in_body| in_body != key) {
        return Err(TOKEN_UNKNOWN_KEY);
    }
    Ok(Presented { key: Some(key), secret: Some(secret), basic: true })
}

/// The app that calls, or T1 or T2. `required` tells which "Require secret" box counts for this grant.
pub(crate) fn authenticated<'a>(
    presented: &Presented,
    apps: &'a [App],
    now: u64,
    required: impl Fn(&Switches) -> bool,
) -> Result<&'a App, Refusal> {
    let key = presented.key.as_deref().unwrap_or_default();
    let app = apps.iter().find(|app| app.answers_to(key, now)).ok_or(TOKEN_UNKNOWN_KEY)?;
    // Salesforce answers 400; RFC 6749 §5.2 wants 401 when the header was used.
    let refused = SECRET.with_status(if presented.basic { 401 } else { 400 });
    match &presented.secret {
        Some(secret) if *secret == app.consumer_secret => Ok(app),
        None if !required(&app.switches) => Ok(app),
        Some(_) | None => Err(refused),
    }
}

/// `Basic` and base64 of key, colon, secret, each of them form-encoded first (RFC 6749 §2.3.1).
fn basic(header: &str) -> Option<(String, String)> {
    let (scheme, text) = header.split_once(' ')?;
    let pair = String::from_utf8(STANDARD.decode(text).ok()?).ok()?;
    let (key, secret) = pair.split_once(':')?;
    let decoded = (form::decoded(key).ok()?, form::decoded(secret).ok()?);
    scheme.eq_ignore_ascii_case("basic").then_some(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::random::Seed;

    fn app() -> App {
        App::new("API Explorer", &["api"], &Seed::new(Some(1)), "app")
    }

    fn judged(app: App, secret: Option<&str>, basic: bool, required: bool) -> Result<(), Refusal> {
        let presented =
            Presented { key: Some(app.consumer_key.clone()), secret: secret.map(str::to_owned), basic };
        authenticated(&presented, &[app], 0, |_| required).map(|_| ())
    }

    #[test]
    fn a_secret_that_is_sent_is_checked_even_if_none_is_required() {
        assert_eq!(judged(app(), None, false, false), Ok(()));
        assert_eq!(judged(app(), Some("stale"), false, false), Err(SECRET));
        assert_eq!(judged(app(), Some(""), false, false), Err(SECRET), "an empty one is sent, too");
        let right = app().consumer_secret;
        assert_eq!(judged(app(), Some(&right), false, true), Ok(()));
    }

    #[test]
    fn a_required_secret_may_not_be_left_out() {
        assert_eq!(judged(app(), None, false, true), Err(SECRET));
        assert_eq!(judged(app(), Some("wrong"), true, true), Err(SECRET.with_status(401)));
    }

    #[test]
    fn basic_and_body_do_not_mix() {
        let body = Parameters::read("client_id=a&client_secret=b").unwrap_or_default();
        assert_eq!(presented(Some("Basic YTpi"), &body), Err(TWO_AUTHENTICATIONS));
        let other = Parameters::read("client_id=c").unwrap_or_default();
        assert_eq!(presented(Some("Basic YTpi"), &other), Err(TOKEN_UNKNOWN_KEY));
        let expected = Presented { key: Some("a".into()), secret: Some("b".into()), basic: true };
        assert_eq!(presented(Some("Basic YTpi"), &Parameters::default()), Ok(expected));
    }

    #[test]
    fn a_header_that_is_no_basic_is_refused() {
        for sloppy in ["Bearer YTpi", "Basic", "Basic !!", "Basic YQ==", "YTpi"] {
            let judged = presented(Some(sloppy), &Parameters::default());
            assert_eq!(judged, Err(SECRET.with_status(401)), "{sloppy}");
        }
    }
}
