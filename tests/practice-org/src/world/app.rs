//! An External Client App: its keys, its switches, and since when they count.

use std::collections::BTreeMap;

use super::draft::Draft;
use super::identifiers::{self, RecordId};
use super::parts::Parts;
use super::random::Seed;
use super::switch_change::SwitchChange;
use super::switches::{Distribution, Switches};

/// Where the written guides let the app send the browser back to.
pub(crate) const DEFAULT_CALLBACK: &str = "http://localhost:33333";

/// An External Client App. It works only in the org that it was made in.
#[derive(Clone, Debug)]
pub(crate) struct App {
    pub(crate) id: RecordId,
    /// "External Client App Name".
    pub(crate) name: String,
    /// "API Name", unique within its org.
    pub(crate) api_name: String,
    /// "Contact Email".
    pub(crate) contact_email: String,
    pub(crate) consumer_key: String,
    pub(crate) consumer_secret: String,
    pub(crate) switches: Switches,
    /// As it was at the start; none for an app that was made later.
    shipped: Option<Box<Self>>,
    /// When its key becomes known, on the practice clock.
    ready_at: u64,
    /// Until when which earlier callback URLs count.
    callbacks_before: Option<(u64, Vec<String>)>,
    /// What Setup keeps and shows again though no answer depends on it, by the name of its field.
    pub(crate) remarks: BTreeMap<&'static str, String>,
    /// Made after the start: a reset takes it away.
    pub(crate) is_made_later: bool,
    /// Made where new apps are locked: PKCE and rotation cannot be switched off in Setup, ever.
    pub(crate) is_locked: bool,
    /// What the records beside it are called.
    pub(crate) parts: Parts,
}

impl App {
    /// A new app as Salesforce ships it since July 2026.
    pub(crate) fn new(name: &str, scopes: &[&str], seed: &Seed, label: &str) -> Self {
        let switches = Switches::shipped(scopes, DEFAULT_CALLBACK);
        let app = Self {
            id: RecordId::seeded("0xI", "Fa", seed, label),
            name: name.to_owned(),
            api_name: name.replace(' ', "_"),
            parts: Parts::default().completed(&name.replace(' ', "_"), true),
            contact_email: "ana@example.com".to_owned(),
            consumer_key: identifiers::consumer_key(seed, label),
            consumer_secret: identifiers::consumer_secret(seed, label),
            shipped: None,
            switches,
            ready_at: 0,
            callbacks_before: None,
            remarks: BTreeMap::new(),
            is_made_later: false,
            is_locked: false,
        };
        app.ships_so()
    }

    /// The same app, which a reset makes this one again.
    fn ships_so(self) -> Self {
        Self { shipped: Some(Box::new(Self { shipped: None, ..self.clone() })), ..self }
    }

    /// An app that somebody makes now, in Setup or by a deployment: its key is random, and known after a while.
    pub(crate) fn made(draft: Draft, is_locked: bool, ready_at: u64) -> Self {
        let Draft { name, api_name, contact_email, switches } = draft;
        let seed = Seed::new(None);
        Self {
            id: RecordId::seeded("0xI", "Fa", &seed, &api_name),
            consumer_key: identifiers::consumer_key(&seed, &api_name),
            consumer_secret: identifiers::consumer_secret(&seed, &api_name),
            parts: Parts::default().completed(&api_name, switches.oauth_enabled),
            name,
            api_name,
            contact_email,
            shipped: None,
            switches,
            ready_at,
            callbacks_before: None,
            remarks: BTreeMap::new(),
            is_made_later: true,
            is_locked,
        }
    }

    /// The same app with both "Require secret" boxes deselected, as the Rehearsal Tool's guide asks.
    pub(crate) fn without_required_secrets(mut self) -> Self {
        self.switches.secret_required_for_web_server = false;
        self.switches.secret_required_for_refresh = false;
        self.ships_so()
    }

    /// Turns switches, or says why Setup would not save them.
    pub(crate) fn switch(&mut self, change: SwitchChange, now: u64) -> Result<(), String> {
        let after = |seconds: u64| now.saturating_add(seconds.saturating_mul(1000));
        let (ready, callbacks) = (change.ready_after_seconds, change.callbacks_ready_after_seconds);
        let new = change.applied_to(&self.switches)?;
        let old = std::mem::replace(&mut self.switches, new);
        self.ready_at = ready.map_or(self.ready_at, after);
        if let Some(seconds) = callbacks {
            self.callbacks_before = Some((after(seconds), old.callback_urls));
        }
        Ok(())
    }

    /// Back to the start: switches, names, key and secret.
    pub(crate) fn reset(&mut self) {
        if let Some(first) = self.shipped.take() {
            *self = Self { shipped: Some(first.clone()), ..*first };
        }
    }

    /// Whether this is its key, and the key is known by now.
    pub(crate) fn answers_to(&self, consumer_key: &str, now: u64) -> bool {
        self.is_usable() && now >= self.ready_at && self.consumer_key == consumer_key
    }

    /// Whether it has a key at all.
    pub(crate) fn is_usable(&self) -> bool {
        self.switches.exists && self.switches.oauth_enabled
    }

    /// Its key becomes known then.
    pub(crate) fn is_known_from(&mut self, ready_at: u64) {
        self.ready_at = ready_at;
    }

    /// The callback URLs that count now.
    pub(crate) fn callback_urls(&self, now: u64) -> &[String] {
        match &self.callbacks_before {
            Some((until, earlier)) if now < *until => earlier,
            _ => &self.switches.callback_urls,
        }
    }

    /// Its consumer, which is what the API calls its key and secret.
    pub(crate) fn consumer_id(&self) -> RecordId {
        self.id.sibling("888")
    }

    /// Whether it can be used in its own org: a packaged app must be installed there.
    pub(crate) fn is_installed(&self) -> bool {
        self.switches.distribution == Distribution::Local || self.switches.installed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_key_and_a_changed_callback_take_their_time() {
        let mut app = App::new("Rehearsal Tool", &["api"], &Seed::new(Some(1)), "app");
        let key = app.consumer_key.clone();
        assert!(app.answers_to(&key, 0), "a key of the cast is known from the start");
        let change = SwitchChange {
            ready_after_seconds: Some(60),
            callback_urls: Some(vec!["myapp:callback".to_owned()]),
            callbacks_ready_after_seconds: Some(120),
            ..SwitchChange::default()
        };
        assert_eq!(app.switch(change, 1_000), Ok(()));
        assert!(!app.answers_to(&key, 60_999) && app.answers_to(&key, 61_000));
        assert_eq!(app.callback_urls(120_999), [DEFAULT_CALLBACK]);
        assert_eq!(app.callback_urls(121_000), ["myapp:callback"]);
    }
}
