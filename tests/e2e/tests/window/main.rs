//! The real window, driven: what goes wrong, how it is used by keyboard and screen reader, and what it must not leak.
//!
//! One test at a time (`--test-threads=1`): they share the desktop, its keychain and port 33333.

#![expect(clippy::expect_used, reason = "a test that cannot go on should stop")]

mod accessibility;
mod before_the_browser;
mod by_hand;
mod checks;
mod companion;
mod create;
mod device;
mod failures;
mod flows;
mod guards;
mod guide;
mod guide_by_itself;
mod guide_keyboard;
mod guide_leaks;
mod guide_proof;
mod guide_views;
mod guided;
mod hand_over;
mod hand_over_files;
mod identity;
mod keyboard;
mod keychain;
mod leaks;
mod loans;
mod many;
mod trip;
mod upkeep;
mod views;
