//! The login page, and what becomes of it.
//!
//! A wrong password stays on the page and says no more than Salesforce does. A right one starts a session at this
//! host and goes on to the Allow page.

use super::answer::Answer;
use super::authorize::{SESSION_COOKIE, refused_at_callback};
use super::call::Call;
use super::page::{self, escaped};
use crate::rules::authorize::AuthorizeRequest;
use crate::rules::callback;
use crate::rules::form::Parameters;
use crate::rules::refusal::USER_INACTIVE;
use crate::world::visits::Session;
use crate::world::{OrgIndex, World};

/// Where the login form is sent.
pub(crate) const PATH: &str = "/practice/login";
const WRONG: &str = "Please check your username and password. If you still can't log in, contact your Salesforce administrator.";

/// The login page for an authorization that waits.
pub(crate) fn page(
    world: &World,
    org: OrgIndex,
    ticket: &str,
    request: &AuthorizeRequest,
    username: Option<&str>,
    wrong: Option<&str>,
) -> Answer {
    let error =
        wrong.map(|text| format!("<p class=\"error\" id=\"error\" role=\"alert\">{}</p>", escaped(text)));
    let (prefilled, focus) = match username {
        Some(username) => (escaped(username), ["", " autofocus"]),
        None => (String::new(), [" autofocus", ""]),
    };
    let content = format!(
        "{}<form method=\"post\" action=\"{PATH}\"><input type=\"hidden\" name=\"request\" value=\"{ticket}\">\
         <label for=\"username\">Username</label>\
         <input id=\"username\" name=\"username\" autocomplete=\"off\" required value=\"{prefilled}\"{}>\
         <label for=\"password\">Password</label>\
         <input id=\"password\" name=\"pw\" type=\"password\" autocomplete=\"off\" required{}>\
         <button id=\"Login\" type=\"submit\">Log In</button></form>",
        error.unwrap_or_default(),
        focus[0],
        focus[1],
    );
    page::page("Log In", world.orgs.get(org), &content, callback::form_action(&request.redirect_uri))
}

/// The login form came back.
pub(crate) fn submitted(world: &mut World, org: OrgIndex, call: &Call) -> Answer {
    let sent = Parameters::read(&call.body).unwrap_or_default();
    let ticket = sent.get("request").unwrap_or_default().to_owned();
    let Some(request) = world.visits.waiting(org, &ticket).map(|waiting| waiting.request.clone()) else {
        return stale(world, org);
    };
    let typed = sent.get("username").unwrap_or_default();
    let password = sent.get("pw").unwrap_or_default();
    // Usernames are compared without regard to case, as Salesforce does; passwords exactly.
    let user = world.orgs[org].users.iter().find(|user| user.username.eq_ignore_ascii_case(typed));
    let Some(user) = user.filter(|user| user.password == password) else {
        return page(world, org, &ticket, &request, Some(typed), Some(WRONG)).noted("login_failed");
    };
    if !user.active {
        world.visits.answered(&ticket);
        return refused_at_callback(&request.redirect_uri, request.state.as_deref(), USER_INACTIVE);
    }
    let username = user.username.clone();
    if let Some(waiting) = world.visits.waiting(org, &ticket) {
        waiting.username = Some(username.clone());
    }
    let cookie = world.visits.start_session(Session { org, username });
    Answer::redirect(format!("https://{}{}?request={ticket}", call.host, super::approval::PATH)).with_header(
        "set-cookie",
        format!("{SESSION_COOKIE}={cookie}; Path=/; Secure; HttpOnly; SameSite=Lax"),
    )
}

/// A page whose authorization was answered or never was.
pub(crate) fn stale(world: &World, org: OrgIndex) -> Answer {
    let content = "<p>This sign-in is over. Start again from your app.</p>";
    let page = page::page("Nothing to allow here", world.orgs.get(org), content, None);
    Answer { status: 400, ..page }.noted("stale_page")
}
