//! The Allow page, and what becomes of it: a code, an allowed device, or `access_denied`.
//!
//! Names the app, the org, the user and the scopes. Only the person who logged in can answer it, and only once.

use super::answer::Answer;
use super::authorize::{SESSION_COOKIE, refused_on_its_way};
use super::call::Call;
use super::connect;
use super::login::{leads_to, stale};
use super::page::{self, escaped};
use crate::rules::callback;
use crate::rules::form::Parameters;
use crate::rules::refusal::{APPROVAL_ERROR, DENIED};
use crate::rules::threshold::{self, NotAdmitted};
use crate::world::app::App;
use crate::world::family::Owner;
use crate::world::grants::Code;
use crate::world::org::{Org, User};
use crate::world::visits::{Ending, Waiting};
use crate::world::{OrgIndex, World, identifiers};

/// Where the Allow page is.
pub(crate) const PATH: &str = "/practice/approve";

/// The Allow page for an authorization whose person is known.
pub(crate) fn page(world: &World, ticket: &str, waiting: &Waiting, username: &str) -> Answer {
    let app = app_of(world, waiting).map_or("An app that is gone", |(_, app)| app.name.as_str());
    let scopes: Vec<String> =
        waiting.scopes.iter().map(|scope| format!("<li>{}</li>", escaped(scope))).collect();
    let content = format!(
        "<p><strong id=\"app\">{}</strong> is asking to act for <strong id=\"user\">{}</strong> with these scopes:</p>\
         <ul id=\"scopes\">{}</ul>\
         <form method=\"post\" action=\"{PATH}\"><input type=\"hidden\" name=\"request\" value=\"{ticket}\">\
         <button id=\"oaapprove\" type=\"submit\" name=\"decision\" value=\"allow\">Allow</button>\
         <button id=\"oadeny\" type=\"submit\" name=\"decision\" value=\"deny\" class=\"second\">Deny</button></form>",
        escaped(app),
        escaped(username),
        scopes.concat(),
    );
    page::page("Allow access?", world.orgs.get(waiting.org), &content, leads_to(&waiting.ending))
}

/// The browser comes from the login page.
pub(crate) fn shown(world: &mut World, here: OrgIndex, call: &Call) -> Answer {
    let sent = Parameters::read(&call.query).unwrap_or_default();
    let ticket = sent.get("request").unwrap_or_default();
    match of_this_person(world, here, call, ticket) {
        Some((waiting, username)) => page(world, ticket, &waiting, &username),
        None => stale(world, here),
    }
}

/// The person pressed Allow or Deny.
pub(crate) fn answered(world: &mut World, here: OrgIndex, call: &Call) -> Answer {
    let sent = Parameters::read(&call.body).unwrap_or_default();
    let ticket = sent.get("request").unwrap_or_default();
    // Whatever has changed while the page was open counts.
    if let Some(waiting) = world.visits.waiting(here, ticket).cloned()
        && let Some(answer) = not_admitted(world, call, &waiting)
    {
        world.visits.answered(ticket);
        return answer;
    }
    let Some((waiting, username)) = of_this_person(world, here, call, ticket) else {
        return stale(world, here);
    };
    let allowed = match sent.get("decision") {
        Some("allow") => true,
        Some("deny") => false,
        _ => return stale(world, here),
    };
    world.visits.answered(ticket);
    // A8: a user with a licence for the API only sees the page and cannot pass it.
    if allowed && world.user(here, &username).is_some_and(|user| user.standing.api_only_licence) {
        return refused_on_its_way(call, &waiting, APPROVAL_ERROR, true);
    }
    match &waiting.ending {
        Ending::Setup { .. } => stale(world, here),
        Ending::Device { user_code } => connect::answered(world, here, user_code, &username, allowed),
        Ending::Callback { .. } if !allowed => refused_on_its_way(call, &waiting, DENIED, false),
        Ending::Callback { redirect_uri, state, challenge, nonce } => {
            let owner = Owner { org: here, username, consumer_key: waiting.consumer_key.clone() };
            let code = world.grants.add_code(Code {
                value: identifiers::authorization_code(),
                owner,
                redirect_uri: redirect_uri.clone(),
                challenge: challenge.clone(),
                nonce: nonce.clone(),
                scopes: waiting.scopes.clone(),
                issued_at: world.clock.now(),
                used: false,
                gave: None,
            });
            Answer::redirect(callback::answer(redirect_uri, &[("code", &code)], state.as_deref()))
        }
    }
}

/// The answer to a person who is known and may not go on.
pub(crate) fn not_admitted(world: &World, call: &Call, waiting: &Waiting) -> Option<Answer> {
    let username = waiting.username.as_deref()?;
    let (org, user): (&Org, &User) = world.orgs.iter().find_map(|org| Some((org, org.user(username)?)))?;
    let (home, app) = app_of(world, waiting)?;
    let at_home = home == waiting.org;
    let NotAdmitted { refusal, own_page } = threshold::admitted(org, user, app, at_home).err()?;
    Some(refused_on_its_way(call, waiting, refusal, own_page))
}

fn app_of<'a>(world: &'a World, waiting: &Waiting) -> Option<(OrgIndex, &'a App)> {
    let app_in = |org: &'a Org| org.apps.iter().find(|app| app.consumer_key == waiting.consumer_key);
    world.orgs.iter().enumerate().find_map(|(index, org)| Some((index, app_in(org)?)))
}

/// The waiting authorization, if the session of this browser belongs to the person who logged in for it.
fn of_this_person(world: &mut World, here: OrgIndex, call: &Call, ticket: &str) -> Option<(Waiting, String)> {
    let cookie = call.cookie(SESSION_COOKIE)?;
    let signed_in = world.visits.session(here, cookie)?.username.clone();
    let waiting = world.visits.waiting(here, ticket)?.clone();
    (waiting.username.as_ref() == Some(&signed_in)).then_some((waiting, signed_in))
}
