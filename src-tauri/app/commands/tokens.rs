//! Tokens: onto the clipboard, and off it.

use keyperch_core::model::ids::ClientAppId;
use keyperch_core::model::view::Copied;

use crate::clipboard::Secret;
use crate::commands::{Answer, Ours};

/// Copies a fresh access token.
#[tauri::command]
pub(crate) async fn copy_fresh_token(keyperch: Ours<'_>, app: ClientAppId) -> Answer<()> {
    let fresh = keyperch.core()?.fresh_token(app).await?;
    let what = if fresh.is_new { Copied::NewToken } else { Copied::Token };
    keyperch.copy(&Secret::Token(fresh.token), what, app).await
}

/// Clears the clipboard now, if it still holds what we put there.
#[tauri::command]
pub(crate) fn clear_clipboard(keyperch: Ours<'_>) {
    keyperch.clipboard.clear();
}
