//! A client of bare bytes for the tests: no HTTP library, so that nothing is put right on its way.
//!
//! Speaks TLS through the CONNECT proxy, as a real client must. `wire` sends, `story` signs people in, `setup`
//! brings an admin to Setup, `flows` and `assertion` do without a browser.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]
#![allow(dead_code, unreachable_pub, reason = "each test file uses its own part of this")]

pub mod assertion;
pub mod deploy;
pub mod flows;
pub mod setup;
pub mod story;
pub mod wire;

use practice_org::{Options, Practice};

/// A practice Salesforce in a throw-away directory, with the same ids and keys each time.
pub async fn practice(name: &str) -> Practice {
    let dir = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    Practice::start(Options { dir, seed: Some(1) }).await.unwrap()
}
