//! `/services/oauth2/singleaccess`: a link that opens the org in a browser, and the door at its end.
//!
//! Source: help page `frontdoor_singleaccess`. Says one bare word and 403 to a token that is dead or has no scope for
//! pages. The link works once and for a minute; the old link with a token in its address does not work at all.

use serde_json::json;

use super::answer::Answer;
use super::call::Call;
use super::identity::one_word;
use super::login::{session_cookie, stale};
use super::page::{self, escaped};
use crate::rules::form::Parameters;
use crate::rules::refusal::{MALFORMED, METHOD, Refusal, SCOPE_TOO_SMALL, TOKEN_BAD};
use crate::rules::{bearer, form, scope};
use crate::world::visits::{FrontDoor, Session};
use crate::world::{OrgIndex, World};

/// The door.
pub(crate) const FRONT_DOOR: &str = "/secur/frontdoor.jsp";
/// How long a link works.
const LINK_MILLISECONDS: u64 = 60 * 1000;

/// Gives a link to whoever has a token for the pages of this org.
pub(crate) fn answer(world: &mut World, org: OrgIndex, call: &Call) -> Answer {
    if !call.is_get() && !call.is_post() {
        return Answer::empty(METHOD.status).refusing(METHOD);
    }
    let username = match who(world, org, call) {
        Ok(username) => username,
        Err(refusal) => return Answer::word(refusal),
    };
    let Ok(path) = path(call) else {
        return Answer::oauth_refusal(MALFORMED);
    };
    let until = world.clock.now() + LINK_MILLISECONDS;
    let door = FrontDoor { org, username, path: path.clone(), until };
    let pass = world.visits.open_front_door(door);
    let query = form::encoded(&[("otp", &pass), ("startURL", &path)]);
    let link = format!("https://{}{FRONT_DOOR}?{query}", world.orgs[org].host());
    Answer::json(200, &json!({ "frontdoor_uri": link }))
}

fn who(world: &World, org: OrgIndex, call: &Call) -> Result<String, Refusal> {
    let authorization = call.authorization.as_deref();
    let family = bearer::holder(authorization, &world.grants, org, world.clock.now()).map_err(one_word)?;
    if !bearer::is_session(authorization) {
        return Err(TOKEN_BAD);
    }
    if scope::allows_web(&family.scopes) { Ok(family.owner.username.clone()) } else { Err(SCOPE_TOO_SMALL) }
}

/// `redirect_uri` is a path inside the org; anything that could lead out of it is refused.
fn path(call: &Call) -> Result<String, Refusal> {
    let sent = Parameters::read(if call.is_get() { &call.query } else { &call.body })?;
    sent.only(&["redirect_uri"])?;
    let path = sent.get("redirect_uri").unwrap_or_default().trim_start_matches('/');
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/?=&%".contains(&byte);
    if path.bytes().all(plain) { Ok(format!("/{path}")) } else { Err(MALFORMED) }
}

/// A browser comes through the door.
pub(crate) fn passed(world: &mut World, org: OrgIndex, call: &Call) -> Answer {
    let sent = Parameters::read(&call.query).unwrap_or_default();
    let now = world.clock.now();
    let door = sent.get("otp").and_then(|pass| world.visits.pass_front_door(org, pass, now));
    let Some(FrontDoor { username, path, .. }) = door.filter(|_| call.is_get()) else {
        return stale(world, org);
    };
    let content = format!(
        "<p>You are in as <strong id=\"user\">{}</strong>, on your way to <span id=\"path\">{}</span>.</p>",
        escaped(&username),
        escaped(&path),
    );
    let cookie = world.visits.start_session(Session { org, username });
    page::page("Welcome", world.orgs.get(org), &content, None)
        .with_header("set-cookie", session_cookie(&cookie))
}
