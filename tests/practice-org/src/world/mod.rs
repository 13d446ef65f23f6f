//! Everything that the practice Salesforce knows: its orgs, what was granted in them, and what it saw.
//!
//! One value behind one lock, so that two requests can never act on two halves of the truth. Knows no
//! HTTP: the rules in [`crate::rules`] judge it, the doors in [`crate::site`] and [`crate::control`] change it.

pub(crate) mod app;
pub(crate) mod cast;
pub(crate) mod clock;
pub(crate) mod family;
pub(crate) mod grants;
pub(crate) mod identifiers;
pub(crate) mod org;
pub(crate) mod random;
pub(crate) mod tally;
pub(crate) mod visits;

use crate::faults::Faults;
use crate::seen::SeenLog;
use app::{App, SwitchChange};
use clock::Clock;
use grants::Grants;
use org::{Org, User};
use tally::{Books, Tally};
use visits::Visits;

/// Which org: its place in [`World::orgs`].
pub(crate) type OrgIndex = usize;

/// The whole state of one practice Salesforce.
pub(crate) struct World {
    pub(crate) orgs: Vec<Org>,
    pub(crate) grants: Grants,
    pub(crate) visits: Visits,
    pub(crate) faults: Faults,
    pub(crate) seen: SeenLog,
    pub(crate) books: Books,
    pub(crate) clock: Clock,
}

/// Which grants a control request means; an empty selection means all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Selection {
    /// Only those of the app with this consumer key.
    pub consumer_key: Option<String>,
    /// Only those of this user.
    pub username: Option<String>,
}

impl World {
    /// A world in its first state: nobody signed in, every switch as Salesforce ships it.
    pub(crate) fn new(orgs: Vec<Org>) -> Self {
        Self {
            orgs,
            grants: Grants::default(),
            visits: Visits::default(),
            faults: Faults::default(),
            seen: SeenLog::default(),
            books: Books::default(),
            clock: Clock::default(),
        }
    }

    /// Turns switches of one app. An app that stops existing takes its grants with it.
    pub(crate) fn switch(&mut self, consumer_key: &str, change: SwitchChange) -> Result<(), String> {
        let app = self
            .orgs
            .iter_mut()
            .flat_map(|org| org.apps.iter_mut())
            .find(|app| app.consumer_key == consumer_key)
            .ok_or_else(|| "no app has this consumer key".to_owned())?;
        app.switches = change.applied_to(&app.switches)?;
        if !app.switches.exists {
            let gone = Selection { consumer_key: Some(consumer_key.to_owned()), username: None };
            self.grants.revoke(&gone);
        }
        Ok(())
    }

    /// Makes a user active or inactive. A user who is made inactive loses every session at once.
    pub(crate) fn set_active(&mut self, username: &str, active: bool) -> Result<(), String> {
        let user = self
            .orgs
            .iter_mut()
            .flat_map(|org| org.users.iter_mut())
            .find(|user| user.username == username)
            .ok_or_else(|| format!("no user is called {username}"))?;
        user.active = active;
        if !active {
            let theirs = Selection { consumer_key: None, username: Some(username.to_owned()) };
            self.grants.end_access(&theirs);
            self.visits.end_sessions_of(username);
        }
        Ok(())
    }

    /// Back to the first state. Keys, ids, secrets and the numbering of the log stay.
    pub(crate) fn reset(&mut self) {
        for org in &mut self.orgs {
            org.apps.iter_mut().for_each(App::reset);
            org.users.iter_mut().for_each(|user| user.active = true);
            org.api_requests = 0;
        }
        self.grants = Grants::default();
        self.visits = Visits::default();
        self.faults = Faults::default();
        self.seen.clear();
        self.books.close();
        self.clock = Clock::default();
    }

    /// What has been done and lost since the last reset.
    pub(crate) fn tally(&self) -> Tally {
        self.books.tally(self.grants.families().iter().filter(|family| family.live).count())
    }

    /// The user of that name in that org.
    pub(crate) fn user(&self, org: OrgIndex, username: &str) -> Option<&User> {
        self.orgs.get(org)?.users.iter().find(|user| user.username == username)
    }
}
