//! Time, passed in: nothing else in the core asks what time it is, so that tests can say.

use std::pin::Pin;
use std::time::Duration;

use crate::model::time::Timestamp;

/// Tells the time and waits.
pub trait Clock: Send + Sync {
    /// The moment it is.
    fn now(&self) -> Timestamp;

    /// Returns when that moment has come.
    fn until(&self, moment: Timestamp) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;

    /// Lets that much time pass.
    fn pause(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        self.until(self.now().plus(time))
    }
}

/// This computer's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        #[expect(clippy::disallowed_methods, reason = "the one place that asks")]
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        // A clock set before 1970 is nonsense; the epoch is as good as any other answer.
        Timestamp(0).plus(since.unwrap_or_default())
    }

    fn until(&self, moment: Timestamp) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async move {
            // Slept in slices: a computer that was asleep meanwhile is late by one at most.
            while let Some(rest) = moment.since(self.now()).filter(|rest| !rest.is_zero()) {
                tokio::time::sleep(rest.min(Duration::from_secs(1))).await;
            }
        })
    }

    /// Not by the clock on the wall: it may be put back meanwhile.
    fn pause(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(tokio::time::sleep(time))
    }
}
