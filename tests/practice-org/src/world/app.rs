//! An External Client App and its switches, each named for the tick box in Setup that it stands for.
//!
//! Only switches that change an answer exist here. The scope `openid` cannot be given to an app, because
//! no ID token is made.

use serde::{Deserialize, Serialize};

use super::identifiers;
use super::random::Seed;
use crate::rules::scope;

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
}

/// The settings of an External Client App that change an answer (Setup page "External Client App Manager").
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is one tick box in Setup")]
pub struct Switches {
    /// False: the key is unknown, as when the app was deleted or is still propagating.
    pub exists: bool,
    /// "Require Proof Key for Code Exchange (PKCE) extension for Supported Authorization Flows".
    pub pkce_required: bool,
    /// "Require secret for Web Server Flow".
    pub secret_required_for_web_server: bool,
    /// "Require secret for Refresh Token Flow".
    pub secret_required_for_refresh: bool,
    /// "Enable Refresh Token Rotation".
    pub refresh_token_rotation: bool,
    /// "OAuth Scopes".
    pub scopes: Vec<String>,
    /// "Callback URL", one entry a line; compared byte for byte.
    pub callback_urls: Vec<String>,
    /// "Session Timeout in Minutes", here in seconds; counts from the issue of each access token.
    pub access_token_seconds: u64,
}

/// A change to some switches; what is left out stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SwitchChange {
    /// See [`Switches::exists`].
    pub exists: Option<bool>,
    /// See [`Switches::pkce_required`].
    pub pkce_required: Option<bool>,
    /// See [`Switches::secret_required_for_web_server`].
    pub secret_required_for_web_server: Option<bool>,
    /// See [`Switches::secret_required_for_refresh`].
    pub secret_required_for_refresh: Option<bool>,
    /// See [`Switches::refresh_token_rotation`].
    pub refresh_token_rotation: Option<bool>,
    /// See [`Switches::scopes`].
    pub scopes: Option<Vec<String>>,
    /// See [`Switches::callback_urls`].
    pub callback_urls: Option<Vec<String>>,
    /// See [`Switches::access_token_seconds`].
    pub access_token_seconds: Option<u64>,
}

impl App {
    /// A new app as Salesforce ships it since July 2026: PKCE, rotation and both secrets required.
    pub(crate) fn new(name: &'static str, scopes: &[&str], seed: &Seed, label: &str) -> Self {
        let switches = Switches {
            exists: true,
            pkce_required: true,
            secret_required_for_web_server: true,
            secret_required_for_refresh: true,
            refresh_token_rotation: true,
            scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
            callback_urls: vec![DEFAULT_CALLBACK.to_owned()],
            access_token_seconds: 2 * 60 * 60,
        };
        Self {
            name,
            consumer_key: identifiers::consumer_key(seed, label),
            consumer_secret: identifiers::consumer_secret(seed, label),
            shipped: switches.clone(),
            switches,
        }
    }

    /// The same app with both "Require secret" boxes deselected, as the Rehearsal Tool's guide asks.
    pub(crate) fn without_required_secrets(mut self) -> Self {
        self.switches.secret_required_for_web_server = false;
        self.switches.secret_required_for_refresh = false;
        self.shipped = self.switches.clone();
        self
    }

    /// Back to the switches of the start.
    pub(crate) fn reset(&mut self) {
        self.switches = self.shipped.clone();
    }
}

impl SwitchChange {
    /// The switches after the change, or why Setup would not save them.
    pub(crate) fn applied_to(self, old: &Switches) -> Result<Switches, String> {
        let new = Switches {
            exists: self.exists.unwrap_or(old.exists),
            pkce_required: self.pkce_required.unwrap_or(old.pkce_required),
            secret_required_for_web_server: self
                .secret_required_for_web_server
                .unwrap_or(old.secret_required_for_web_server),
            secret_required_for_refresh: self
                .secret_required_for_refresh
                .unwrap_or(old.secret_required_for_refresh),
            refresh_token_rotation: self.refresh_token_rotation.unwrap_or(old.refresh_token_rotation),
            scopes: self.scopes.unwrap_or_else(|| old.scopes.clone()),
            callback_urls: self.callback_urls.unwrap_or_else(|| old.callback_urls.clone()),
            access_token_seconds: self.access_token_seconds.unwrap_or(old.access_token_seconds),
        };
        new.saveable().map(|()| new)
    }
}

impl Switches {
    /// Setup wants known scopes and, together, at most 2,000 characters of callback URLs.
    fn saveable(&self) -> Result<(), String> {
        if let Some(strange) = self.scopes.iter().find(|scope| !scope::is_known(scope)) {
            return Err(format!("scopes: {strange} is no scope of Salesforce"));
        }
        if self.scopes.iter().any(|scope| scope == "openid") {
            return Err("scopes: openid is not practised, because no ID token is made".to_owned());
        }
        if self.callback_urls.is_empty() || self.callback_urls.iter().map(String::len).sum::<usize>() > 2000 {
            return Err("callback_urls: one at least, 2000 characters together at most".to_owned());
        }
        let well_formed = |url: &String| url.contains(':') && url.bytes().all(|byte| byte.is_ascii_graphic());
        if !self.callback_urls.iter().all(well_formed) {
            return Err("callback_urls: each is a URL of printable ASCII".to_owned());
        }
        let is_plain = |url: &&String| {
            url.strip_prefix("http://")
                .is_some_and(|rest| rest.split([':', '/', '?', '#']).next() != Some("localhost"))
        };
        if let Some(plain) = self.callback_urls.iter().find(is_plain) {
            return Err(format!("callback_urls: {plain} is neither https nor localhost"));
        }
        if self.access_token_seconds == 0 {
            return Err("access_token_seconds: at least 1".to_owned());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app() -> App {
        App::new("Rehearsal Tool", &["api", "refresh_token"], &Seed::new(Some(1)), "app")
    }

    #[test]
    fn a_new_app_is_locked_down() {
        let switches = app().switches;
        assert!(switches.pkce_required && switches.refresh_token_rotation, "both are locked on for new apps");
        assert!(switches.secret_required_for_web_server && switches.secret_required_for_refresh);
    }

    #[test]
    fn a_change_leaves_the_rest_alone() {
        let old = app().switches;
        let change = SwitchChange { pkce_required: Some(false), ..SwitchChange::default() };
        assert_eq!(change.applied_to(&old), Ok(Switches { pkce_required: false, ..old }));
    }

    #[test]
    fn setup_refuses_what_it_cannot_save() {
        let old = app().switches;
        for (what, change) in [
            ("scope", SwitchChange { scopes: Some(vec!["apii".into()]), ..SwitchChange::default() }),
            ("openid", SwitchChange { scopes: Some(vec!["openid".into()]), ..SwitchChange::default() }),
            ("no URL", SwitchChange { callback_urls: Some(vec![]), ..SwitchChange::default() }),
            (
                "space",
                SwitchChange { callback_urls: Some(vec!["http://a b".into()]), ..SwitchChange::default() },
            ),
            (
                "plain http",
                SwitchChange {
                    callback_urls: Some(vec!["http://localhost.evil.example/".into()]),
                    ..SwitchChange::default()
                },
            ),
            ("life", SwitchChange { access_token_seconds: Some(0), ..SwitchChange::default() }),
        ] {
            assert!(change.applied_to(&old).is_err(), "{what} must be refused");
        }
    }
}
