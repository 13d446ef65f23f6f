//! This computer's clock, moved: by what the first line says, and by orders.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use keyperch_core::model::time::Timestamp;
use keyperch_core::{Clock, SystemClock};

/// Ahead of the system's clock, or behind it.
#[derive(Debug)]
pub struct MovableClock {
    ahead_seconds: AtomicI64,
}

impl MovableClock {
    /// Ahead by so many seconds, or behind.
    pub fn ahead_by(seconds: i64) -> Self {
        Self { ahead_seconds: AtomicI64::new(seconds) }
    }

    /// Moves it.
    pub fn advance(&self, seconds: i64) {
        self.ahead_seconds.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Moves it once, when a named point is passed next.
    pub(super) fn advance_at(self: &Arc<Self>, point: &str, seconds: i64) -> Result<(), String> {
        let (clock, is_done) = (Arc::clone(self), AtomicBool::new(false));
        fail::cfg_callback(point, move || {
            if !is_done.swap(true, Ordering::SeqCst) {
                clock.advance(seconds);
            }
        })
    }
}

impl Clock for MovableClock {
    fn now(&self) -> Timestamp {
        let ahead = self.ahead_seconds.load(Ordering::SeqCst).saturating_mul(1000);
        Timestamp(SystemClock.now().0.saturating_add(ahead))
    }

    fn until(&self, moment: Timestamp) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async move {
            // In short slices: it may be moved while somebody waits.
            while let Some(rest) = moment.since(self.now()).filter(|rest| !rest.is_zero()) {
                tokio::time::sleep(rest.min(Duration::from_millis(50))).await;
            }
        })
    }
}
