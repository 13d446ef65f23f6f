//! Death at a named point: the process aborts, which is to every other process what `kill -9` is.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::Failed;
use crate::orders::Death;

/// Dies when the point is passed for the n-th time from now, or a moment after.
pub(super) fn arm(death: &Death) -> Result<(), Failed> {
    let (passed, nth) = (AtomicU32::new(0), death.nth);
    let after = death.after_microseconds.map(Duration::from_micros);
    let pass = move || {
        if passed.fetch_add(1, Ordering::SeqCst) + 1 == nth {
            match after {
                None => std::process::abort(),
                Some(pause) => drop(std::thread::spawn(move || {
                    std::thread::sleep(pause);
                    std::process::abort();
                })),
            }
        }
    };
    fail::cfg_callback(death.point.as_str(), pass).map_err(Failed::from)
}
