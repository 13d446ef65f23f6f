//! A sign-in, as far as the desktop takes part in it: the browser, the clipboard, the window.

use keyperch_core::model::error::Error;
use keyperch_core::model::failure::Failure;
use keyperch_core::model::ids::{ClientAppId, GuideId};
use keyperch_core::model::secret::AuthorizationUrl;
use keyperch_core::model::shape::Shape;
use keyperch_core::model::view::{BrowserChoice, Change, Copied, SignInForm, SignInStep, Tool};
use keyperch_core::{Core, Opener, Shaped};
use tauri::{AppHandle, Manager, Runtime};

use crate::clipboard::Secret;
use crate::keyperch::Keyperch;
use crate::{browser, windows};

/// Runs a sign-in to its end; the person then finds the window in front, and the token copied if that was the intent.
pub(crate) async fn run<R: Runtime>(handle: AppHandle<R>, core: Core, app: ClientAppId, form: SignInForm) {
    run_for(handle, core, app, None, form).await;
}

/// The same for a tool: what came waits to be handed over, and nothing is copied.
pub(crate) async fn run_for<R: Runtime>(
    handle: AppHandle<R>,
    core: Core,
    app: ClientAppId,
    tool: Option<Tool>,
    form: SignInForm,
) {
    let keyperch = handle.state::<Keyperch>();
    let then_copy = form.then_copy.filter(|_| tool.is_none());
    let (name, open) = browser_of(&handle, &keyperch, &form);
    let outcome = match tool {
        Some(tool) => core.sign_in_for_tool(app, tool, form, name, open).await,
        None => core.sign_in(app, form, name, open).await,
    };
    windows::bring_to_front(&handle);
    let copied = match (outcome, then_copy) {
        (Ok(()), Some(shape)) => copy(&keyperch, &core, app, shape).await,
        // Most ends were announced as the sign-in's last step; what never began has none.
        (Err(failure), _) if !was_announced(&core, app) => Err(failure),
        _ => Ok(()),
    };
    if let Err(failure) = copied {
        keyperch.hub.announce(Change::Failed { failure });
    }
}

/// Runs the proof of a guide to its end: it is told step by step, and so is what ends its sign-in.
pub(crate) async fn prove<R: Runtime>(handle: AppHandle<R>, core: Core, guide: GuideId, form: SignInForm) {
    let keyperch = handle.state::<Keyperch>();
    let (name, open) = browser_of(&handle, &keyperch, &form);
    let outcome = core.prove_guide(guide, form, name, open).await;
    windows::bring_to_front(&handle);
    let is_told = |failure: &Failure| {
        let step = core.sign_in_view().map(|view| view.step);
        matches!(step, Some(SignInStep::Failed { failure: told }) if told == *failure)
    };
    match outcome {
        Err(failure) if !is_told(&failure) => keyperch.hub.announce(Change::Failed { failure }),
        _ => {}
    }
}

/// The browser that was chosen: its name, and how it is started.
fn browser_of<R: Runtime>(
    handle: &AppHandle<R>,
    keyperch: &Keyperch,
    form: &SignInForm,
) -> (Option<String>, Opener) {
    let chosen = form.browser.clone();
    let name = chosen.as_ref().and_then(browser::name);
    let (opener, places) = (handle.clone(), keyperch.places.clone());
    let open = move |url: &AuthorizationUrl| browser::open(&opener, &places, chosen.as_ref(), url);
    (name, Box::new(open))
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
    let turn = keyperch.clipboard.turn();
    let put = core.with_sign_in_url(|url| keyperch.clipboard.put_secret(turn, &Secret::Link(url), view));
    put.ok_or(Failure::Gone)?.await
}

/// A token that came a moment ago is a new one, whoever has looked at it meanwhile.
async fn copy(keyperch: &Keyperch, core: &Core, app: ClientAppId, shape: Shape) -> Result<(), Failure> {
    let turn = keyperch.clipboard.turn();
    let shaped = match core.copy_as(app, shape).await? {
        Shaped::Lent { text, what: Copied::Token } => Shaped::Lent { text, what: Copied::NewToken },
        shaped => shaped,
    };
    keyperch.put_shaped(turn, app, shaped).await
}
