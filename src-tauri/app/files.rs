//! Files that a person chooses in the desktop's own dialogs, or hands to the program on its command line.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use keyperch_core::model::error::Error;
use keyperch_core::model::failure::Failure;
use keyperch_core::model::secret::HandOver;
use keyperch_core::model::view::{Change, MetadataShape};
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
pub(crate) const POSTMAN: Kind = Kind("Postman environment", &["json"]);
pub(crate) const CERTIFICATE: Kind = Kind("Certificate", &["crt", "pem", "cer"]);
const ZIP: Kind = Kind("Zip", &["zip"]);

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
    let Some(file) = choose_place(handle, &kind, name).await else { return Ok(false) };
    std::fs::write(file, text).map_err(Error::File)?;
    Ok(true)
}

/// As [`save`], for a text with secrets in it: its owner alone may read the file.
///
/// # Errors
/// When the file cannot be written.
pub(crate) async fn save_private<R: Runtime>(
    handle: &AppHandle<R>,
    kind: Kind,
    name: &str,
    text: &HandOver,
) -> Result<bool, Failure> {
    let Some(file) = choose_place(handle, &kind, name).await else { return Ok(false) };
    write_private(&file, text.expose().as_bytes()).map_err(Error::File)?;
    Ok(true)
}

/// Asks where an app's metadata is to be saved: in which file, or within which folder.
pub(crate) async fn place_for<R: Runtime>(
    handle: &AppHandle<R>,
    shape: MetadataShape,
    name: &str,
) -> Option<PathBuf> {
    match shape {
        MetadataShape::Zip => choose_place(handle, &ZIP, &format!("{name}.zip")).await,
        MetadataShape::SourceFolder => {
            let (done, chosen) = oneshot::channel();
            over_window(handle).pick_folder(move |folder| drop(done.send(folder)));
            chosen.await.ok().flatten()?.into_path().ok()
        }
    }
}

/// Asks where something is to be saved. None: the person thought better of it.
async fn choose_place<R: Runtime>(handle: &AppHandle<R>, kind: &Kind, name: &str) -> Option<PathBuf> {
    let (done, chosen) = oneshot::channel();
    dialog(handle, kind).set_file_name(name).save_file(move |file| drop(done.send(file)));
    chosen.await.ok().flatten()?.into_path().ok()
}

/// The rights come before the text, also those of a file that was there before.
fn write_private(file: &Path, text: &[u8]) -> std::io::Result<()> {
    let mut options = File::options();
    options.create(true).truncate(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(file)?;
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    file.write_all(text)?;
    file.sync_all()
}

fn dialog<R: Runtime>(handle: &AppHandle<R>, Kind(name, endings): &Kind) -> FileDialogBuilder<R> {
    over_window(handle).add_filter(*name, endings)
}

fn over_window<R: Runtime>(handle: &AppHandle<R>) -> FileDialogBuilder<R> {
    let dialog = handle.dialog().file();
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

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_file_with_secrets_is_its_owners_alone_also_where_one_for_everybody_was_before() {
        let file = std::env::temp_dir().join(format!("keyperch-private-{}", uuid::Uuid::new_v4()));
        for before in [None, Some("longer than what comes, and open to everybody")] {
            if let Some(before) = before {
                std::fs::write(&file, before).expect("written");
                std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).expect("open");
            }
            write_private(&file, b"0A1B").expect("written");
            assert_eq!(std::fs::read(&file).expect("it"), b"0A1B");
            let mode = std::fs::metadata(&file).expect("it").permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "after {before:?}");
        }
        std::fs::remove_file(&file).expect("removed");
    }
}
