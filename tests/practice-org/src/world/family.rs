//! What one approval gave: a family of tokens that live and die together.
//!
//! Source: help pages `remoteaccess_oauth_refresh_token_flow` and 005316711 (rotation: the old refresh token
//! dies at each refresh, and showing a spent one again ends the current one and its access tokens).

use std::collections::HashSet;

use serde::Serialize;

use super::OrgIndex;
use super::identifiers;
use super::random::fingerprint;

/// The tokens that grew out of one sign-in.
#[derive(Debug)]
pub(crate) struct Family {
    pub(crate) number: u64,
    pub(crate) owner: Owner,
    pub(crate) flow: Flow,
    pub(crate) scopes: Vec<String>,
    pub(crate) begun_at: u64,
    /// When its refresh token last worked.
    pub(crate) used_at: u64,
    /// 1 after the sign-in, one more with each refresh.
    pub(crate) generation: u32,
    pub(crate) live: bool,
    /// The refresh token that works now; none when the scope was not granted.
    pub(crate) refresh_token: Option<String>,
    /// Refresh tokens that rotation has used up.
    pub(crate) spent: HashSet<String>,
    pub(crate) access_tokens: Vec<AccessToken>,
}

/// Whose tokens these are: a user, in an org, through an app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Owner {
    pub(crate) org: OrgIndex,
    pub(crate) username: String,
    pub(crate) consumer_key: String,
}

/// How tokens were obtained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Flow {
    /// A sign-in by browser, and what was refreshed from it.
    WebServer,
    /// A device, allowed by a person at another screen.
    Device,
    /// Consumer key and secret alone.
    ClientCredentials,
    /// A signed assertion.
    JwtBearer,
}

/// An access token.
#[derive(Debug)]
pub(crate) struct AccessToken {
    pub(crate) value: String,
    pub(crate) issued_at: u64,
    pub(crate) expires_at: u64,
    pub(crate) ended: bool,
}

/// A family as tests may see it: fingerprints, no token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GrantView {
    /// Which family, in order of sign-in.
    pub family: u64,
    /// The My Domain host of its org.
    pub host: String,
    /// Who signed in.
    pub user: String,
    /// The name of the app.
    pub app: String,
    /// The consumer key of the app.
    pub consumer_key: String,
    /// How it was obtained.
    pub flow: Flow,
    /// The scopes granted.
    pub scopes: Vec<String>,
    /// 1 after the sign-in, one more with each refresh.
    pub generation: u32,
    /// Whether its refresh token (or, without one, its approval) still counts.
    pub live: bool,
    /// How many refresh tokens rotation has used up.
    pub spent: usize,
    /// Fingerprint of the refresh token that works now.
    pub refresh_token: Option<String>,
    /// How many of its access tokens are alive.
    pub access_tokens_alive: usize,
}

impl Flow {
    /// Whether a person pressed Allow, which counts as an approval.
    pub(crate) fn is_approval(self) -> bool {
        matches!(self, Self::WebServer | Self::Device)
    }
}

impl AccessToken {
    /// Not ended by anybody and not older than it may get. Use does not make it live longer: whether Salesforce
    /// counts from the last use is not certain, and a client must not rely on it.
    pub(crate) fn is_alive(&self, now: u64) -> bool {
        !self.ended && now < self.expires_at
    }
}

impl Family {
    /// A new access token, which lives `seconds` from `now`. Older ones stay alive.
    pub(crate) fn add_access_token(&mut self, value: String, now: u64, seconds: u64) {
        let expires_at = now.saturating_add(seconds.saturating_mul(1000));
        self.access_tokens.push(AccessToken { value, issued_at: now, expires_at, ended: false });
    }

    /// The next generation: with rotation the old refresh token is spent and a new one returned.
    pub(crate) fn refresh(&mut self, rotate: bool, now: u64) -> Option<String> {
        (self.generation, self.used_at) = (self.generation + 1, now);
        if !rotate {
            return None;
        }
        let new = identifiers::refresh_token();
        self.spent.extend(self.refresh_token.replace(new.clone()));
        Some(new)
    }

    /// Ends everything that this approval gave.
    pub(crate) fn end(&mut self) {
        self.live = false;
        self.end_access();
    }

    /// Ends the access tokens only.
    pub(crate) fn end_access(&mut self) {
        self.access_tokens.iter_mut().for_each(|token| token.ended = true);
    }

    /// Whether this is the refresh token that works now.
    pub(crate) fn is_current(&self, refresh_token: &str) -> bool {
        self.refresh_token.as_deref() == Some(refresh_token)
    }

    /// Whether rotation has used up this refresh token.
    pub(crate) fn has_spent(&self, refresh_token: &str) -> bool {
        self.spent.contains(refresh_token)
    }

    /// As tests may see it.
    pub(crate) fn view(&self, host: String, app: &str, now: u64) -> GrantView {
        GrantView {
            family: self.number,
            host,
            user: self.owner.username.clone(),
            app: app.to_owned(),
            consumer_key: self.owner.consumer_key.clone(),
            flow: self.flow,
            scopes: self.scopes.clone(),
            generation: self.generation,
            live: self.live,
            spent: self.spent.len(),
            refresh_token: self.refresh_token.as_deref().map(fingerprint),
            access_tokens_alive: self.access_tokens.iter().filter(|token| token.is_alive(now)).count(),
        }
    }
}
