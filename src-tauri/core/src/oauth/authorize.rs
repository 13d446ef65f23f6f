//! The authorization request (RFC 6749 §4.1.1) with PKCE (RFC 7636): what the browser is sent to.

use oauth2::url::ParseError;
use oauth2::{CsrfToken, PkceCodeChallenge, Scope};

use crate::model::client_app::{CallbackUrl, Scopes};
use crate::model::host::LoginHost;
use crate::model::secret::{AuthorizationUrl, ConsumerKey, State, Verifier};
use crate::oauth::client::client;

/// Bytes of chance in a `state`: 256 bits.
const STATE_BYTES: u32 = 32;

/// One attempt to sign in: used once, and then gone.
#[derive(Debug)]
pub struct Attempt {
    /// What the browser opens.
    pub url: AuthorizationUrl,
    /// What its answer must bring back.
    pub state: State,
    /// What the exchange must show.
    pub verifier: Verifier,
}

/// What Salesforce is asked for besides, of the person who logs in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ask<'a> {
    /// Whether he is to log in anew, whoever is logged in there (`prompt=login`).
    pub fresh_log_in: bool,
    /// The username that the log-in page begins with (`login_hint`).
    pub login_hint: Option<&'a str>,
}

/// Begins an attempt: challenge S256 always, the callback byte for byte, the scopes if any.
///
/// # Errors
/// Never for parsed arguments.
pub fn begin(
    host: &LoginHost,
    key: &ConsumerKey,
    callback: &CallbackUrl,
    scopes: &Scopes,
    ask: Ask<'_>,
) -> Result<Attempt, ParseError> {
    let client = client(host, key, None, callback)?;
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let mut request = client
        .authorize_url(|| CsrfToken::new_random_len(STATE_BYTES))
        .add_scopes(scopes.iter().map(|scope| Scope::new(scope.to_owned())))
        .set_pkce_challenge(challenge);
    if ask.fresh_log_in {
        request = request.add_extra_param("prompt", "login");
    }
    if let Some(username) = ask.login_hint {
        request = request.add_extra_param("login_hint", username);
    }
    let (url, state) = request.url();
    Ok(Attempt {
        url: String::from(url).into(),
        state: state.into_secret().into(),
        verifier: verifier.into_secret().into(),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::*;
    use crate::model::address;

    fn attempt(callback: &str, scopes: &str) -> Attempt {
        let host = address::parse("acme.my.salesforce.com").expect("a host");
        let key = ConsumerKey::from("3MVG9_a.b".to_owned());
        let callback = CallbackUrl::parse(callback).expect("a callback");
        begin(&host, &key, &callback, &Scopes::parse(scopes).expect("scopes"), Ask::default())
            .expect("an attempt")
    }

    fn parameters(attempt: &Attempt) -> HashMap<String, String> {
        let url = url::Url::parse(attempt.url.expose()).expect("an address");
        assert_eq!(url.host_str(), Some("acme.my.salesforce.com"));
        assert_eq!(url.path(), "/services/oauth2/authorize");
        url.query_pairs().into_owned().collect()
    }

    #[test]
    fn the_request_is_a_code_request_with_pkce() {
        let attempt = attempt(CallbackUrl::DEFAULT, Scopes::DEFAULT);
        let sent = parameters(&attempt);
        let of = |name: &str| sent.get(name).map(String::as_str);
        assert_eq!(of("response_type"), Some("code"));
        assert_eq!(of("client_id"), Some("3MVG9_a.b"));
        assert_eq!(of("scope"), Some("api refresh_token sfap_api"));
        assert_eq!(of("code_challenge_method"), Some("S256"));
        assert_eq!(of("code_challenge").map(str::len), Some(43));
        assert_eq!(of("state"), Some(attempt.state.expose()));
        assert!((43..=128).contains(&attempt.verifier.expose().len()), "RFC 7636 §4.1");
        assert!(attempt.state.expose().len() >= 43, "256 bits in base64url");
        assert_eq!(sent.len(), 7, "and nothing else: {:?}", sent.keys());
    }

    #[test]
    fn the_callback_goes_out_byte_for_byte() {
        for text in
            ["http://localhost:33333", "http://localhost:33333/", "http://localhost:1717/OauthRedirect"]
        {
            assert_eq!(parameters(&attempt(text, "api")).get("redirect_uri").map(String::as_str), Some(text));
        }
    }

    #[test]
    fn who_is_expected_is_asked_for_and_to_log_in_anew() {
        let host = address::parse("acme.my.salesforce.com").expect("a host");
        let callback = CallbackUrl::parse(CallbackUrl::DEFAULT).expect("a callback");
        let ask = Ask { fresh_log_in: true, login_hint: Some("ana+x@acme.com") };
        let key = ConsumerKey::from("3MVG9_a.b".to_owned());
        let attempt = begin(&host, &key, &callback, &Scopes::default(), ask).expect("an attempt");
        let sent = parameters(&attempt);
        assert_eq!(sent.get("prompt").map(String::as_str), Some("login"));
        assert_eq!(sent.get("login_hint").map(String::as_str), Some("ana+x@acme.com"));
    }

    #[test]
    fn without_scopes_none_is_asked_for() {
        assert!(!parameters(&attempt(CallbackUrl::DEFAULT, "")).contains_key("scope"));
    }

    #[test]
    fn no_two_attempts_are_alike() {
        let attempts: Vec<_> = (0..200).map(|_| attempt(CallbackUrl::DEFAULT, "api")).collect();
        let states: HashSet<_> = attempts.iter().map(|attempt| attempt.state.expose()).collect();
        let verifiers: HashSet<_> = attempts.iter().map(|attempt| attempt.verifier.expose()).collect();
        assert_eq!((states.len(), verifiers.len()), (200, 200));
    }
}
