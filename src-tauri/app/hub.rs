//! What happens, told to the window without its asking.
//!
//! One channel, of the page that is shown now: a page that was loaded anew asks for one anew, and is told first how
//! everything stands. What was going on goes on: it lives here, not in the page.

use std::sync::{Arc, Mutex, PoisonError};

use keyperch_core::model::view::Change;
use tauri::ipc::Channel;

/// Hands changes on to the window.
#[derive(Clone, Default)]
pub(crate) struct Hub(Arc<Mutex<Line>>);

#[derive(Default)]
struct Line {
    window: Option<Channel<Change>>,
    /// What came of a file that was opened before there was a page to show it.
    waiting: Option<Change>,
}

impl Hub {
    /// Tells the window, if there is one.
    pub(crate) fn announce(&self, change: Change) {
        let mut line = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match (&line.window, change) {
            // A page that is going away does not hear it; the next one is told how everything stands.
            (Some(window), change) => drop(window.send(change)),
            (None, change @ (Change::Template { .. } | Change::Failed { .. })) => line.waiting = Some(change),
            (None, _) => {}
        }
    }

    /// Turns to the page that is shown now.
    pub(crate) fn turn_to(&self, window: Channel<Change>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).window = Some(window);
    }

    /// Tells it what waited for a page.
    pub(crate) fn tell_what_waited(&self) {
        let waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner).waiting.take();
        if let Some(change) = waiting {
            self.announce(change);
        }
    }
}
