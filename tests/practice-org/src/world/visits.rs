//! What browsers are doing: who is signed in at which host, and which authorization waits for a person.
//!
//! A session belongs to one org's host, as a real cookie does. An authorization is answered once.

use std::collections::HashMap;

use super::OrgIndex;
use super::identifiers::page_ticket;
use crate::rules::authorize::AuthorizeRequest;

/// Sessions and authorizations that wait.
#[derive(Debug, Default)]
pub(crate) struct Visits {
    sessions: HashMap<String, Session>,
    waiting: HashMap<String, Waiting>,
}

/// Somebody signed in with a browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Session {
    pub(crate) org: OrgIndex,
    pub(crate) username: String,
}

/// An authorization request that passed every check and waits for a person.
#[derive(Clone, Debug)]
pub(crate) struct Waiting {
    pub(crate) org: OrgIndex,
    pub(crate) request: AuthorizeRequest,
    /// Who is going to allow it: set by the login, or by a session that was there before.
    pub(crate) username: Option<String>,
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
