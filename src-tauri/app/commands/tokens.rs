//! Tokens: onto the clipboard, and off it.

use keyperch_core::model::ids::ClientAppId;
use keyperch_core::model::shape::Shape;

use crate::commands::{Answer, Ours};

/// Copies a fresh access token in a shape.
#[tauri::command]
pub(crate) async fn copy_token(keyperch: Ours<'_>, app: ClientAppId, shape: Shape) -> Answer<()> {
    keyperch.copy_token(app, shape).await
}

/// Clears the clipboard now, if it still holds what we put there.
#[tauri::command]
pub(crate) fn clear_clipboard(keyperch: Ours<'_>) {
    keyperch.clipboard.clear();
}
