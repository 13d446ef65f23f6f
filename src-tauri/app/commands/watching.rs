//! Hear of everything that the window shows.

use keyperch_core::model::view::Change;
use tauri::ipc::Channel;

use crate::commands::{Answer, Ours};

/// Tells how everything stands, and from then on every change.
#[tauri::command]
pub(crate) async fn watch(keyperch: Ours<'_>, changes: Channel<Change>) -> Answer<()> {
    keyperch.tell(changes).await
}
