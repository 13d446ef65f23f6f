//! What is said of a copy once the switcher is gone, while the focus is back in the program before.
//!
//! The switcher's window becomes the message. But under Wayland a window that comes takes the focus, and would have the
//! paste that it announces: there the desktop's own notification says it, in the same words.

use std::time::Duration;

use keyperch_core::model::view::{ClipboardView, QuickChange, SetCopied};
use tauri::{AppHandle, Manager, Runtime};
use tracing::debug;

use crate::keyperch::Keyperch;
use crate::quick::notice::Notice;
use crate::quick::spot::Spot;
use crate::quick::{Focus, Shows, after, begin_round, hide, on_main, put, window_of};

/// How long the message is there.
const MESSAGE: Duration = Duration::from_millis(2200);

/// Gives the focus back, and is a message for a moment: of what was done since `before`. Whoever has called the switcher
/// again meanwhile goes on in it.
pub(super) fn say<R: Runtime>(
    handle: &AppHandle<R>,
    before: u64,
    clipboard: Option<ClipboardView>,
    set: Option<SetCopied>,
) {
    on_main(handle, move |handle| {
        let quick = &handle.state::<Keyperch>().quick;
        if quick.stage(|stage| stage.shows == Shows::Switcher && stage.round != before) {
            return;
        }
        hide(handle, Focus::Back);
        if quick.notices.is_some() {
            return quick.tell(QuickChange::Notice { clipboard, set });
        }
        let Some(window) = window_of(handle) else { return };
        let _ = window.set_focusable(false);
        put(&window, Spot::Message);
        quick.tell(QuickChange::Message { clipboard, set });
        let _ = window.show();
        let round = begin_round(quick, Shows::Message);
        after(handle, MESSAGE, move |handle| {
            if handle.state::<Keyperch>().quick.stage(|stage| stage.round == round) {
                hide(handle, Focus::Elsewhere);
            }
        });
    });
}

/// Has the desktop say what was copied. Where it has nobody for that, nobody does: the switcher is gone, which says it.
pub(crate) async fn notify(keyperch: &Keyperch, notice: &Notice) {
    if let Some(notices) = &keyperch.quick.notices
        && let Err(error) = notices.show(notice, keyperch.now()).await
    {
        debug!("no notification: {error}");
    }
}
