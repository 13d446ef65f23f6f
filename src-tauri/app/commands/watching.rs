//! Hear of everything that the window shows.

use keyperch_core::model::view::Change;
use tauri::ipc::Channel;
use tauri::{AppHandle, Runtime};

use crate::commands::{Answer, Ours};
use crate::quick;

/// Tells how everything stands, and from then on every change. The quick switcher is made only then: the list comes first.
#[tauri::command]
pub(crate) async fn watch<R: Runtime>(
    handle: AppHandle<R>,
    keyperch: Ours<'_>,
    changes: Channel<Change>,
) -> Answer<()> {
    keyperch.tell(changes).await?;
    quick::furnish(&handle);
    Ok(())
}
