//! A clock that is ahead as far as a case wants it, and hardly waits in a pause: the practice org's clock goes along.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use keyperch_core::model::time::Timestamp;
use keyperch_core::{Clock, SystemClock};
use practice_org::Practice;

pub(crate) struct JumpingClock {
    practice: Arc<Practice>,
    /// Milliseconds.
    ahead: AtomicU64,
    /// Whether the practice org's clock goes only half as far in a pause, until it has complained.
    lags: AtomicBool,
}

impl JumpingClock {
    /// As far ahead as that of the practice org, which goes on from case to case.
    pub(crate) fn new(practice: Arc<Practice>) -> Self {
        let theirs = Timestamp(i64::try_from(practice.state().now).unwrap_or(i64::MAX));
        let ahead = theirs.since(SystemClock.now()).unwrap_or_default();
        let ahead = u64::try_from(ahead.as_millis()).unwrap_or(u64::MAX);
        Self { practice, ahead: AtomicU64::new(ahead), lags: AtomicBool::new(false) }
    }

    /// Moves both clocks.
    pub(crate) fn pass(&self, time: Duration) {
        self.go(time);
        // Only a move out of this century is refused.
        let _ = self.practice.advance(time);
    }

    /// From now on the practice org finds that too little time has passed.
    pub(crate) fn lag(&self) {
        self.lags.store(true, Ordering::Relaxed);
    }

    fn go(&self, time: Duration) {
        self.ahead.fetch_add(u64::try_from(time.as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }
}

impl Clock for JumpingClock {
    fn now(&self) -> Timestamp {
        SystemClock.now().plus(Duration::from_millis(self.ahead.load(Ordering::Relaxed)))
    }

    fn until(&self, moment: Timestamp) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        let rest = moment.since(self.now()).unwrap_or_default();
        Box::pin(tokio::time::sleep(rest))
    }

    fn pause(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        let complained = || self.practice.seen(0).iter().any(|seen| seen.outcome == "slow_down");
        if self.lags.load(Ordering::Relaxed) && !complained() {
            self.go(time);
            let _ = self.practice.advance(time / 2);
        } else {
            self.pass(time);
        }
        // Long enough for a person to do something meanwhile.
        Box::pin(tokio::time::sleep(Duration::from_millis(20)))
    }
}
