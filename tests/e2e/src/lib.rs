//! Keyperch in its real window, driven as a person would, on a throw-away desktop.
//!
//! The program under test is a binary, and what it did is asked of others: the practice org, the keychain, the clipboard,
//! the browser. Its core is used in one place, `seeded.rs`: to make a list before the program is started.
//! Runs under `desktop/desktop.py`, which gives it a display, a bus, a keychain and a home of its own.

#![expect(clippy::missing_errors_doc, reason = "each fails when what it looks for is not there in time")]
#![expect(
    clippy::disallowed_methods,
    reason = "the desktop is handed over in the environment, and steps are timed"
)]

pub mod app;
pub mod browser;
pub mod desk;
pub mod doorkeeper;
pub mod forty;
pub mod hands;
mod hit;
pub mod journey;
pub mod many;
pub mod patience;
pub mod picture;
pub mod practice;
pub mod receiver;
pub mod screen;
pub mod seeded;
pub mod sender;
pub mod setup;
pub mod sway;
pub mod traveller;
pub mod visitor;
pub mod webdriver;

/// What a step may fail with; shown with the step's name.
pub type Failed = Box<dyn std::error::Error + Send + Sync>;
