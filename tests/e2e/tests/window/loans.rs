//! The clipboard is a loan: it comes back, unless somebody else has used it since.

use keyperch_e2e::Failed;
use keyperch_e2e::patience::until;

use super::trip::{add_uat, set_out, sign_in};

const COPY: &str = "Copy fresh token for Acme Retail UAT, Rehearsal Tool";

#[tokio::test]
async fn what_somebody_else_copied_is_left_alone() -> Result<(), Failed> {
    let on = set_out().await;
    add_uat(&on).await?;
    sign_in(&on).await?;
    on.window.press(COPY).await?;
    on.window.says("copied. Clears in").await?;
    on.desk.copy("somebody else's words").await?;
    on.window.press("Clear now").await?;
    on.window.says("already holds something else; nothing cleared.").await?;
    assert_eq!(on.desk.clipboard().await?, "somebody else's words");
    on.window.press(COPY).await?;
    on.window.says("clears in").await?;
    on.desk.copy("words once more").await?;
    on.quit().await?;
    assert_eq!(on.desk.clipboard().await?, "words once more", "nor at the end");
    Ok(())
}

#[tokio::test]
async fn key_and_secret_are_lent_too_and_plain_values_given() -> Result<(), Failed> {
    let on = set_out().await;
    add_uat(&on).await?;
    sign_in(&on).await?;
    on.window.press("Copy Consumer Key").await?;
    on.window.says("Consumer Key for Acme Retail UAT copied. Clears in").await?;
    assert_eq!(on.desk.clipboard().await?, on.key());
    on.window.press("Copy Callback URL").await?;
    on.window.says("Callback URL copied.").await?;
    assert_eq!(on.desk.clipboard().await?, "http://localhost:33333");
    on.window.says("Nothing from Keyperch on the clipboard").await
}

#[tokio::test]
async fn signing_out_and_removing_are_two_things() -> Result<(), Failed> {
    let on = set_out().await;
    add_uat(&on).await?;
    sign_in(&on).await?;
    on.window.press("Sign out…").await?;
    on.window.says("Salesforce ends this sign-in").await?;
    on.window.press("Sign out").await?;
    on.window.says("Signed out of").await?;
    assert_eq!(on.practice.seen("revoke")?.len(), 1, "Salesforce was told");
    let items = on.desk.keychain_items()?;
    assert!(items.contains("/consumer-key") && !items.contains("-token"), "the key stays:\n{items}");
    on.window.press("Remove…").await?;
    on.window.press("Remove").await?;
    on.window.says("removed from this computer").await?;
    // Until then it can be undone.
    until("the removal to be carried out", || async {
        Ok((!on.desk.keychain_items()?.contains("/consumer-key")).then_some(()))
    })
    .await
}

#[tokio::test]
async fn a_copy_that_needs_a_sign_in_is_finished_after_it() -> Result<(), Failed> {
    let on = set_out().await;
    add_uat(&on).await?;
    on.window.press("Not now").await?;
    on.window.press(COPY).await?;
    on.window.says("The token is copied right after.").await?;
    on.window.press("Continue in browser").await?;
    on.allow().await?;
    on.window.says("copied. Clears in").await?;
    assert!(on.desk.clipboard().await?.starts_with("00D"));
    Ok(())
}

#[tokio::test]
async fn production_is_said_aloud() -> Result<(), Failed> {
    let on = set_out().await;
    on.add("acme.my.salesforce.com", "Production").await?;
    on.window.says("PRODUCTION").await?;
    on.window.press("Continue in browser").await?;
    let browser = on.browser().await?;
    browser.log_in("ana@acme.com").await?;
    browser.press("#oaapprove").await?;
    browser.window.close().await?;
    on.window.says("Signed in to").await?;
    on.window.press("Done").await?;
    on.window.press("Copy fresh token for Acme Retail Production, Rehearsal Tool").await?;
    on.window.picture(&super::trip::picture("guard"), "Nothing has left Keyperch yet.").await?;
    on.window.press("Copy from PRODUCTION").await?;
    on.window
        .picture(&super::trip::picture("production"), "PRODUCTION token for Acme Retail Production copied.")
        .await
}
