//! Sets of orgs: kept, and copied together.

use keyperch_core::model::ids::SetId;
use keyperch_core::model::view::{SetCopied, SetForm};

use crate::commands::{Answer, Ours};

/// Adds a set, or changes one.
#[tauri::command]
pub(crate) async fn save_set(keyperch: Ours<'_>, set: Option<SetId>, form: SetForm) -> Answer<SetId> {
    Ok(keyperch.core()?.save_set(set, form).await?)
}

/// Removes a set; its orgs stay.
#[tauri::command]
pub(crate) async fn remove_set(keyperch: Ours<'_>, set: SetId) -> Answer<()> {
    Ok(keyperch.core()?.remove_set(set).await?)
}

/// Copies fresh tokens of a set's orgs as one block.
#[tauri::command]
pub(crate) async fn copy_set(keyperch: Ours<'_>, set: SetId) -> Answer<SetCopied> {
    keyperch.copy_set(set).await
}
