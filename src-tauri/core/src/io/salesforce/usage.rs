//! How often a user's tokens were used, as the org itself counts.
//!
//! Everybody may read the rows of himself, so no more than those are asked for. Of what a row can say, three fields are
//! read: never the one with which a token can be revoked.

use reqwest::StatusCode;
use serde::Deserialize;

use crate::io::salesforce::api::API;
use crate::io::salesforce::deploy::{bearing, parsed};
use crate::io::salesforce::{Salesforce, date};
use crate::model::error::Error;
use crate::model::host::InstanceUrl;
use crate::model::ids::UserId;
use crate::model::secret::AccessToken;
use crate::model::shown::shown;
use crate::model::time::Timestamp;

/// More characters than the name of an app has.
const LONGEST_NAME: usize = 255;

/// What an org says of one token.
#[derive(Clone, Debug, PartialEq)]
pub struct TokenUse {
    /// What the org calls its app.
    pub app_name: String,
    /// When it was used last.
    pub last_used: Option<Timestamp>,
    /// How often.
    pub uses: Option<u32>,
}

impl Salesforce {
    /// Asks how the tokens of a user were used, one entry a token. Contacts Salesforce.
    ///
    /// # Errors
    /// [`Error::Refused`] where the token may not ask; [`Error::Network`].
    pub async fn uses_of(
        &self,
        at: &InstanceUrl,
        token: &AccessToken,
        user: &UserId,
    ) -> Result<Vec<TokenUse>, Error> {
        let user = user.as_str();
        let query = format!("SELECT AppName, LastUsedDate, UseCount FROM OauthToken WHERE UserId = '{user}'");
        let request = self.http().get(at.at(&format!("{API}/query"))).query(&[("q", query)]);
        let reply = self.ask(at.host(), bearing(request, token)).await?;
        let rows: Rows = parsed(&reply, at, StatusCode::OK)?;
        Ok(rows.records.into_iter().map(TokenUse::from).collect())
    }
}

#[derive(Deserialize)]
struct Rows {
    records: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Row {
    app_name: Option<String>,
    last_used_date: Option<String>,
    use_count: Option<u32>,
}

impl From<Row> for TokenUse {
    /// What is not said, or cannot be read, is not known.
    fn from(row: Row) -> Self {
        Self {
            app_name: shown(&row.app_name.unwrap_or_default(), LONGEST_NAME),
            last_used: row.last_used_date.and_then(|date| date::of_query(&date)),
            uses: row.use_count,
        }
    }
}
