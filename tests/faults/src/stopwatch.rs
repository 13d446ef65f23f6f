//! Real time, measured in one place: how long something took. Nothing is decided by it but bounds.

use std::time::{Duration, Instant};

/// Runs from when it was made.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts.
    pub fn start() -> Self {
        #[expect(clippy::disallowed_methods, reason = "the harness measures real time")]
        Self(Instant::now())
    }

    /// How long it has run.
    pub fn read(&self) -> Duration {
        self.0.elapsed()
    }
}
