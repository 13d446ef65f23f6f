//! What an org itself says of an app: scopes and policies by query, and its key and secret where the org gives them out.
//!
//! The objects are documented for Salesforce's own use, and an older org may lack them: whoever asks takes an error here
//! for "not known". Only names that were parsed get into a query.

use std::collections::BTreeMap;

use reqwest::StatusCode;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::io::salesforce::Salesforce;
use crate::io::salesforce::deploy::{bearing, parsed};
use crate::model::error::Error;
use crate::model::host::InstanceUrl;
use crate::model::metadata::{API_VERSION, FoundPolicies, FoundScopes};
use crate::model::recipe::ApiName;
use crate::model::recipe::scope::Scope;
use crate::model::secret::{AccessToken, Pasted};

const POLICIES: &str = "PermittedUsersPolicyType, IpRelaxationPolicyType, RefreshTokenPolicyType, \
     RefreshTokenValidityPeriod, RefreshTokenValidityUnit, SessionTimeoutInMinutes, RequiredSessionLevel, \
     IsClientCredentialsFlowEnabled, ClientCredentialsFlowUser";

/// So many pages of apps are looked through.
const MOST_PAGES: usize = 20;

/// An app of an org, by its record id.
#[derive(Clone, Debug)]
pub struct AppInOrg(String);

/// What an org gives out of an app's credentials: not looked at any sooner than what a person pastes.
#[derive(Debug)]
pub struct Credentials {
    /// The key.
    pub key: Pasted,
    /// The secret, where it was given too.
    pub secret: Option<Pasted>,
}

type Row = Map<String, Value>;

impl Salesforce {
    /// Looks for an app by its API name. None: the org has none of that name. Contacts Salesforce.
    ///
    /// # Errors
    /// [`Error::Refused`] where the token may not see apps; [`Error::Network`].
    pub async fn app_in_org(
        &self,
        at: &InstanceUrl,
        token: &AccessToken,
        name: &ApiName,
    ) -> Result<Option<AppInOrg>, Error> {
        let query =
            format!("SELECT Id FROM ExternalClientApplication WHERE DeveloperName = '{}'", name.as_str());
        let row = self.first_row(at, token, &query).await?;
        Ok(row.and_then(|row| AppInOrg::parse(row.get("Id")?.as_str()?)))
    }

    /// Which scopes an app has, of all of which a field is known. None: the org does not say. Contacts Salesforce.
    ///
    /// # Errors
    /// As [`Salesforce::app_in_org`].
    pub async fn scopes_of(
        &self,
        at: &InstanceUrl,
        token: &AccessToken,
        app: &AppInOrg,
    ) -> Result<Option<FoundScopes>, Error> {
        let fields: Vec<&str> = Scope::all().iter().filter_map(|scope| scope.field).collect();
        let row = self.of_app(at, token, &fields.join(", "), "ExtlClntAppOauthSettings", app).await?;
        let found = Scope::all().iter().filter_map(|scope| {
            let says = row.as_ref()?.get(scope.field?)?.as_bool()?;
            Some((scope.value.to_owned(), says))
        });
        let found: BTreeMap<String, bool> = found.collect();
        Ok((!found.is_empty()).then_some(FoundScopes(found)))
    }

    /// The policies of an app. None: the org does not say. Contacts Salesforce.
    ///
    /// # Errors
    /// As [`Salesforce::app_in_org`].
    pub async fn policies_of(
        &self,
        at: &InstanceUrl,
        token: &AccessToken,
        app: &AppInOrg,
    ) -> Result<Option<FoundPolicies>, Error> {
        let row = self.of_app(at, token, POLICIES, "ExtlClntAppOauthPlcyCnfg", app).await?;
        Ok(row.map(|row| FoundPolicies(row.into_iter().collect())))
    }

