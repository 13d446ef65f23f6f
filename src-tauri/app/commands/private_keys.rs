//! Private keys for signed assertions, and the certificates that are uploaded in Setup.

use keyperch_core::model::ids::DraftId;
use keyperch_core::model::view::{CertificateOf, KeyFileView, PrivateKeyView};
use tauri::{AppHandle, Runtime};

use crate::commands::{Answer, Ours};
use crate::files;

/// Makes a key and its certificate; the window sees a hint of the one, and the other.
#[tauri::command]
pub(crate) async fn make_private_key(keyperch: Ours<'_>, name: String) -> Answer<PrivateKeyView> {
    Ok(keyperch.core()?.make_private_key(name).await?)
}

/// Asks for a key file in the desktop's own dialog, and reads it.
#[tauri::command]
pub(crate) async fn choose_private_key<R: Runtime>(
    handle: AppHandle<R>,
    keyperch: Ours<'_>,
    name: String,
) -> Answer<Option<KeyFileView>> {
    match files::choose(&handle, files::PRIVATE_KEY).await {
        Some(file) => Ok(Some(keyperch.core()?.read_private_key(&file, &name)?)),
        None => Ok(None),
    }
}

/// Opens an encrypted key with the passphrase that is on the clipboard.
#[tauri::command]
pub(crate) async fn unlock_private_key(
    keyperch: Ours<'_>,
    draft: DraftId,
    name: String,
) -> Answer<PrivateKeyView> {
    let passphrase = keyperch.clipboard.paste().await?;
    Ok(keyperch.core()?.unlock_private_key(draft, &passphrase, &name)?)
}

/// Saves a certificate where the person says. False: nowhere.
#[tauri::command]
pub(crate) async fn save_certificate<R: Runtime>(
    handle: AppHandle<R>,
    keyperch: Ours<'_>,
    of: CertificateOf,
) -> Answer<bool> {
    let text = keyperch.core()?.certificate(of).await?;
    files::save(&handle, files::CERTIFICATE, "keyperch.crt", text).await
}
