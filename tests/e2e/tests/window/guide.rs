//! A set-up as a person goes through it: left and gone on with, with what is mistaken most often on the way.

use fantoccini::Locator;
use keyperch_e2e::Failed;
use keyperch_e2e::patience::until;
use keyperch_e2e::traveller::Traveller;

use super::guided::{
    COPY_CALLBACK, begin, begin_with, bring_key, bring_secret, is_ticked, paste, prove, tick_of,
};
use super::trip::{picture, start_again};

/// The page says this no more.
async fn says_no_more(on: &Traveller, words: &str) -> Result<(), Failed> {
    let is_gone = || async { Ok((!on.window.text().await?.contains(words)).then_some(())) };
    until(&format!("{words:?} to be gone"), is_gone).await
}

#[tokio::test]
async fn it_goes_on_after_a_quit_where_it_was_left() -> Result<(), Failed> {
    let on = begin().await?;
    on.window.press(COPY_CALLBACK).await?;
    on.window.tick("Press “New External Client App”").await?;
    on.window.tick("Tick “Enable OAuth”").await?;
    bring_key(&on, on.key()).await?;
    let before = on.window.script(TICKS, vec![]).await?;
    assert!(before.to_string().contains("copied") && before.to_string().contains("claimed"), "{before}");
    on.quit().await?;

    let again = start_again(&on).await?;
    again.window.picture(&picture("guide-row"), "Set-up").await?;
    let row = again.window.client().find(Locator::Css("[data-row^=set-]")).await?;
    let told = row.find(Locator::Css(".visually-hidden")).await?.prop("textContent").await?;
    let told = told.unwrap_or_default();
    let percent = told.strip_prefix("Acme Retail UAT, Rehearsal Tool, set-up ").ok_or("another row")?;
    let percent = percent.strip_suffix(" percent, continue").ok_or("another row")?;
    assert!((10..90).contains(&percent.parse::<u32>()?), "what was done is counted: {told}");
    until("the row to be pressed", || again.window.click(row.clone())).await?;
    until("every tick as it was", || async {
        let now = again.window.script(TICKS, vec![]).await?;
        if now == before { Ok(Some(())) } else { Err(format!("{now}, and before {before}").into()) }
    })
    .await?;
    again.window.says(&on.key()[on.key().len() - 4..]).await?;
    prove(&again).await?;
    again.window.press("Done").await?;
    again.window.says("Signed in as").await?;
    assert!(!again.window.text().await?.contains("percent"), "nothing is left to go on with");
    Ok(())
}

/// Each line with how far it is.
const TICKS: &str = "arguments[0]([...document.querySelectorAll('[data-line]')]
    .map((line) => `${line.dataset.line}: ${line.dataset.tick}`))";

#[tokio::test]
async fn key_and_secret_that_changed_places_are_put_right_and_anything_else_is_refused() -> Result<(), Failed>
{
    let on = begin_with("API integration for its users").await?;
    paste(&on, "http://localhost:33333", "Paste Consumer Key").await?;
    on.window
        .picture(&picture("guide-nonsense"), "This is neither a Consumer Key nor a Consumer Secret.")
        .await?;
    assert_eq!(tick_of(&on, "credentials.key").await?, "open");
    assert!(on.desk.keychain_items()?.is_empty(), "nothing was kept");
    paste(&on, on.secret(), "Paste Consumer Key").await?;
    on.window.says("Key and secret had changed places.").await?;
    says_no_more(&on, "This is neither").await?;
    paste(&on, on.key(), "Paste Consumer Secret").await?;
    on.window.says(&on.key()[on.key().len() - 4..]).await?;
    on.window.picture(&picture("guide-swapped"), "Both are where they belong now.").await?;
    for line in ["credentials.key", "credentials.secret"] {
        is_ticked(&on, line, "claimed").await?;
    }
    prove(&on).await?;
    let exchange = on.practice.seen("token")?;
    assert_eq!(exchange[0]["has_secret"], true, "each went where it belongs: {exchange:?}");
    Ok(())
}

#[tokio::test]
async fn a_box_that_is_greyed_out_is_left_as_it_is() -> Result<(), Failed> {
    let on = begin().await?;
    let pkce = "Require Proof Key for Code Exchange (PKCE) extension for Supported Authorization Flows";
    on.window.says(&format!("Untick “{pkce}”")).await?;
    on.window.press(&format!("Greyed out? Leave it: {pkce}")).await?;
    on.window.picture(&picture("guide-greyed-out"), &format!("Leave “{pkce}” as it is")).await?;
    on.window.says("Keyperch always sends PKCE.").await?;
    on.practice.order("POST", &format!("/apps/{}/switches", on.key()), r#"{"pkce_required":true}"#)?;
    bring_key(&on, on.key()).await?;
    prove(&on).await
}

#[tokio::test]
async fn a_set_up_is_removed_and_its_app_stays() -> Result<(), Failed> {
    let on = begin().await?;
    bring_key(&on, on.key()).await?;
    bring_secret(&on, on.secret()).await?;
    on.window.press("More for this set-up").await?;
    on.window.press("Remove this set-up…").await?;
    on.window.picture(&picture("guide-remove"), "The app stays in Keyperch and in Salesforce.").await?;
    on.window.press("Remove the set-up").await?;
    on.window.says("Set-up of Rehearsal Tool removed").await?;
    says_no_more(&on, "Section").await?;
    on.window.says("Rehearsal Tool").await?;
    let items = on.desk.keychain_items()?;
    assert!(items.contains("/consumer-key") && items.contains("/consumer-secret"), "the app's own:\n{items}");
    on.quit().await?;
    let again = start_again(&on).await?;
    again.window.says("Rehearsal Tool").await?;
    assert!(!again.window.text().await?.contains("Set-up"), "it is gone for good");
    Ok(())
}
