//! A clock that hardly waits in a pause: it goes ahead, and the practice org's clock goes along.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use keyperch_core::model::time::Timestamp;
use keyperch_core::{Clock, SystemClock};
use practice_org::Practice;

pub(crate) struct HurriedClock {
    practice: Arc<Practice>,
    /// Milliseconds.
    ahead: AtomicU64,
}

impl HurriedClock {
    /// As late as that of a practice org that has just been started.
    pub(crate) fn new(practice: Arc<Practice>) -> Self {
        Self { practice, ahead: AtomicU64::new(0) }
    }
}

impl Clock for HurriedClock {
    fn now(&self) -> Timestamp {
        SystemClock.now().plus(Duration::from_millis(self.ahead.load(Ordering::Relaxed)))
    }

    fn until(&self, moment: Timestamp) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(tokio::time::sleep(moment.since(self.now()).unwrap_or_default()))
    }

    fn pause(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        self.ahead.fetch_add(u64::try_from(time.as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
        // Only a move out of this century is refused.
        let _ = self.practice.advance(time);
        Box::pin(tokio::time::sleep(Duration::from_millis(10)))
    }
}
