//! The token and revocation endpoints (RFC 6749 §3.2, RFC 7009).

use std::pin::Pin;

use fail::fail_point;
use oauth2::basic::{BasicErrorResponse, BasicTokenType};
use oauth2::{
    AsyncHttpClient, AuthorizationCode as Code, HttpRequest, HttpResponse, PkceCodeVerifier,
    RefreshToken as Refresh, RequestTokenError, StandardTokenResponse,
};
use reqwest::StatusCode;
use serde::Deserialize;
use serde::de::IgnoredAny;
use tracing::warn;

use crate::io::salesforce::{Salesforce, trouble};
use crate::model::client_app::CallbackUrl;
use crate::model::error::{Error, NetworkKind, NetworkTrouble};
use crate::model::host::LoginHost;
use crate::model::refusal::Stage;
use crate::model::secret::{
    AccessToken, AuthorizationCode, ConsumerKey, ConsumerSecret, RefreshToken, Verifier,
};
use crate::oauth::client::client;
use crate::oauth::refusals;
use crate::oauth::token_reply::{SalesforceFields, TokenReply};

/// An app, as the token endpoint wants to know it.
#[derive(Clone, Copy, Debug)]
pub struct AppAtHost<'a> {
    /// The host that its sign-ins go to.
    pub host: &'a LoginHost,
    /// Its consumer key.
    pub key: &'a ConsumerKey,
    /// Its consumer secret, when one is stored.
    pub secret: Option<&'a ConsumerSecret>,
    /// Its callback URL.
    pub callback: &'a CallbackUrl,
}

impl Salesforce {
    /// Exchanges a code for tokens (RFC 6749 §4.1.3, RFC 7636 §4.5). Contacts Salesforce.
    ///
    /// # Errors
    /// [`Error::Refused`] in Salesforce's words, [`Error::Network`] otherwise.
    pub async fn exchange(
        &self,
        app: AppAtHost<'_>,
        code: AuthorizationCode,
        verifier: Verifier,
    ) -> Result<TokenReply, Error> {
        let client = client(app.host, app.key, app.secret, app.callback).map_err(|_| no_client())?;
        let courier = Courier { salesforce: self, host: app.host };
        let request = client
            .exchange_code(Code::new(code.expose().to_owned()))
            .set_pkce_verifier(PkceCodeVerifier::new(verifier.expose().to_owned()));
        let response = request.request_async(&courier).await;
        response.map(|reply| read(app, &reply)).map_err(|error| refused(app, Stage::Exchange, error))
    }

    /// Asks for a new access token (RFC 6749 §6); never with a scope, which Salesforce refuses. Contacts Salesforce.
    ///
    /// Where the app rotates, the refresh token is spent by this, whatever becomes of the answer.
    ///
    /// # Errors
    /// [`Error::Refused`] in Salesforce's words, [`Error::Network`] otherwise.
    pub async fn refresh(&self, app: AppAtHost<'_>, token: &RefreshToken) -> Result<TokenReply, Error> {
        let client = client(app.host, app.key, app.secret, app.callback).map_err(|_| no_client())?;
        let courier = Courier { salesforce: self, host: app.host };
        let token = Refresh::new(token.expose().to_owned());
        let response = client.exchange_refresh_token(&token).request_async(&courier).await;
        response.map(|reply| read(app, &reply)).map_err(|error| refused(app, Stage::Refresh, error))
    }

    /// Revokes a refresh token, and with it its access tokens (RFC 7009). Contacts Salesforce.
    ///
    /// # Errors
    /// [`Error::Network`]. A token that was no longer valid counts as revoked.
    pub async fn revoke_refresh(&self, host: &LoginHost, token: &RefreshToken) -> Result<(), Error> {
        self.revoke(host, token.expose()).await
    }

    /// Revokes an access token alone. Contacts Salesforce.
    ///
    /// # Errors
    /// As [`Salesforce::revoke_refresh`].
    pub async fn revoke_access(&self, host: &LoginHost, token: &AccessToken) -> Result<(), Error> {
        self.revoke(host, token.expose()).await
    }

    /// By POST: an address with a token in it would end in logs.
    async fn revoke(&self, host: &LoginHost, token: &str) -> Result<(), Error> {
        let request = self.http().post(host.at("/services/oauth2/revoke")).form(&[("token", token)]);
        let reply = self.ask(host.as_str(), request).await?;
        let gone = |error: &str| matches!(error, "invalid_token" | "unsupported_token_type");
        match serde_json::from_slice::<RevokeRefusal>(&reply.body) {
            // A page that says 200 is not Salesforce's word that a token is revoked.
            _ if reply.status == StatusCode::OK && !reply.is_a_page() => Ok(()),
            Ok(refusal) if reply.status == StatusCode::BAD_REQUEST && gone(&refusal.error) => Ok(()),
            _ => Err(reply.unexpected(host.as_str()).into()),
        }
    }
}

/// Carries the requests of the `oauth2` crate to one host.
struct Courier<'a> {
    salesforce: &'a Salesforce,
    host: &'a LoginHost,
}

impl<'c> AsyncHttpClient<'c> for Courier<'_> {
    type Error = NetworkTrouble;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, NetworkTrouble>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.carry(request))
    }
}

impl Courier<'_> {
    /// Hands the crate only answers that it may parse: its errors carry the bodies of all others.
    async fn carry(&self, request: HttpRequest) -> Result<HttpResponse, NetworkTrouble> {
        let host = self.host.as_str();
        let request = reqwest::Request::try_from(request).map_err(|error| trouble(host, None, error))?;
        let response = self.salesforce.send(host, request).await?;
        fail_point!("token.sent");
        let reply = self.salesforce.read(host, response).await?;
        let may_be_parsed = matches!(reply.status.as_u16(), 200 | 400 | 401 | 403) && reply.is_json;
        if !may_be_parsed || serde_json::from_slice::<IgnoredAny>(&reply.body).is_err() {
            return Err(reply.unexpected(host));
        }
        let mut response = HttpResponse::new(reply.body);
        *response.status_mut() = reply.status;
        Ok(response)
    }
}

#[derive(Deserialize)]
struct RevokeRefusal {
    error: String,
}

/// Takes an answer apart. A signature that does not fit is written down, and decides nothing.
fn read(
    app: AppAtHost<'_>,
    response: &StandardTokenResponse<SalesforceFields, BasicTokenType>,
) -> TokenReply {
    let signed = app.secret.and_then(|secret| response.extra_fields().is_signed_with(secret));
    if signed == Some(false) {
        warn!("the signature of a token answer does not fit the consumer secret");
    }
    TokenReply::of(response)
}

fn refused(
    app: AppAtHost<'_>,
    stage: Stage,
    error: RequestTokenError<NetworkTrouble, BasicErrorResponse>,
) -> Error {
    match error {
        RequestTokenError::ServerResponse(response) => {
            let description = response.error_description().map_or("", String::as_str);
            let refusal = refusals::read(stage, response.error().as_ref(), description);
            refusal.knowing_secret(app.secret.is_some()).into()
        }
        RequestTokenError::Request(trouble) => trouble.into(),
        // JSON, but without a token or an error in it. The crate's error holds the body: it goes no further.
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => {
            let kind = NetworkKind::NotJson { status: StatusCode::OK.as_u16() };
            NetworkTrouble { host: app.host.to_string(), kind, source: None }.into()
        }
    }
}

fn no_client() -> Error {
    Error::Nonsense("a parsed host or callback is no address")
}
