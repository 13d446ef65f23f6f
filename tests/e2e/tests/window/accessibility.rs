//! Each view, looked at by axe-core inside the real window: light and dark, narrow, and with letters twice as large.

use keyperch_e2e::Failed;
use keyperch_e2e::traveller::Traveller;
use serde_json::{Value, json};

use super::trip::{add_uat, picture, set_out, sign_in};

const AXE: &str = include_str!("../../../../ui/node_modules/axe-core/axe.min.js");

/// What axe finds wrong in the page as it stands.
async fn violations(on: &Traveller) -> Result<Vec<String>, Failed> {
    // It is half a megabyte, and stays until the page is loaded anew.
    if on.window.script("arguments[0](typeof axe === 'undefined')", vec![]).await? == true {
        on.window.script(&format!("{AXE}; arguments[0](true)"), vec![]).await?;
    }
    let run = "axe.run(document, { resultTypes: ['violations'] }).then((found) => arguments[0](found.violations
        .flatMap((rule) => rule.nodes.map((node) => rule.id + ': ' + node.html.slice(0, 120) + ' ' + node.failureSummary))))
        .catch((error) => arguments[0](['axe failed: ' + error]))";
    let found = on.window.script(run, vec![]).await?;
    Ok(found
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| one.as_str().unwrap_or_default().to_owned())
        .collect())
}

/// The view is without fault, in light and dark; a picture of each is kept.
pub(crate) async fn is_sound(on: &Traveller, view: &str, words: &str) -> Result<(), Failed> {
    for theme in ["light", "dark"] {
        on.theme(theme).await?;
        on.window.picture(&picture(&format!("{view}-{theme}")), words).await?;
        let found = violations(on).await?;
        assert!(found.is_empty(), "{view}, {theme}:\n{}", found.join("\n"));
    }
    on.theme("light").await
}

