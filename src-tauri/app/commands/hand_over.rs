//! Handing an app over: to a tool, to Postman, to a colleague.

use keyperch_core::model::ids::ClientAppId;
use keyperch_core::model::view::{Copied, HandOverView, Shell, SignInForm, Tool};
use tauri::{AppHandle, Runtime};

use crate::clipboard::Secret;
use crate::commands::{Answer, Ours};
use crate::{files, sign_in};

/// What a tool will be told, with dots for the secrets.
#[tauri::command]
pub(crate) async fn hand_over(keyperch: Ours<'_>, app: ClientAppId, tool: Tool) -> Answer<HandOverView> {
    Ok(keyperch.core()?.hand_over(app, tool).await?)
}

/// Begins a sign-in that is the tool's. Its steps are told to the watcher.
#[tauri::command]
pub(crate) async fn sign_in_for_tool<R: Runtime>(
    handle: AppHandle<R>,
    keyperch: Ours<'_>,
    app: ClientAppId,
    tool: Tool,
    form: SignInForm,
) -> Answer<()> {
    let core = keyperch.core()?;
    tauri::async_runtime::spawn(sign_in::run_for(handle, core, app, Some(tool), form));
    Ok(())
}

/// Copies the commands for one shell.
#[tauri::command]
pub(crate) async fn copy_hand_over(
    keyperch: Ours<'_>,
    app: ClientAppId,
    tool: Tool,
    shell: Shell,
) -> Answer<()> {
    let turn = keyperch.clipboard.turn();
    let block = keyperch.core()?.hand_over_block(app, tool, shell).await?;
    keyperch.copy(turn, &Secret::HandOver(block), Copied::HandOver, app).await
}

/// The tool has its tokens: ours of them go.
#[tauri::command]
pub(crate) async fn finish_hand_over(keyperch: Ours<'_>, app: ClientAppId, tool: Tool) -> Answer<()> {
    Ok(keyperch.core()?.finish_hand_over(app, tool).await?)
}

/// Saves an environment for Postman where the person says. False: nowhere.
#[tauri::command]
pub(crate) async fn save_postman<R: Runtime>(
    handle: AppHandle<R>,
    keyperch: Ours<'_>,
    app: ClientAppId,
    with_secrets: bool,
) -> Answer<bool> {
    let file = keyperch.core()?.postman_file(app, with_secrets).await?;
    files::save_private(&handle, files::POSTMAN, &file.name, &file.text).await
}

/// Saves a template for a colleague where the person says. False: nowhere.
#[tauri::command]
pub(crate) async fn save_template<R: Runtime>(
    handle: AppHandle<R>,
    keyperch: Ours<'_>,
    app: ClientAppId,
) -> Answer<bool> {
    let file = keyperch.core()?.template_of(app).await?;
    files::save(&handle, files::TEMPLATE, &file.name, file.text).await
}
