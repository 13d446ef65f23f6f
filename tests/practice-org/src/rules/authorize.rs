//! Is this authorization request one that a person may be asked about?
//!
//! Order matters: until app and callback URL are known, a refusal must stay on Salesforce's own pages, or anyone
//! could send people anywhere. Refuses unknown parameters and values, where Salesforce may ignore some of them.

use super::callback;
use super::form::Parameters;
use super::pkce;
use super::refusal::{
    CHALLENGE_MALFORMED, CHALLENGE_METHOD, CHALLENGE_MISSING, MALFORMED, MUST_GET, NOT_IMMEDIATE,
    RESPONSE_TYPE, Refusal, UNKNOWN_KEY,
};
use super::scope;
use crate::world::app::App;

/// The parameters of help page `remoteaccess_oauth_web_server_flow` and of the REST API guide.
const PARAMETERS: &[&str] = &[
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "code_challenge",
    "code_challenge_method",
    "prompt",
    "login_hint",
    "display",
    "immediate",
    "nonce",
];

/// An authorization request that passed every check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AuthorizeRequest {
    pub(crate) consumer_key: String,
    pub(crate) redirect_uri: String,
    pub(crate) state: Option<String>,
    pub(crate) challenge: Option<String>,
    pub(crate) scopes: Vec<String>,
    pub(crate) login_hint: Option<String>,
    /// Comes back in an ID token.
    pub(crate) nonce: Option<String>,
    /// Show the login page even to somebody who is signed in.
    pub(crate) ask_who: bool,
}

/// A refusal and the way on which it reaches the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NotAsked {
    pub(crate) refusal: Refusal,
    pub(crate) way: Way,
}

/// How a refusal of the browser's side arrives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Salesforce's own error page; the callback never hears of it.
    OwnPage,
    /// The registered callback URL.
    Callback { redirect_uri: String, state: Option<String> },
    /// A body without a content type, which browsers may save as a file called `authorize`.
    Download,
}

/// Judges a request to `/services/oauth2/authorize` at a host that knows these apps.
pub(crate) fn check(
    method_is_get: bool,
    query: &str,
    apps: &[&App],
    now: u64,
) -> Result<AuthorizeRequest, NotAsked> {
    let own_page = |refusal| NotAsked { refusal, way: Way::OwnPage };
    if !method_is_get {
        return Err(own_page(MUST_GET));
    }
    let sent = Parameters::read(query).map_err(own_page)?;
    let app = known_app(sent.get("client_id"), apps, now).map_err(own_page)?;
    let redirect_uri =
        callback::registered(sent.get("redirect_uri"), app.callback_urls(now)).map_err(own_page)?;

    let challenge = challenge(&sent, app.switches.pkce_required);
    if challenge == Err(CHALLENGE_MISSING) {
        return Err(NotAsked { refusal: CHALLENGE_MISSING, way: Way::Download });
    }
    let state = sent.get("state").map(str::to_owned);
    let to_callback = |refusal| {
        let way = Way::Callback { redirect_uri: redirect_uri.clone(), state: state.clone() };
        NotAsked { refusal, way }
    };
    sent.only(PARAMETERS).map_err(to_callback)?;
    if sent.get("response_type") != Some("code") {
        return Err(to_callback(RESPONSE_TYPE));
    }
    let challenge = challenge.map_err(to_callback)?;
    let scopes = scope::granted(sent.sent("scope"), &app.switches.scopes).map_err(to_callback)?;
    let ask_who = looks(&sent).map_err(to_callback)?;
    Ok(AuthorizeRequest {
        consumer_key: app.consumer_key.clone(),
        state: state.clone(),
        challenge,
        scopes,
        login_hint: sent.get("login_hint").map(str::to_owned),
        nonce: sent.get("nonce").map(str::to_owned),
        ask_who,
        redirect_uri,
    })
}

/// A1: the key is unknown on this host; Salesforce does not say why.
fn known_app<'a>(key: Option<&str>, apps: &[&'a App], now: u64) -> Result<&'a App, Refusal> {
    let key = key.unwrap_or_default();
    apps.iter().copied().find(|app| app.answers_to(key, now)).ok_or(UNKNOWN_KEY)
}

