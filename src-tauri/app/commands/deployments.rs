//! An app is made by a deployment, or its metadata saved for whoever deploys it; and what the org says of it.

use keyperch_core::model::ids::GuideId;
use keyperch_core::model::view::{DeployForm, MetadataShape};
use tauri::{AppHandle, Runtime};

use crate::commands::{Answer, Ours};
use crate::files;

/// Saves an app's metadata where the person says. False: nowhere.
#[tauri::command]
pub(crate) async fn save_metadata<R: Runtime>(
    handle: AppHandle<R>,
    keyperch: Ours<'_>,
    guide: GuideId,
    shape: MetadataShape,
) -> Answer<bool> {
    let name = keyperch.core()?.metadata_name(guide).await?;
    let Some(place) = files::place_for(&handle, shape, &name).await else { return Ok(false) };
    keyperch.core()?.save_metadata(guide, shape, &place).await?;
    Ok(true)
}

/// Makes an app through another one's sign-in, or asks what would come of it. How it goes is told to the watcher.
#[tauri::command]
pub(crate) async fn deploy_guide(keyperch: Ours<'_>, guide: GuideId, form: DeployForm) -> Answer<()> {
    Ok(keyperch.core()?.deploy_guide(guide, form).await?)
}

/// Calls the deployment off that is under way.
#[tauri::command]
pub(crate) fn cancel_deploy(keyperch: Ours<'_>) -> Answer<()> {
    keyperch.core()?.cancel_deploy();
    Ok(())
}

/// Clears away how a deployment ended.
#[tauri::command]
pub(crate) fn dismiss_deploy(keyperch: Ours<'_>) -> Answer<()> {
    keyperch.core()?.dismiss_deploy();
    Ok(())
}

/// Asks the org how it has the app, and lays that beside what the recipe wants.
#[tauri::command]
pub(crate) async fn read_drift(keyperch: Ours<'_>, guide: GuideId) -> Answer<()> {
    Ok(keyperch.core()?.read_drift(guide).await?)
}

/// Asks the org for key and secret. False: it does not give them out.
#[tauri::command]
pub(crate) async fn read_credentials(keyperch: Ours<'_>, guide: GuideId) -> Answer<bool> {
    Ok(keyperch.core()?.read_credentials(guide).await?)
}
