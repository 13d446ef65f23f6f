//! Apps that get their tokens without a person: as themselves, and with a signed assertion. With what is mistaken most often.

use keyperch_e2e::Failed;
use keyperch_e2e::patience::until;
use keyperch_e2e::traveller::{ANA, BOB, HOST, Traveller};
use serde_json::json;

use super::trip::{copies_a_token, ends_with, picture, set_out, switch};

/// The form of an app that signs in as itself, with its secret; saved.
async fn add_by_itself(on: &Traveller) -> Result<(), Failed> {
    on.begin_app(HOST, "UAT").await?;
    on.window.tick("The app itself").await?;
    on.window.says("must name the user as whom the app acts").await?;
    on.desk.copy(on.secret()).await?;
    on.window.press("Paste Consumer Secret").await?;
    on.window.says("Pasted").await?;
    on.window.press("Save app").await?;
    on.window.picture(&picture("plan-by-itself"), "Keyperch will sign in at").await
}

/// After a failure: the plan once more, and on with it.
async fn connect_again(on: &Traveller) -> Result<(), Failed> {
    on.window.press("Try again").await?;
    on.window.press("Connect").await
}

#[tokio::test]
async fn an_app_connects_as_itself_once_its_run_as_user_is_right() -> Result<(), Failed> {
    let on = set_out().await;
    let run_as = |user: &str| switch(&on, &json!({ "run_as": user }));
    switch(&on, &json!({ "client_credentials_flow": true, "client_credentials_policy": true }))?;
    run_as("")?;
    add_by_itself(&on).await?;
    on.window.press("Connect").await?;
    let title = "No user is set for the app to act as";
    ends_with(&on, title, "Run As (Username)", "run-as-nobody").await?;
    on.window.says("Nobody is named as whom the app acts.").await?;
    on.window.press("Open External Client App Manager").await?;
    until("the page of Setup", || async { Ok(on.opened().pop()) }).await?;
    let opened = on.opened();
    assert!(
        opened.iter().all(|page| page.contains("/lightning/setup/")),
        "a page of Setup alone: {opened:?}"
    );

    run_as("bob@mail.example")?;
    connect_again(&on).await?;
    ends_with(&on, title, "An e-mail address stands where the username belongs.", "run-as-e-mail").await?;
    on.window.press("Copy a message for my admin").await?;
    on.window.says("Message copied.").await?;
    let message = on.desk.clipboard().await?;
    assert!(message.contains("Run As (Username)") && message.contains(HOST), "{message}");
    assert!(!message.contains(on.key()) && !message.contains(on.secret()), "{message}");

    run_as(BOB)?;
    connect_again(&on).await?;
    on.window.picture(&picture("connected-by-itself"), "Signed in to").await?;
    on.window.says(BOB).await?;
    copies_a_token(&on).await?;
    assert!(on.practice.seen("login")?.is_empty(), "nobody logged in");
    assert_eq!(on.practice.living()?, [BOB], "one grant, and it is his");
    Ok(())
}

#[tokio::test]
async fn the_second_switch_in_the_policies_is_named() -> Result<(), Failed> {
    let on = set_out().await;
    switch(&on, &json!({ "client_credentials_flow": true, "run_as": BOB }))?;
    add_by_itself(&on).await?;
    on.window.press("Connect").await?;
    let cause = "the switch in its Policies is off. There are two switches.";
    ends_with(&on, "This way to sign in is switched off", cause, "second-switch").await?;
    switch(&on, &json!({ "client_credentials_policy": true }))?;
    connect_again(&on).await?;
    on.window.says("Signed in to").await
}

/// An app that signs for Ana, with a key that was made in its form. What is to be uploaded.
async fn add_by_assertion(on: &Traveller) -> Result<String, Failed> {
    on.begin_app(HOST, "UAT").await?;
    on.window.tick("A signed assertion").await?;
    on.window.fill("Username", ANA).await?;
    on.window.press("Make a key and certificate").await?;
    on.window.says("Ready. It is kept when you save.").await?;
    let file = on.desk.new_folder()?.join("rehearsal.crt");
    on.window.press("Save certificate (.crt)…").await?;
    on.desk.answer_file_dialog(&file)?;
    on.window.says("Certificate saved. Upload it in Setup.").await?;
    on.window.picture(&picture("form-by-assertion"), "Fingerprint (SHA-256)").await?;
    on.window.press("Save app").await?;
    on.window.says("Keyperch will sign in at").await?;
    Ok(std::fs::read_to_string(file)?)
}

/// An admin uploads the certificate, and approves Ana.
fn upload(on: &Traveller, certificate: &str) -> Result<(), Failed> {
    let approved = json!({ "permission_sets": ["Rehearsals"] });
    on.practice.order("POST", &format!("/users/{ANA}"), &approved.to_string())?;
    let permitted = "admin_approved";
    let sets = ["Rehearsals"];
    switch(on, &json!({ "certificate": certificate, "permitted_users": permitted, "permission_sets": sets }))
}

/// Chooses whom the assertion is made out to, from the failure that it led to or from the app's details.
async fn make_out_to(on: &Traveller, audience: &str) -> Result<(), Failed> {
    on.window.press("Edit app").await?;
    on.window.choose("Made out to", audience).await?;
    on.window.press("Save app").await?;
    on.window.says("saved.").await
}

#[tokio::test]
async fn a_signed_assertion_is_taken_once_certificate_and_audience_are_right() -> Result<(), Failed> {
    let on = set_out().await;
    let certificate = add_by_assertion(&on).await?;
    assert!(certificate.starts_with("-----BEGIN CERTIFICATE-----") && !certificate.contains("KEY"));
    on.window.press("Connect").await?;
    ends_with(&on, "This way to sign in is switched off", "Enable JWT Bearer Flow", "no-certificate").await?;

    upload(&on, &certificate)?;
    make_out_to(&on, "login: production, Developer Edition").await?;
    connect_again(&on).await?;
    let title = "The assertion is made out to the wrong log-in page";
    ends_with(&on, title, "test for sandboxes and scratch orgs", "wrong-audience").await?;

    make_out_to(&on, "By the kind of org: test: sandboxes, scratch orgs").await?;
    connect_again(&on).await?;
    on.window.picture(&picture("connected-by-assertion"), "All scopes were granted.").await?;
    on.window.says(ANA).await?;
    copies_a_token(&on).await?;
    assert!(on.opened().is_empty(), "no browser was opened");
    on.nothing_lies_about(&["PRIVATE KEY", on.key()])
}

#[tokio::test]
async fn a_clock_that_is_off_is_said_before_anything_is_signed() -> Result<(), Failed> {
    let on = set_out().await;
    let certificate = add_by_assertion(&on).await?;
    upload(&on, &certificate)?;
    // Salesforce's clock goes on; so it is ours that is behind.
    on.practice.later(400)?;
    on.window.press("Connect").await?;
    let title = "This computer’s clock is wrong";
    ends_with(&on, title, "Let it set the clock by itself.", "clock-off").await?;
    on.window.says("behind Salesforce’s").await?;
    assert!(on.practice.seen("token")?.is_empty(), "nothing was asked for");
    Ok(())
}
