//! What can be learnt of an app before anybody signs in: does the org know its key, its callback URL, its secret?
//!
//! Nothing of it is documented by Salesforce as a way to ask. So only an answer that can mean nothing else counts, and
//! everything else is [`Look::Unclear`], which never keeps anybody from signing in.

use oauth2::basic::BasicErrorResponse;
use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap, HeaderName, LOCATION};
use url::Url;

use crate::io::salesforce::Salesforce;
use crate::io::salesforce::api::is_list_of_versions;
use crate::io::salesforce::date;
use crate::io::salesforce::token::AppAtHost;
use crate::model::client_app::{CallbackUrl, Scopes};
use crate::model::error::Error;
use crate::model::host::{InstanceUrl, LoginHost};
use crate::model::refusal::{Meaning, Refusal, Stage};
use crate::model::secret::ConsumerKey;
use crate::model::time::Timestamp;
use crate::oauth::authorize::{self, Ask};
use crate::oauth::client::TOKEN;
use crate::oauth::refusals;

/// A code that nobody was given, and a verifier of the right shape (RFC 7636 §4.1).
const NO_CODE: &str = "aPrxKeyperchAsksWhetherTheSecretIsRight";
const NO_VERIFIER: &str = "KeyperchAsksWhetherTheConsumerSecretIsRight";

/// What a look brought.
#[derive(Debug)]
pub enum Look {
    /// Salesforce takes what it was shown, as far as one could see.
    Taken,
    /// It refuses it.
    Refused(Refusal),
    /// It cannot be told from an answer with this HTTP status.
    Unclear {
        /// The status.
        status: u16,
    },
}

/// What could be seen of an org on the way to it.
#[derive(Clone, Debug)]
pub struct Met {
    /// What time it says that it is (RFC 9110 §6.6.1), to the second.
    pub time: Option<Timestamp>,
    /// Who vouches for it: the issuer of its certificate.
    pub issuer: Option<String>,
    /// The proxy on the way, by host and port.
    pub proxy: Option<String>,
}

impl Salesforce {
    /// Asks what a browser would be sent to, as a browser that nobody is logged in to: the real parameters, no cookie, no
    /// redirect followed. The attempt is thrown away. Contacts Salesforce.
    ///
    /// # Errors
    /// [`Error::Network`].
    pub async fn probe_app(
        &self,
        host: &LoginHost,
        key: &ConsumerKey,
        callback: &CallbackUrl,
        scopes: &Scopes,
    ) -> Result<Look, Error> {
        let attempt = authorize::begin(host, key, callback, scopes, Ask::default());
        let attempt = attempt.map_err(|_| Error::Nonsense("a parsed host or callback is no address"))?;
        let request = self.http().get(attempt.url.expose());
        let response = self.begin(host.as_str(), request).await?;
        let headers = response.headers().clone();
        let reply = self.read(host.as_str(), response).await?;
        let judged = match header(&headers, &LOCATION) {
            Some(address) => judge_address(address, host, callback),
            None => judge_page(reply.status, is_html(&headers), &reply.body),
        };
        Ok(judged.unwrap_or(Look::Unclear { status: reply.status.as_u16() }))
    }

    /// Shows key and secret with a code that nobody was given: whether the code was looked at tells whether the secret
    /// was taken. Contacts Salesforce.
    ///
    /// # Errors
    /// [`Error::Network`].
    pub async fn probe_secret(&self, app: AppAtHost<'_>) -> Result<Look, Error> {
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", NO_CODE),
            ("code_verifier", NO_VERIFIER),
            ("redirect_uri", app.callback.as_str()),
            ("client_id", app.key.expose()),
        ];
        if let Some(secret) = app.secret {
            form.push(("client_secret", secret.expose()));
        }
        let request = self.http().post(app.host.at(TOKEN)).header("accept", "application/json");
        let reply = self.ask(app.host.as_str(), request.form(&form)).await?;
        let said = serde_json::from_slice::<BasicErrorResponse>(&reply.body);
        let is_a_refusal = matches!(reply.status.as_u16(), 400 | 401);
        let unclear = Look::Unclear { status: reply.status.as_u16() };
        let Some(said) = said.ok().filter(|_| is_a_refusal) else { return Ok(unclear) };
        let description = said.error_description().map_or("", String::as_str);
        let refusal = refusals::read(Stage::Exchange, said.error().as_ref(), description);
        Ok(match refusal.meaning {
            Some(Meaning::WrongSecret) => Look::Refused(refusal.knowing_secret(app.secret.is_some())),
            // It was the code, or its verifier, that it did not like: the secret had been looked at before.
            Some(Meaning::CodeSpent | Meaning::PkceMismatch) => Look::Taken,
            // A key that it does not know, an app that is not installed, words that nobody knows: not about the secret.
            _ => unclear,
        })
    }

    /// Asks without any credential whether this host is an org, and takes down what there is to see on the way. Contacts
    /// Salesforce.
    ///
    /// # Errors
    /// [`Error::Network`] when nobody, or somebody else, answers.
    pub async fn meet(&self, host: &LoginHost) -> Result<Met, Error> {
        let response = self.begin(host.as_str(), self.http().get(host.at("/services/data"))).await?;
        let way = self.current();
        let met = Met {
            time: header(response.headers(), &DATE).and_then(date::parse),
            issuer: way.issuer_of(host.as_str()),
            proxy: way.proxy_to(host.as_str()),
        };
        let reply = self.read(host.as_str(), response).await?;
        if is_list_of_versions(&reply) { Ok(met) } else { Err(reply.unexpected(host.as_str()).into()) }
    }
}

