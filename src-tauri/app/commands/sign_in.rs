//! Signing in and out.

use keyperch_core::model::ids::ClientAppId;
use keyperch_core::model::view::{BrowserView, Told};
use tauri::{AppHandle, Runtime};

use crate::browser;
use crate::commands::{Answer, Ours};
use crate::sign_in;

/// The browsers that can be chosen.
#[tauri::command]
pub(crate) fn list_browsers(keyperch: Ours<'_>) -> Vec<BrowserView> {
    browser::installed(&keyperch.search_path)
}

/// Begins a sign-in, and copies a token afterwards where that was the intent. Its steps are told to the watcher.
#[tauri::command]
pub(crate) async fn start_sign_in<R: Runtime>(
    handle: AppHandle<R>,
    keyperch: Ours<'_>,
    app: ClientAppId,
    browser: Option<String>,
    then_copy: bool,
) -> Answer<()> {
    let core = keyperch.core()?;
    tauri::async_runtime::spawn(sign_in::run(handle, core, app, browser, then_copy));
    Ok(())
}

/// Cancels it.
#[tauri::command]
pub(crate) fn cancel_sign_in(keyperch: Ours<'_>) -> Answer<()> {
    keyperch.core()?.cancel_sign_in();
    Ok(())
}

/// Waits five minutes longer.
#[tauri::command]
pub(crate) fn extend_sign_in(keyperch: Ours<'_>) -> Answer<()> {
    keyperch.core()?.extend_sign_in();
    Ok(())
}

/// Opens the browser once more, or another one.
#[tauri::command]
pub(crate) async fn reopen_sign_in<R: Runtime>(
    handle: AppHandle<R>,
    keyperch: Ours<'_>,
    browser: Option<String>,
) -> Answer<()> {
    sign_in::reopen(&handle, &keyperch, browser).await
}

/// Copies the address that the browser was sent to.
#[tauri::command]
pub(crate) async fn copy_sign_in_link(keyperch: Ours<'_>) -> Answer<()> {
    sign_in::copy_link(&keyperch).await
}

/// Clears away how the last sign-in ended.
#[tauri::command]
pub(crate) fn dismiss_sign_in(keyperch: Ours<'_>) -> Answer<()> {
    keyperch.core()?.dismiss_sign_in();
    Ok(())
}

/// Signs out: here, and at Salesforce as soon as it can be told.
#[tauri::command]
pub(crate) async fn sign_out(keyperch: Ours<'_>, app: ClientAppId) -> Answer<Told> {
    Ok(keyperch.core()?.sign_out(app).await?)
}
