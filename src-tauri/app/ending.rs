//! The end of the program, as a person brings it about: the main window is closed. The quick switcher keeps nothing alive.
//!
//! A renewal whose answer is on its way, and a token that the keychain has not taken, are waited for; the window stays
//! and says so. Whoever will not wait says that, and loses it.

use keyperch_core::Core;
use tauri::{AppHandle, CloseRequestApi, Manager, Runtime, Window, WindowEvent};

use crate::keyperch::Keyperch;
use crate::quick;

/// Sorts what happens to a window.
pub(crate) fn on_window_event<R: Runtime>(window: &Window<R>, event: &WindowEvent) {
    match (window.label(), event) {
        (quick::LABEL, event) => quick::on_window_event(window, event),
        ("main", WindowEvent::CloseRequested { api, .. }) => hold_back(window, api),
        // The other window is hidden, and would keep a program that nobody sees.
        ("main", WindowEvent::Destroyed) => at_once(window.app_handle()),
        _ => {}
    }
}

/// Holds a close back for as long as it would cost a sign-in.
fn hold_back<R: Runtime>(window: &Window<R>, api: &CloseRequestApi) {
    let Ok(core) = window.state::<Keyperch>().core() else { return };
    if core.must_not_end() {
        api.prevent_close();
        if !core.is_ending() {
            tauri::async_runtime::spawn(when_it_may(window.app_handle().clone(), core));
        }
    }
}

/// Ends now.
pub(crate) fn at_once<R: Runtime>(handle: &AppHandle<R>) {
    handle.exit(0);
}

async fn when_it_may<R: Runtime>(handle: AppHandle<R>, core: Core) {
    if core.end().await {
        at_once(&handle);
    }
}
