//! The mail that Salesforce sends to its users, for tests to read, and the codes in it.
//!
//! A code belongs to one browser session and to one app, has six digits, and ends after ten minutes, after five wrong
//! tries, or when a newer one is sent. How long the pages stay open to whoever has typed it is a guess: ten minutes too.

use std::collections::HashMap;

use serde::Serialize;

use super::identifiers::RecordId;
use super::random::random_text;

/// How long a code can be typed, and how long what it opened stays open.
const LIFE_MILLISECONDS: u64 = 10 * 60 * 1000;
/// After so many wrong tries a code has ended.
const MOST_TRIES: u32 = 5;

/// A mail with a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mail {
    /// The user that it was sent to.
    pub username: String,
    /// The user's e-mail address.
    pub to: String,
    /// The six digits.
    pub code: String,
    /// Milliseconds since 1970 on the practice clock.
    pub at: u64,
}

/// Every mail, and what the codes in them open.
#[derive(Debug, Default)]
pub(crate) struct Mailbox {
    sent: Vec<Mail>,
    codes: HashMap<String, SentCode>,
}

#[derive(Debug)]
struct SentCode {
    app: RecordId,
    code: String,
    at: u64,
    wrong: u32,
    opened_at: Option<u64>,
}

/// What a typed code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Typed {
    Right,
    Wrong,
    /// None was sent, or it has ended.
    Over,
}

impl Mailbox {
    /// Every mail, oldest first.
    pub(crate) fn all(&self) -> &[Mail] {
        &self.sent
    }

    /// Sends a new code to whoever wants to see the keys of this app in this session.
    pub(crate) fn send(&mut self, session: &str, app: &RecordId, username: &str, to: &str, now: u64) {
        let code = random_text(b"0123456789", 6);
        let sent = SentCode { app: app.clone(), code: code.clone(), at: now, wrong: 0, opened_at: None };
        self.codes.insert(session.to_owned(), sent);
        self.sent.push(Mail { username: username.to_owned(), to: to.to_owned(), code, at: now });
    }

    /// Judges what was typed.
    pub(crate) fn type_code(&mut self, session: &str, app: &RecordId, typed: &str, now: u64) -> Typed {
        let Some(sent) = self.codes.get_mut(session).filter(|sent| sent.app == *app) else {
            return Typed::Over;
        };
        if sent.opened_at.is_some() || sent.wrong >= MOST_TRIES || now >= sent.at + LIFE_MILLISECONDS {
            return Typed::Over;
        }
        if sent.code != typed {
            sent.wrong += 1;
            return Typed::Wrong;
        }
        sent.opened_at = Some(now);
        Typed::Right
    }

    /// Whether the keys of this app are open to this session.
    pub(crate) fn is_open(&self, session: &str, app: &RecordId, now: u64) -> bool {
        let sent = self.codes.get(session).filter(|sent| sent.app == *app);
        sent.and_then(|sent| sent.opened_at).is_some_and(|opened| now < opened + LIFE_MILLISECONDS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::random::Seed;

    fn app(label: &str) -> RecordId {
        RecordId::seeded("0xI", "Fa", &Seed::new(Some(1)), label)
    }

    fn sent() -> (Mailbox, String) {
        let mut mailbox = Mailbox::default();
        mailbox.send("session", &app("one"), "ana@acme.com", "ana@example.com", 0);
        let code = mailbox.all()[0].code.clone();
        (mailbox, code)
    }

    #[test]
    fn a_code_opens_one_app_to_one_session() {
        let (mut mailbox, code) = sent();
        assert!(code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()), "{code}");
        assert_eq!(mailbox.type_code("session", &app("other"), &code, 1), Typed::Over);
        assert_eq!(mailbox.type_code("another", &app("one"), &code, 1), Typed::Over);
        assert_eq!(mailbox.type_code("session", &app("one"), &code, 1), Typed::Right);
        assert!(mailbox.is_open("session", &app("one"), 2) && !mailbox.is_open("session", &app("other"), 2));
        assert!(!mailbox.is_open("session", &app("one"), 1 + LIFE_MILLISECONDS), "not for ever");
        assert_eq!(mailbox.type_code("session", &app("one"), &code, 2), Typed::Over, "it works once");
    }

    #[test]
    fn a_code_ends_by_age_by_tries_and_by_a_newer_one() {
        let (mut mailbox, code) = sent();
        assert_eq!(mailbox.type_code("session", &app("one"), &code, LIFE_MILLISECONDS), Typed::Over);
        let (mut mailbox, code) = sent();
        for _ in 0..MOST_TRIES {
            assert_eq!(mailbox.type_code("session", &app("one"), "12345x", 1), Typed::Wrong);
        }
        assert_eq!(mailbox.type_code("session", &app("one"), &code, 1), Typed::Over);
        let (mut mailbox, _) = sent();
        mailbox.send("session", &app("one"), "ana@acme.com", "ana@example.com", 1);
        let newer = mailbox.all()[1].code.clone();
        assert_eq!(mailbox.type_code("session", &app("one"), &newer, 2), Typed::Right);
    }
}
