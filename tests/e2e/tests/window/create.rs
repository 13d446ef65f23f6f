//! *Create it for me* in the real window: through an app that is signed in, after a dry run, down to a sign-in with what
//! was made; and what is said where that may not be, or is called off.

use keyperch_e2e::Failed;
use keyperch_e2e::patience::until;
use keyperch_e2e::traveller::{BOB, HOST, Traveller};
use serde_json::json;

use super::guided::{CONNECTED, PROVE, ask_to_create, paste};
use super::trip::{add_uat, picture, set_out, sign_in, sign_in_as};

const PRODUCTION: &str = "acme.my.salesforce.com";
const RECIPE: &str = "API integration for its users";

/// The dialog, in the set-up of an app that the org does not have yet; the Rehearsal Tool's sign-in is there to make it.
async fn ask(on: &Traveller) -> Result<(), Failed> {
    ask_to_create(on, RECIPE).await?;
    on.window.says("Create API Integration for me").await
}

/// A dry run, to its end.
async fn try_out(on: &Traveller) -> Result<(), Failed> {
    on.window.press("See what would happen").await?;
    on.window.says("It would work. Nothing has been changed yet.").await
}

fn change(on: &Traveller, host: &str, change: &serde_json::Value) -> Result<(), Failed> {
    on.practice.order("POST", &format!("/orgs/{host}"), &change.to_string()).map(drop)
}

/// The names of an org's apps.
fn apps(on: &Traveller, host: &str) -> Result<Vec<String>, Failed> {
    let apps = on.practice.apps_now(host)?;
    Ok(apps.iter().map(|app| app["name"].as_str().unwrap_or_default().to_owned()).collect())
}

#[tokio::test]
async fn an_app_is_made_read_back_and_signed_in_to() -> Result<(), Failed> {
    let on = set_out().await;
    change(&on, HOST, &json!({ "secrets_over_rest": true, "locks_new_apps": true }))?;
    add_uat(&on).await?;
    sign_in(&on).await?;
    ask(&on).await?;
    on.window.picture(&picture("create-asked"), "First it only asks Salesforce what would happen.").await?;
    try_out(&on).await?;
    on.window.picture(&picture("create-tried"), "OAuth settings: callback, flows, security").await?;
    assert_eq!(apps(&on, HOST)?, ["Rehearsal Tool"], "a dry run makes nothing");
    on.window.press("Create it").await?;
    on.window.says("The app is made.").await?;
    on.window.says("What Salesforce says of it now").await?;
    let read = "Consumer Key and Consumer Secret were read, and are in the keychain.";
    on.window.picture(&picture("create-made"), read).await?;
    assert_eq!(apps(&on, HOST)?, ["Rehearsal Tool", "API Integration"]);
    let items = on.desk.keychain_items()?;
    assert_eq!(items.matches("/consumer-secret").count(), 1, "the new app's alone:\n{items}");
    on.window.press("Back to the guide").await?;
    on.window.press(PROVE).await?;
    on.allow().await?;
    on.window.picture(&picture("create-connected"), CONNECTED).await?;
    assert!(
        on.practice.seen("token")?.iter().any(|one| one["has_secret"] == true),
        "with the secret that was read"
    );
    Ok(())
}

#[tokio::test]
async fn where_the_org_keeps_the_secret_to_itself_it_is_brought_by_hand() -> Result<(), Failed> {
    let on = set_out().await;
    add_uat(&on).await?;
    sign_in(&on).await?;
    ask(&on).await?;
    try_out(&on).await?;
    on.window.press("Create it").await?;
    let brought = "This org does not hand out key and secret. Bring them by Paste: the guide leads there.";
    on.window.picture(&picture("create-secret-kept"), brought).await?;
    on.window.press("Back to the guide").await?;
    let apps = on.practice.apps_now(HOST)?;
    let made = apps.iter().find(|app| app["name"] == "API Integration").ok_or("no such app")?;
    let secret = made["consumer_secret"].as_str().ok_or("no secret")?;
    paste(&on, secret, "Paste Consumer Secret").await?;
    on.window.says(&secret[secret.len() - 4..]).await?;
    on.window.press(PROVE).await?;
    on.allow().await?;
    on.window.says(CONNECTED).await
}

#[tokio::test]
async fn who_may_not_deploy_is_told_why() -> Result<(), Failed> {
    let on = set_out().await;
    add_uat(&on).await?;
    sign_in_as(&on, BOB).await?;
    ask(&on).await?;
    on.window.press("See what would happen").await?;
    on.window.picture(&picture("create-not-allowed"), "This user lacks a permission in Salesforce").await?;
    assert!(!on.window.text().await?.contains("It would work."), "and no more than that");
    assert_eq!(apps(&on, HOST)?, ["Rehearsal Tool"]);
    Ok(())
}

#[tokio::test]
async fn production_asks_first() -> Result<(), Failed> {
    let on = set_out().await;
    on.add(PRODUCTION, "Production").await?;
    sign_in_as(&on, "ana@acme.com").await?;
    ask(&on).await?;
    try_out(&on).await?;
    on.window.press("Create it").await?;
    let sure = "Yes, in production: Acme Retail · Production";
    on.window.picture(&picture("create-production"), &format!("Tick “{sure}” first.")).await?;
    assert!(!apps(&on, PRODUCTION)?.contains(&"API Integration".to_owned()), "nothing is made unasked");
    on.window.tick(sure).await?;
    on.window.press("Create it").await?;
    on.window.says("The app is made.").await?;
    assert!(apps(&on, PRODUCTION)?.contains(&"API Integration".to_owned()));
    Ok(())
}

#[tokio::test]
async fn it_is_called_off_in_the_middle() -> Result<(), Failed> {
    let on = set_out().await;
    add_uat(&on).await?;
    sign_in(&on).await?;
    ask(&on).await?;
    try_out(&on).await?;
    change(&on, HOST, &json!({ "deploy_takes_polls": 60 }))?;
    on.window.press("Create it").await?;
    let is_followed = || async { Ok((on.practice.seen("deploy_status")?.len() > 4).then_some(())) };
    until("a deployment that is followed", is_followed).await?;
    on.window.picture(&picture("create-running"), "Salesforce is working…").await?;
    on.window.press("Cancel").await?;
    on.window
        .picture(&picture("create-cancelled"), "Salesforce may have been done before it heard of it")
        .await?;
    assert_eq!(apps(&on, HOST)?, ["Rehearsal Tool"], "it was not");
    on.window.says("See what would happen").await
}
