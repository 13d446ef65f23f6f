//! External Client Apps: add, edit, remove, and what of them can be copied.

use keyperch_core::model::ids::{ClientAppId, OrgId};
use keyperch_core::model::view::{AppForm, Credential, Detail, DraftView};

use crate::commands::{Answer, Ours};

/// Adds an app to an org.
#[tauri::command]
pub(crate) async fn add_app(keyperch: Ours<'_>, org: OrgId, form: AppForm) -> Answer<ClientAppId> {
    Ok(keyperch.core()?.add_app(org, form).await?)
}

/// Changes an app.
#[tauri::command]
pub(crate) async fn edit_app(keyperch: Ours<'_>, app: ClientAppId, form: AppForm) -> Answer<()> {
    Ok(keyperch.core()?.edit_app(app, form).await?)
}

/// Removes an app from this computer, and signs it out where that is wanted. It can come back for a moment.
#[tauri::command]
pub(crate) async fn remove_app(keyperch: Ours<'_>, app: ClientAppId, sign_out: bool) -> Answer<()> {
    Ok(keyperch.core()?.remove_app(app, sign_out).await?)
}

/// Adds a second entry for the same app, for another user.
#[tauri::command]
pub(crate) async fn add_beside(keyperch: Ours<'_>, app: ClientAppId) -> Answer<ClientAppId> {
    Ok(keyperch.core()?.add_beside(app).await?)
}

/// Takes a key or a secret from the clipboard into the form that is open; the window sees a hint.
#[tauri::command]
pub(crate) async fn paste_credential(keyperch: Ours<'_>, credential: Credential) -> Answer<DraftView> {
    let pasted = keyperch.clipboard.paste().await?;
    Ok(keyperch.core()?.paste(credential, pasted)?)
}

/// Copies a key or a secret.
#[tauri::command]
pub(crate) async fn copy_credential(
    keyperch: Ours<'_>,
    app: ClientAppId,
    credential: Credential,
) -> Answer<()> {
    keyperch.copy_credential(app, credential).await
}

/// Copies a value that is no secret.
#[tauri::command]
pub(crate) async fn copy_detail(keyperch: Ours<'_>, app: ClientAppId, detail: Detail) -> Answer<()> {
    let (core, turn) = (keyperch.core()?, keyperch.clipboard.turn());
    keyperch.clipboard.put_plain(turn, core.detail(app, detail).await?).await
}
