//! Sign-ins that do not come back by themselves: on Salesforce's own page, at a callback that could not be opened, in a
//! browser that insists on https.

use std::process::Command;

use keyperch_e2e::Failed;
use keyperch_e2e::desk::run;
use keyperch_e2e::patience::until;
use keyperch_e2e::traveller::{ANA, Traveller};
use serde_json::json;

use super::trip::{add_uat, copies_a_token, ends_with, picture, set_out, switch};

/// A sign-in that waits, and where its browser was sent.
async fn waiting(on: &Traveller) -> Result<String, Failed> {
    add_uat(on).await?;
    on.window.press("Continue in browser").await?;
    on.window.says("left").await?;
    until("the browser", || async { Ok(on.opened().pop()) }).await
}

/// What is offered once nobody has come back for a while.
async fn nothing_happens(on: &Traveller) -> Result<(), Failed> {
    on.page_later(21).await?;
    on.window.says("Nothing happening?").await
}

async fn paste(on: &Traveller, text: &str) -> Result<(), Failed> {
    on.desk.copy(text).await?;
    on.window.press("Paste the address").await
}

#[tokio::test]
async fn the_address_of_salesforces_own_error_page() -> Result<(), Failed> {
    let on = set_out().await;
    add_uat(&on).await?;
    on.window.press("Continue in browser").await?;
    let browser = on.browser().await?;
    switch(&on, &json!({ "blocked": true }))?;
    browser.log_in(ANA).await?;
    let page = browser.ends_on("/setup/secur/RemoteAccessErrorPage.apexp").await?;
    browser.window.close().await?;
    nothing_happens(&on).await?;
    on.window.picture(&picture("nothing-happening"), "Paste the address").await?;
    paste(&on, &page).await?;
    ends_with(&on, "An admin has blocked this app", "Unblock", "pasted-error-page").await?;
    on.window.press("Details for support").await?;
    on.window.says("OAUTH_APP_BLOCKED").await
}

#[tokio::test]
async fn a_callback_that_the_browser_could_not_open() -> Result<(), Failed> {
    let on = set_out().await;
    let address = waiting(&on).await?;
    nothing_happens(&on).await?;
    for (text, why) in [
        (address.as_str(), "This is a page of Salesforce’s that says neither yes nor no"),
        ("http://localhost:33333?code=x&state=of-another", "This is the answer to another sign-in"),
        ("good morning", "Neither an address that leads back here nor an error of Salesforce’s is in it."),
    ] {
        paste(&on, text).await?;
        on.window.says(why).await?;
    }
    on.window.picture(&picture("not-brought"), "This is not what was looked for").await?;
    let visit = json!({ "address": address, "username": ANA, "password": "practice", "press": "allow" });
    let callback = on.practice.order("POST", "/visit", &visit.to_string())?;
    paste(&on, callback["sent_to"].as_str().ok_or("no callback")?).await?;
    on.window.says("Signed in to").await?;
    copies_a_token(&on).await?;
    Ok(())
}

#[tokio::test]
async fn a_browser_that_insists_on_https_is_recognised_and_the_wait_goes_on() -> Result<(), Failed> {
    let on = set_out().await;
    waiting(&on).await?;
    let https = ["--silent", "--insecure", "--max-time", "5", "https://localhost:33333/?code=x&state=y"];
    run(Command::new("curl").args(https)).expect_err("nobody speaks TLS there");
    on.window.picture(&picture("forced-https"), "The browser insists on https for localhost").await?;
    on.window.says("chrome://net-internals/#hsts").await?;
    on.allow().await?;
    on.window.says("Signed in to").await
}