#[tokio::test]
async fn every_view_is_sound() -> Result<(), Failed> {
    let on = set_out().await;
    is_sound(&on, "empty", "one safe place").await?;
    on.window.chord("n").await?;
    is_sound(&on, "add-org", "Paste any address from this org").await?;
    on.window.fill("Paste any address from this org", "http://acme.my.salesforce.com").await?;
    is_sound(&on, "add-org-refused", "https").await?;
    on.window.press("Cancel").await?;
    add_uat(&on).await?;
    is_sound(&on, "plan", "You will sign in at").await?;
    on.window.press("Continue in browser").await?;
    on.window.says("left").await?;
    on.page_later(21).await?;
    is_sound(&on, "waiting", "Nothing happening?").await?;
    let browser = on.browser().await?;
    browser.log_in(keyperch_e2e::traveller::ANA).await?;
    browser.press("#oadeny").await?;
    browser.window.close().await?;
    is_sound(&on, "failure", "What to do").await?;
    on.window.press("Try again").await?;
    sign_in(&on).await?;
    is_sound(&on, "app", "Signed in as").await?;
    on.window.press("Copy fresh token").await?;
    is_sound(&on, "copied", "copied. Clears in").await?;
    on.window.press("Edit app").await?;
    is_sound(&on, "edit-app", "Callback URL").await?;
    on.window.press("Cancel").await?;
    on.window.press("Remove…").await?;
    is_sound(&on, "remove", "are deleted from this computer").await?;
    on.window.press("Cancel").await?;
    on.window.press("More").await?;
    is_sound(&on, "more", "Self-check…").await?;
    on.window.press("Self-check…").await?;
    is_sound(&on, "self-check", "Everything agrees").await?;
    on.window.press("Close").await?;
    on.window.press("More").await?;
    on.window.press("Revoke all sign-ins…").await?;
    is_sound(&on, "revoke-all", "Revoke all sign-ins?").await?;
    on.window.press("Cancel").await?;
    on.practice.order("POST", "/faults", r#"{"kind":"revoke","fault":"drop_before","times":9}"#)?;
    on.window.press("Sign out…").await?;
    on.window.press("Sign out").await?;
    is_sound(&on, "sign-out-waits", "1 sign-out waits").await?;
    on.window.press("Keyboard shortcuts").await?;
    is_sound(&on, "shortcuts", "Anywhere").await
}

/// Nothing runs out of its box, and no part of the window is wider than its place; axe is content there too.
#[tokio::test]
async fn nothing_is_cut_off_at_twice_the_text_size_or_in_a_narrow_window() -> Result<(), Failed> {
    let on = set_out().await;
    fits(&on, "empty", "one safe place").await?;
    on.window.chord("n").await?;
    fits(&on, "add-org", "Paste any address").await?;
    on.window.press("Cancel").await?;
    add_uat(&on).await?;
    fits(&on, "plan", "You will sign in at").await?;
    sign_in(&on).await?;
    fits(&on, "app", "Signed in as").await?;
    on.window.press("Edit app").await?;
    fits(&on, "edit-app", "Callback URL").await?;
    on.window.press("Cancel").await?;
    on.window.press("Back").await?;
    fits(&on, "list", "Rehearsal Tool").await?;
    on.window.press("More").await?;
    on.window.press("Self-check…").await?;
    fits(&on, "self-check", "Everything agrees").await?;
    on.window.press("Close").await?;
    on.window.press("More").await?;
    on.window.press("Revoke all sign-ins…").await?;
    fits(&on, "revoke-all", "Revoke all sign-ins?").await
}

/// Leaves the window narrow, and its letters as they are.
pub(crate) async fn fits(on: &Traveller, view: &str, words: &str) -> Result<(), Failed> {
    for (size, width, text) in
        [("large-text", 980, "200%"), ("narrow-large", 640, "200%"), ("narrow", 380, "100%")]
    {
        on.window.resize(width).await?;
        on.text_size(text).await?;
        on.window.picture(&picture(&format!("{view}-{size}")), words).await?;
        assert_eq!(cut_off(on).await?, json!([]), "{view}, {size}");
        let found = violations(on).await?;
        assert!(found.is_empty(), "{view}, {size}:\n{}", found.join("\n"));
    }
    Ok(())
}

/// What is wider or higher than its place, or lies over another, in the page as it stands.
async fn cut_off(on: &Traveller) -> Result<Value, Failed> {
    let find = r"
        const shown = (element) => element.getClientRects().length > 0 && !element.closest('.visually-hidden');
        const whose = (whole) => {
          const edge = whole.getBoundingClientRect().left + whole.clientWidth + 1;
          const isOut = (part) => part.getBoundingClientRect().right > edge || part.scrollWidth > part.clientWidth + 1;
          const out = [...whole.querySelectorAll('*')].filter((part) => shown(part) && isOut(part));
          return ', because of ' + out.map((part) => part.outerHTML.slice(0, 80)).join(' / ').slice(0, 600);
        };
        const wide = [document.documentElement, ...document.querySelectorAll('main, .list, .pane, dialog, footer, header')]
          .filter((element) => shown(element) && element.scrollWidth > element.clientWidth + 1)
          .map((element) => 'wider than its place: ' + element.tagName + ' ' + element.className + whose(element));
        const out = [...document.querySelectorAll('button, input, select, h2, h3, label, p, dd')].filter((element) => {
          const { left, right, width } = element.getBoundingClientRect();
          return shown(element) && width > 1 && (left < -1 || right > innerWidth + 1);
        }).map((element) => 'outside: ' + element.textContent.trim().slice(0, 40));
        const high = [...document.querySelectorAll('header, footer, .bottom')]
          .filter((element) => shown(element) && element.scrollHeight > element.clientHeight + 1)
          .map((element) => 'higher than its place: ' + element.tagName + ' ' + element.className);
        const below = document.querySelector('main').getBoundingClientRect().top;
        const over = [...document.querySelectorAll('header *')]
          .filter((element) => shown(element) && element.getBoundingClientRect().bottom > below + 1)
          .map((element) => 'lies over what is below: ' + element.tagName + ' ' + element.textContent.trim().slice(0, 40));
        arguments[0]([...wide, ...high, ...out, ...over]);";
    on.window.script(find, vec![]).await
}

/// Both lookers see a fault that is planted.
#[tokio::test]
async fn a_planted_fault_is_seen() -> Result<(), Failed> {
    let on = set_out().await;
    on.window.says("one safe place").await?;
    let plant = "const button = document.createElement('button'); button.id = 'planted';
        document.querySelector('main').append(button); arguments[0](true)";
    on.window.script(plant, vec![]).await?;
    assert!(violations(&on).await?.iter().any(|found| found.contains("button-name")));
    assert_eq!(cut_off(&on).await?, json!([]));
    let widen = "const planted = document.querySelector('#planted');
        planted.style.cssText = 'position: absolute; inset-inline-start: 2000px; inline-size: 50px';
        planted.style.setProperty('display', 'block'); arguments[0](true)";
    on.window.script(widen, vec![]).await?;
    assert!(cut_off(&on).await?.as_array().is_some_and(|found| !found.is_empty()), "it is outside");
    Ok(())
}
