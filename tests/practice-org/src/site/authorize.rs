//! `GET /services/oauth2/authorize`: the browser asks on behalf of a client.
//!
//! Ends in the login page, in the Allow page, or in a refusal on the way that the rules chose. A key that is known
//! elsewhere gets as far as the login; that it is not for the org is said after it.

use super::answer::Answer;
use super::call::Call;
use super::places::Place;
use super::{approval, login};
use crate::rules::authorize::{self, AuthorizeRequest, Way};
use crate::rules::callback;
use crate::rules::form;
use crate::rules::refusal::Refusal;
use crate::world::app::App;
use crate::world::visits::{Ending, NO_ORG, Waiting};
use crate::world::{OrgIndex, World};

/// Where Salesforce shows errors that must not reach the callback.
pub(crate) const ERROR_PAGE: &str = "/setup/secur/RemoteAccessErrorPage.apexp";
/// The cookie of a browser's session at one host.
pub(crate) const SESSION_COOKIE: &str = "practice_sid";

/// Answers an authorization request.
pub(crate) fn answer(world: &mut World, place: Place, call: &Call) -> Answer {
    let here = if let Place::MyDomain(org) = place { org } else { NO_ORG };
    let apps: Vec<&App> = known_apps(world, here).collect();
    match authorize::check(call.is_get(), &call.query, &apps, world.clock.now()) {
        Ok(request) => asked(world, here, call, request),
        Err(not_asked) => refused(call, here, not_asked.refusal, not_asked.way),
    }
}

/// The apps of the org, and those of others whose keys are recognised everywhere. A login host has none of its own.
fn known_apps(world: &World, here: OrgIndex) -> impl Iterator<Item = &App> {
    let orgs = world.orgs.iter().enumerate();
    let apps = orgs.flat_map(|(index, org)| org.apps.iter().map(move |app| (index, app)));
    apps.filter(move |(index, app)| *index == here || app.switches.known_elsewhere).map(|(_, app)| app)
}

/// Puts the request to the person: who are you, or, if that is known, may it?
fn asked(world: &mut World, here: OrgIndex, call: &Call, request: AuthorizeRequest) -> Answer {
    let AuthorizeRequest { consumer_key, redirect_uri, state, challenge, scopes, login_hint, nonce, ask_who } =
        request;
    let ending = Ending::Callback { redirect_uri, state, challenge, nonce };
    let waiting = Waiting { org: here, consumer_key, scopes, ending, username: None };
    put(world, call, waiting, ask_who, login_hint.as_deref())
}

/// Lets an authorization wait and shows the page that it waits for.
pub(crate) fn put(
    world: &mut World,
    call: &Call,
    mut waiting: Waiting,
    ask_who: bool,
    login_hint: Option<&str>,
) -> Answer {
    let cookie = call.cookie(SESSION_COOKIE).filter(|_| !ask_who);
    let session = cookie.and_then(|cookie| world.visits.session(waiting.org, cookie));
    waiting.username = session.map(|session| session.username.clone());
    if let Some(answer) = approval::not_admitted(world, call, &waiting) {
        return answer;
    }
    let ticket = world.visits.wait(waiting.clone());
    match &waiting.username {
        Some(username) => approval::page(world, &ticket, &waiting, username),
        None => login::page(world, &ticket, &waiting, login_hint, None),
    }
}

/// A no to a person who has come as far as the login or further.
pub(crate) fn refused_on_its_way(call: &Call, waiting: &Waiting, refusal: Refusal, own_page: bool) -> Answer {
    let way = match &waiting.ending {
        Ending::Callback { redirect_uri, state, .. } if !own_page => {
            Way::Callback { redirect_uri: redirect_uri.clone(), state: state.clone() }
        }
        Ending::Callback { .. } | Ending::Device { .. } | Ending::Setup { .. } => Way::OwnPage,
    };
    refused(call, waiting.org, refusal, way)
}

fn refused(call: &Call, here: OrgIndex, refusal: Refusal, way: Way) -> Answer {
    let pairs = [("error", refusal.code), ("error_description", refusal.text)];
    match way {
        Way::Callback { redirect_uri, state } => {
            Answer::redirect(callback::answer(&redirect_uri, &pairs, state.as_deref())).refusing(refusal)
        }
        Way::OwnPage if here == NO_ORG => plain(refusal, "text/plain;charset=UTF-8"),
        Way::OwnPage => {
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
