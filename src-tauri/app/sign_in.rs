//! A sign-in, as far as the desktop takes part in it: the browser, the clipboard, the window.

use keyperch_core::Core;
use keyperch_core::model::error::Error;
use keyperch_core::model::failure::Failure;
use keyperch_core::model::ids::ClientAppId;
use keyperch_core::model::secret::AuthorizationUrl;
use keyperch_core::model::view::{BrowserChoice, Change, Copied, SignInForm, SignInStep};
use tauri::{AppHandle, Manager, Runtime};

use crate::clipboard::Secret;
use crate::keyperch::Keyperch;
use crate::{browser, windows};

/// Runs a sign-in to its end; the person then finds the window in front, and the token copied if that was the intent.
pub(crate) async fn run<R: Runtime>(handle: AppHandle<R>, core: Core, app: ClientAppId, form: SignInForm) {
    let keyperch = handle.state::<Keyperch>();
    let (chosen, then_copy) = (form.browser.clone(), form.then_copy);
    let name = chosen.as_ref().and_then(browser::name);
    let (opener, places) = (handle.clone(), keyperch.places.clone());
    let open = move |url: &AuthorizationUrl| browser::open(&opener, &places, chosen.as_ref(), url);
    let outcome = core.sign_in(app, form, name, Box::new(open)).await;
    windows::bring_to_front(&handle);
    let copied = match outcome {
        Ok(()) if then_copy => copy(&keyperch, &core, app).await,
        // Most ends were announced as the sign-in's last step; what never began has none.
        Err(failure) if !was_announced(&core, app) => Err(failure),
        _ => Ok(()),
    };
    if let Err(failure) = copied {
        keyperch.hub.announce(Change::Failed { failure });
    }
}

fn was_announced(core: &Core, app: ClientAppId) -> bool {
    core.sign_in_view().is_some_and(|view| view.app == app && matches!(view.step, SignInStep::Failed { .. }))
}

/// Opens the address of the sign-in under way once more, or the page where its device code is typed.
pub(crate) async fn reopen<R: Runtime>(
    handle: &AppHandle<R>,
    keyperch: &Keyperch,
    chosen: Option<BrowserChoice>,
) -> Result<(), Failure> {
    let (core, places) = (keyperch.core()?, &keyperch.places);
    let step = core.sign_in_view().map(|view| view.step);
    let opening = if let Some(SignInStep::DeviceCode { address, .. }) = step {
        browser::open_address(handle, places, chosen.as_ref(), &address)
    } else {
        let open = |url: &_| browser::open(handle, places, chosen.as_ref(), url);
        core.with_sign_in_url(open).ok_or(Failure::Gone)?
    };
    opening.await.map_err(|cause| Error::Browser(cause).into())
}

/// Copies the address of the sign-in under way: it bears its state, so it is lent like a secret.
pub(crate) async fn copy_link(keyperch: &Keyperch) -> Result<(), Failure> {
    let core = keyperch.core()?;
    let app = core.sign_in_view().ok_or(Failure::Gone)?.app;
    let view = keyperch.loan(Copied::SignInLink, app).await?;
    let put = core.with_sign_in_url(|url| keyperch.clipboard.put_secret(&Secret::Link(url), view));
    put.ok_or(Failure::Gone)?.await
}

async fn copy(keyperch: &Keyperch, core: &Core, app: ClientAppId) -> Result<(), Failure> {
    let fresh = core.fresh_token(app).await?;
    keyperch.copy(&Secret::Token(fresh.token), Copied::NewToken, app).await
}
