//! How the network is reached.

use keyperch_core::model::view::{DraftView, NetworkView, ProxyForm};
use tauri::{AppHandle, Runtime};

use crate::commands::{Answer, Ours};
use crate::files;

/// How it is reached now.
#[tauri::command]
pub(crate) async fn network(keyperch: Ours<'_>) -> Answer<NetworkView> {
    Ok(keyperch.core()?.network().await?)
}

/// Changes the way out.
#[tauri::command]
pub(crate) async fn set_network(keyperch: Ours<'_>, form: ProxyForm) -> Answer<NetworkView> {
    Ok(keyperch.core()?.set_network(form).await?)
}

/// Takes the proxy's password from the clipboard into the form that is open; the window sees a hint.
#[tauri::command]
pub(crate) async fn paste_proxy_password(keyperch: Ours<'_>) -> Answer<DraftView> {
    let pasted = keyperch.clipboard.paste().await?;
    Ok(keyperch.core()?.paste_proxy_password(pasted)?)
}

/// Asks for a file of certificate authorities in the desktop's own dialog, and trusts them from now on.
#[tauri::command]
pub(crate) async fn choose_ca<R: Runtime>(
    handle: AppHandle<R>,
    keyperch: Ours<'_>,
) -> Answer<Option<NetworkView>> {
    let Some(file) = files::choose(&handle, files::CERTIFICATE).await else { return Ok(None) };
    Ok(Some(keyperch.core()?.choose_ca(&files::read(&file)?).await?))
}

/// Trusts the system's authorities alone again.
#[tauri::command]
pub(crate) async fn forget_ca(keyperch: Ours<'_>) -> Answer<NetworkView> {
    Ok(keyperch.core()?.forget_ca().await?)
}
