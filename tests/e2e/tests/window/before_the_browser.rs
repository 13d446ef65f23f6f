//! What is said before a browser opens: a callback that is off by one letter, a secret that is not needed, an app that
//! Salesforce does not know yet.

use std::time::Duration;

use keyperch_e2e::Failed;
use keyperch_e2e::traveller::{HOST, Traveller};
use serde_json::json;

use super::trip::{add_uat, copies_a_token, ends_with, picture, set_out, switch};

/// A secret that was the app's once.
const STALE: &str = "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF";

/// A refusal that no browser was opened for.
async fn is_said(on: &Traveller, title: &str, what_to_do: &str, name: &str) -> Result<(), Failed> {
    on.window.press("Continue in browser").await?;
    ends_with(on, title, what_to_do, name).await?;
    assert!(on.opened().is_empty(), "no browser was opened: {:?}", on.opened());
    assert!(on.practice.seen("login")?.is_empty(), "nobody was asked who it is");
    Ok(())
}

#[tokio::test]
async fn a_callback_that_is_off_by_one_letter() -> Result<(), Failed> {
    let on = set_out().await;
    switch(&on, &json!({ "callback_urls": ["http://localhost:33333/"] }))?;
    add_uat(&on).await?;
    let title = "The Callback URL in Salesforce is different from ours";
    is_said(&on, title, "The app does not have this Callback URL.", "callback-off").await?;
    on.window.press("Copy Callback URL").await?;
    on.window.says("Callback URL copied.").await?;
    assert_eq!(
        on.desk.clipboard().await?,
        "http://localhost:33333",
        "letter by letter what has to stand there"
    );
    on.window.press("Details for support").await?;
    on.window.says("redirect_uri_mismatch").await?;
    switch(&on, &json!({ "callback_urls": ["http://localhost:33333"] }))?;
    on.window.press("Try again").await?;
    on.window.press("Continue in browser").await?;
    on.allow().await?;
    on.window.says("Signed in to").await
}

#[tokio::test]
async fn a_stale_secret_that_the_app_does_not_even_need() -> Result<(), Failed> {
    let on = set_out().await;
    switch(&on, &json!({ "pkce_required": true, "secret_required_for_web_server": false }))?;
    on.begin_app(HOST, "UAT").await?;
    on.desk.copy(STALE).await?;
    on.window.press("Paste Consumer Secret").await?;
    on.window.says("Pasted").await?;
    on.window.press("Save app").await?;
    on.window.says("You will sign in at").await?;
    let cause = "An old secret is sent, although the app requires none.";
    is_said(&on, "The Consumer Secret is wrong or missing", cause, "stale-secret").await?;
    on.window.press("Edit app").await?;
    on.window.tick("The app does not require the secret").await?;
    on.window.press("Save app").await?;
    on.window.says("Rehearsal Tool saved.").await?;
    on.window.press("Try again").await?;
    on.window.press("Continue in browser").await?;
    on.allow().await?;
    on.window.says("Signed in to").await?;
    copies_a_token(&on).await?;
    let grants = on.practice.seen("token")?;
    let last = grants.last().ok_or("no request")?;
    assert_eq!(
        (&last["has_verifier"], &last["has_secret"]),
        (&json!(true), &json!(false)),
        "PKCE alone: {last}"
    );
    Ok(())
}

#[tokio::test]
async fn an_app_that_salesforce_does_not_know_yet_turns_ready_by_itself() -> Result<(), Failed> {
    let on = set_out().await;
    switch(&on, &json!({ "ready_after_seconds": 45 }))?;
    add_uat(&on).await?;
    let title = "This org does not know the Consumer Key";
    is_said(&on, title, "The app was made or changed only minutes ago.", "too-young").await?;
    on.window.press("Check every minute and tell me").await?;
    on.window.picture(&picture("readiness-waits"), "Salesforce does not know this yet").await?;
    on.window.says("Asks again in").await?;
    // The next question comes in a minute, and a minute is a minute.
    let ready = "Salesforce now accepts the app";
    on.window.says_within(Duration::from_secs(75), ready).await?;
    on.window.picture(&picture("readiness-ready"), ready).await?;
    assert!(!on.window.text().await?.contains(title), "what was refused before is no problem any more");
    on.window.press("Sign in").await?;
    on.window.press("Continue in browser").await?;
    on.allow().await?;
    on.window.says("Signed in to").await
}
