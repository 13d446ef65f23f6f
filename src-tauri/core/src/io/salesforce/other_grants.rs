//! Tokens without a browser on this computer: client credentials, a signed assertion, a device code.
//!
//! The `oauth2` crate knows none of the three as Salesforce speaks them. Their answers are read as its answers are.

use std::time::Duration;

use oauth2::StandardTokenResponse;
use oauth2::basic::{BasicErrorResponse, BasicTokenType};
use reqwest::StatusCode;
use serde::Deserialize;

use crate::io::salesforce::token::AppAtHost;
use crate::io::salesforce::{Reply, Salesforce};
use crate::model::client_app::Scopes;
use crate::model::error::{Error, NetworkTrouble};
use crate::model::host::LoginHost;
use crate::model::refusal::{Refusal, Stage};
use crate::model::secret::{Assertion, ConsumerKey, DeviceCode};
use crate::model::shown::shown;
use crate::oauth::client::TOKEN;
use crate::oauth::refusals;
use crate::oauth::token_reply::{SalesforceFields, TokenReply};

const JWT_BEARER: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// How long a device code lives where the answer does not say it, and how often one asks (RFC 8628 §3.2 and §3.5).
const DEVICE_LIFE: Duration = Duration::from_secs(600);
const DEVICE_INTERVAL: u64 = 5;

/// More than any user code or address has.
const LONGEST_CODE: usize = 40;
const LONGEST_ADDRESS: usize = 300;

/// What was asked for with a device code.
#[derive(Debug)]
pub struct DeviceAuthorization {
    /// What is polled with.
    pub device: DeviceCode,
    /// What the person types.
    pub user_code: String,
    /// Where: an address on the org's own host.
    pub address: String,
    /// How long to pause between two polls.
    pub interval: Duration,
    /// How long the code lives.
    pub life: Duration,
}

/// What a poll brought.
#[derive(Debug)]
pub enum Polled {
    /// The person has allowed it.
    Given(Box<TokenReply>),
    /// Not yet.
    Pending,
    /// Not yet, and one is to ask more slowly.
    SlowDown,
}

