//! The list of many orgs: changes of several at once, notes, and how it is laid out.

use keyperch_core::model::ids::{ClientId, OrgId};
use keyperch_core::model::view::{OrgsEdit, Sort};

use crate::commands::{Answer, Ours};
use crate::device;

/// Makes one change of many orgs: of all, or of none. Whom this computer is to ask from then on it asks now.
#[tauri::command]
pub(crate) async fn edit_orgs(keyperch: Ours<'_>, orgs: Vec<OrgId>, edit: OrgsEdit) -> Answer<()> {
    let core = keyperch.core()?;
    core.try_unlock_for(&orgs, &edit, device::unlock).await?;
    Ok(core.edit_orgs(orgs, edit).await?)
}

/// Keeps what a person notes of an org.
#[tauri::command]
pub(crate) async fn write_notes(keyperch: Ours<'_>, org: OrgId, notes: String) -> Answer<()> {
    Ok(keyperch.core()?.write_notes(org, &notes).await?)
}

/// Gives a client another name.
#[tauri::command]
pub(crate) async fn rename_client(keyperch: Ours<'_>, client: ClientId, name: String) -> Answer<()> {
    Ok(keyperch.core()?.rename_client(client, &name).await?)
}

/// Folds the orgs of clients away, or out again.
#[tauri::command]
pub(crate) async fn fold_clients(keyperch: Ours<'_>, clients: Vec<ClientId>, folded: bool) -> Answer<()> {
    Ok(keyperch.core()?.fold_clients(clients, folded).await?)
}

/// Sorts the list another way.
#[tauri::command]
pub(crate) async fn sort_list(keyperch: Ours<'_>, sort: Sort) -> Answer<()> {
    Ok(keyperch.core()?.sort_list(sort).await?)
}
