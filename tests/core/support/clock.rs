//! A clock that stands still until a story moves it.

use std::pin::Pin;
use std::time::Duration;

use keyperch_core::io::clock::Clock;
use keyperch_core::model::time::Timestamp;
use tokio::sync::watch;

#[derive(Debug)]
pub(crate) struct StoryClock(watch::Sender<Timestamp>);

impl StoryClock {
    pub(crate) fn new() -> Self {
        Self(watch::channel(Timestamp(1_790_000_000_000)).0)
    }

    pub(crate) fn advance(&self, by: Duration) {
        self.0.send_modify(|now| *now = now.plus(by));
    }
}

impl Clock for StoryClock {
    fn now(&self) -> Timestamp {
        *self.0.borrow()
    }

    fn until(&self, moment: Timestamp) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        let mut now = self.0.subscribe();
        Box::pin(async move {
            let _ = now.wait_for(|now| *now >= moment).await;
        })
    }
}
