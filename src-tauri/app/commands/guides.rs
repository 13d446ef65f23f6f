//! The set-up guide: recipes, lines, answers, key and secret, proof.

use keyperch_core::model::ids::{GuideId, OrgId};
use keyperch_core::model::view::{Answer as Question, Credential, LineId, RecipeId, RecipeView, SignInForm};
use tauri::{AppHandle, Runtime};

use crate::commands::{Answer, Ours};
use crate::{front_door, sign_in};

/// The recipes that can be followed.
#[tauri::command]
pub(crate) fn list_recipes(keyperch: Ours<'_>) -> Answer<Vec<RecipeView>> {
    Ok(keyperch.core()?.recipes())
}

/// Begins a guide, opens it, and looks at what has to be true before.
#[tauri::command]
pub(crate) async fn begin_guide(keyperch: Ours<'_>, org: OrgId, recipe: RecipeId) -> Answer<GuideId> {
    let core = keyperch.core()?;
    let guide = core.begin_guide(org, recipe).await?;
    tauri::async_runtime::spawn(async move { core.look_before_guide(guide).await });
    Ok(guide)
}

/// Opens a guide where it was left, and looks again.
#[tauri::command]
pub(crate) async fn open_guide(keyperch: Ours<'_>, guide: GuideId) -> Answer<()> {
    let core = keyperch.core()?;
    core.open_guide(guide).await?;
    tauri::async_runtime::spawn(async move { core.look_before_guide(guide).await });
    Ok(())
}

/// Closes the guide that is open.
#[tauri::command]
pub(crate) async fn close_guide(keyperch: Ours<'_>) -> Answer<()> {
    keyperch.core()?.close_guide().await;
    Ok(())
}

/// Removes a guide; its app stays.
#[tauri::command]
pub(crate) async fn remove_guide(keyperch: Ours<'_>, guide: GuideId) -> Answer<()> {
    Ok(keyperch.core()?.remove_guide(guide).await?)
}

/// Takes an answer; an empty one takes it back.
#[tauri::command]
pub(crate) async fn answer_guide(
    keyperch: Ours<'_>,
    guide: GuideId,
    answer: Question,
    value: String,
) -> Answer<()> {
    Ok(keyperch.core()?.answer_guide(guide, answer, &value).await?)
}

/// Copies a line's value, and ticks it.
#[tauri::command]
pub(crate) async fn copy_line(keyperch: Ours<'_>, guide: GuideId, line: LineId) -> Answer<()> {
    let (core, turn) = (keyperch.core()?, keyperch.clipboard.turn());
    keyperch.clipboard.put_plain(turn, core.line_value(guide, &line).await?).await?;
    Ok(core.tick_copied(guide, line).await?)
}

/// Notes that the person calls a line done, or not.
#[tauri::command]
pub(crate) async fn claim_line(
    keyperch: Ours<'_>,
    guide: GuideId,
    line: LineId,
    is_done: bool,
) -> Answer<()> {
    Ok(keyperch.core()?.claim_line(guide, line, is_done).await?)
}

/// Opens a line's page of Setup in the browser that was chosen for its org, and ticks it.
#[tauri::command]
pub(crate) async fn open_line<R: Runtime>(
    handle: AppHandle<R>,
    keyperch: Ours<'_>,
    guide: GuideId,
    line: LineId,
) -> Answer<()> {
    let core = keyperch.core()?;
    let (org, page) = core.page_of_line(guide, &line).await?;
    front_door::open_setup(&handle, &keyperch, org, page).await?;
    Ok(core.claim_line(guide, line, true).await?)
}

/// Looks again at what has to be true before.
#[tauri::command]
pub(crate) async fn look_before(keyperch: Ours<'_>, guide: GuideId) -> Answer<()> {
    Ok(keyperch.core()?.look_before_guide(guide).await?)
}

/// Takes key or secret from the clipboard; the window sees a hint of it.
#[tauri::command]
pub(crate) async fn paste_into_guide(
    keyperch: Ours<'_>,
    guide: GuideId,
    credential: Credential,
) -> Answer<()> {
    let pasted = keyperch.clipboard.paste().await?;
    Ok(keyperch.core()?.paste_into_guide(guide, credential, pasted).await?)
}

/// Makes a key pair, and keeps it with the app; its certificate is then to be uploaded.
#[tauri::command]
pub(crate) async fn make_guide_certificate(keyperch: Ours<'_>, guide: GuideId) -> Answer<()> {
    Ok(keyperch.core()?.make_guide_certificate(guide).await?)
}

/// Begins the proof. Its steps are told to the watcher.
#[tauri::command]
pub(crate) async fn prove_guide<R: Runtime>(
    handle: AppHandle<R>,
    keyperch: Ours<'_>,
    guide: GuideId,
    form: SignInForm,
) -> Answer<()> {
    let core = keyperch.core()?;
    tauri::async_runtime::spawn(sign_in::prove(handle, core, guide, form));
    Ok(())
}
