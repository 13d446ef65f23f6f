//! What browsers are doing: who is signed in at which host, and which authorization waits for a person.
//!
//! A session belongs to one org's host, as a real cookie does. An authorization is answered once.

use std::collections::HashMap;

use super::OrgIndex;
use super::identifiers::page_ticket;

/// A login host is no org's: nothing waits there for one org only.
pub(crate) const NO_ORG: OrgIndex = OrgIndex::MAX;

/// Sessions and authorizations that wait.
#[derive(Debug, Default)]
pub(crate) struct Visits {
    sessions: HashMap<String, Session>,
    waiting: HashMap<String, Waiting>,
    front_doors: HashMap<String, FrontDoor>,
}

/// A link for one browser, that leads into an org without a password. It works once, for a minute (help page
/// `frontdoor_singleaccess`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FrontDoor {
    pub(crate) org: OrgIndex,
    pub(crate) username: String,
    /// The path that it leads to.
    pub(crate) path: String,
    pub(crate) until: u64,
}

/// Somebody signed in with a browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Session {
    pub(crate) org: OrgIndex,
    pub(crate) username: String,
}

/// An authorization that passed every check and waits for a person.
#[derive(Clone, Debug)]
pub(crate) struct Waiting {
    /// At whose host it waits; [`NO_ORG`] at a login host.
    pub(crate) org: OrgIndex,
    pub(crate) consumer_key: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) ending: Ending,
    /// Who is going to allow it: set by the login, or by a session that was there before.
    pub(crate) username: Option<String>,
}

/// Where the answer of the person goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// To a callback URL, with a code.
    Callback { redirect_uri: String, state: Option<String>, challenge: Option<String>, nonce: Option<String> },
    /// To the device that shows this code.
    Device { user_code: String },
    /// To this address of Setup; no app is asked for.
    Setup { address: String },
}

impl Visits {
    /// Starts a session and returns the cookie's value.
    pub(crate) fn start_session(&mut self, session: Session) -> String {
        let cookie = page_ticket();
        self.sessions.insert(cookie.clone(), session);
        cookie
    }

    /// The session of a cookie, if it is of this org.
    pub(crate) fn session(&self, org: OrgIndex, cookie: &str) -> Option<&Session> {
        self.sessions.get(cookie).filter(|session| session.org == org)
    }

    /// Ends every session of a user.
    pub(crate) fn end_sessions_of(&mut self, username: &str) {
        self.sessions.retain(|_, session| session.username != username);
    }

    /// Makes a link and returns what stands in it.
    pub(crate) fn open_front_door(&mut self, door: FrontDoor) -> String {
        let pass = page_ticket();
        self.front_doors.insert(pass.clone(), door);
        pass
    }

    /// Goes through a link: whatever comes of it, it does not work again.
    pub(crate) fn pass_front_door(&mut self, org: OrgIndex, pass: &str, now: u64) -> Option<FrontDoor> {
        let door = self.front_doors.remove(pass)?;
        (door.org == org && now < door.until).then_some(door)
    }

    /// Lets an authorization wait and returns its ticket.
    pub(crate) fn wait(&mut self, waiting: Waiting) -> String {
        let ticket = page_ticket();
        self.waiting.insert(ticket.clone(), waiting);
        ticket
    }

    /// The authorization of a ticket, if it is of this org.
    pub(crate) fn waiting(&mut self, org: OrgIndex, ticket: &str) -> Option<&mut Waiting> {
        self.waiting.get_mut(ticket).filter(|waiting| waiting.org == org)
    }

    /// Ends the waiting of a ticket: it was answered.
    pub(crate) fn answered(&mut self, ticket: &str) {
        self.waiting.remove(ticket);
    }
}
