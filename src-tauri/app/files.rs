//! Files that a person chooses in the desktop's own dialogs, or hands to the program on its command line.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use keyperch_core::model::error::Error;
use keyperch_core::model::failure::Failure;
use keyperch_core::model::view::Change;
use tauri::{AppHandle, Manager, Runtime};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder};
use tokio::sync::oneshot;

use crate::keyperch::Keyperch;

/// One byte more than the core takes of any file: what is longer is refused there, by its length.
const LARGEST: u64 = 2 * 1024 * 1024;

/// What kinds of file can be asked for: their name in the dialog, and how they end.
pub(crate) struct Kind(&'static str, &'static [&'static str]);

pub(crate) const TEMPLATE: Kind = Kind("Keyperch template", &["json"]);
pub(crate) const PRIVATE_KEY: Kind = Kind("Private key", &["pem", "key", "p8", "pk8"]);
pub(crate) const CERTIFICATE: Kind = Kind("Certificate", &["crt", "pem", "cer"]);

/// Asks for a file. None: the person thought better of it.
pub(crate) async fn choose<R: Runtime>(handle: &AppHandle<R>, kind: Kind) -> Option<PathBuf> {
    let (done, chosen) = oneshot::channel();
    dialog(handle, &kind).pick_file(move |file| drop(done.send(file)));
    chosen.await.ok().flatten()?.into_path().ok()
}

/// Reads a file that was chosen, as far as anything that is chosen here is long.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let file = File::open(file).map_err(Error::File)?;
    file.take(LARGEST).read_to_end(&mut bytes).map_err(Error::File)?;
    Ok(bytes)
}

/// Asks where a text is to be saved, and saves it there. False: the person thought better of it.
///
/// # Errors
/// When the file cannot be written.
pub(crate) async fn save<R: Runtime>(
    handle: &AppHandle<R>,
    kind: Kind,
    name: &str,
    text: String,
) -> Result<bool, Failure> {
    let (done, chosen) = oneshot::channel();
    dialog(handle, &kind).set_file_name(name).save_file(move |file| drop(done.send(file)));
    let Some(file) = chosen.await.ok().flatten().and_then(|file| file.into_path().ok()) else {
        return Ok(false);
    };
    std::fs::write(file, text).map_err(Error::File)?;
    Ok(true)
}

fn dialog<R: Runtime>(handle: &AppHandle<R>, Kind(name, endings): &Kind) -> FileDialogBuilder<R> {
    let dialog = handle.dialog().file().add_filter(*name, endings);
    match handle.get_webview_window("main") {
        Some(window) => dialog.set_parent(&window),
        None => dialog,
    }
}

/// Shows what a template file proposes, or in the same place why it cannot be read.
pub(crate) fn show_template<R: Runtime>(handle: &AppHandle<R>, file: &Path) {
    let keyperch = handle.state::<Keyperch>();
    let shown = keyperch.core().and_then(|core| Ok(core.open_template(file)?));
    if let Err(failure) = shown {
        keyperch.hub.announce(Change::Failed { failure });
    }
}
