//! The few questions that are asked of an org's APIs.

use reqwest::StatusCode;
use serde::Deserialize;

use crate::io::salesforce::{Reply, Salesforce};
use crate::model::client_app::Scopes;
use crate::model::environment::Organization;
use crate::model::error::Error;
use crate::model::host::{InstanceUrl, LoginHost};
use crate::model::refusal::{Meaning, Refusal, Stage};
use crate::model::secret::AccessToken;
use crate::model::shown::shown;
use crate::oauth::refusals;

/// Old enough for every org: all are moved to the newest release by Salesforce itself.
pub(super) const API: &str = "/services/data/v60.0";

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
        self.meet(host).await.map(drop)
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
        let Some(refusal) = refusal(&reply) else {
            let is_taken = reply.status == StatusCode::OK && reply.is_json;
            return if is_taken { Ok(Proof::Alive) } else { Err(reply.unexpected(at.host()).into()) };
        };
        match (refusal.meaning, reply.status) {
            (Some(Meaning::GrantEnded), _) | (None, StatusCode::UNAUTHORIZED) => Ok(Proof::Dead),
            // Known to the org, whatever it may not do: a daily limit, say.
            (
                None
                | Some(
                    Meaning::ApiLimit
                    | Meaning::NotPermitted
                    | Meaning::LacksPermission
                    | Meaning::ScopeNotAllowed,
                ),
                StatusCode::FORBIDDEN,
            ) => Ok(Proof::Alive),
            (None, _) => Err(reply.unexpected(at.host()).into()),
            (Some(_), _) => Err(refusal.into()),
        }
    }

    /// Sees whether a token opens the API. Contacts Salesforce.
    ///
    /// # Errors
    /// [`Error::Refused`] in Salesforce's words, also for a limit that is used up; [`Error::Network`].
    pub async fn open_api(&self, at: &InstanceUrl, token: &AccessToken) -> Result<(), Error> {
        let reply = self.get(at, &format!("{API}/limits"), token).await?;
        match refusal(&reply) {
            Some(refusal) => Err(refusal.into()),
            None if reply.status == StatusCode::OK && reply.is_json => Ok(()),
            None => Err(reply.unexpected(at.host()).into()),
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
        let request = self.http().get(at.at(&format!("{API}/query"))).query(&[("q", ORGANIZATION)]);
        let reply = self.ask(at.host(), request.bearer_auth(token.expose())).await?;
        let rows: Rows = parsed(&reply, at)?;
        let row = rows.records.into_iter().next().ok_or_else(|| reply.unexpected(at.host()))?;
        Ok(Organization {
            name: shown(&row.name, LONGEST_NAME),
            is_sandbox: row.is_sandbox,
            organization_type: shown(&row.organization_type, LONGEST_NAME),
        })
    }

    /// That request, as method and address.
    pub fn organization_request(&self, at: &InstanceUrl) -> String {
        let request = self.http().get(at.at(&format!("{API}/query"))).query(&[("q", ORGANIZATION)]).build();
        request.map_or_else(|_| String::new(), |request| format!("{} {}", request.method(), request.url()))
    }

    async fn get(&self, at: &InstanceUrl, path: &str, token: &AccessToken) -> Result<Reply, Error> {
        Ok(self.ask(at.host(), self.http().get(at.at(path)).bearer_auth(token.expose())).await?)
    }
}

/// A refusal in one of the two shapes that the APIs have: an array of codes, or one bare word.
pub(super) fn refusal(reply: &Reply) -> Option<Refusal> {
    matches!(reply.status.as_u16(), 400..=404).then_some(())?;
    if let Ok(errors) = serde_json::from_slice::<Vec<ApiError>>(&reply.body) {
        let error = errors.into_iter().next()?;
        return Some(refusals::read(Stage::Api, &error.code, &error.message));
    }
    // Only words that Salesforce is known to say: a proxy may say one, too.
    let word = str::from_utf8(&reply.body).ok()?.trim();
    Some(refusals::read(Stage::Api, word, "")).filter(|refusal| refusal.meaning.is_some())
}

/// What an org says to everybody: which versions of the API it has.
pub(super) fn is_list_of_versions(reply: &Reply) -> bool {
    let versions = serde_json::from_slice::<Vec<Version>>(&reply.body).unwrap_or_default();
    reply.status == StatusCode::OK && !versions.is_empty()
}

fn parsed<T: for<'de> Deserialize<'de>>(reply: &Reply, at: &InstanceUrl) -> Result<T, Error> {
    let parsed = serde_json::from_slice(&reply.body).ok().filter(|_| reply.status == StatusCode::OK);
    parsed.ok_or_else(|| reply.unexpected(at.host()).into())
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
