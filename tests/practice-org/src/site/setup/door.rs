//! How a browser's session gets from an org's My Domain, where people log in, to its Setup host.
//!
//! A cookie is for one host, so the My Domain hands the browser a pass that works once and for a minute, as a link of
//! single access does.

use super::super::answer::Answer;
use super::super::authorize::SESSION_COOKIE;
use super::super::call::Call;
use super::super::login::{self as login_page, session_cookie, stale};
use super::{MANAGER, is_setup_path};
use crate::rules::form::{self, Parameters};
use crate::rules::refusal::METHOD;
use crate::world::visits::{Ending, FrontDoor, Session, Waiting};
use crate::world::{OrgIndex, World};

/// On the My Domain: who are you, and where to?
pub(crate) const LOGIN: &str = "/practice/setup-login";
/// On the Setup host: come in.
pub(crate) const ENTER: &str = "/practice/setup-enter";
/// How long a pass works.
const PASS_MILLISECONDS: u64 = 60 * 1000;

/// Sends a browser without a session to the login. What it has posted is lost, as it is in Salesforce.
pub(super) fn to_login(world: &World, here: OrgIndex, call: &Call) -> Answer {
    let page = if call.is_get() && is_setup_path(&call.path) {
        let mark = if call.query.is_empty() { "" } else { "?" };
        format!("{}{mark}{}", call.path, call.query)
    } else {
        format!("{MANAGER}/home")
    };
    let query = form::encoded(&[("to", &page)]);
    Answer::redirect(format!("https://{}{LOGIN}?{query}", world.orgs[here].host())).noted("no_session")
}

/// A browser comes to the My Domain and wants to Setup.
pub(crate) fn login(world: &mut World, here: OrgIndex, call: &Call) -> Answer {
    if !call.is_get() {
        return Answer::empty(METHOD.status).refusing(METHOD);
    }
    let sent = Parameters::read(&call.query).unwrap_or_default();
    let path = sent.get("to").unwrap_or_default();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/?=&".contains(&byte);
    if !is_setup_path(path) || !path.bytes().all(plain) {
        return stale(world, here);
    }
    let session = call.cookie(SESSION_COOKIE).and_then(|cookie| world.visits.session(here, cookie));
    let session = session.filter(|session| is_open(world, here, &session.username));
    if let Some(Session { username, .. }) = session.cloned() {
        return passed_on(world, here, username, path.to_owned());
    }
    let address = format!("https://{}{path}", world.orgs[here].setup_host());
    let waiting = Waiting {
        org: here,
        consumer_key: String::new(),
        scopes: Vec::new(),
        ending: Ending::Setup { address },
        username: None,
    };
    let ticket = world.visits.wait(waiting.clone());
    login_page::page(world, &ticket, &waiting, None, None)
}

/// Whether this user gets into the pages of the org at all.
pub(crate) fn is_open(world: &World, here: OrgIndex, username: &str) -> bool {
    let org = world.orgs.get(here).filter(|org| !org.condition.locked && !org.condition.login_rate_exceeded);
    let user = org.and_then(|org| org.user(username));
    user.is_some_and(|user| user.may_sign_in() && !user.standing.api_only_licence)
}

/// Somebody has logged in on the way to this address of Setup.
pub(crate) fn from_login(world: &mut World, here: OrgIndex, username: String, address: &str) -> Answer {
    let path = address.splitn(4, '/').nth(3).unwrap_or_default();
    let cookie = world.visits.start_session(Session { org: here, username: username.clone() });
    passed_on(world, here, username, format!("/{path}")).with_header("set-cookie", session_cookie(&cookie))
}

fn passed_on(world: &mut World, org: OrgIndex, username: String, path: String) -> Answer {
    let until = world.clock.now() + PASS_MILLISECONDS;
    let pass = world.visits.open_front_door(FrontDoor { org, username, path, until });
    let query = form::encoded(&[("pass", &pass)]);
    Answer::redirect(format!("https://{}{ENTER}?{query}", world.orgs[org].setup_host()))
}

/// A browser comes to the Setup host with a pass.
pub(crate) fn enter(world: &mut World, org: OrgIndex, call: &Call) -> Answer {
    let sent = Parameters::read(&call.query).unwrap_or_default();
    let now = world.clock.now();
    let door = sent.get("pass").and_then(|pass| world.visits.pass_front_door(org, pass, now));
    let Some(FrontDoor { username, path, .. }) = door.filter(|_| call.is_get()) else {
        return stale(world, org);
    };
    // A link of single access leads elsewhere: its pass is worth nothing here.
    if !is_setup_path(&path) {
        return stale(world, org);
    }
    let cookie = world.visits.start_session(Session { org, username });
    Answer::redirect(format!("https://{}{path}", call.host))
        .with_header("set-cookie", session_cookie(&cookie))
}
