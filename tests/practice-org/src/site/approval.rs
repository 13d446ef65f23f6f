//! The Allow page, and what becomes of it: a code, or `access_denied`.
//!
//! Names the app, the org, the user and the scopes. Only the person who logged in can answer it, and only once.

use super::answer::Answer;
use super::authorize::{SESSION_COOKIE, refused_at_callback};
use super::call::Call;
use super::login::stale;
use super::page::{self, escaped};
use crate::rules::authorize::AuthorizeRequest;
use crate::rules::callback;
use crate::rules::form::Parameters;
use crate::rules::refusal::{DENIED, USER_INACTIVE};
use crate::world::family::Owner;
use crate::world::grants::Code;
use crate::world::visits::Waiting;
use crate::world::{OrgIndex, World, identifiers};

/// Where the Allow page is.
pub(crate) const PATH: &str = "/practice/approve";

/// The Allow page for an authorization whose person is known.
pub(crate) fn page(
    world: &World,
    org: OrgIndex,
    ticket: &str,
    request: &AuthorizeRequest,
    username: &str,
) -> Answer {
    let app = world.orgs[org].apps.iter().find(|app| app.consumer_key == request.consumer_key);
    let app = app.map_or("An app that is gone", |app| app.name);
    let scopes: Vec<String> =
        request.scopes.iter().map(|scope| format!("<li>{}</li>", escaped(scope))).collect();
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
    page::page("Allow access?", world.orgs.get(org), &content, callback::form_action(&request.redirect_uri))
}

/// The browser comes from the login page.
pub(crate) fn shown(world: &mut World, org: OrgIndex, call: &Call) -> Answer {
    let sent = Parameters::read(&call.query).unwrap_or_default();
    let ticket = sent.get("request").unwrap_or_default();
    match of_this_person(world, org, call, ticket) {
        Some((waiting, username)) => page(world, org, ticket, &waiting.request, &username),
        None => stale(world, org),
    }
}

/// The person pressed Allow or Deny.
pub(crate) fn answered(world: &mut World, org: OrgIndex, call: &Call) -> Answer {
    let sent = Parameters::read(&call.body).unwrap_or_default();
    let ticket = sent.get("request").unwrap_or_default();
    if let Some(answer) = inactive(world, org, ticket) {
        return answer;
    }
    let Some((Waiting { request, .. }, username)) = of_this_person(world, org, call, ticket) else {
        return stale(world, org);
    };
    let allowed = match sent.get("decision") {
        Some("allow") => true,
        Some("deny") => false,
        _ => return stale(world, org),
    };
    world.visits.answered(ticket);
    if !allowed {
        return refused_at_callback(&request.redirect_uri, request.state.as_deref(), DENIED);
    }
    let code = world.grants.add_code(Code {
        value: identifiers::authorization_code(),
        owner: Owner { org, username, consumer_key: request.consumer_key },
        redirect_uri: request.redirect_uri.clone(),
        challenge: request.challenge,
        scopes: request.scopes,
        issued_at: world.clock.now(),
        used: false,
        gave: None,
    });
    Answer::redirect(callback::answer(&request.redirect_uri, &[("code", &code)], request.state.as_deref()))
}

/// The waiting authorization, if the session of this browser belongs to the person who logged in for it.
fn of_this_person(world: &mut World, org: OrgIndex, call: &Call, ticket: &str) -> Option<(Waiting, String)> {
    let cookie = call.cookie(SESSION_COOKIE)?;
    let signed_in = world.visits.session(org, cookie)?.username.clone();
    let waiting = world.visits.waiting(org, ticket)?.clone();
    (waiting.username.as_ref() == Some(&signed_in)).then_some((waiting, signed_in))
}

/// A16: the person was made inactive while the page was open.
fn inactive(world: &mut World, org: OrgIndex, ticket: &str) -> Option<Answer> {
    let Waiting { request, username, .. } = world.visits.waiting(org, ticket)?.clone();
    if world.user(org, username.as_deref()?)?.active {
        return None;
    }
    world.visits.answered(ticket);
    Some(refused_at_callback(&request.redirect_uri, request.state.as_deref(), USER_INACTIVE))
}
