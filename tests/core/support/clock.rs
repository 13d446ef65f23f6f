//! A clock that stands still until a story moves it.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use keyperch_core::io::clock::{Clock, SystemClock};
use keyperch_core::model::time::Timestamp;
use tokio::sync::watch;

#[derive(Debug)]
pub(crate) struct StoryClock {
    now: watch::Sender<Timestamp>,
    runs: AtomicBool,
}

impl StoryClock {
    pub(crate) fn new() -> Self {
        // An assertion is for the time that the practice org has too.
        Self { now: watch::channel(SystemClock.now()).0, runs: AtomicBool::new(false) }
    }

    /// From now on, whoever waits finds that the moment has come.
    pub(crate) fn runs_by_itself(&self) {
        self.runs.store(true, Ordering::Relaxed);
    }

    pub(crate) fn advance(&self, by: Duration) {
        self.now.send_modify(|now| *now = now.plus(by));
    }
}

impl Clock for StoryClock {
    fn now(&self) -> Timestamp {
        *self.now.borrow()
    }

    fn until(&self, moment: Timestamp) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        let mut now = self.now.subscribe();
        if self.runs.load(Ordering::Relaxed) {
            self.now.send_modify(|now| *now = moment.max(*now));
        }
        Box::pin(async move {
            let _ = now.wait_for(|now| *now >= moment).await;
        })
    }
}
