//! Headless journeys: the core against the practice org, without window, keychain or display.
//!
//! Each story starts a practice org, an empty data folder, a vault in memory, a clock that it moves itself, and a
//! person without a browser. Callbacks are registered on free ports, so that stories run side by side.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod activity;
mod addresses;
mod app_settings;
mod backup;
mod brought;
mod copies;
mod damage;
mod deploy;
mod diagnose;
mod entries;
mod flows;
mod fresh_token;
mod guard;
mod guide;
mod hand_over;
mod health;
mod identity;
mod listener;
mod listing;
mod lists;
mod network;
mod network_settings;
mod preflight;
mod quick;
mod readiness;
mod redaction;
mod refresh_many;
mod refreshed;
mod registry;
mod removal;
mod renewal;
mod sets;
mod sign_in;
mod support;
mod tidy;
mod tools;
mod unattended;
mod upkeep;
mod ways;