/// A redirect: towards a log-in, or towards somebody who is to be told of a refusal.
fn judge_address(address: &str, host: &LoginHost, callback: &CallbackUrl) -> Option<Look> {
    let address = Url::parse(&host.at("/services/oauth2/authorize")).ok()?.join(address).ok()?;
    let is_the_callback = Url::parse(callback.as_str())
        .is_ok_and(|callback| callback.origin() == address.origin() && callback.path() == address.path());
    let is_salesforces = InstanceUrl::parse(&address.origin().ascii_serialization()).is_ok();
    match refusal_in(address.query().unwrap_or_default()) {
        Some(refusal) if is_the_callback || is_salesforces => Some(Look::Refused(refusal)),
        None if is_salesforces && is_towards_a_log_in(&address) => Some(Look::Taken),
        _ => None,
    }
}

/// Where Salesforce sends a browser on to whom it has nothing to refuse yet.
fn is_towards_a_log_in(address: &Url) -> bool {
    let path = address.path().to_ascii_lowercase();
    let starts_there = address.query_pairs().any(|(name, _)| name.eq_ignore_ascii_case("startURL"));
    starts_there || path.contains("login") || path.contains("remoteaccessauthorizationpage")
}

/// A page: with a form for a password, or a refusal as bare text.
fn judge_page(status: StatusCode, is_html: bool, body: &[u8]) -> Option<Look> {
    let text = str::from_utf8(body).ok()?;
    if is_html {
        let asks_for_a_password = status == StatusCode::OK && text.contains("type=\"password\"");
        return asks_for_a_password.then_some(Look::Taken);
    }
    refusal_in(text.trim()).map(Look::Refused)
}

/// `error=…&error_description=…`, as an address or a text carries it.
fn refusal_in(query: &str) -> Option<Refusal> {
    let pairs = || url::form_urlencoded::parse(query.as_bytes());
    let value = |wanted: &str| pairs().find(|(name, _)| name == wanted).map(|(_, value)| value);
    let error = value("error")?;
    let description = value("error_description").unwrap_or_default();
    Some(refusals::read(Stage::Authorize, &error, &description))
}

fn is_html(headers: &HeaderMap) -> bool {
    header(headers, &CONTENT_TYPE).is_some_and(|kind| kind.to_ascii_lowercase().starts_with("text/html"))
}

fn header<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(address: &str) -> Option<Look> {
        let host = crate::model::address::parse("acme.my.salesforce.com").expect("a host");
        let callback = CallbackUrl::parse(CallbackUrl::DEFAULT).expect("a callback");
        judge_address(address, &host, &callback)
    }

    fn meaning(look: Option<Look>) -> Option<Meaning> {
        match look? {
            Look::Refused(refusal) => refusal.meaning,
            Look::Taken | Look::Unclear { .. } => None,
        }
    }

    #[test]
    fn a_redirect_towards_a_log_in_says_that_key_and_callback_are_known() {
        for address in [
            "/setup/secur/RemoteAccessAuthorizationPage.apexp?source=CAAA",
            "https://acme.my.salesforce.com/?ec=302&startURL=%2Fsetup%2Fsecur%2Fx",
            "https://login.salesforce.com/login",
        ] {
            assert!(matches!(judged(address), Some(Look::Taken)), "{address}");
        }
    }

    #[test]
    fn a_redirect_to_the_error_page_or_the_callback_says_what_is_refused() {
        let error = "error=invalid_client_id&error_description=client+identifier+invalid";
        let page = format!("https://acme.my.salesforce.com/setup/secur/RemoteAccessErrorPage.apexp?{error}");
        assert_eq!(meaning(judged(&page)), Some(Meaning::UnknownKey));
        let callback = "http://localhost:33333/?error=invalid_scope&error_description=x&state=y";
        assert_eq!(meaning(judged(callback)), Some(Meaning::ScopeNotAllowed));
    }

    #[test]
    fn what_comes_from_elsewhere_tells_nothing() {
        for address in [
            "https://portal.hotel.example/login?error=invalid_client_id",
            "https://evil.example/?startURL=x",
            "http://localhost:4444/?error=invalid_client_id",
            "https://acme.my.salesforce.com/maintenance",
            "::",
        ] {
            assert!(judged(address).is_none(), "{address}");
        }
    }

    #[test]
    fn a_page_tells_by_its_form_and_a_text_by_its_code() {
        let page = b"<form><input type=\"password\"></form>";
        assert!(matches!(judge_page(StatusCode::OK, true, page), Some(Look::Taken)));
        assert!(judge_page(StatusCode::SERVICE_UNAVAILABLE, true, page).is_none());
        assert!(judge_page(StatusCode::OK, true, b"error=invalid_client_id").is_none());
        let text = b"error=invalid_client_id&error_description=client%20identifier%20invalid";
        assert_eq!(meaning(judge_page(StatusCode::BAD_REQUEST, false, text)), Some(Meaning::UnknownKey));
        assert!(judge_page(StatusCode::OK, false, &[0xff, 0xfe]).is_none());
    }
}
