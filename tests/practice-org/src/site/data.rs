//! The REST API, as far as everybody needs it: versions and limits.
//!
//! Refuses with a JSON array.

use serde_json::json;

use super::admitted::{admitted, answered};
use super::answer::Answer;
use super::call::Call;
use crate::rules::refusal::METHOD;
use crate::rules::version;
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
    if !call.is_get() {
        return Answer::api_refusal(METHOD);
    }
    answered(admitted(world, org, call).map(|_| {
        let remaining = DAILY_REQUESTS.saturating_sub(world.orgs[org].api_requests);
        json!({
            "DailyApiRequests": { "Max": DAILY_REQUESTS, "Remaining": remaining },
            "DataStorageMB": { "Max": 1024, "Remaining": 1001 },
            "FileStorageMB": { "Max": 1024, "Remaining": 1019 },
        })
    }))
}
