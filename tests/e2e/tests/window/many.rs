//! Many orgs, and production among them: a held key passes no guard, a removal is undone, what is picked is moved, a set
//! is copied at once.

use std::collections::BTreeMap;
use std::process::Command;
use std::time::Duration;

use keyperch_e2e::Failed;
use keyperch_e2e::desk::run;
use keyperch_e2e::patience::until;
use keyperch_e2e::sender::Sender;
use keyperch_e2e::traveller::{HOST, Traveller};

use super::keyboard::{comes_to, tab_to};
use super::trip::{add_uat, copies_a_token, picture, set_out, sign_in, sign_in_as, start_again};

const PRODUCTION: &str = "acme.my.salesforce.com";
const DEV: &str = "acme--dev.sandbox.my.salesforce.com";
const UP: &str = "\u{e013}";
const DELETE: &str = "\u{e017}";

/// What the window manager calls the window that is in front.
async fn is_called(title: &str) -> Result<(), Failed> {
    until(&format!("a window called {title:?}"), || async {
        let name = run(Command::new("xdotool").args(["getactivewindow", "getwindowname"]))?;
        if name.trim() == title { Ok(Some(())) } else { Err(name.into()) }
    })
    .await
}

/// What is said of the rows, from above.
async fn rows(on: &Traveller) -> Result<Vec<String>, Failed> {
    let ask = "arguments[0]([...document.querySelectorAll('[data-row]')]
        .map((row) => row.querySelector(':scope > .visually-hidden')?.textContent ?? row.getAttribute('aria-label')))";
    let rows = on.window.script(ask, vec![]).await?;
    let names = rows.as_array().into_iter().flatten();
    Ok(names.map(|name| name.as_str().unwrap_or_default().to_owned()).collect())
}

/// Adds an org, and signs in to neither it nor anything.
async fn add_only(on: &Traveller, host: &str, name: &str) -> Result<(), Failed> {
    on.add(host, name).await?;
    on.window.press("Not now").await
}

/// Picks the UAT and the Dev sandbox, the one below the other.
async fn pick_both(on: &Traveller) -> Result<(), Failed> {
    tab_to(on, "Acme Retail, Development sandbox, Rehearsal Tool").await?;
    on.window.keys("x").await?;
    on.window.keys(UP).await?;
    on.window.keys(UP).await?;
    comes_to(on, "Acme Retail, UAT sandbox, Rehearsal Tool").await?;
    on.window.keys("x").await?;
    on.window.says("2 orgs selected").await
}

#[tokio::test]
async fn a_held_key_asks_for_production_and_does_not_answer() -> Result<(), Failed> {
    let on = set_out().await;
    on.add(PRODUCTION, "Production").await?;
    sign_in_as(&on, "ana@acme.com").await?;
    on.desk.copy("what was there before").await?;
    tab_to(&on, "Acme Retail, production, Rehearsal Tool").await?;
    let count =
        "window.pressed = 0; addEventListener('keydown', () => window.pressed++, true); arguments[0](true)";
    on.window.script(count, vec![]).await?;
    Sender::default().hold("Return", Duration::from_millis(1500)).await?;
    let pressed = on.window.script("arguments[0](window.pressed)", vec![]).await?;
    assert!(pressed.as_u64() > Some(3), "it was repeated while it was held: {pressed}");
    on.window.picture(&picture("guard-held"), "Nothing has left Keyperch yet.").await?;
    assert_eq!(on.desk.clipboard().await?, "what was there before");

    Sender::default().hold("Return", Duration::from_millis(60)).await?;
    on.window.says("PRODUCTION token for Acme Retail Production copied.").await?;
    let token = on.desk.clipboard().await?;
    assert_eq!(on.desk.ask_with_token(&on.practice, PRODUCTION, &token)?, "200", "the org takes it");
    Ok(())
}

#[tokio::test]
async fn the_window_is_called_after_what_is_chosen() -> Result<(), Failed> {
    let on = set_out().await;
    is_called("Keyperch").await?;
    add_only(&on, PRODUCTION, "Production").await?;
    is_called("PRODUCTION · Acme Retail · Production — Keyperch").await?;
    add_only(&on, HOST, "UAT").await?;
    is_called("Acme Retail · UAT — Keyperch").await
}

#[tokio::test]
async fn a_removal_that_is_undone_takes_nothing() -> Result<(), Failed> {
    let on = set_out().await;
    add_uat(&on).await?;
    sign_in(&on).await?;
    tab_to(&on, "Acme Retail, UAT sandbox, Rehearsal Tool").await?;
    on.window.keys(UP).await?;
    on.window.keys(DELETE).await?;
    on.window.press("Remove").await?;
    on.window.picture(&picture("removed"), "removed from this computer").await?;
    assert!(rows(&on).await?.is_empty(), "it is gone at once");
    on.window.press("Undo").await?;
    on.window.says("brought back").await?;
    // Longer than a removal waits.
    tokio::time::sleep(Duration::from_secs(11)).await;
    tab_to(&on, "Acme Retail, UAT sandbox, Rehearsal Tool").await?;
    on.window.keys(" ").await?;
    copies_a_token(&on).await?;
    assert!(on.practice.seen("revoke")?.is_empty(), "Salesforce was told nothing");
    Ok(())
}

#[tokio::test]
async fn what_is_picked_is_moved_and_found_there_at_the_next_start() -> Result<(), Failed> {
    let on = set_out().await;
    add_only(&on, HOST, "UAT").await?;
    add_only(&on, DEV, "Dev").await?;
    pick_both(&on).await?;
    on.window.press("Move to client…").await?;
    on.window.fill("Client", "Boreal Bank").await?;
    on.window.picture(&picture("move-many"), "One of yours, or a new name.").await?;
    on.window.press("Save").await?;
    on.window.says("2 orgs saved.").await?;
    on.quit().await?;
    let again = start_again(&on).await?;
    again.window.says("Boreal Bank").await?;
    let rows = rows(&again).await?;
    assert!(rows[0].starts_with("Boreal Bank, 2 orgs"), "{rows:?}");
    assert!(!rows.iter().any(|row| row.contains("Acme Retail")), "{rows:?}");
    Ok(())
}

#[tokio::test]
async fn a_set_is_copied_as_one_block() -> Result<(), Failed> {
    let on = set_out().await;
    add_uat(&on).await?;
    sign_in(&on).await?;
    on.add(DEV, "Dev").await?;
    sign_in_as(&on, "ana@acme.com.dev").await?;
    pick_both(&on).await?;
    on.window.press("Make a set…").await?;
    on.window.fill("Name of the set", "Both").await?;
    on.window.press("Save").await?;
    on.window.press("Copy tokens of Both").await?;
    on.window.picture(&picture("set-copied"), "2 of 2 tokens copied").await?;
    let block = on.desk.clipboard().await?;
    let lines: BTreeMap<_, _> = block.lines().filter_map(|line| line.split_once('=')).collect();
    let tokens = lines.iter().filter_map(|(name, token)| Some((name.strip_suffix("_ACCESS_TOKEN")?, token)));
    let mut hosts = Vec::new();
    for (code, token) in tokens {
        let url = lines[format!("{code}_INSTANCE_URL").as_str()];
        let host = url.trim_matches('\'').trim_start_matches("https://");
        let status = on.desk.ask_with_token(&on.practice, host, token.trim_matches('\''))?;
        assert_eq!(status, "200", "{host} takes its own");
        hosts.push(host);
    }
    hosts.sort_unstable();
    assert_eq!(hosts, [DEV, HOST], "each once, under its own name");
    Ok(())
}
