//! The few questions that are asked of an org's APIs.

use reqwest::StatusCode;
use serde::Deserialize;

use crate::io::salesforce::{Reply, Salesforce, no_answer};
use crate::model::client_app::Scopes;
use crate::model::environment::Organization;
use crate::model::error::Error;
use crate::model::host::{InstanceUrl, LoginHost};
use crate::model::refusal::Stage;
use crate::model::secret::AccessToken;
use crate::model::shown::shown;
use crate::oauth::refusals;

/// Old enough for every org: all are moved to the newest release by Salesforce itself.
const API: &str = "/services/data/v60.0";

const ORGANIZATION: &str = "SELECT Name, IsSandbox, OrganizationType FROM Organization";

/// More characters than a name of Salesforce's has.
const LONGEST_NAME: usize = 255;

/// Whether an access token is alive.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Proof {
    /// Salesforce took it.
    Alive,
    /// Salesforce knows it no longer.
    Dead,
}

/// Who a token belongs to.
#[derive(Debug, Deserialize)]
pub struct Whoami {
    /// The user's name in that org.
    pub preferred_username: String,
}

impl Salesforce {
    /// Asks without any credential whether this host is an org. Contacts Salesforce.
    ///
    /// # Errors
    /// [`Error::Network`] when nobody, or somebody else, answers.
    pub async fn is_an_org(&self, host: &LoginHost) -> Result<(), Error> {
        let reply = self.ask(host.as_str(), self.http.get(host.at("/services/data"))).await?;
        let versions = serde_json::from_slice::<Vec<Version>>(&reply.body).unwrap_or_default();
        if reply.status == StatusCode::OK && !versions.is_empty() {
            Ok(())
        } else {
            Err(no_answer(host.as_str(), reply.status).into())
        }
    }

    /// Makes the cheapest call that proves the token: `limits`, which proves API access too, or `userinfo` where the
    /// token has no `api` scope. Contacts Salesforce.
    ///
    /// # Errors
    /// [`Error::Network`], and [`Error::Refused`] for a token that lives but may not use the API.
    pub async fn prove(
        &self,
        at: &InstanceUrl,
        token: &AccessToken,
        scopes: &Scopes,
    ) -> Result<Proof, Error> {
        let with_api = scopes.has("api") || scopes.has("full");
        let path = if with_api { format!("{API}/limits") } else { "/services/oauth2/userinfo".to_owned() };
        let reply = self.get(at, &path, token).await?;
        let errors = serde_json::from_slice::<Vec<ApiError>>(&reply.body).unwrap_or_default();
        match (reply.status, errors.first()) {
            (StatusCode::OK, _) if reply.is_json => Ok(Proof::Alive),
            (StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN, Some(error)) => {
                let refusal = refusals::read(Stage::Api, &error.code, &error.message);
                match refusal.meaning {
                    Some(_) => Err(refusal.into()),
                    None if reply.status == StatusCode::UNAUTHORIZED => Ok(Proof::Dead),
                    // Known to the org, whatever it may not do: a daily limit, say.
                    None => Ok(Proof::Alive),
                }
            }
            (StatusCode::FORBIDDEN, None) if reply.body == b"Bad_OAuth_Token" => Ok(Proof::Dead),
            (status, _) => Err(no_answer(at.host(), status).into()),
        }
    }

    /// Asks who a token belongs to. Contacts Salesforce.
    ///
    /// # Errors
    /// [`Error::Network`].
    pub async fn whoami(&self, at: &InstanceUrl, token: &AccessToken) -> Result<Whoami, Error> {
        let reply = self.get(at, "/services/oauth2/userinfo", token).await?;
        let Whoami { preferred_username } = parsed(&reply, at)?;
        Ok(Whoami { preferred_username: shown(&preferred_username, LONGEST_NAME) })
    }

    /// Asks the org what it is. Contacts Salesforce.
    ///
    /// # Errors
    /// [`Error::Network`], also where the token may not use the API.
    pub async fn organization(&self, at: &InstanceUrl, token: &AccessToken) -> Result<Organization, Error> {
        let request = self.http.get(at.at(&format!("{API}/query"))).query(&[("q", ORGANIZATION)]);
        let reply = self.ask(at.host(), request.bearer_auth(token.expose())).await?;
        let rows: Rows = parsed(&reply, at)?;
        let row = rows.records.into_iter().next().ok_or_else(|| no_answer(at.host(), reply.status))?;
        Ok(Organization {
            name: shown(&row.name, LONGEST_NAME),
            is_sandbox: row.is_sandbox,
            organization_type: shown(&row.organization_type, LONGEST_NAME),
        })
    }

    async fn get(&self, at: &InstanceUrl, path: &str, token: &AccessToken) -> Result<Reply, Error> {
        Ok(self.ask(at.host(), self.http.get(at.at(path)).bearer_auth(token.expose())).await?)
    }
}

fn parsed<T: for<'de> Deserialize<'de>>(reply: &Reply, at: &InstanceUrl) -> Result<T, Error> {
    let parsed = serde_json::from_slice(&reply.body).ok().filter(|_| reply.status == StatusCode::OK);
    parsed.ok_or_else(|| no_answer(at.host(), reply.status).into())
}

#[derive(Deserialize)]
struct Version {
    #[serde(rename = "version")]
    _number: String,
}

#[derive(Deserialize)]
struct ApiError {
    #[serde(rename = "errorCode")]
    code: String,
    #[serde(default)]
    message: String,
}

#[derive(Deserialize)]
struct Rows {
    records: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Row {
    name: String,
    is_sandbox: bool,
    organization_type: String,
}
