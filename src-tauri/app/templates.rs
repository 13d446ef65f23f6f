//! Template files that a person chooses, or hands to the program on its command line.

use std::path::PathBuf;

use keyperch_core::model::view::Change;
use tauri::{AppHandle, Manager, Runtime};
use tauri_plugin_dialog::DialogExt;
use tokio::sync::oneshot;

use crate::keyperch::Keyperch;

/// Asks for a file in the desktop's own dialog. None: the person thought better of it.
pub(crate) async fn choose<R: Runtime>(handle: &AppHandle<R>) -> Option<PathBuf> {
    let (done, chosen) = oneshot::channel();
    let mut dialog = handle.dialog().file().add_filter("Keyperch template", &["json"]);
    if let Some(window) = handle.get_webview_window("main") {
        dialog = dialog.set_parent(&window);
    }
    dialog.pick_file(move |file| drop(done.send(file)));
    chosen.await.ok().flatten()?.into_path().ok()
}

/// Shows what a file proposes, or in the same place why it cannot be read.
pub(crate) fn show<R: Runtime>(handle: &AppHandle<R>, file: &std::path::Path) {
    let keyperch = handle.state::<Keyperch>();
    let shown = keyperch.core().and_then(|core| Ok(core.open_template(file)?));
    if let Err(failure) = shown {
        keyperch.hub.announce(Change::Failed { failure });
    }
}
