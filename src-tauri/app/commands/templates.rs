//! Template files.

use tauri::{AppHandle, Runtime};

use crate::commands::{Answer, Ours};
use crate::files;

/// Asks for a file in the desktop's own dialog, and shows what it proposes.
#[tauri::command]
pub(crate) async fn open_template<R: Runtime>(handle: AppHandle<R>, keyperch: Ours<'_>) -> Answer<()> {
    match files::choose(&handle, files::TEMPLATE).await {
        Some(file) => Ok(keyperch.core()?.open_template(&file)?),
        None => Ok(()),
    }
}
