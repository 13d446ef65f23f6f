//! Orgs: add, edit, remove, open.

use keyperch_core::model::ids::{OrgId, RemovalId};
use keyperch_core::model::view::{AddressView, OrgForm};
use tauri::{AppHandle, Runtime};

use crate::commands::{Answer, Ours};
use crate::front_door;

/// Understands an address.
#[tauri::command]
pub(crate) async fn read_address(keyperch: Ours<'_>, pasted: String) -> Answer<AddressView> {
    Ok(keyperch.core()?.read_address(&pasted).await?)
}

/// Understands the address that is on the clipboard. Of any other text there, the window hears nothing.
#[tauri::command]
pub(crate) async fn paste_address(keyperch: Ours<'_>) -> Answer<AddressView> {
    let pasted = keyperch.clipboard.paste().await?;
    Ok(keyperch.core()?.read_pasted_address(&pasted).await?)
}

/// Asks whether an org answers at an address.
#[tauri::command]
pub(crate) async fn check_address(keyperch: Ours<'_>, pasted: String) -> Answer<()> {
    Ok(keyperch.core()?.check_address(&pasted).await?)
}

/// Adds an org.
#[tauri::command]
pub(crate) async fn add_org(keyperch: Ours<'_>, form: OrgForm) -> Answer<OrgId> {
    Ok(keyperch.core()?.add_org(form).await?)
}

/// Changes an org.
#[tauri::command]
pub(crate) async fn edit_org(keyperch: Ours<'_>, org: OrgId, form: OrgForm) -> Answer<()> {
    Ok(keyperch.core()?.edit_org(org, form).await?)
}

/// Removes orgs with their apps from this computer, and signs them out where that is wanted. They can come back for a moment.
#[tauri::command]
pub(crate) async fn remove_orgs(keyperch: Ours<'_>, orgs: Vec<OrgId>, sign_out: bool) -> Answer<()> {
    Ok(keyperch.core()?.remove_orgs(orgs, sign_out).await?)
}

/// Brings back what was removed last, orgs or an app.
#[tauri::command]
pub(crate) async fn undo_removal(keyperch: Ours<'_>, removal: RemovalId) -> Answer<()> {
    Ok(keyperch.core()?.undo_removal(removal).await?)
}

/// Opens an org, in the browser that was chosen for it last.
#[tauri::command]
pub(crate) async fn open_org<R: Runtime>(handle: AppHandle<R>, keyperch: Ours<'_>, org: OrgId) -> Answer<()> {
    front_door::open_org(&handle, &keyperch, org).await
}
