//! What a set-up is proven by, and what is said of it where Setup has another value than it must.

use keyperch_e2e::Failed;
use keyperch_e2e::traveller::ANA;
use serde_json::json;

use super::guided::{CONNECTED, PROVE, begin, bring_key, is_ticked, prove};
use super::trip::{picture, switch};

#[tokio::test]
async fn a_callback_with_one_letter_wrong_is_said_before_a_browser_opens() -> Result<(), Failed> {
    let on = begin().await?;
    bring_key(&on, on.key()).await?;
    switch(&on, &json!({ "callback_urls": ["http://localhost:33332"] }))?;
    on.window.press(PROVE).await?;
    let title = "The Callback URL in Salesforce is different from ours";
    on.window.picture(&picture("guide-callback-off"), title).await?;
    on.window.says("The app does not have this Callback URL.").await?;
    on.window.button("Open External Client App Manager").await?;
    assert!(on.opened().is_empty(), "no browser was opened: {:?}", on.opened());
    on.window.press("Copy Callback URL").await?;
    on.window.says("Callback URL copied.").await?;
    assert_eq!(
        on.desk.clipboard().await?,
        "http://localhost:33333",
        "letter by letter what has to stand there"
    );

    switch(&on, &json!({ "callback_urls": ["http://localhost:33333"] }))?;
    on.window.press("Try again").await?;
    on.allow().await?;
    on.window.picture(&picture("guide-proven"), CONNECTED).await?;
    on.window.says("The API answers: ").await?;
    on.window.press("Back to the steps").await?;
    on.window.says("verified by Salesforce").await?;
    is_ticked(&on, "oauth.callbacks", "proved").await
}

#[tokio::test]
async fn a_scope_that_was_left_out_is_named() -> Result<(), Failed> {
    let on = begin().await?;
    bring_key(&on, on.key()).await?;
    switch(&on, &json!({ "scopes": ["api", "refresh_token"] }))?;
    on.window.press(PROVE).await?;
    on.browser_window().await?.close().await?;
    on.window.picture(&picture("guide-scope-missing"), "A scope is missing in the app").await?;
    on.window.says("Access the Salesforce API Platform (sfap_api)").await?;
    switch(&on, &json!({ "scopes": ["api", "refresh_token", "sfap_api"] }))?;
    on.window.press("Try again").await?;
    on.allow().await?;
    on.window.says("Granted: Access the Salesforce API Platform (sfap_api)").await
}

#[tokio::test]
async fn it_is_proven_once_more_without_a_second_sign_in_being_left() -> Result<(), Failed> {
    let on = begin().await?;
    bring_key(&on, on.key()).await?;
    prove(&on).await?;
    on.window.press("Back to the steps").await?;
    prove(&on).await?;
    assert_eq!(on.practice.living()?, [ANA], "the sign-in that was replaced has ended");
    Ok(())
}
