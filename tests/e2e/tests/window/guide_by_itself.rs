//! Set-ups of apps that need nobody: client credentials, and signed assertions with a certificate that the guide makes.

use keyperch_e2e::Failed;
use keyperch_e2e::traveller::{ANA, BOB, Traveller};
use serde_json::json;

use super::guided::{CONNECTED, begin_with, bring_key, bring_secret, is_ticked};
use super::trip::{picture, switch};

const CONNECT: &str = "Check and connect";

/// Types the answer to a question of the guide.
async fn answer(on: &Traveller, question: &str, text: &str) -> Result<(), Failed> {
    on.window.fill(question, text).await?;
    on.window.keys("\u{E007}").await?;
    on.window.says(text).await
}

/// Nobody was sent anywhere.
fn nobody_signed_in(on: &Traveller) -> Result<(), Failed> {
    assert!(on.opened().is_empty(), "no browser was opened: {:?}", on.opened());
    assert!(on.practice.seen("login")?.is_empty(), "nobody logged in");
    Ok(())
}

#[tokio::test]
async fn client_credentials_are_proven_without_a_browser() -> Result<(), Failed> {
    let on = begin_with("Server or Postman, without a person").await?;
    answer(&on, "Username of the user whom the app acts as", BOB).await?;
    bring_key(&on, on.key()).await?;
    bring_secret(&on, on.secret()).await?;
    switch(&on, &json!({ "client_credentials_flow": true, "run_as": BOB }))?;
    on.window.press(CONNECT).await?;
    on.window.picture(&picture("guide-second-switch"), "This way to sign in is switched off").await?;
    on.window.says("the switch in its Policies is off. There are two switches.").await?;
    switch(&on, &json!({ "client_credentials_policy": true }))?;
    on.window.press("Try again").await?;
    let connected = format!("Connected to Acme Retail as {BOB}");
    on.window.picture(&picture("guide-by-itself"), &connected).await?;
    on.window.says("A second token was given").await?;
    on.window.press("Back to the steps").await?;
    is_ticked(&on, "policies.run_as", "proved").await?;
    nobody_signed_in(&on)
}

#[tokio::test]
async fn a_signed_assertion_is_proven_with_the_certificate_that_was_uploaded() -> Result<(), Failed> {
    let on = begin_with("Lightning Out 2.0").await?;
    on.window.tick("A signed assertion (JWT)").await?;
    answer(&on, "Username of the user for whom assertions are signed", ANA).await?;
    on.window.says("This comes after the Consumer Key").await?;
    bring_key(&on, on.key()).await?;
    on.window.press("Make key and certificate").await?;
    on.window.says("Fingerprint (SHA-256)").await?;
    let file = on.desk.new_folder()?.join("lightning.crt");
    on.window.press("Save certificate (.crt)…").await?;
    on.desk.answer_file_dialog(&file)?;
    on.window.picture(&picture("guide-certificate"), "Certificate saved. Upload it in Setup.").await?;
    let certificate = std::fs::read_to_string(file)?;
    assert!(certificate.starts_with("-----BEGIN CERTIFICATE-----") && !certificate.contains("KEY"));

    let approved = json!({ "permission_sets": ["Embedded"] });
    on.practice.order("POST", &format!("/users/{ANA}"), &approved.to_string())?;
    let scopes = ["api", "refresh_token", "web", "lightning"];
    let permitted = json!({ "certificate": certificate, "permitted_users": "admin_approved",
        "permission_sets": ["Embedded"], "scopes": scopes });
    switch(&on, &permitted)?;
    on.window.press(CONNECT).await?;
    on.window.picture(&picture("guide-by-assertion"), CONNECTED).await?;
    nobody_signed_in(&on)?;
    on.nothing_lies_about(&["PRIVATE KEY", on.key()])
}