/// A4, and the shape of a challenge. Without a method Salesforce assumes S256, as its own CLI relies on.
fn challenge(sent: &Parameters, required: bool) -> Result<Option<String>, Refusal> {
    let method = sent.get("code_challenge_method");
    match sent.get("code_challenge") {
        None if required => Err(CHALLENGE_MISSING),
        None if method.is_some() => Err(CHALLENGE_MALFORMED),
        None => Ok(None),
        Some(_) if method.is_some_and(|method| method != "S256") => Err(CHALLENGE_METHOD),
        Some(text) if !pkce::is_challenge(text) => Err(CHALLENGE_MALFORMED),
        Some(text) => Ok(Some(text.to_owned())),
    }
}

/// `prompt`, `display` and `immediate`; says whether the login page is wanted in any case.
fn looks(sent: &Parameters) -> Result<bool, Refusal> {
    let prompts: Vec<&str> = sent.get("prompt").map(|prompt| prompt.split(' ').collect()).unwrap_or_default();
    let known = |prompt: &&str| ["login", "consent", "select_account"].contains(prompt);
    let display_known =
        sent.get("display").is_none_or(|display| ["page", "popup", "touch", "mobile"].contains(&display));
    if !prompts.iter().all(known) || !display_known {
        return Err(MALFORMED);
    }
    match sent.get("immediate") {
        None | Some("false") => Ok(prompts.contains(&"login") || prompts.contains(&"select_account")),
        // A13: this Salesforce always asks for consent, so it can never answer at once.
        Some("true") => Err(NOT_IMMEDIATE),
        Some(_) => Err(MALFORMED),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::random::Seed;
    use crate::world::switch_change::SwitchChange;

    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    fn apps() -> Vec<App> {
        vec![App::new("Rehearsal Tool", &["api", "refresh_token"], &Seed::new(Some(1)), "app")]
    }

    fn query(apps: &[App], rest: &str) -> String {
        let key = &apps[0].consumer_key;
        format!("client_id={key}&redirect_uri=http%3A%2F%2Flocalhost%3A33333{rest}")
    }

    fn judged(rest: &str) -> Result<AuthorizeRequest, NotAsked> {
        let apps = apps();
        check_of(&query(&apps, rest), &apps)
    }

    fn check_of(query: &str, apps: &[App]) -> Result<AuthorizeRequest, NotAsked> {
        check(true, query, &apps.iter().collect::<Vec<_>>(), 0)
    }

    #[test]
    fn a_proper_request_is_put_to_the_person() {
        let asked = judged(&format!(
            "&response_type=code&code_challenge={CHALLENGE}&code_challenge_method=S256&state=s&scope=api&prompt=login&login_hint=ana"
        ));
        let asked = asked.map(|asked| (asked.scopes, asked.ask_who, asked.state, asked.login_hint));
        let expected = (vec!["api".to_owned()], true, Some("s".to_owned()), Some("ana".to_owned()));
        assert_eq!(asked, Ok(expected));
    }

    #[test]
    fn until_the_callback_is_known_nothing_leaves_salesforces_pages() {
        let apps = apps();
        for (query, refusal) in [
            ("client_id=3MVG9&redirect_uri=http%3A%2F%2Flocalhost%3A33333".to_owned(), UNKNOWN_KEY),
            (String::new(), UNKNOWN_KEY),
            (query(&apps, "%2F"), super::super::refusal::CALLBACK_DIFFERS),
            (query(&apps, "&client_id=x"), super::super::refusal::DUPLICATE),
        ] {
            assert_eq!(check_of(&query, &apps), Err(NotAsked { refusal, way: Way::OwnPage }), "{query}");
        }
    }

    #[test]
    fn a_missing_challenge_is_a_download_and_a_bad_one_goes_to_the_callback() {
        assert_eq!(
            judged("&response_type=code"),
            Err(NotAsked { refusal: CHALLENGE_MISSING, way: Way::Download })
        );
        let refusal = |rest: String| judged(&rest).err().map(|not_asked| not_asked.refusal);
        assert_eq!(refusal("&response_type=code&code_challenge=short".to_owned()), Some(CHALLENGE_MALFORMED));
        assert_eq!(
            refusal(format!("&response_type=code&code_challenge={CHALLENGE}&code_challenge_method=plain")),
            Some(CHALLENGE_METHOD)
        );
    }

    #[test]
    fn a_key_that_does_not_exist_yet_is_unknown() {
        let mut apps = apps();
        let query = query(&apps, "&response_type=code");
        let gone = SwitchChange { exists: Some(false), ..SwitchChange::default() };
        assert_eq!(apps[0].switch(gone, 0), Ok(()));
        assert_eq!(check_of(&query, &apps), Err(NotAsked { refusal: UNKNOWN_KEY, way: Way::OwnPage }));
    }
}