    /// The key of an app, and its secret where org and user may have it over REST. None: the org does not list the app.
    /// Contacts Salesforce.
    ///
    /// # Errors
    /// [`Error::Refused`] where the token may not; [`Error::Network`].
    pub async fn credentials(
        &self,
        at: &InstanceUrl,
        token: &AccessToken,
        name: &ApiName,
    ) -> Result<Option<Credentials>, Error> {
        let Some(app) = self.app_in_use(at, token, name).await? else { return Ok(None) };
        let of_app = format!("/services/data/v{API_VERSION}/apps/oauth/credentials/{}", app.0);
        let request = self.http().get(at.at(&of_app));
        let reply = self.ask(at.host(), bearing(request, token)).await?;
        let consumers: Consumers = parsed(&reply, at, StatusCode::OK)?;
        // An app has one consumer: of several, nobody could say whose key it is.
        let [only] = consumers.consumers.as_slice() else { return Ok(None) };
        let Some(id) = AppInOrg::parse(&only.id) else { return Ok(None) };
        let request = self.http().get(at.at(&format!("{of_app}/{}", id.0)));
        let reply = self.ask(at.host(), bearing(request.query(&[("part", "keyandsecret")]), token)).await?;
        let given = match parsed::<Consumer>(&reply, at, StatusCode::OK) {
            Ok(given) => Some(given),
            // The key is for whoever may see apps; the secret wants more.
            Err(Error::Refused(_)) => consumers.consumers.into_iter().next(),
            Err(error) => return Err(error),
        };
        Ok(given.and_then(|given| Some(Credentials { key: given.key?, secret: given.secret })))
    }

    /// Looks for an app among those that the org lists as used by OAuth: only that list tells the name by which
    /// credentials are asked for.
    async fn app_in_use(
        &self,
        at: &InstanceUrl,
        token: &AccessToken,
        name: &ApiName,
    ) -> Result<Option<AppInOrg>, Error> {
        let path = format!("/services/data/v{API_VERSION}/apps/oauth/usage");
        for page in 0..MOST_PAGES {
            let request = self.http().get(at.at(&path)).query(&[("page", page), ("pageSize", 100)]);
            let reply = self.ask(at.host(), bearing(request, token)).await?;
            let usage: Usage = parsed(&reply, at, StatusCode::OK)?;
            let mut apps = usage.apps.into_iter();
            let named = apps.find(|app| app.developer_name.as_deref() == Some(name.as_str()));
            if let Some(app) = named {
                return Ok(AppInOrg::parse(&app.identifier));
            }
            // The address of the next page is only asked whether there is one.
            if usage.next_page_url.is_none() {
                break;
            }
        }
        Ok(None)
    }

    async fn of_app(
        &self,
        at: &InstanceUrl,
        token: &AccessToken,
        fields: &str,
        object: &str,
        AppInOrg(id): &AppInOrg,
    ) -> Result<Option<Row>, Error> {
        let query = format!("SELECT {fields} FROM {object} WHERE ExternalClientApplicationId = '{id}'");
        self.first_row(at, token, &query).await
    }

    /// By the Tooling API: its description lists every one of these fields.
    async fn first_row(
        &self,
        at: &InstanceUrl,
        token: &AccessToken,
        query: &str,
    ) -> Result<Option<Row>, Error> {
        let path = format!("/services/data/v{API_VERSION}/tooling/query");
        let request = self.http().get(at.at(&path)).query(&[("q", query)]);
        let reply = self.ask(at.host(), bearing(request, token)).await?;
        let rows: Rows = parsed(&reply, at, StatusCode::OK)?;
        Ok(rows.records.into_iter().next())
    }
}

impl AppInOrg {
    /// It becomes a part of an address and of a query: letters and digits alone.
    fn parse(text: &str) -> Option<Self> {
        let is_id = matches!(text.len(), 15 | 18) && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_id.then(|| Self(text.to_owned()))
    }
}

#[derive(Deserialize)]
struct Rows {
    records: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Usage {
    apps: Vec<UsedApp>,
    next_page_url: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct UsedApp {
    identifier: String,
    developer_name: Option<String>,
}

#[derive(Deserialize)]
struct Consumers {
    consumers: Vec<Consumer>,
}

#[derive(Deserialize)]
struct Consumer {
    id: String,
    #[serde(default, deserialize_with = "unread")]
    key: Option<Pasted>,
    #[serde(default, deserialize_with = "unread")]
    secret: Option<Pasted>,
}

/// Straight into a type that cannot be printed.
fn unread<'de, From: Deserializer<'de>>(from: From) -> Result<Option<Pasted>, From::Error> {
    Ok(Option::<String>::deserialize(from)?.map(Pasted::from))
}
