//! What Keyperch looks after by itself, as far as a person takes part in it.

use keyperch_core::model::view::{RevokedView, SelfCheckView};
use tauri::{AppHandle, Runtime};

use crate::commands::{Answer, Ours};
use crate::ending;

/// Keeps what is added from now on in memory only, until the program ends.
#[tauri::command]
pub(crate) async fn keep_in_memory(keyperch: Ours<'_>) -> Answer<()> {
    keyperch.core()?.keep_in_memory().await;
    Ok(())
}

/// Looks after everything that is due, now.
#[tauri::command]
pub(crate) async fn try_upkeep(keyperch: Ours<'_>) -> Answer<()> {
    keyperch.core()?.upkeep().await;
    Ok(())
}

/// Tells Salesforce no more of sign-outs that it may never hear of.
#[tauri::command]
pub(crate) async fn give_up_telling(keyperch: Ours<'_>) -> Answer<()> {
    Ok(keyperch.core()?.give_up_telling().await?)
}

/// Compares list and keychain.
#[tauri::command]
pub(crate) async fn self_check(keyperch: Ours<'_>) -> Answer<SelfCheckView> {
    Ok(keyperch.core()?.self_check().await?)
}

/// Deletes what the keychain holds for nobody.
#[tauri::command]
pub(crate) async fn forget_orphans(keyperch: Ours<'_>) -> Answer<SelfCheckView> {
    Ok(keyperch.core()?.forget_orphans().await?)
}

/// Ends every sign-in.
#[tauri::command]
pub(crate) async fn revoke_all(keyperch: Ours<'_>) -> Answer<RevokedView> {
    Ok(keyperch.core()?.revoke_all().await?)
}

/// Puts the newest copy of the list in the place of the damaged one.
#[tauri::command]
pub(crate) async fn use_backup(keyperch: Ours<'_>) -> Answer<()> {
    keyperch.open_after(keyperch_core::use_backup)
}

/// Puts the damaged list aside, and begins an empty one.
#[tauri::command]
pub(crate) async fn start_empty(keyperch: Ours<'_>) -> Answer<()> {
    keyperch.open_after(keyperch_core::start_empty)
}

/// Ends the program, whatever is lost with it.
#[tauri::command]
pub(crate) fn quit_anyway<R: Runtime>(handle: AppHandle<R>) {
    ending::at_once(&handle);
}

/// Goes on after all.
#[tauri::command]
pub(crate) async fn stay(keyperch: Ours<'_>) -> Answer<()> {
    keyperch.core()?.stay().await;
    Ok(())
}
