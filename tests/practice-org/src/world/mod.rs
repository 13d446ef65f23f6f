//! Everything that the practice Salesforce knows: its orgs, what was granted in them, and what it saw.
//!
//! One value behind one lock, so that two requests can never act on two halves of the truth. Knows no
//! HTTP: the rules in [`crate::rules`] judge it, the doors in [`crate::site`] and [`crate::control`] change it.

pub(crate) mod app;
pub(crate) mod cast;
pub(crate) mod clock;
pub(crate) mod condition;
pub(crate) mod deployments;
pub(crate) mod devices;
pub(crate) mod draft;
pub(crate) mod family;
pub(crate) mod grants;
pub(crate) mod identifiers;
pub(crate) mod mail;
pub(crate) mod org;
pub(crate) mod parts;
pub(crate) mod random;
pub(crate) mod signer;
pub(crate) mod standing;
pub(crate) mod switch_change;
pub(crate) mod switches;
pub(crate) mod tally;
pub(crate) mod visits;

use crate::faults::Faults;
use crate::rules::admission;
use crate::seen::SeenLog;
use app::App;
use clock::Clock;
use condition::{Condition, OrgChange};
use deployments::Deployment;
use devices::Devices;
use grants::Grants;
use mail::Mailbox;
use org::{Org, User};
use signer::Signer;
use standing::{Standing, UserChange};
use switch_change::SwitchChange;
use tally::{Books, Tally};
use visits::Visits;

/// Which org: its place in [`World::orgs`].
pub(crate) type OrgIndex = usize;

/// The whole state of one practice Salesforce.
pub(crate) struct World {
    pub(crate) orgs: Vec<Org>,
    pub(crate) grants: Grants,
    pub(crate) devices: Devices,
    pub(crate) deployments: Vec<Deployment>,
    pub(crate) visits: Visits,
    pub(crate) mailbox: Mailbox,
    pub(crate) faults: Faults,
    pub(crate) seen: SeenLog,
    pub(crate) books: Books,
    pub(crate) clock: Clock,
    pub(crate) signer: Signer,
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
            devices: Devices::default(),
            deployments: Vec::new(),
            visits: Visits::default(),
            mailbox: Mailbox::default(),
            faults: Faults::default(),
            seen: SeenLog::default(),
            books: Books::default(),
            clock: Clock::default(),
            signer: Signer::default(),
        }
    }

    /// Turns switches of one app. An app that stops existing, or is no longer installed, takes its grants with it.
    pub(crate) fn switch(&mut self, consumer_key: &str, change: SwitchChange) -> Result<(), String> {
        let now = self.clock.now();
        let mut apps = self.orgs.iter_mut().flat_map(|org| org.apps.iter_mut());
        let app = apps
            .find(|app| app.consumer_key == consumer_key)
            .ok_or_else(|| "no app has this consumer key".to_owned())?;
        app.switch(change, now)?;
        if !app.is_usable() || !app.is_installed() {
            let gone = Selection { consumer_key: Some(consumer_key.to_owned()), username: None };
            self.grants.revoke(&gone);
        }
        self.end_what_is_not_permitted();
        Ok(())
    }

    /// Changes a user. One who may no longer sign in loses every session at once.
    pub(crate) fn change_user(&mut self, username: &str, change: UserChange) -> Result<(), String> {
        let mut users = self.orgs.iter_mut().flat_map(|org| org.users.iter_mut());
        let user = users
            .find(|user| user.username == username)
            .ok_or_else(|| format!("no user is called {username}"))?;
        user.active = change.active.unwrap_or(user.active);
        user.standing = change.applied_to(&user.standing);
        if !user.may_sign_in() {
            self.visits.end_sessions_of(username);
        }
        self.end_what_is_not_permitted();
        Ok(())
    }

    /// Changes an org, named by its My Domain host.
    pub(crate) fn change_org(&mut self, host: &str, change: OrgChange) -> Result<(), String> {
        let org = self.orgs.iter_mut().find(|org| org.host() == host);
        let org = org.ok_or_else(|| format!("no org is at {host}"))?;
        org.condition = change.applied_to(org.condition);
        self.end_what_is_not_permitted();
        Ok(())
    }

    /// Ends the access tokens of those who may not have any now. What ended stays ended; approvals go on.
    fn end_what_is_not_permitted(&mut self) {
        let orgs = &self.orgs;
        self.grants.end_access_unless(|owner| {
            let home = &orgs[owner.org];
            let app = home.apps.iter().find(|app| app.consumer_key == owner.consumer_key);
            let user = home.user(&owner.username);
            app.zip(user).is_some_and(|(app, user)| admission::may_hold_a_token(home, app, user))
        });
    }

    /// Back to the first state. Keys, ids, secrets and the numbering of the log stay.
    pub(crate) fn reset(&mut self) {
        for org in &mut self.orgs {
            org.apps.retain(|app| !app.is_made_later);
            org.apps.iter_mut().for_each(App::reset);
            for (place, user) in org.users.iter_mut().enumerate() {
                (user.active, user.standing) = (true, Standing::first(place == 0));
            }
            (org.api_requests, org.condition) = (0, Condition::default());
        }
        self.grants = Grants::default();
        self.devices = Devices::default();
        self.deployments.clear();
        self.visits = Visits::default();
        self.mailbox = Mailbox::default();
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
        self.orgs.get(org)?.user(username)
    }
}
