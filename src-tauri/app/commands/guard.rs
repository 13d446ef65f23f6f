//! The guard: passed, or not.

use keyperch_core::model::failure::Failure;
use keyperch_core::model::guard::GuardProof;
use keyperch_core::model::ids::OrgId;
use tauri::{Runtime, WebviewWindow};

use crate::commands::{Answer, Ours};
use crate::{device, quick};

/// Opens the guard of orgs with what a person did. Whoever is to be known by this computer is asked now, by it.
#[tauri::command]
pub(crate) async fn pass_guard<R: Runtime>(
    window: WebviewWindow<R>,
    keyperch: Ours<'_>,
    orgs: Vec<OrgId>,
    proof: GuardProof,
) -> Answer<()> {
    let passed = keyperch.core()?.pass_guard(orgs, proof, device::unlock).await.map_err(Failure::from);
    passed.inspect_err(|failure| quick::tell_if_ours(&window, failure))
}

/// Whether this computer can ask who sits at it.
#[tauri::command]
pub(crate) async fn can_unlock_device() -> bool {
    device::can_unlock().await
}
