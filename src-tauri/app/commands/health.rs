//! How orgs stand: refreshed together, asked for their use, made anew under their names.

use keyperch_core::model::ids::{ClientAppId, GuideId, OrgId};

use crate::commands::{Answer, Ours};

/// Begins to refresh the tokens of these orgs. While that is under way, another order adds nothing.
#[tauri::command]
pub(crate) async fn refresh_orgs(keyperch: Ours<'_>, orgs: Vec<OrgId>) -> Answer<()> {
    Ok(keyperch.core()?.refresh_orgs(orgs).await?)
}

/// Begins with no further app.
#[tauri::command]
pub(crate) async fn cancel_refresh(keyperch: Ours<'_>) -> Answer<()> {
    keyperch.core()?.cancel_refresh();
    Ok(())
}

/// Clears away how it went.
#[tauri::command]
pub(crate) async fn dismiss_refresh(keyperch: Ours<'_>) -> Answer<()> {
    keyperch.core()?.dismiss_refresh();
    Ok(())
}

/// Asks the org when an app was used last.
#[tauri::command]
pub(crate) async fn ask_server(keyperch: Ours<'_>, app: ClientAppId) -> Answer<()> {
    keyperch.core()?.ask_server(app).await
}

/// Notes that an org is a new sandbox under its old name, and begins a guide for its app.
#[tauri::command]
pub(crate) async fn mark_refreshed(keyperch: Ours<'_>, org: OrgId) -> Answer<GuideId> {
    Ok(keyperch.core()?.mark_refreshed(org).await?)
}

/// Whether every org is looked at when the program starts.
#[tauri::command]
pub(crate) async fn looks_at_start(keyperch: Ours<'_>) -> Answer<bool> {
    Ok(keyperch.core()?.looks_at_start().await?)
}

/// Keeps that choice.
#[tauri::command]
pub(crate) async fn set_looks_at_start(keyperch: Ours<'_>, on: bool) -> Answer<()> {
    Ok(keyperch.core()?.set_looks_at_start(on).await?)
}
