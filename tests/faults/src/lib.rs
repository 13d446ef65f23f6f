//! The fault harness: ends the core at every named point, breaks what it stands on, and counts what is lost.
//!
//! Two sides. The **child** is the core without its window, in a process of its own that can be killed; it takes orders by
//! lines of JSON. The **parent** starts practice orgs, keychains and children, breaks them, and holds what is left against
//! the practice org's own books. Nothing here asks the core whether it did well: witnesses are the practice org, the
//! Secret Service and the next start.

#![expect(clippy::missing_errors_doc, reason = "each fails when what it looks for is not there")]

pub mod between;
pub mod bus_proxy;
pub mod cases;
pub mod chance;
pub mod child;
pub mod keyring;
pub mod kill;
pub mod life;
pub mod orders;
pub mod person;
pub mod report;
pub mod scene;
pub mod secret_service;
pub mod soak;
pub mod stopwatch;

/// Why a step failed; shown with the name of what was tried.
pub type Failed = Box<dyn std::error::Error + Send + Sync>;
