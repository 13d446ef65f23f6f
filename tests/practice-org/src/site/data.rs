//! The REST API, as far as a credential manager needs it: versions, limits, and who the org is.
//!
//! Refuses with a JSON array. Checks the token before it tells whether a version exists.

use serde_json::{Value, json};

use super::answer::Answer;
use super::call::Call;
use crate::rules::form::Parameters;
use crate::rules::refusal::{
    API_DISABLED, LIMIT_EXCEEDED, METHOD, NOT_FOUND, PASSWORD_EXPIRED, QUERY_MALFORMED, Refusal,
    SESSION_DEAD, SESSION_NOT_FOR_API,
};
use crate::rules::{admission, bearer, query, scope, version};
use crate::world::org::{Org, OrgKind};
use crate::world::{OrgIndex, World};

/// API requests that an org may make in a day.
const DAILY_REQUESTS: u64 = 15_000;

/// `GET /services/data`: the versions of the API, for everybody.
pub(crate) fn versions(call: &Call) -> Answer {
    if !call.is_get() {
        return Answer::api_refusal(METHOD);
    }
    let entry = |number: u32| {
        let (label, url) = (version::label(number), format!("/services/data/v{number}.0"));
        json!({ "label": label, "url": url, "version": format!("{number}.0") })
    };
    Answer::json(200, &version::all().map(entry).collect())
}

/// `GET /services/data/vXX.0/limits`.
pub(crate) fn limits(world: &mut World, org: OrgIndex, call: &Call) -> Answer {
    answered(admitted(world, org, call).map(|_| {
        let remaining = DAILY_REQUESTS.saturating_sub(world.orgs[org].api_requests);
        json!({
            "DailyApiRequests": { "Max": DAILY_REQUESTS, "Remaining": remaining },
            "DataStorageMB": { "Max": 1024, "Remaining": 1001 },
            "FileStorageMB": { "Max": 1024, "Remaining": 1019 },
        })
    }))
}

/// `GET /services/data/vXX.0/query?q=…`.
pub(crate) fn queried(world: &mut World, org: OrgIndex, call: &Call) -> Answer {
    answered(admitted(world, org, call).and_then(|version| {
        let sent = Parameters::read(&call.query).map_err(|_| QUERY_MALFORMED)?;
        let fields = query::fields(sent.get("q").unwrap_or_default())?;
        let org = &world.orgs[org];
        let url = format!("/services/data/v{version}.0/sobjects/Organization/{}", org.id.long());
        let mut record = json!({ "attributes": { "type": "Organization", "url": url } });
        for field in fields {
            record[field] = column(org, field);
        }
        Ok(json!({ "totalSize": 1, "done": true, "records": [record] }))
    }))
}

/// The version of a call whose token may use the API of this org. Counts the call.
fn admitted(world: &mut World, org: OrgIndex, call: &Call) -> Result<u32, Refusal> {
    if !call.is_get() {
        return Err(METHOD);
    }
    let now = world.clock.now();
    // R1, whatever is wrong with the token: the API does not say.
    let family =
        bearer::holder(call.authorization.as_deref(), &world.grants, org, now).map_err(|_| SESSION_DEAD)?;
    let home = &world.orgs[org];
    let user = home.user(&family.owner.username).ok_or(SESSION_DEAD)?;
    let app = home.apps.iter().find(|app| app.consumer_key == family.owner.consumer_key);
    let selected = app.is_some_and(|app| admission::is_selected(user, &app.switches));
    if !scope::allows_api(&family.scopes) || (home.condition.api_access_control && !selected) {
        return Err(SESSION_NOT_FOR_API);
    }
    if home.condition.api_disabled || !user.standing.api_enabled {
        return Err(API_DISABLED);
    }
    if user.standing.password_expired {
        return Err(PASSWORD_EXPIRED);
    }
    if home.condition.api_limit_exceeded {
        return Err(LIMIT_EXCEEDED);
    }
    let segment = call.path.split('/').nth(3).unwrap_or_default();
    let version = version::read(segment).ok_or(NOT_FOUND)?;
    world.orgs[org].api_requests += 1;
    Ok(version)
}

fn column(org: &Org, field: &str) -> Value {
    match field {
        "Id" => json!(org.id.long()),
        "Name" => json!(org.company),
        "InstanceName" => json!(org.instance),
        "IsSandbox" => json!(org.kind == OrgKind::Sandbox),
        "OrganizationType" => json!(org.edition()),
        // No namespace, and no trial that ends: a sandbox with an end would be a scratch org.
        _ => Value::Null,
    }
}

fn answered(result: Result<Value, Refusal>) -> Answer {
    match result {
        Ok(value) => Answer::json(200, &value),
        Err(refusal) => Answer::api_refusal(refusal),
    }
}
