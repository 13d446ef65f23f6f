//! Setup: the pages on which an admin makes External Client Apps and looks after them.
//!
//! They are on an org's Setup host; its My Domain and its Lightning host lead there. Only whoever is signed in and may
//! manage apps gets on, and every form carries the token of its session. What the pages of Salesforce hold and these do
//! not is said on them. Paths that begin `/practice/setup` are ours: no document tells Salesforce's own.

mod consumer;
mod detail;
mod door;
mod frame;
mod list;
mod options;
mod pieces;
mod policies;
mod policies_form;
mod settings;
mod settings_form;
mod values;
mod verification;

pub(crate) use door::{ENTER, LOGIN, enter, from_login, is_open, login};
pub(crate) use frame::CONFIRMATION;
pub(crate) use pieces::problems_on;
pub(crate) use policies_form::values_of as policy_values;
pub(crate) use settings_form::values_of as settings_values;
pub(crate) use values::Values;

use super::answer::Answer;
use super::authorize::SESSION_COOKIE;
use super::call::Call;
use super::home;
use super::kind::Kind;
use crate::rules::refusal::METHOD;
use crate::world::app::App;
use crate::world::{OrgIndex, World};

/// The Manager, and one app in it.
pub(crate) const MANAGER: &str = "/lightning/setup/ManageExternalClientApplication";
/// Where the forms are.
pub(crate) const FORMS: &str = "/practice/setup";

/// Who is at the pages, from which browser session.
pub(crate) struct Admin {
    pub(crate) org: OrgIndex,
    pub(crate) username: String,
    /// The value of the session's cookie.
    pub(crate) session: String,
}

/// Whether this path belongs to the Setup host, so that the org's other hosts lead there.
pub(crate) fn is_setup_path(path: &str) -> bool {
    path.starts_with("/lightning/setup/") || path.starts_with("/lightning/settings/")
}

/// What a request to the Setup host is.
pub(crate) fn kind(call: &Call) -> Kind {
    let segments: Vec<&str> = call.path.split('/').skip(1).collect();
    match segments.as_slice() {
        ["practice", "setup", "new"] => Kind::SetupNew,
        ["practice", "setup", _, "settings"] => Kind::SetupSettings,
        ["practice", "setup", _, "policies"] => Kind::SetupPolicies,
        ["practice", "setup", _, "verification"] => Kind::SetupVerification,
        ["practice", "setup", _, "consumer"] => Kind::SetupConsumer,
        _ if call.path == ENTER => Kind::SetupEnter,
        _ if is_setup_path(&call.path) => Kind::Setup,
        _ => Kind::LeadsHome,
    }
}

/// Asks the page of the kind.
pub(crate) fn answer(world: &mut World, here: OrgIndex, kind: Kind, call: &Call) -> Answer {
    let is_form =
        matches!(kind, Kind::SetupNew | Kind::SetupSettings | Kind::SetupPolicies | Kind::SetupVerification);
    let is_fit = call.is_get() || (is_form && call.is_post());
    if !is_fit {
        return Answer::empty(METHOD.status).refusing(METHOD);
    }
    let admin = match admin(world, here, call) {
        Ok(admin) => admin,
        Err(answer) => return *answer,
    };
    if call.is_post() && !frame::is_confirmed(&admin, call) {
        return frame::foreign_form(world, here);
    }
    match kind {
        Kind::Setup => list::answer(world, &admin, call),
        Kind::SetupNew => settings::new(world, &admin, call),
        _ => of_one_app(world, &admin, kind, call),
    }
}

fn of_one_app(world: &mut World, admin: &Admin, kind: Kind, call: &Call) -> Answer {
    let id = call.path.split('/').nth(3).unwrap_or_default();
    let Some(app) = app(world, admin, id) else {
        return list::not_loaded(world, admin);
    };
    let id = app.id.clone();
    match kind {
        Kind::SetupSettings => settings::edit(world, admin, &id, call),
        Kind::SetupPolicies => policies::edit(world, admin, &id, call),
        Kind::SetupVerification => verification::answer(world, admin, &id, call),
        Kind::SetupConsumer => consumer::answer(world, admin, &id),
        _ => home::not_found(world.orgs.get(admin.org)),
    }
}

/// The app with this id, of 15 characters as addresses have it.
fn app<'a>(world: &'a World, admin: &Admin, id: &str) -> Option<&'a App> {
    world.orgs[admin.org].app(id).filter(|app| app.id.short() == id)
}

/// Who is signed in, if that user may manage apps; else the way to the login, or a no.
fn admin(world: &World, here: OrgIndex, call: &Call) -> Result<Admin, Box<Answer>> {
    let session = call.cookie(SESSION_COOKIE).unwrap_or_default().to_owned();
    let known = world.visits.session(here, &session).map(|known| known.username.as_str());
    let user = known.filter(|username| door::is_open(world, here, username));
    let Some(user) = user.and_then(|username| world.user(here, username)) else {
        return Err(Box::new(door::to_login(world, here, call)));
    };
    if !user.standing.may_manage_apps {
        return Err(Box::new(frame::insufficient_privileges(world, here)));
    }
    Ok(Admin { org: here, username: user.username.clone(), session })
}
