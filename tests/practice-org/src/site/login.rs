//! The login page, and what becomes of it.
//!
//! A wrong password stays on the page and says no more than Salesforce does. A right one starts a session at this
//! host and goes on to the Allow page.

use super::answer::Answer;
use super::approval;
use super::authorize::SESSION_COOKIE;
use super::call::Call;
use super::page::{self, escaped};
use super::setup;
use crate::rules::callback;
use crate::rules::form::Parameters;
use crate::world::org::User;
use crate::world::visits::{Ending, NO_ORG, Session, Waiting};
use crate::world::{OrgIndex, World};

/// Where the login form is sent.
pub(crate) const PATH: &str = "/practice/login";
const WRONG: &str = "Please check your username and password. If you still can't log in, contact your Salesforce administrator.";

/// The login page for an authorization that waits.
pub(crate) fn page(
    world: &World,
    ticket: &str,
    waiting: &Waiting,
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
    page::page("Log In", world.orgs.get(waiting.org), &content, leads_to(&waiting.ending))
}

/// Where the answer to a page may lead besides its own host.
pub(crate) fn leads_to(ending: &Ending) -> Option<String> {
    match ending {
        Ending::Callback { redirect_uri, .. } => callback::form_action(redirect_uri),
        Ending::Setup { address } => callback::form_action(address),
        Ending::Device { .. } => None,
    }
}

/// The login form came back.
pub(crate) fn submitted(world: &mut World, here: OrgIndex, call: &Call) -> Answer {
    let sent = Parameters::read(&call.body).unwrap_or_default();
    let ticket = sent.get("request").unwrap_or_default().to_owned();
    let Some(waiting) = world.visits.waiting(here, &ticket).cloned() else {
        return stale(world, here);
    };
    let typed = sent.get("username").unwrap_or_default();
    let password = sent.get("pw").unwrap_or_default();
    // Usernames are compared without regard to case, as Salesforce does; passwords exactly.
    let user = users_of(world, here, &call.host).find(|user| user.username.eq_ignore_ascii_case(typed));
    let user = user.filter(|user| user.password == password && !user.standing.outside_login_hours);
    let Some(user) = user else {
        return page(world, &ticket, &waiting, Some(typed), Some(WRONG)).noted("login_failed");
    };
    let (username, password_expired) = (user.username.clone(), user.standing.password_expired);
    if let Ending::Setup { address } = &waiting.ending {
        if password_expired {
            return new_password(world, here);
        }
        if !setup::is_open(world, here, &username) {
            return page(world, &ticket, &waiting, Some(&username), Some(WRONG)).noted("login_failed");
        }
        world.visits.answered(&ticket);
        return setup::from_login(world, here, username, address);
    }
    let waiting = Waiting { username: Some(username.clone()), ..waiting };
    if let Some(answer) = approval::not_admitted(world, call, &waiting) {
        world.visits.answered(&ticket);
        return answer;
    }
    if password_expired {
        return new_password(world, here);
    }
    if let Some(known) = world.visits.waiting(here, &ticket) {
        *known = waiting;
    }
    let cookie = world.visits.start_session(Session { org: here, username });
    Answer::redirect(format!("https://{}{}?request={ticket}", call.host, approval::PATH))
        .with_header("set-cookie", session_cookie(&cookie))
}

/// The header that starts a session in a browser.
pub(crate) fn session_cookie(cookie: &str) -> String {
    format!("{SESSION_COOKIE}={cookie}; Path=/; Secure; HttpOnly; SameSite=Lax")
}

/// Who may log in here: the users of the org, or those of every org that belongs to this login host.
fn users_of<'a>(world: &'a World, here: OrgIndex, host: &'a str) -> impl Iterator<Item = &'a User> {
    let orgs = world.orgs.iter().enumerate();
    let belongs = move |(index, org): &(usize, &crate::world::org::Org)| {
        *index == here || (here == NO_ORG && org.kind.login_host() == host)
    };
    orgs.filter(belongs).flat_map(|(_, org)| &org.users)
}

/// A password that has expired must be changed first, which nobody can do here.
fn new_password(world: &World, here: OrgIndex) -> Answer {
    let content = "<p id=\"error\">Your password has expired. Choose a new one before you go on.</p>";
    page::page("Change Your Password", world.orgs.get(here), content, None).noted("password_expired")
}

/// A page whose authorization was answered or never was.
pub(crate) fn stale(world: &World, here: OrgIndex) -> Answer {
    let content = "<p>This sign-in is over. Start again from your app.</p>";
    let page = page::page("Nothing to allow here", world.orgs.get(here), content, None);
    Answer { status: 400, ..page }.noted("stale_page")
}
