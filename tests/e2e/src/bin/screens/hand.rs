//! How a walk comes to a state: what a person does, in the few movements that the chapters share.

use fantoccini::Locator;
use keyperch_e2e::Failed;
use keyperch_e2e::patience::until;
use keyperch_e2e::traveller::Traveller;
use serde_json::json;

/// The search box.
const SEARCH: &str = "[data-search]";

/// Loads the page anew: no dialog, no search, no theme is left of the chapter before.
pub(crate) async fn begin(on: &Traveller) -> Result<(), Failed> {
    on.window.client().refresh().await?;
    until("the page", || async { Ok(Some(on.window.text().await?).filter(|text| !text.is_empty())) }).await?;
    look_as_usual(on).await
}

/// In daylight, at its usual size.
pub(crate) async fn look_as_usual(on: &Traveller) -> Result<(), Failed> {
    look(on, "light", 980, "100%").await
}

/// With this theme, width and size of text.
pub(crate) async fn look(on: &Traveller, theme: &str, width: u32, text: &str) -> Result<(), Failed> {
    on.theme(theme).await?;
    on.text_size(text).await?;
    on.window.resize(width).await
}

/// Types into the search box, in place of what is there.
pub(crate) async fn search(on: &Traveller, text: &str) -> Result<(), Failed> {
    let type_it = "const box = document.querySelector(arguments[0]); const done = arguments[2];
        if (box === null) return done(false);
        if (arguments[1] === '') box.blur(); else box.focus();
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(box, arguments[1]);
        box.dispatchEvent(new Event('input', { bubbles: true }));
        requestAnimationFrame(() => requestAnimationFrame(() => done(true)));";
    until("a search box", || async {
        let typed = on.window.script(type_it, vec![json!(SEARCH), json!(text)]).await?;
        Ok((typed == true).then_some(()))
    })
    .await
}

/// Puts the keyboard on the row of an org, or of its first app; of an org that is folded away too. Returns its place.
async fn row(on: &Traveller, kind: &str, code: &str) -> Result<String, Failed> {
    search(on, code).await?;
    let find = "const done = arguments[2];
        const card = [...document.querySelectorAll('[data-org]')]
          .find((one) => one.querySelector('.code')?.textContent.trim() === arguments[1]);
        const row = card?.querySelector(`[data-row^='${arguments[0]}-']`);
        row?.focus();
        done(row?.dataset.row ?? null);";
    until(&format!("a row of {code}"), || async {
        let found = on.window.script(find, vec![json!(kind), json!(code)]).await?;
        Ok(found.as_str().map(str::to_owned))
    })
    .await
}

/// Opens the details of an org, and shows the whole list again.
pub(crate) async fn open_org(on: &Traveller, code: &str) -> Result<(), Failed> {
    open(on, "org", code).await
}

/// Opens the details of an org's first app, and shows the whole list again.
pub(crate) async fn open_app(on: &Traveller, code: &str) -> Result<(), Failed> {
    open(on, "app", code).await
}

async fn open(on: &Traveller, kind: &str, code: &str) -> Result<(), Failed> {
    let row = row(on, kind, code).await?;
    press_at(on, &format!("[data-row='{row}']")).await?;
    search(on, "").await
}

/// Puts the keyboard on the first app of an org; the list stays searched for it.
pub(crate) async fn stand_on_app(on: &Traveller, code: &str) -> Result<(), Failed> {
    row(on, "app", code).await.map(drop)
}

/// Puts the keyboard on an org; the list stays searched for it.
pub(crate) async fn stand_on_org(on: &Traveller, code: &str) -> Result<(), Failed> {
    row(on, "org", code).await.map(drop)
}

/// Presses what a selector finds first.
pub(crate) async fn press_at(on: &Traveller, selector: &str) -> Result<(), Failed> {
    until(&format!("{selector} to press"), || async {
        on.window.click(on.window.client().find(Locator::Css(selector)).await?).await
    })
    .await
}

/// Picks an entry of a menu.
pub(crate) async fn pick(on: &Traveller, menu: &str, entry: &str) -> Result<(), Failed> {
    on.window.press(menu).await?;
    on.window.press(entry).await
}

/// Closes the dialog that is open, and waits until it is gone.
pub(crate) async fn close(on: &Traveller) -> Result<(), Failed> {
    let is_open = "arguments[0](document.querySelector('dialog[open]') !== null)";
    until("the dialog to close", || async {
        if on.window.script(is_open, vec![]).await? != true {
            return Ok(Some(()));
        }
        on.window.keys("\u{E00C}").await?;
        Ok(None)
    })
    .await
}

/// Brings what a selector finds first into sight.
pub(crate) async fn scroll_to(on: &Traveller, selector: &str) -> Result<(), Failed> {
    let scroll = "const found = document.querySelector(arguments[0]);
        found?.scrollIntoView({ block: 'center' }); arguments[1](found !== null)";
    until(&format!("{selector} to look at"), || async {
        Ok((on.window.script(scroll, vec![json!(selector)]).await? == true).then_some(()))
    })
    .await
}
