//! The companion: the shape of the window while a guide is open, and its eye on the clipboard.

use keyperch_core::model::ids::GuideId;
use tauri::{AppHandle, Runtime};

use crate::catching;
use crate::commands::{Answer, Ours};

/// Makes the window the companion, or the main window again.
#[tauri::command]
pub(crate) fn show_companion<R: Runtime>(
    handle: AppHandle<R>,
    keyperch: Ours<'_>,
    is_shown: bool,
    is_pinned: bool,
) {
    if is_shown { keyperch.companion.show(&handle, is_pinned) } else { keyperch.companion.leave(&handle) }
}

/// Looks at the clipboard for the key and the secret that a guide needs, for two minutes at the most.
#[tauri::command]
pub(crate) async fn catch_copied<R: Runtime>(handle: AppHandle<R>, guide: GuideId) -> Answer<()> {
    catching::begin(handle, guide).await
}

/// Looks at the clipboard no more.
#[tauri::command]
pub(crate) async fn stop_catching(keyperch: Ours<'_>) -> Answer<()> {
    keyperch.core()?.stop_catching().await;
    Ok(())
}
