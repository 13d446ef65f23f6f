//! The views of a set-up, of what it makes and of what it hands over: each looked at by axe-core, light and dark, narrow,
//! and with letters twice as large.

use keyperch_e2e::Failed;
use keyperch_e2e::traveller::Traveller;
use serde_json::json;

use super::guided::{PROVE, ask_to_create, begin, bring_key, bring_secret, paste, prove};
use super::trip::{open_for_app, set_out, switch};
use super::views::is_good;

#[tokio::test]
async fn the_companion() -> Result<(), Failed> {
    let on = begin().await?;
    is_good(&on, "companion", "Stuck on a step?").await?;
    let pkce = "Require Proof Key for Code Exchange (PKCE) extension for Supported Authorization Flows";
    on.window.press(&format!("Greyed out? Leave it: {pkce}")).await?;
    paste(&on, "nonsense", "Paste Consumer Key").await?;
    is_good(&on, "companion-nonsense", "This is neither a Consumer Key nor a Consumer Secret.").await?;
    on.window.press("Catch what I copy").await?;
    is_good(&on, "companion-catching", "Watching the clipboard").await?;
    bring_key(&on, on.key()).await?;
    bring_secret(&on, on.secret()).await?;
    switch(&on, &json!({ "callback_urls": ["http://localhost:33332"] }))?;
    on.window.press(PROVE).await?;
    is_good(&on, "companion-refused", "The Callback URL in Salesforce is different from ours").await?;
    switch(&on, &json!({ "callback_urls": ["http://localhost:33333"] }))?;
    on.window.press("Try again").await?;
    on.allow().await?;
    is_good(&on, "companion-proven", "Everything that a token can show was tried, just now.").await?;
    on.window.press("Back to the steps").await?;
    on.window.press("Read the settings from Salesforce").await?;
    is_good(&on, "companion-compared", " otherwise.").await?;
    on.window.press("Stuck on a step?").await?;
    is_good(&on, "stuck", "What people meet most often:").await?;
    on.window.press("Close").await?;
    on.window.press("Close, and go on later").await?;
    is_good(&on, "app-proven", "Signed in as").await
}

#[tokio::test]
async fn the_recipes_and_the_set_ups_of_an_org() -> Result<(), Failed> {
    let on = set_out().await;
    on.window.press("Set up another app…").await?;
    is_good(&on, "recipes", "Lightning Out 2.0").await?;
    on.window.press("Begin").await?;
    super::guided::add_org(&on, keyperch_e2e::traveller::HOST, "UAT").await?;
    on.window.press("Close, and go on later").await?;
    is_good(&on, "set-ups", "Set-ups").await?;
    on.window.press("Remove the set-up of Rehearsal Tool").await?;
    is_good(&on, "set-up-remove", "Only the list of what was done is deleted.").await
}

/// Proven, and the companion closed.
async fn proven() -> Result<Traveller, Failed> {
    let on = begin().await?;
    bring_key(&on, on.key()).await?;
    prove(&on).await?;
    on.window.press("Done").await?;
    on.window.says("Signed in as").await?;
    Ok(on)
}

#[tokio::test]
async fn create_it_for_me() -> Result<(), Failed> {
    let on = proven().await?;
    ask_to_create(&on, "API integration for its users").await?;
    is_good(&on, "create", "Sign-in used").await?;
    on.window.press("See what would happen").await?;
    is_good(&on, "create-dry-run", "It would work. Nothing has been changed yet.").await?;
    on.window.press("Create it").await?;
    is_good(&on, "create-read-back", "What Salesforce says of it now").await
}

#[tokio::test]
async fn hand_over() -> Result<(), Failed> {
    let on = proven().await?;
    open_for_app(&on, "Hand over…").await?;
    is_good(&on, "hand-over-tool", "Two programs that share one sign-in").await?;
    on.window.press("Sign in for the Rehearsal Tool").await?;
    on.allow().await?;
    is_good(&on, "hand-over-block", "The dots are the secrets.").await?;
    for (receiver, words) in [
        ("Postman", "Import it in Postman"),
        ("A ticket", "This is the whole record."),
        ("A colleague", "There is no key, secret or token in it."),
    ] {
        on.window.tick(receiver).await?;
        is_good(&on, &format!("hand-over-{}", receiver.to_lowercase().replace(' ', "-")), words).await?;
    }
    Ok(())
}
