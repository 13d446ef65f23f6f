//! Find out what is wrong, and where it is mended.

use keyperch_core::model::cause::SetupPage;
use keyperch_core::model::error::Error;
use keyperch_core::model::failure::Failure;
use keyperch_core::model::ids::{ClientAppId, OrgId};
use keyperch_core::model::view::DiagnosisView;
use tauri::{AppHandle, Runtime};

use crate::commands::{Answer, Ours};
use crate::front_door;

/// More than any report has.
const LONGEST_TEXT: usize = 16 * 1024;

/// Looks at everything that a connection needs. Its progress is told to the watcher.
#[tauri::command]
pub(crate) async fn check_connection(keyperch: Ours<'_>, app: ClientAppId) -> Answer<DiagnosisView> {
    Ok(keyperch.core()?.check_connection(app).await?)
}

/// Asks every minute whether Salesforce knows an app by now. What it says is told to the watcher.
#[tauri::command]
pub(crate) async fn wait_until_ready(keyperch: Ours<'_>, app: ClientAppId) -> Answer<()> {
    keyperch.core()?.wait_until_ready(app).await?;
    Ok(())
}

/// Asks no more.
#[tauri::command]
pub(crate) async fn stop_waiting_until_ready(keyperch: Ours<'_>) -> Answer<()> {
    keyperch.core()?.stop_waiting_until_ready().await;
    Ok(())
}

/// Opens a page of Setup in the browser that was chosen for the org.
#[tauri::command]
pub(crate) async fn open_setup<R: Runtime>(
    handle: AppHandle<R>,
    keyperch: Ours<'_>,
    org: OrgId,
    page: SetupPage,
) -> Answer<()> {
    front_door::open_setup(&handle, &keyperch, org, page).await
}

/// Copies words that the window has put together: a report, a message. It has no secret to put into them.
#[tauri::command]
pub(crate) async fn copy_words(keyperch: Ours<'_>, text: String) -> Answer<()> {
    if text.len() > LONGEST_TEXT {
        return Err(Failure::from(Error::Nonsense("more words than a report has")));
    }
    keyperch.clipboard.put_plain(keyperch.clipboard.turn(), text).await
}
