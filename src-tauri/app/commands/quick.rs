//! The quick switcher's own doors: no other window has them, and it has no others but the guard's.

use keyperch_core::model::ids::{ClientAppId, OrgId};
use keyperch_core::model::shape::Shape;
use keyperch_core::model::view::{Pick, QuickChange, QuickView, SetCopied};
use tauri::ipc::Channel;
use tauri::{AppHandle, Runtime};

use crate::commands::{Answer, Ours};
use crate::quick::{self, Notice};

/// Tells from now on when it is shown, hidden, or has to say what was copied.
#[tauri::command]
pub(crate) fn quick_watch<R: Runtime>(handle: AppHandle<R>, changes: Channel<QuickChange>) {
    quick::turn_to(&handle, changes);
}

/// Finds apps and sets by what was typed.
#[tauri::command]
pub(crate) async fn quick_find(keyperch: Ours<'_>, query: String) -> Answer<QuickView> {
    Ok(keyperch.core()?.quick_find(&query).await?)
}

/// Has an app's token ready, in the background and outside production alone.
#[tauri::command]
pub(crate) async fn quick_prepare(keyperch: Ours<'_>, app: ClientAppId) -> Answer<()> {
    let core = keyperch.core()?;
    tauri::async_runtime::spawn(async move { core.prepare(app).await });
    Ok(())
}

/// Copies what was picked; then it is hidden, and what was copied is said.
#[tauri::command]
pub(crate) async fn quick_copy<R: Runtime>(
    handle: AppHandle<R>,
    pick: Pick,
    shape: Shape,
) -> Answer<Option<SetCopied>> {
    quick::copy(&handle, pick, shape).await
}

/// Opens an org in the browser.
#[tauri::command]
pub(crate) async fn quick_open<R: Runtime>(handle: AppHandle<R>, org: OrgId) -> Answer<()> {
    quick::open(&handle, org).await
}

/// Hides it, and gives the focus back; a copy under way is not wanted any more.
#[tauri::command]
pub(crate) fn quick_hide<R: Runtime>(handle: AppHandle<R>) {
    quick::leave(&handle);
}

/// Has the desktop say what was copied, where the switcher itself cannot.
#[tauri::command]
pub(crate) async fn quick_notify(
    keyperch: Ours<'_>,
    title: String,
    text: String,
    is_loud: bool,
) -> Answer<()> {
    quick::notify(&keyperch, &Notice { title, text, is_loud }).await;
    Ok(())
}

/// Leaves an app to the main window: it needs a sign-in, or has a problem.
#[tauri::command]
pub(crate) fn quick_to_main<R: Runtime>(handle: AppHandle<R>, app: ClientAppId, shape: Shape) {
    quick::to_main(&handle, app, shape);
}