impl Salesforce {
    /// Asks for a token for the app itself (RFC 6749 §4.4). Contacts Salesforce.
    ///
    /// # Errors
    /// [`Error::Refused`] in Salesforce's words, [`Error::Network`].
    pub async fn client_credentials(&self, app: AppAtHost<'_>) -> Result<TokenReply, Error> {
        let secret = app.secret.map_or("", |secret| secret.expose());
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", app.key.expose()),
            ("client_secret", secret),
        ];
        self.ask_for_token(app.host, Stage::ClientCredentials, &form).await
    }

    /// Shows a signed assertion (RFC 7523 §2.1). Contacts Salesforce.
    ///
    /// # Errors
    /// As [`Salesforce::client_credentials`].
    pub async fn jwt_bearer(&self, host: &LoginHost, assertion: &Assertion) -> Result<TokenReply, Error> {
        let form = [("grant_type", JWT_BEARER), ("assertion", assertion.expose())];
        self.ask_for_token(host, Stage::JwtBearer, &form).await
    }

    /// Asks for a device code (RFC 8628 §3.1, at Salesforce's token endpoint). Contacts Salesforce.
    ///
    /// # Errors
    /// As [`Salesforce::client_credentials`]; an address that is not the org's own counts as no answer.
    pub async fn device_code(
        &self,
        host: &LoginHost,
        key: &ConsumerKey,
        scopes: &Scopes,
    ) -> Result<DeviceAuthorization, Error> {
        let scopes = scopes.to_string();
        let mut form = vec![("response_type", "device_code"), ("client_id", key.expose())];
        if !scopes.is_empty() {
            form.push(("scope", &scopes));
        }
        let reply = self.post(host, &form).await?;
        let Ok(asked) = serde_json::from_slice::<Asked>(&reply.body) else {
            return Err(refused(host, Stage::DeviceCode, &reply));
        };
        if !is_on(&asked.verification_uri, host) {
            return Err(reply.unexpected(host.as_str()).into());
        }
        Ok(DeviceAuthorization {
            device: asked.device_code.into(),
            user_code: shown(&asked.user_code, LONGEST_CODE),
            address: shown(&asked.verification_uri, LONGEST_ADDRESS),
            interval: Duration::from_secs(asked.interval.unwrap_or(DEVICE_INTERVAL).clamp(1, 60)),
            life: asked.expires_in.map_or(DEVICE_LIFE, |life| Duration::from_secs(life.min(1800))),
        })
    }

    /// Asks whether the person has typed the code (RFC 8628 §3.4). Contacts Salesforce.
    ///
    /// # Errors
    /// [`Error::Refused`] when it was denied or is over; [`Error::Network`].
    pub async fn poll_device(
        &self,
        host: &LoginHost,
        key: &ConsumerKey,
        device: &DeviceCode,
    ) -> Result<Polled, Error> {
        let form = [("grant_type", "device"), ("client_id", key.expose()), ("code", device.expose())];
        match self.ask_for_token(host, Stage::DeviceCode, &form).await {
            Ok(reply) => Ok(Polled::Given(Box::new(reply))),
            Err(Error::Refused(Refusal { error, .. })) if error == "authorization_pending" => {
                Ok(Polled::Pending)
            }
            Err(Error::Refused(Refusal { error, .. })) if error == "slow_down" => Ok(Polled::SlowDown),
            Err(error) => Err(error),
        }
    }

    async fn ask_for_token(
        &self,
        host: &LoginHost,
        stage: Stage,
        form: &[(&str, &str)],
    ) -> Result<TokenReply, Error> {
        let reply = self.post(host, form).await?;
        if reply.status == StatusCode::OK
            && let Ok(given) =
                serde_json::from_slice::<StandardTokenResponse<SalesforceFields, BasicTokenType>>(&reply.body)
        {
            return Ok(TokenReply::of(&given));
        }
        Err(refused(host, stage, &reply))
    }

    async fn post(&self, host: &LoginHost, form: &[(&str, &str)]) -> Result<Reply, NetworkTrouble> {
        let request = self.http().post(host.at(TOKEN)).header("accept", "application/json").form(form);
        let reply = self.ask(host.as_str(), request).await?;
        if reply.is_json { Ok(reply) } else { Err(reply.unexpected(host.as_str())) }
    }
}

/// A refusal, or an answer that is not one of Salesforce's.
fn refused(host: &LoginHost, stage: Stage, reply: &Reply) -> Error {
    let is_refusal = matches!(reply.status.as_u16(), 400 | 401 | 403);
    match serde_json::from_slice::<BasicErrorResponse>(&reply.body) {
        Ok(said) if is_refusal => {
            let description = said.error_description().map_or("", String::as_str);
            let refusal = refusals::read(stage, said.error().as_ref(), description);
            // Of these ways, client credentials alone show a secret.
            refusal.knowing_secret(stage == Stage::ClientCredentials).into()
        }
        _ => reply.unexpected(host.as_str()).into(),
    }
}

/// Whether an address lies on a host: whoever types a code elsewhere gives it away.
fn is_on(address: &str, host: &LoginHost) -> bool {
    url::Url::parse(address).is_ok_and(|address| {
        address.scheme() == "https"
            && address.host_str() == Some(host.as_str())
            && address.port().is_none()
            && address.username().is_empty()
            && address.password().is_none()
    })
}

#[derive(Deserialize)]
struct Asked {
    device_code: String,
    user_code: String,
    verification_uri: String,
    interval: Option<u64>,
    expires_in: Option<u64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_typed_at_the_org_alone() {
        let host = crate::model::address::parse("acme.my.salesforce.com").expect("a host");
        assert!(is_on("https://acme.my.salesforce.com/setup/connect", &host));
        for elsewhere in [
            "http://acme.my.salesforce.com/setup/connect",
            "https://acme.my.salesforce.com.evil.example/setup/connect",
            "https://acme.my.salesforce.com@evil.example/",
            "https://other.my.salesforce.com/setup/connect",
            "https://acme.my.salesforce.com:8443/",
            "",
        ] {
            assert!(!is_on(elsewhere, &host), "{elsewhere}");
        }
    }
}
