//! The whole main journey with the keyboard alone.

use keyperch_e2e::Failed;
use keyperch_e2e::patience::until;
use keyperch_e2e::traveller::{HOST, Traveller};
use serde_json::json;

use super::trip::set_out;

/// More than anything in the window has to be tabbed through.
const MOST: usize = 120;
pub(crate) const ENTER: &str = "\u{e007}";
pub(crate) const ESCAPE: &str = "\u{e00c}";
const TAB: &str = "\u{e004}";
const DOWN: &str = "\u{e015}";
const UP: &str = "\u{e013}";
pub(crate) const SPACE: &str = " ";

/// Tabs on until something with this name has the focus.
pub(crate) async fn tab_to(on: &Traveller, name: &str) -> Result<(), Failed> {
    let mut passed = Vec::new();
    for _ in 0..MOST {
        let focused = focused(on).await?;
        if focused.contains(name) {
            return Ok(());
        }
        passed.push(focused);
        on.window.keys(TAB).await?;
    }
    Err(format!("{name} was not reached by Tab; passed: {passed:?}").into())
}

/// The name of what has the focus.
async fn focused(on: &Traveller) -> Result<String, Failed> {
    let ask = "const at = document.activeElement; arguments[0](at === document.body ? '' : (at.getAttribute('aria-label')
        ?? at.labels?.[0]?.textContent ?? at.textContent ?? '').trim().slice(0, 120))";
    Ok(on.window.script(ask, vec![]).await?.as_str().unwrap_or_default().to_owned())
}

/// Waits until the keyboard is, by itself or by a key before, at something whose name begins so.
pub(crate) async fn comes_to(on: &Traveller, name: &str) -> Result<(), Failed> {
    until(&format!("the keyboard to be at {name:?}"), || async {
        let at = focused(on).await?;
        if at.starts_with(name) { Ok(Some(())) } else { Err(format!("it is at {at:?}").into()) }
    })
    .await
}

pub(crate) async fn type_into(on: &Traveller, name: &str, text: &str) -> Result<(), Failed> {
    tab_to(on, name).await?;
    on.window.keys(text).await
}

#[tokio::test]
async fn from_nothing_to_a_token_without_a_mouse() -> Result<(), Failed> {
    let on = set_out().await;
    on.window.says("one safe place").await?;
    on.window.chord("n").await?;
    type_into(&on, "Paste any address", HOST).await?;
    on.window.says("Salesforce answered").await?;
    type_into(&on, "Client", "Acme Retail").await?;
    type_into(&on, "Name", "UAT").await?;
    on.window.keys(ENTER).await?;
    on.window.says("Exactly as in Setup").await?;
    type_into(&on, "Name of the app", "Rehearsal Tool").await?;
    type_into(&on, "Consumer Key", on.key()).await?;
    tab_to(&on, "does not require the secret").await?;
    on.window.keys(SPACE).await?;
    tab_to(&on, "Save app").await?;
    on.window.keys(ENTER).await?;
    on.window.says("You will sign in at").await?;
    tab_to(&on, "Continue in browser").await?;
    on.window.keys(ENTER).await?;
    on.allow().await?;
    on.window.says("Signed in to").await?;
    tab_to(&on, "Done").await?;
    on.window.keys(ENTER).await?;
    tab_to(&on, "Rehearsal Tool, fresh").await?;
    on.window.keys(ENTER).await?;
    on.window.says("copied. Clears in").await?;
    assert!(on.desk.clipboard().await?.starts_with("00D"));
    on.window.chord_shift("x").await?;
    on.window.says("Clipboard cleared.").await
}

#[tokio::test]
async fn the_list_is_walked_with_arrows_and_a_wait_is_left_with_escape() -> Result<(), Failed> {
    let on = set_out().await;
    for (host, name) in [(HOST, "UAT"), ("acme--dev.sandbox.my.salesforce.com", "Dev")] {
        on.add(host, name).await?;
        on.window.press("Not now").await?;
    }
    tab_to(&on, "Acme Retail, Development sandbox, Rehearsal Tool").await?;
    on.window.keys(UP).await?;
    comes_to(&on, "Acme Retail, Development sandbox, 1 app").await?;
    on.window.keys(UP).await?;
    comes_to(&on, "Acme Retail, UAT sandbox, Rehearsal Tool").await?;
    on.window.keys(DOWN).await?;
    on.window.keys(DOWN).await?;
    comes_to(&on, "Acme Retail, Development sandbox, Rehearsal Tool").await?;
    on.window.keys("s").await?;
    on.window.says("You will sign in at").await?;
    tab_to(&on, "Continue in browser").await?;
    on.window.keys(ENTER).await?;
    on.window.says("Waiting for you").await?;
    on.window.keys(ESCAPE).await?;
    on.window.says("Sign-in cancelled.").await?;
    on.window.chord("f").await?;
    on.window.keys("boreal").await?;
    on.window.says("No org matches").await?;
    on.window.keys(ESCAPE).await?;
    on.window.says("acme--uat.sandbox.my.salesforce.com").await?;
    let query = "arguments[0](document.querySelector('[data-search]').value)";
    assert_eq!(on.window.script(query, vec![]).await?, json!(""));
    Ok(())
}
