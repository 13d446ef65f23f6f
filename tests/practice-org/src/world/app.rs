//! An External Client App: its keys, its switches, and since when they count.

use super::identifiers;
use super::random::Seed;
use super::switch_change::SwitchChange;
use super::switches::{Distribution, Switches};

/// Where the written guides let the app send the browser back to.
pub(crate) const DEFAULT_CALLBACK: &str = "http://localhost:33333";

/// An External Client App. It works only in the org that it was made in.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) name: &'static str,
    pub(crate) consumer_key: String,
    pub(crate) consumer_secret: String,
    pub(crate) switches: Switches,
    shipped: Switches,
    /// When its key becomes known, on the practice clock.
    ready_at: u64,
    /// Until when which earlier callback URLs count.
    callbacks_before: Option<(u64, Vec<String>)>,
}

impl App {
    /// A new app as Salesforce ships it since July 2026.
    pub(crate) fn new(name: &'static str, scopes: &[&str], seed: &Seed, label: &str) -> Self {
        let switches = Switches::shipped(scopes, DEFAULT_CALLBACK);
        Self {
            name,
            consumer_key: identifiers::consumer_key(seed, label),
            consumer_secret: identifiers::consumer_secret(seed, label),
            shipped: switches.clone(),
            switches,
            ready_at: 0,
            callbacks_before: None,
        }
    }

    /// The same app with both "Require secret" boxes deselected, as the Rehearsal Tool's guide asks.
    pub(crate) fn without_required_secrets(mut self) -> Self {
        self.switches.secret_required_for_web_server = false;
        self.switches.secret_required_for_refresh = false;
        self.shipped = self.switches.clone();
        self
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

    /// Back to the switches of the start.
    pub(crate) fn reset(&mut self) {
        self.switches = self.shipped.clone();
        (self.ready_at, self.callbacks_before) = (0, None);
    }

    /// Whether this is its key, and the key is known by now.
    pub(crate) fn answers_to(&self, consumer_key: &str, now: u64) -> bool {
        self.switches.exists && now >= self.ready_at && self.consumer_key == consumer_key
    }

    /// The callback URLs that count now.
    pub(crate) fn callback_urls(&self, now: u64) -> &[String] {
        match &self.callbacks_before {
            Some((until, earlier)) if now < *until => earlier,
            _ => &self.switches.callback_urls,
        }
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
