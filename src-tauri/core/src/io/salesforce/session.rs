//! What is asked about a token, and with it: when it ends, and a link that opens the org.

use oauth2::TokenIntrospectionResponse;
use oauth2::basic::BasicTokenIntrospectionResponse;
use reqwest::StatusCode;
use serde::Deserialize;

use crate::io::salesforce::api::refusal;
use crate::io::salesforce::token::AppAtHost;
use crate::io::salesforce::{Salesforce, no_answer};
use crate::model::error::Error;
use crate::model::host::InstanceUrl;
use crate::model::secret::{AccessToken, LogInLink};
use crate::model::time::Timestamp;

impl Salesforce {
    /// Asks when an access token ends (RFC 7662). None: Salesforce does not say, or not to this app. Contacts Salesforce.
    ///
    /// # Errors
    /// [`Error::Network`].
    pub async fn introspect(
        &self,
        app: AppAtHost<'_>,
        token: &AccessToken,
    ) -> Result<Option<Timestamp>, Error> {
        let mut form = vec![
            ("token", token.expose()),
            ("token_type_hint", "access_token"),
            ("client_id", app.key.expose()),
        ];
        if let Some(secret) = app.secret {
            form.push(("client_secret", secret.expose()));
        }
        let request = self.http().post(app.host.at("/services/oauth2/introspect")).form(&form);
        let reply = self.ask(app.host.as_str(), request).await?;
        if reply.status != StatusCode::OK {
            return Ok(None);
        }
        let said = serde_json::from_slice::<BasicTokenIntrospectionResponse>(&reply.body)
            .map_err(|_| no_answer(app.host.as_str(), reply.status))?;
        Ok(said.exp().filter(|_| said.active()).map(|end| Timestamp(end.timestamp_millis())))
    }

    /// Asks for a link that logs a browser in, once. Needs the scope `web`. Contacts Salesforce.
    ///
    /// # Errors
    /// [`Error::Refused`] where the token may not; [`Error::ForeignInstance`] for a link that leads elsewhere;
    /// [`Error::Network`].
    pub async fn log_in_link(&self, at: &InstanceUrl, token: &AccessToken) -> Result<LogInLink, Error> {
        // By GET: a POST without a body can be left hanging, and there is nothing to put into one.
        let request = self.http().get(at.at("/services/oauth2/singleaccess")).bearer_auth(token.expose());
        let reply = self.ask(at.host(), request).await?;
        if let Some(refusal) = refusal(&reply) {
            return Err(refusal.into());
        }
        let link = serde_json::from_slice::<SingleAccess>(&reply.body)
            .ok()
            .filter(|_| reply.status == StatusCode::OK)
            .ok_or_else(|| no_answer(at.host(), reply.status))?;
        let origin = url::Url::parse(&link.frontdoor_uri).map(|link| link.origin().ascii_serialization());
        InstanceUrl::parse(&origin.unwrap_or_default())?;
        Ok(link.frontdoor_uri.into())
    }
}

#[derive(Deserialize)]
struct SingleAccess {
    frontdoor_uri: String,
}
