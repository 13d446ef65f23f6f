//! Moments, as the registry keeps them and the window gets them: milliseconds since 1970, UTC.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A day.
pub const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A moment: milliseconds since the Unix epoch.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, type = "number"))]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The moment that much later.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(milliseconds(duration)))
    }

    /// How long ago `earlier` was; nothing when it lies ahead (a clock was put back).
    pub fn since(self, earlier: Self) -> Option<Duration> {
        u64::try_from(self.0.checked_sub(earlier.0)?).ok().map(Duration::from_millis)
    }
}

fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_ahead_is_not_ago() {
        let now = Timestamp(10_000);
        assert_eq!(now.since(Timestamp(4_000)), Some(Duration::from_secs(6)));
        assert_eq!(now.since(now.plus(Duration::from_secs(1))), None);
    }
}
