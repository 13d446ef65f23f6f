//! How long the list takes to be shown, all the while: a frozen keychain must not freeze the window.
//!
//! On a busy machine nobody runs for a while, which is no fault of the list's. A thread that does nothing but sleep notes
//! how late it is woken; so much is taken off.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use keyperch_core::Core;

use crate::stopwatch::Stopwatch;

const CADENCE: Duration = Duration::from_millis(10);
/// Whoever sleeps longer than this was kept waiting by the machine.
const SLEEP: Duration = Duration::from_millis(5);

/// Asks for the list again and again.
pub(super) struct Prober(Arc<AtomicU64>);

impl Prober {
    pub(super) fn begin(core: Core) -> Self {
        let (longest, sleeper) = (Arc::new(AtomicU64::new(0)), Sleeper::begin());
        let noted = Arc::clone(&longest);
        tokio::spawn(async move {
            loop {
                noted.fetch_max(sleeper.time(core.orgs()).await, Ordering::SeqCst);
            }
        });
        Self(longest)
    }

    /// The longest since the last time this was asked.
    pub(super) fn longest_milliseconds(&self) -> u64 {
        self.0.swap(0, Ordering::SeqCst).div_ceil(1000)
    }
}

/// A thread that only sleeps, and how much too long it did so until now, in microseconds.
struct Sleeper(Arc<AtomicU64>);

impl Sleeper {
    fn begin() -> Self {
        let late = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&late);
        std::thread::spawn(move || {
            loop {
                let watch = Stopwatch::start();
                std::thread::sleep(SLEEP);
                counted.fetch_add(micros(watch.read().saturating_sub(SLEEP)), Ordering::SeqCst);
            }
        });
        Self(late)
    }

    /// How many microseconds something took, less those in which nobody was let run.
    async fn time<Shown>(&self, showing: impl Future<Output = Shown>) -> u64 {
        let (watch, before) = (Stopwatch::start(), self.0.load(Ordering::SeqCst));
        let _shown = showing.await;
        let took = micros(watch.read());
        // A sleep that is too long counts only when it has ended.
        tokio::time::sleep(CADENCE).await;
        took.saturating_sub(self.0.load(Ordering::SeqCst) - before)
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_keeps_a_thread_busy_or_waits_is_seen() {
        let sleeper = Sleeper::begin();
        let blocked = sleeper.time(async { std::thread::sleep(Duration::from_millis(200)) }).await;
        let waited = sleeper.time(tokio::time::sleep(Duration::from_millis(200))).await;
        assert!(blocked > 100_000 && waited > 100_000, "{blocked} {waited}");
    }
}
