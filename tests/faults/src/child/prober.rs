//! How long the list takes to be shown, all the while: a frozen keychain must not freeze the window.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use keyperch_core::Core;

use crate::stopwatch::Stopwatch;

const CADENCE: Duration = Duration::from_millis(10);

/// Asks for the list again and again.
pub(super) struct Prober(Arc<AtomicU64>);

impl Prober {
    pub(super) fn begin(core: Core) -> Self {
        let longest = Arc::new(AtomicU64::new(0));
        let noted = Arc::clone(&longest);
        tokio::spawn(async move {
            loop {
                let watch = Stopwatch::start();
                let _shown = core.orgs().await;
                let took = u64::try_from(watch.read().as_micros()).unwrap_or(u64::MAX);
                noted.fetch_max(took, Ordering::SeqCst);
                tokio::time::sleep(CADENCE).await;
            }
        });
        Self(longest)
    }

    /// The longest since the last time this was asked.
    pub(super) fn longest_milliseconds(&self) -> u64 {
        self.0.swap(0, Ordering::SeqCst).div_ceil(1000)
    }
}
