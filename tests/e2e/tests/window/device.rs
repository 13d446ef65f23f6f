//! The way with a device code: shown large, typed elsewhere; and what becomes of it when nobody types it, or says no.

use keyperch_e2e::Failed;
use keyperch_e2e::patience::until;
use keyperch_e2e::traveller::{ANA, HOST, Traveller};
use serde_json::{Value, json};

use super::trip::{add_uat, copies_a_token, ends_with, open_for_app, picture, set_out, switch};

/// An app that may use device codes, and the plan to use one.
async fn plan(on: &Traveller) -> Result<(), Failed> {
    switch(on, &json!({ "device_flow": true }))?;
    add_uat(on).await?;
    on.window.press("Not now").await?;
    open_for_app(on, "Sign in with a device code…").await?;
    on.window.picture(&picture("plan-device-code"), "You will sign in at").await
}

/// The code on the screen.
async fn code(on: &Traveller) -> Result<String, Failed> {
    on.window.press("Get a code").await?;
    on.window.says("Type this code").await?;
    let read = "arguments[0](document.querySelector('.letters [aria-hidden]')?.textContent ?? '')";
    let code = on.window.script(read, vec![]).await?;
    Ok(code.as_str().unwrap_or_default().to_owned())
}

/// Somebody types the code on Salesforce's page, on whatever computer.
fn typed(on: &Traveller, code: &str, press: &str) -> Result<Value, Failed> {
    let order = json!({ "user_code": code, "username": ANA, "password": "practice", "press": press });
    on.practice.order("POST", "/device", &order.to_string())
}

#[tokio::test]
async fn a_code_is_shown_large_with_its_host_and_a_warning_and_signs_in() -> Result<(), Failed> {
    let on = set_out().await;
    plan(&on).await?;
    on.window.says("Only type a code that you asked for yourself, here, now").await?;
    let code = code(&on).await?;
    on.window.picture(&picture("device-code"), &format!("https://{HOST}/")).await?;
    on.window.says("Only type a code that you asked for yourself, here, now").await?;
    let size = "arguments[0](parseFloat(getComputedStyle(document.querySelector('.letters [aria-hidden]')).fontSize))";
    let size = on.window.script(size, vec![]).await?.as_f64().unwrap_or_default();
    assert!(size >= 28.0, "the code is {size} px high");
    assert!(on.opened().is_empty(), "no browser was opened by itself");
    on.window.press("Open the page").await?;
    let page = until("the page to be opened", || async { Ok(on.opened().pop()) }).await?;
    assert!(page.contains(&format!("https://{HOST}/setup/connect")), "{page}");
    typed(&on, &code, "allow")?;
    on.window.says("Signed in to").await?;
    on.window.says(ANA).await?;
    copies_a_token(&on).await?;
    Ok(())
}

#[tokio::test]
async fn a_code_that_is_denied_or_comes_too_late_ends_in_its_own_words() -> Result<(), Failed> {
    let on = set_out().await;
    plan(&on).await?;
    typed(&on, &code(&on).await?, "deny")?;
    ends_with(&on, "Access was denied", "“Deny” was pressed in the browser.", "device-denied").await?;
    on.window.press("Try again").await?;
    code(&on).await?;
    on.practice.later(3600)?;
    ends_with(&on, "The device code has ended", "Try again for a new code.", "device-code-late").await?;
    assert!(on.practice.living()?.is_empty(), "nothing was given");
    on.window.press("Try again").await?;
    typed(&on, &code(&on).await?, "allow")?;
    on.window.says("Signed in to").await
}

#[tokio::test]
async fn a_code_is_given_up_and_nobody_asks_for_it_any_more() -> Result<(), Failed> {
    let on = set_out().await;
    plan(&on).await?;
    code(&on).await?;
    on.window.press("Cancel").await?;
    on.window.says("Sign-in cancelled. Nothing was saved.").await?;
    let polls = || Ok::<_, Failed>(on.practice.seen("token")?.len());
    // One may be on its way.
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    let before = polls()?;
    tokio::time::sleep(std::time::Duration::from_secs(6)).await;
    assert_eq!(polls()?, before, "the next poll would have come by now");
    until("the plan to be gone", || async {
        Ok((!on.window.text().await?.contains("Get a code")).then_some(()))
    })
    .await
}
