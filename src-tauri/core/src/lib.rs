//! Keyperch without its window.
//!
//! Four rooms, which import only downwards: [`flows`] (verbs: one use case a file) over [`io`] (edges: one outside
//! thing a file) over [`oauth`] (rules: pure functions) over [`model`] (nouns: plain types). [`Core`] is the one thing
//! that the shell holds. Secrets leave through it only as types that cannot be printed, cloned or serialised.

pub mod flows;
pub mod io;
pub mod model;
pub mod oauth;

mod core;

pub use core::{Core, Parts, start_empty, use_backup};
pub use flows::copy_as::Shaped;
pub use flows::front_door::FrontDoor;
pub use flows::sets::SetText;
pub use flows::sign_in::{Opener, Opening};
pub use io::clock::{Clock, SystemClock};
pub use io::keychain::Keychain;
pub use io::salesforce::Network;
pub use io::vault::Vault;
