//! Signing in and out.

use keyperch_core::model::ids::ClientAppId;
use keyperch_core::model::view::{BrowserChoice, BrowserView, SignInForm, Told};
use tauri::{AppHandle, Runtime};

use crate::browser;
use crate::commands::{Answer, Ours};
use crate::sign_in;

/// The browsers that can be chosen.
#[tauri::command]
pub(crate) async fn list_browsers(keyperch: Ours<'_>) -> Answer<Vec<BrowserView>> {
    Ok(browser::installed(&keyperch.places))
}

/// Begins a sign-in, and copies a token afterwards where that was the intent. Its steps are told to the watcher.
#[tauri::command]
pub(crate) async fn start_sign_in<R: Runtime>(
    handle: AppHandle<R>,
    keyperch: Ours<'_>,
    app: ClientAppId,
    form: SignInForm,
) -> Answer<()> {
    let core = keyperch.core()?;
    tauri::async_runtime::spawn(sign_in::run(handle, core, app, form));
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
    browser: Option<BrowserChoice>,
) -> Answer<()> {
    sign_in::reopen(&handle, &keyperch, browser).await
}

/// Copies the address that the browser was sent to.
#[tauri::command]
pub(crate) async fn copy_sign_in_link(keyperch: Ours<'_>) -> Answer<()> {
    sign_in::copy_link(&keyperch).await
}

/// Takes the answer that a person copied in the browser from the clipboard; the window never sees it.
#[tauri::command]
pub(crate) async fn paste_callback(keyperch: Ours<'_>) -> Answer<()> {
    let pasted = keyperch.clipboard.paste().await?;
    Ok(keyperch.core()?.bring_by_hand(&pasted)?)
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
