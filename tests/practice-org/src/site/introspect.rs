//! `POST /services/oauth2/introspect`: is this token active, and until when?
//!
//! Source: help page `remoteaccess_oidc_token_introspection`. The one place that tells the end of an opaque token. Wants
//! key and secret whatever the "Require secret" boxes say, and knows an app's own tokens only, unless "Introspect All
//! Tokens" is on. Whatever is wrong with a token, the answer is that it is not active.

use serde_json::{Value, json};

use super::answer::Answer;
use super::call::Call;
use super::places::Place;
use super::token::envelope;
use crate::rules::refusal::{MALFORMED, PARAMETER_MISSING, Refusal, TOKEN_UNKNOWN_KEY};
use crate::rules::{client, grant, token};
use crate::world::World;
use crate::world::app::App;
use crate::world::family::{AccessToken, Family};
use crate::world::org::Org;
use crate::world::switches::RefreshTokenPolicy;

/// Answers an introspection.
pub(crate) fn answer(world: &World, place: Place, call: &Call) -> Answer {
    match decided(world, place, call) {
        Ok(told) => Answer::json(200, &told),
        Err(refusal) => Answer::oauth_refusal(refusal),
    }
}

fn decided(world: &World, place: Place, call: &Call) -> Result<Value, Refusal> {
    let sent = token::parameters(&envelope(call))?;
    sent.only(&["token", "token_type_hint", "client_id", "client_secret"])?;
    let Place::MyDomain(org) = place else {
        return Err(TOKEN_UNKNOWN_KEY);
    };
    let (home, now) = (&world.orgs[org], world.clock.now());
    let presented = client::presented(call.authorization.as_deref(), &sent)?;
    let app = client::authenticated(&presented, &home.apps, now, |_| true)?;
    let value = sent.get("token").ok_or(PARAMETER_MISSING)?;
    // RFC 7662 §2.1: the hint helps a server to search, and no more; only a strange one is refused.
    let known_hint = |hint| hint == "access_token" || hint == "refresh_token";
    if !sent.sent("token_type_hint").is_none_or(known_hint) {
        return Err(MALFORMED);
    }
    let may_see = |family: &Family| {
        let own = family.owner.consumer_key == app.consumer_key;
        family.owner.org == org && (own || app.switches.introspect_all_tokens)
    };
    let access = world.grants.access_token(value);
    if let Some((family, access)) = access.filter(|(family, access)| may_see(family) && access.is_alive(now))
    {
        return Ok(of_access_token(home, family, access));
    }
    let family = world.grants.families().iter().find(|family| family.live && family.is_current(value));
    let of_refresh_token = |family| of_refresh_token(home, family, now);
    let inactive = || json!({ "active": false });
    Ok(family.filter(|family| may_see(family)).and_then(of_refresh_token).unwrap_or_else(inactive))
}

fn of_access_token(home: &Org, family: &Family, access: &AccessToken) -> Value {
    let mut told = told(home, family, "access_token", access.issued_at);
    told["exp"] = json!(access.expires_at / 1000);
    told
}

/// Its end is told where the policy of its app sets one; a token that its policy has ended is not active.
fn of_refresh_token(home: &Org, family: &Family, now: u64) -> Option<Value> {
    let app: &App = home.apps.iter().find(|app| app.consumer_key == family.owner.consumer_key)?;
    let end = match app.switches.refresh_token_policy {
        RefreshTokenPolicy::UntilRevoked => None,
        RefreshTokenPolicy::ImmediatelyExpire => Some(family.begun_at),
        RefreshTokenPolicy::IdleDays(days) => Some(family.used_at + grant::in_milliseconds(days)),
        RefreshTokenPolicy::LifetimeDays(days) => Some(family.begun_at + grant::in_milliseconds(days)),
    };
    if end.is_some_and(|end| now >= end) {
        return None;
    }
    let mut told = told(home, family, "refresh_token", family.begun_at);
    if let Some(end) = end {
        told["exp"] = json!(end / 1000);
    }
    Some(told)
}

fn told(home: &Org, family: &Family, token_type: &str, begin: u64) -> Value {
    json!({
        "active": true,
        "scope": family.scopes.join(" "),
        "client_id": family.owner.consumer_key,
        "username": family.owner.username,
        "sub": home.user(&family.owner.username).map(|user| home.identity_url(user)),
        "token_type": token_type,
        "iat": begin / 1000,
        "nbf": begin / 1000,
    })
}
