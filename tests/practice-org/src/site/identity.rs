//! `GET /services/oauth2/userinfo` and the identity URL: whose token is this?
//!
//! Refuses with one bare word and 403, not with 401 and JSON (help page `remoteaccess_using_openid`).

use serde_json::{Value, json};

use super::answer::Answer;
use super::call::Call;
use super::places::Place;
use crate::rules::bearer::{self, Unproven};
use crate::rules::refusal::{
    IDENTITY_UNKNOWN, MUST_GET, Refusal, SCOPE_TOO_SMALL, TOKEN_BAD, TOKEN_MISSING, TOKEN_OF_OTHER_ORG,
};
use crate::rules::scope;
use crate::world::World;
use crate::world::family::Family;
use crate::world::org::{Org, User};

/// No org has this index, so no token is of it.
const NOWHERE: usize = usize::MAX;

/// Answers `userinfo` on a My Domain.
pub(crate) fn userinfo(world: &World, place: Place, call: &Call) -> Answer {
    let org = if let Place::MyDomain(org) = place { org } else { NOWHERE };
    match holder(world, org, call) {
        Ok((org, user)) => Answer::json(200, &fields(org, user)),
        Err(refusal) => Answer::word(refusal),
    }
}

/// Answers an identity URL, on the org's login host or on its My Domain.
pub(crate) fn identity(world: &World, place: Place, call: &Call) -> Answer {
    match identified(world, place, call) {
        Ok(fields) => Answer::json(200, &fields),
        Err(refusal) => Answer::word(refusal),
    }
}

fn identified(world: &World, place: Place, call: &Call) -> Result<Value, Refusal> {
    let ids = call.path.strip_prefix("/id/").and_then(|ids| ids.split_once('/'));
    let (org_id, user_id) = ids.ok_or(IDENTITY_UNKNOWN)?;
    let here = |(index, org): &(usize, &Org)| match place {
        Place::MyDomain(own) => own == *index,
        Place::LoginHost => org.kind.login_host() == call.host,
        Place::Lightning(_) | Place::SetupHost(_) => false,
    };
    let named = world.orgs.iter().enumerate().filter(here).find(|(_, org)| org.id.long() == org_id);
    let (org, user) = holder(world, named.map_or(NOWHERE, |(index, _)| index), call)?;
    if user.id.long() != user_id {
        return Err(IDENTITY_UNKNOWN);
    }
    let mut fields = fields(org, user);
    fields["id"] = json!(org.identity_url(user));
    fields["username"] = json!(user.username);
    fields["display_name"] = json!(user.full_name());
    Ok(fields)
}

/// The org and the user of a token that may ask who it is.
fn holder<'a>(world: &'a World, here: usize, call: &Call) -> Result<(&'a Org, &'a User), Refusal> {
    if !call.is_get() {
        return Err(MUST_GET.with_status(405));
    }
    let family = bearer::holder(call.authorization.as_deref(), &world.grants, here, world.clock.now());
    let family: &Family = family.map_err(one_word)?;
    if !scope::allows_identity(&family.scopes) {
        return Err(SCOPE_TOO_SMALL);
    }
    let user = world.user(here, &family.owner.username).ok_or(IDENTITY_UNKNOWN)?;
    Ok((&world.orgs[here], user))
}

/// What the endpoints that say one bare word say about a token that proves nothing.
pub(crate) fn one_word(unproven: Unproven) -> Refusal {
    match unproven {
        Unproven::Missing => TOKEN_MISSING,
        Unproven::Dead => TOKEN_BAD,
        Unproven::OtherOrg => TOKEN_OF_OTHER_ORG,
    }
}

/// The fields that clients know from Salesforce; each URL holds `{version}` as Salesforce's do.
fn fields(org: &Org, user: &User) -> Value {
    let home = format!("https://{}", org.host());
    let picture = format!("{home}/profilephoto/005/F");
    json!({
        "sub": org.identity_url(user),
        "user_id": user.id.long(),
        "organization_id": org.id.long(),
        "preferred_username": user.username,
        "nickname": user.given_name.to_lowercase(),
        "name": user.full_name(),
        "email": user.email,
        "email_verified": true,
        "given_name": user.given_name,
        "family_name": user.family_name,
        "zoneinfo": "Europe/Berlin",
        "photos": { "picture": picture, "thumbnail": format!("{home}/profilephoto/005/T") },
        "profile": format!("{home}/{}", user.id.long()),
        "picture": picture,
        "address": { "country": "DE" },
        "urls": {
            "enterprise": format!("{home}/services/Soap/c/{{version}}/{}", org.id.short()),
            "metadata": format!("{home}/services/Soap/m/{{version}}/{}", org.id.short()),
            "partner": format!("{home}/services/Soap/u/{{version}}/{}", org.id.short()),
            "rest": format!("{home}/services/data/v{{version}}/"),
            "sobjects": format!("{home}/services/data/v{{version}}/sobjects/"),
            "search": format!("{home}/services/data/v{{version}}/search/"),
            "query": format!("{home}/services/data/v{{version}}/query/"),
            "recent": format!("{home}/services/data/v{{version}}/recent/"),
        },
        "active": user.active,
        "user_type": "STANDARD",
        "language": "en_US",
        "locale": "en_US",
        "utcOffset": 3_600_000,
        "updated_at": "2026-09-14T08:30:00Z",
        "is_app_installed": true,
    })
}
