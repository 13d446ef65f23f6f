//! Can the callback's port be had, on every address that its name can mean?

use crate::io::loopback::Listener;
use crate::model::view::{Note, SignInStep, Verdict};

use super::{Scene, verdict};

/// Binds what a sign-in would bind, and lets go at once.
pub(super) async fn look(scene: &Scene<'_>) -> Verdict {
    if !scene.has_a_browser() {
        return Verdict::NotNeeded;
    }
    let is_ours = |step: &SignInStep| matches!(step, SignInStep::Waiting { .. });
    if scene.core.sign_in_view().is_some_and(|view| is_ours(&view.step)) {
        // It is we who have it.
        return Verdict::CannotTell;
    }
    match Listener::bind_first(&scene.app.callbacks()).await {
        Ok((_listener, callback)) => {
            Verdict::Passed { note: Some(Note::Callback { callback: callback.as_str().to_owned() }) }
        }
        Err(error) => verdict(Err(error)),
    }
}
