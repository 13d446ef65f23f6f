//! An app as somebody has filled it in, and the one place where it becomes an app or is changed.
//!
//! The pages of Setup and a deployment both end here, so that neither takes what the other refuses. Every problem is
//! named with its field, all of them at once, and nothing is kept of a draft that has one. What is locked stays on,
//! whatever the draft says.

use std::fmt;

use super::app::App;
use super::identifiers::RecordId;
use super::org::Org;
use super::switches::Switches;
use super::{OrgIndex, Selection, World};
use crate::rules::naming;

/// What somebody wants an app to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// "External Client App Name".
    pub name: String,
    /// "API Name".
    pub api_name: String,
    /// "Contact Email".
    pub contact_email: String,
    /// How it is switched.
    pub switches: Switches,
}

impl Draft {
    /// A new app as Setup fills its form in, but for OAuth, which is on, with these scopes and this callback URL.
    pub fn new(name: &str, contact_email: &str, scopes: &[&str], callback_url: &str) -> Self {
        Self {
            name: name.to_owned(),
            api_name: name.replace(' ', "_"),
            contact_email: contact_email.to_owned(),
            switches: Switches::of_a_new_app(scopes, callback_url),
        }
    }
}

/// Why a draft cannot be saved: the field by the name that orders and drafts call it, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// `name`, `api_name`, `contact_email`, or that of a switch.
    pub field: &'static str,
    /// For a person.
    pub text: String,
}

impl Problem {
    pub(crate) fn new(field: &'static str, text: impl Into<String>) -> Self {
        Self { field, text: text.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.field, self.text)
    }
}

impl World {
    /// Makes an app in this org and returns its id. Its key is known after the org's `new_apps_ready_after_seconds`.
    pub(crate) fn make_app(&mut self, here: OrgIndex, draft: Draft) -> Result<RecordId, Vec<Problem>> {
        let now = self.clock.now();
        let org = &mut self.orgs[here];
        refused_if_any(problems(org, &draft, None))?;
        let is_locked = org.condition.locks_new_apps;
        let wait = org.condition.new_apps_ready_after_seconds.saturating_mul(1000);
        let ready_at = now.saturating_add(wait);
        let draft = Draft { switches: pinned(draft.switches, is_locked), ..draft };
        let made = App::made(draft, is_locked, ready_at);
        let id = made.id.clone();
        org.apps.push(made);
        Ok(id)
    }

    /// Changes an app to what the draft says; key and secret stay.
    pub(crate) fn save_app(
        &mut self,
        here: OrgIndex,
        id: &RecordId,
        draft: Draft,
    ) -> Result<(), Vec<Problem>> {
        refused_if_any(problems(&self.orgs[here], &draft, Some(id)))?;
        let Some(app) = self.orgs[here].apps.iter_mut().find(|app| app.id == *id) else {
            return Err(vec![Problem::new("id", "no app has this id")]);
        };
        (app.name, app.api_name, app.contact_email) = (draft.name, draft.api_name, draft.contact_email);
        app.switches = pinned(draft.switches, app.is_locked);
        app.parts = std::mem::take(&mut app.parts).completed(&app.api_name, app.switches.oauth_enabled);
        let (usable, key) = (app.is_usable() && app.is_installed(), app.consumer_key.clone());
        if !usable {
            self.grants.revoke(&Selection { consumer_key: Some(key), username: None });
        }
        self.end_what_is_not_permitted();
        Ok(())
    }
}

/// PKCE and rotation cannot be switched off in an app that was made under the lock.
fn pinned(switches: Switches, is_locked: bool) -> Switches {
    Switches {
        pkce_required: switches.pkce_required || is_locked,
        refresh_token_rotation: switches.refresh_token_rotation || is_locked,
        ..switches
    }
}

