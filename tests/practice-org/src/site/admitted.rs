//! Who may use the API of an org at all. Every resource of the API asks here first.
//!
//! Checks the token before it tells whether a version exists, and counts the call.

use super::answer::Answer;
use super::call::Call;
use crate::rules::refusal::{
    API_DISABLED, LIMIT_EXCEEDED, NOT_FOUND, PASSWORD_EXPIRED, Refusal, SESSION_DEAD, SESSION_NOT_FOR_API,
};
use crate::rules::{admission, bearer, scope, version};
use crate::world::org::User;
use crate::world::{OrgIndex, World};

/// A call that may go on.
#[derive(Debug)]
pub(crate) struct Admitted {
    /// The version of the API that it names.
    pub(crate) version: u32,
    pub(crate) username: String,
}

impl Admitted {
    /// Who calls.
    pub(crate) fn user<'a>(&self, world: &'a World, org: OrgIndex) -> Result<&'a User, Refusal> {
        world.user(org, &self.username).ok_or(SESSION_DEAD)
    }
}

/// The version and the user of a call to `/services/data/vXX.0/…` whose token may use the API of this org.
pub(crate) fn admitted(world: &mut World, org: OrgIndex, call: &Call) -> Result<Admitted, Refusal> {
    let username = bearer_of(world, org, call.authorization.as_deref())?;
    let segment = call.path.split('/').nth(3).unwrap_or_default();
    let version = version::read(segment).ok_or(NOT_FOUND)?;
    world.orgs[org].api_requests += 1;
    Ok(Admitted { version, username })
}

/// Whose token this is, if it may use the API of this org now.
pub(crate) fn bearer_of(
    world: &World,
    org: OrgIndex,
    authorization: Option<&str>,
) -> Result<String, Refusal> {
    let now = world.clock.now();
    // R1, whatever is wrong with the token: the API does not say.
    let family = bearer::holder(authorization, &world.grants, org, now).map_err(|_| SESSION_DEAD)?;
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
    Ok(user.username.clone())
}

/// The answer of a resource: JSON, or an array of one refusal.
pub(crate) fn answered(result: Result<serde_json::Value, Refusal>) -> Answer {
    match result {
        Ok(value) => Answer::json(200, &value),
        Err(refusal) => Answer::api_refusal(refusal),
    }
}
