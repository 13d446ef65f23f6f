//! The end of the program, which waits for what must not be cut short.
//!
//! A renewal or a sign-in whose answer is on its way is let come to its end, and what memory alone holds is tried once
//! more. Nothing else keeps a program that a person has closed.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::watch;

use crate::core::{Core, Rooms};
use crate::model::error::Error;

/// How often is looked whether the program may end.
const LOOK: Duration = Duration::from_millis(200);

/// What is under way, and whether the program is to end.
#[derive(Debug)]
pub(crate) struct Ends {
    under_way: watch::Sender<usize>,
    is_ending: AtomicBool,
}

impl Default for Ends {
    fn default() -> Self {
        Self { under_way: watch::Sender::new(0), is_ending: AtomicBool::new(false) }
    }
}

/// Held by what must come to its end.
struct UnderWay<'a>(&'a Ends);

impl<'a> UnderWay<'a> {
    fn begin(ends: &'a Ends) -> Self {
        ends.under_way.send_modify(|count| *count += 1);
        Self(ends)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.under_way.send_modify(|count| *count -= 1);
    }
}

impl Core {
    /// Runs something to its end, whether anybody goes on waiting for it or not.
    pub(crate) async fn to_its_end<T, Work>(
        &self,
        work: impl FnOnce(Self) -> Work + Send + 'static,
    ) -> Result<T, Error>
    where
        T: Send + 'static,
        Work: Future<Output = Result<T, Error>> + Send + 'static,
    {
        let core = self.clone();
        let running = tokio::spawn(async move {
            let _under_way = UnderWay::begin(&core.rooms().ends);
            work(core.clone()).await
        });
        running.await.unwrap_or(Err(Error::Nonsense("what was under way has panicked")))
    }

    /// Whether ending now could cost a sign-in.
    pub fn must_not_end(&self) -> bool {
        *self.rooms().ends.under_way.borrow() > 0 || self.rooms().holds_unsaved()
    }

    /// A person wants the program to end: returns when it may, or when the person stays after all; whether it may.
    pub async fn end(&self) -> bool {
        self.rooms().ends.is_ending.store(true, Ordering::Relaxed);
        self.announce_upkeep().await;
        // Once: the upkeep has pauses of its own, and a keychain may ask a person each time.
        self.rooms().upkeep_is_due();
        let mut under_way = self.rooms().ends.under_way.subscribe();
        while self.must_not_end() && self.is_ending() {
            tokio::select! {
                _changed = under_way.changed() => {}
                () = self.rooms().clock.pause(LOOK) => {}
            }
        }
        self.is_ending()
    }

    /// The person stays after all.
    pub async fn stay(&self) {
        self.rooms().ends.is_ending.store(false, Ordering::Relaxed);
        self.announce_upkeep().await;
    }

    /// Whether a person wants the program to end.
    pub fn is_ending(&self) -> bool {
        self.rooms().is_ending()
    }
}

impl Rooms {
    pub(crate) fn is_ending(&self) -> bool {
        self.ends.is_ending.load(Ordering::Relaxed)
    }
}
