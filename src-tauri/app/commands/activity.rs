//! What was done, without any value.

use keyperch_core::model::ids::OrgId;
use keyperch_core::model::view::ActivityView;

use crate::commands::{Answer, Ours};

/// Lists what was done with an org, or with any, the newest first.
#[tauri::command]
pub(crate) async fn list_activity(keyperch: Ours<'_>, org: Option<OrgId>) -> Answer<Vec<ActivityView>> {
    Ok(keyperch.core()?.activity(org).await?)
}

/// Forgets everything that was done.
#[tauri::command]
pub(crate) async fn clear_activity(keyperch: Ours<'_>) -> Answer<()> {
    Ok(keyperch.core()?.clear_activity().await?)
}
