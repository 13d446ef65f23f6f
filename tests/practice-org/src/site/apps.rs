//! `/services/data/vXX.0/apps/oauth/…`: which apps the org has, and their keys and secrets.
//!
//! Source: Connect REST API guide, "External client apps". The key is there for whoever may see the apps; the secret wants
//! the org's consent and a right of its own, and is never in an answer that was not asked for it.

use serde_json::{Map, Value, json};

use super::admitted::{Admitted, admitted, answered};
use super::answer::Answer;
use super::call::Call;
use crate::rules::form::Parameters;
use crate::rules::refusal::{
    INSUFFICIENT, METHOD, NOT_FOUND, PARAMETER_STRANGE, Refusal, SECRETS_NOT_FOR_USER, SECRETS_NOT_OVER_REST,
};
use crate::world::app::App;
use crate::world::org::Org;
use crate::world::{OrgIndex, World};

/// Since when these resources exist.
const USAGE_SINCE: u32 = 59;
const CREDENTIALS_SINCE: u32 = 60;
const STAGED_SINCE: u32 = 65;
/// How many apps a page has at the most, and how many without a word about it.
const LARGEST_PAGE: usize = 100;
const USUAL_PAGE: usize = 25;

/// `GET …/apps/oauth/usage?page=0&pageSize=100`.
pub(crate) fn usage(world: &mut World, org: OrgIndex, call: &Call) -> Answer {
    answered(looked(world, org, call, USAGE_SINCE).and_then(|asker| {
        let sent = Parameters::read(&call.query).map_err(|_| PARAMETER_STRANGE)?;
        sent.only(&["page", "pageSize"]).map_err(|_| PARAMETER_STRANGE)?;
        let page = number(sent.get("page"), 0)?;
        let size = number(sent.get("pageSize"), USUAL_PAGE)?;
        if size == 0 || size > LARGEST_PAGE {
            return Err(PARAMETER_STRANGE);
        }
        let listed: Vec<&App> = world.orgs[org].apps.iter().filter(|app| app.switches.exists).collect();
        let here = page.saturating_mul(size);
        let address = |page: usize| {
            let version = asker.version;
            format!("/services/data/v{version}.0/apps/oauth/usage?page={page}&pageSize={size}")
        };
        let entry = |app: &&App| {
            let id = app.id.long();
            json!({
                "identifier": id,
                "developerName": app.api_name,
                "description": app.remarks.get("description"),
                "accessTokenFormat": if app.switches.jwt_access_tokens { "JWT" } else { "Opaque" },
                "availableActions": [],
                "isFromPackage": false,
                "usageDetailsUrl": format!("/services/data/v{}.0/apps/oauth/usage/{id}/users", asker.version),
            })
        };
        let apps: Vec<Value> = listed.iter().skip(here).take(size).map(entry).collect();
        let more = listed.len() > here.saturating_add(size);
        Ok(json!({
            "apps": apps,
            "currentPageUrl": address(page),
            "nextPageUrl": more.then(|| address(page + 1)),
        }))
    }))
}

/// `GET …/apps/oauth/credentials/{appId}` and `…/{consumerId}?part=key|secret|keyandsecret`.
pub(crate) fn credentials(world: &mut World, org: OrgIndex, call: &Call) -> Answer {
    answered(looked(world, org, call, CREDENTIALS_SINCE).and_then(|asker| {
        let segments: Vec<&str> = call.path.split('/').skip(7).collect();
        let home = &world.orgs[org];
        let app = home.app(segments.first().copied().unwrap_or_default()).ok_or(NOT_FOUND)?;
        let sent = Parameters::read(&call.query).map_err(|_| PARAMETER_STRANGE)?;
        let Some(consumer) = segments.get(1) else {
            sent.only(&[]).map_err(|_| PARAMETER_STRANGE)?;
            return Ok(json!({ "consumers": [consumer(app, &asker, &["key"])] }));
        };
        sent.only(&["part"]).map_err(|_| PARAMETER_STRANGE)?;
        let parts = match sent.get("part") {
            None | Some("key") => &["key"][..],
            Some("secret") => &["secret"],
            Some("keyandsecret") => &["key", "secret"],
            Some(_) => return Err(PARAMETER_STRANGE),
        };
        if !app.consumer_id().is(consumer) {
            return Err(NOT_FOUND);
        }
        if parts.contains(&"secret") {
            may_read_secrets(home, asker.user(world, org)?.standing.may_see_secrets)?;
        }
        Ok(self::consumer(app, &asker, parts))
    }))
}

/// Whether this call may see the apps at all.
fn looked(world: &mut World, org: OrgIndex, call: &Call, since: u32) -> Result<Admitted, Refusal> {
    if !call.is_get() {
        return Err(METHOD);
    }
    let asker = admitted(world, org, call)?;
    if asker.version < since {
        return Err(NOT_FOUND);
    }
    if !asker.user(world, org)?.standing.may_see_apps {
        return Err(INSUFFICIENT);
    }
    Ok(asker)
}

fn may_read_secrets(org: &Org, may_see_secrets: bool) -> Result<(), Refusal> {
    if !org.condition.secrets_over_rest {
        return Err(SECRETS_NOT_OVER_REST);
    }
    if may_see_secrets { Ok(()) } else { Err(SECRETS_NOT_FOR_USER) }
}

fn consumer(app: &App, asker: &Admitted, parts: &[&str]) -> Value {
    let (app_id, id) = (app.id.long(), app.consumer_id().long());
    let url = format!("/services/data/v{}.0/apps/oauth/credentials/{app_id}/{id}", asker.version);
    let mut told = Map::new();
    if asker.version >= STAGED_SINCE {
        told.insert("stagedCredentialsUrl".to_owned(), json!(format!("{url}/staged")));
    }
    for part in parts {
        let value = if *part == "key" { &app.consumer_key } else { &app.consumer_secret };
        told.insert((*part).to_owned(), json!(value));
    }
    told.insert("id".to_owned(), json!(id));
    told.insert("name".to_owned(), json!(app.name));
    told.insert("url".to_owned(), json!(url));
    Value::Object(told)
}

fn number(text: Option<&str>, otherwise: usize) -> Result<usize, Refusal> {
    text.map_or(Ok(otherwise), |text| text.parse().map_err(|_| PARAMETER_STRANGE))
}
