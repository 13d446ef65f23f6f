//! How the quick switcher is reached, and how eager it is.

use keyperch_core::model::view::QuickSettings;
use tauri::{AppHandle, Runtime};

use crate::commands::{Answer, Ours};
use crate::quick;

/// How it is now.
#[tauri::command]
pub(crate) async fn quick_settings(keyperch: Ours<'_>) -> Answer<QuickSettings> {
    quick::settings(&keyperch).await
}

/// Changes it.
#[tauri::command]
pub(crate) async fn set_quick<R: Runtime>(
    handle: AppHandle<R>,
    shortcut: Option<String>,
    instant_codes: bool,
) -> Answer<QuickSettings> {
    quick::choose(&handle, shortcut, instant_codes).await
}
