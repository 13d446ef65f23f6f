//! The one clock of a practice Salesforce, which tests can move forward.
//!
//! Never moves back: no real server does, and a test that needs it tests something else.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The real time plus what tests have added.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    ahead: Duration,
}

impl Clock {
    /// Milliseconds since 1970, the unit of Salesforce's `issued_at`.
    pub(crate) fn now(&self) -> u64 {
        #[expect(clippy::disallowed_methods, reason = "this is the practice org's own clock")]
        let real = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        u64::try_from((real + self.ahead).as_millis()).unwrap_or(u64::MAX)
    }

    /// Moves the clock forward. Refuses (by saying `false`) to leave the range of time itself.
    pub(crate) fn advance(&mut self, by: Duration) -> bool {
        const HUNDRED_YEARS: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
        match self.ahead.checked_add(by) {
            Some(ahead) if ahead <= HUNDRED_YEARS => {
                self.ahead = ahead;
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_advanced_clock_is_ahead_by_that_much() {
        let mut clock = Clock::default();
        let before = clock.now();
        assert!(clock.advance(Duration::from_secs(15 * 60)), "a quarter of an hour is within range");
        assert!(clock.now() >= before + 900_000, "fifteen minutes are 900 000 ms");
    }

    #[test]
    fn a_clock_does_not_run_out_of_time() {
        assert!(!Clock::default().advance(Duration::MAX), "the sum must never overflow");
    }
}
