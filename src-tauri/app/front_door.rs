//! An org in a browser: its own page, logged in where a token allows it, or a page of its Setup.

use keyperch_core::FrontDoor;
use keyperch_core::model::cause::SetupPage;
use keyperch_core::model::deed::Particular;
use keyperch_core::model::error::Error;
use keyperch_core::model::failure::Failure;
use keyperch_core::model::ids::OrgId;
use keyperch_core::model::view::Deed;
use tauri::{AppHandle, Runtime};

use crate::browser;
use crate::keyperch::Keyperch;

/// Opens an org in the browser that was chosen for it last.
///
/// # Errors
/// [`Failure::Gone`], or that no browser could be started.
pub(crate) async fn open_org<R: Runtime>(
    handle: &AppHandle<R>,
    keyperch: &Keyperch,
    org: OrgId,
) -> Result<(), Failure> {
    let core = keyperch.core()?;
    match core.front_door(org).await? {
        // It works once and for a minute, and a browser is told its address in no other way.
        FrontDoor::Open(link) => open(handle, keyperch, org, link.expose()).await?,
        FrontDoor::Home(address) => open(handle, keyperch, org, &address).await?,
    }
    core.note_org_deed(org, Deed::Opened, Particular::none());
    Ok(())
}

/// Opens a page of an org's Setup, in the same browser.
///
/// # Errors
/// As [`open_org`].
pub(crate) async fn open_setup<R: Runtime>(
    handle: &AppHandle<R>,
    keyperch: &Keyperch,
    org: OrgId,
    page: SetupPage,
) -> Result<(), Failure> {
    let address = keyperch.core()?.setup_address(org, page).await?;
    open(handle, keyperch, org, &address).await
}

async fn open<R: Runtime>(
    handle: &AppHandle<R>,
    keyperch: &Keyperch,
    org: OrgId,
    address: &str,
) -> Result<(), Failure> {
    // One that is there no more is no reason not to open an org.
    let chosen = keyperch.core()?.browser_of(org).await?;
    let chosen = chosen.filter(|choice| browser::is_there(&keyperch.places, choice));
    let opening = browser::open_address(handle, &keyperch.places, chosen.as_ref(), address);
    opening.await.map_err(|cause| Error::Browser(cause).into())
}