fn refused_if_any(problems: Vec<Problem>) -> Result<(), Vec<Problem>> {
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Everything that is wrong with a draft; `own` is the app that it is going to change.
pub(crate) fn problems(org: &Org, draft: &Draft, own: Option<&RecordId>) -> Vec<Problem> {
    let Draft { name, api_name, contact_email, switches } = draft;
    let mut found: Vec<Problem> = Vec::new();
    let mut look = |field, refused: Option<&str>| {
        found.extend(refused.map(|text| Problem::new(field, text)));
    };
    look("name", naming::problem_of_name(name));
    look("api_name", naming::problem_of_api_name(api_name));
    look("contact_email", naming::problem_of_email(contact_email));
    let others = || org.apps.iter().filter(|app| Some(&app.id) != own && app.switches.exists);
    if others().any(|app| app.api_name.eq_ignore_ascii_case(api_name)) {
        look("api_name", Some("an app with this API Name exists already"));
    }
    if switches.oauth_enabled && switches.scopes.is_empty() {
        look("scopes", Some("select one at least"));
    }
    found.extend(switches.problems());
    found.extend(strangers("profiles", &switches.profiles, &org.profiles()));
    found.extend(strangers("permission_sets", &switches.permission_sets, &org.permission_sets()));
    if !switches.run_as.is_empty() && org.user(&switches.run_as).is_none() {
        found.push(Problem::new("run_as", format!("no user of this org is called {}", switches.run_as)));
    }
    found
}

/// Names that the org does not have.
fn strangers(field: &'static str, named: &[String], known: &[String]) -> Option<Problem> {
    let strange: Vec<&str> = named.iter().filter(|name| !known.contains(name)).map(String::as_str).collect();
    (!strange.is_empty())
        .then(|| Problem::new(field, format!("this org has none called {}", strange.join(", "))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::cast;
    use crate::world::condition::OrgChange;
    use crate::world::random::Seed;

    fn world() -> World {
        World::new(cast::orgs(&Seed::new(Some(1))))
    }

    fn draft() -> Draft {
        Draft::new("Nightly Export", "ana@example.com", &["api"], "http://localhost:33333")
    }

    fn fields(problems: Result<RecordId, Vec<Problem>>) -> Vec<&'static str> {
        problems.err().unwrap_or_default().iter().map(|problem| problem.field).collect()
    }

    #[test]
    fn an_app_that_is_made_has_a_key_of_its_own_after_a_while() {
        let mut world = world();
        let host = world.orgs[0].host();
        let later = OrgChange { new_apps_ready_after_seconds: Some(60), ..OrgChange::default() };
        assert_eq!(world.change_org(&host, later), Ok(()));
        let id = world.make_app(0, draft()).unwrap();
        let app = world.orgs[0].app(id.short()).unwrap();
        let now = world.clock.now();
        assert!(!app.answers_to(&app.consumer_key, now), "the key is not known at once");
        assert!(app.answers_to(&app.consumer_key, now + 61_000));
        assert!(app.is_made_later && app.id.short().starts_with("0xI"));
    }

    #[test]
    fn what_is_locked_stays_on_then_and_later() {
        let mut world = world();
        let mut open = draft();
        (open.switches.pkce_required, open.switches.refresh_token_rotation) = (false, false);
        let id = world.make_app(0, open.clone()).unwrap();
        let host = world.orgs[0].host();
        let free = OrgChange { locks_new_apps: Some(false), ..OrgChange::default() };
        assert_eq!(world.change_org(&host, free), Ok(()));
        assert_eq!(world.save_app(0, &id, open.clone()), Ok(()));
        let locked = &world.orgs[0].app(&id.long()).unwrap().switches;
        assert!(
            locked.pkce_required && locked.refresh_token_rotation,
            "the lock is the app's, not the org's"
        );
        let other = world.make_app(0, Draft { api_name: "Other".to_owned(), ..open }).unwrap();
        let other = &world.orgs[0].app(other.short()).unwrap().switches;
        assert!(!other.pkce_required && !other.refresh_token_rotation, "made without the lock");
    }

    #[test]
    fn every_problem_is_named_at_once_and_nothing_is_kept() {
        let mut world = world();
        let mut bad = Draft { name: " ".to_owned(), api_name: "Rehearsal_Tool".to_owned(), ..draft() };
        bad.contact_email = "ana".to_owned();
        (bad.switches.scopes, bad.switches.run_as) = (Vec::new(), "nobody@acme.com".to_owned());
        bad.switches.callback_urls = vec!["http://127.0.0.1".to_owned()];
        bad.switches.permission_sets = vec!["No such set".to_owned()];
        let before = world.orgs[0].apps.len();
        let expected =
            ["name", "contact_email", "api_name", "scopes", "callback_urls", "permission_sets", "run_as"];
        assert_eq!(fields(world.make_app(0, bad)), expected);
        assert_eq!(world.orgs[0].apps.len(), before);
        assert_eq!(
            fields(world.make_app(1, draft()).map(|_| draft()).and_then(|again| world.make_app(1, again))),
            ["api_name"]
        );
    }

    #[test]
    fn an_app_keeps_its_own_api_name_and_its_key() {
        let mut world = world();
        let id = world.make_app(0, draft()).unwrap();
        let key = world.orgs[0].app(id.short()).unwrap().consumer_key.clone();
        assert_eq!(world.save_app(0, &id, Draft { name: "Export".to_owned(), ..draft() }), Ok(()));
        let app = world.orgs[0].app(id.short()).unwrap();
        assert_eq!((app.name.as_str(), app.consumer_key == key), ("Export", true));
    }
}
