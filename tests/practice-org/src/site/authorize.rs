//! `GET /services/oauth2/authorize`: the browser asks on behalf of a client.
//!
//! Ends in the login page, in the Allow page, or in a refusal on the way that the rules chose.

use super::answer::Answer;
use super::call::Call;
use super::places::Place;
use super::{approval, home, login};
use crate::rules::authorize::{self, AuthorizeRequest, Way};
use crate::rules::callback;
use crate::rules::form;
use crate::rules::refusal::Refusal;
use crate::world::visits::Waiting;
use crate::world::{OrgIndex, World};

/// Where Salesforce shows errors that must not reach the callback.
pub(crate) const ERROR_PAGE: &str = "/setup/secur/RemoteAccessErrorPage.apexp";
/// The cookie of a browser's session at one host.
pub(crate) const SESSION_COOKIE: &str = "practice_sid";

/// Answers an authorization request.
pub(crate) fn answer(world: &mut World, place: Place, call: &Call) -> Answer {
    // A login host knows no app that was made in an org, so every key is unknown there.
    let apps = if let Place::MyDomain(org) = place { world.orgs[org].apps.as_slice() } else { &[] };
    match (authorize::check(call.is_get(), &call.query, apps), place) {
        (Ok(request), Place::MyDomain(org)) => asked(world, org, call, &request),
        (Ok(_), _) => home::not_found(None),
        (Err(not_asked), _) => refused(call, place, not_asked.refusal, not_asked.way),
    }
}

/// Puts the request to the person: who are you, or, if that is known, may it?
fn asked(world: &mut World, org: OrgIndex, call: &Call, request: &AuthorizeRequest) -> Answer {
    let session = call.cookie(SESSION_COOKIE).and_then(|cookie| world.visits.session(org, cookie));
    let username = session.filter(|_| !request.ask_who).map(|session| session.username.clone());
    let ticket = world.visits.wait(Waiting { org, request: request.clone(), username: username.clone() });
    match username {
        Some(username) => approval::page(world, org, &ticket, request, &username),
        None => login::page(world, org, &ticket, request, request.login_hint.as_deref(), None),
    }
}

/// A redirect to the callback that says no.
pub(crate) fn refused_at_callback(redirect_uri: &str, state: Option<&str>, refusal: Refusal) -> Answer {
    let pairs = [("error", refusal.code), ("error_description", refusal.text)];
    Answer::redirect(callback::answer(redirect_uri, &pairs, state)).refusing(refusal)
}

fn refused(call: &Call, place: Place, refusal: Refusal, way: Way) -> Answer {
    match way {
        Way::Callback { redirect_uri, state } => {
            refused_at_callback(&redirect_uri, state.as_deref(), refusal)
        }
        Way::OwnPage if place == Place::LoginHost => plain(refusal, "text/plain;charset=UTF-8"),
        Way::OwnPage => {
            let pairs = [("error", refusal.code), ("error_description", refusal.text)];
            Answer::redirect(format!("https://{}{ERROR_PAGE}?{}", call.host, form::encoded(&pairs)))
                .refusing(refusal)
        }
        // An empty content type, which some browsers save as a file called `authorize`.
        Way::Download => plain(refusal, ""),
    }
}

/// `error=…&error_description=…` as a body, with `%20` for a space.
fn plain(refusal: Refusal, content_type: &str) -> Answer {
    let pairs = [("error", refusal.code), ("error_description", refusal.text)];
    Answer::of_type(refusal.status, content_type, form::encoded(&pairs).replace('+', "%20")).refusing(refusal)
}
