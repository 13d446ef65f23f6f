//! Canaries in a set-up and a hand-over: what crosses between page and program, what the page holds, what lies on the disk.

use keyperch_e2e::Failed;
use keyperch_e2e::traveller::{ANA, HOST, Traveller};
use serde_json::json;

use super::guided::{PROVE, ask_to_create, begin, begin_with, bring_key, prove};
use super::hand_over::{copy_commands, open};
use super::leaks::{LISTEN, crossed, held, kept};
use super::trip::copies_a_token;

/// None of these has crossed, is held by the page, or lies in a file, a log among them; nor after the end.
async fn nowhere(on: &Traveller, heard: &str, canaries: &[(&str, &str)]) -> Result<(), Failed> {
    let (crossed, held) = (crossed(on).await?, held(on).await?);
    assert!(crossed.contains(heard), "the ear hears: {crossed}");
    for (what, canary) in canaries {
        assert!(canary.len() >= 8, "{what}: too short to be a canary");
        assert!(!crossed.contains(canary), "the {what} crossed between page and program");
        assert!(!held.contains(canary), "the page holds the {what}");
        let log = std::fs::read_to_string(&on.launch.log)?;
        assert!(!log.contains(canary), "the {what} is in the program's output");
    }
    let canaries: Vec<&str> = canaries.iter().map(|(_, canary)| *canary).collect();
    on.nothing_lies_about(&canaries)?;
    on.quit().await?;
    on.nothing_lies_about(&canaries)
}

#[tokio::test]
async fn what_is_caught_proven_and_handed_over_is_nowhere_but_in_the_keychain() -> Result<(), Failed> {
    let on = begin().await?;
    on.window.script(LISTEN, vec![]).await?;
    on.window.press("Catch what I copy").await?;
    on.window.says("Watching the clipboard").await?;
    let other = "a canary that is neither a key nor a secret";
    on.desk.copy(other).await?;
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    on.desk.copy(on.key()).await?;
    on.window.says(&on.key()[on.key().len() - 4..]).await?;
    on.desk.copy(on.secret()).await?;
    on.window.says("Key and secret are here. Nothing is watched any more.").await?;
    prove(&on).await?;
    on.window.press("Done").await?;
    let ours = copies_a_token(&on).await?;
    open(&on).await?;
    let handed = copy_commands(&on).await?;
    let items = on.desk.keychain_items()?;
    assert!(items.contains(on.secret()) && items.contains(&handed.refresh), "they are where they belong");
    let canaries = [
        ("consumer key", on.key()),
        ("key's middle", &on.key()[20..40]),
        ("consumer secret", on.secret()),
        ("secret's middle", &on.secret()[20..40]),
        ("our access token", &ours),
        ("tool's access token", &handed.access),
        ("its middle", &handed.access[20..40]),
        ("tool's refresh token", &handed.refresh),
        ("its middle", &handed.refresh[20..40]),
        ("what else was copied", other),
    ];
    nowhere(&on, "dxrt salesforce rehearse", &canaries).await
}

#[tokio::test]
async fn nor_is_the_private_key_that_a_guide_makes() -> Result<(), Failed> {
    let on = begin_with("Lightning Out 2.0").await?;
    on.window.script(LISTEN, vec![]).await?;
    on.window.tick("A signed assertion (JWT)").await?;
    on.window.fill("Username of the user for whom assertions are signed", ANA).await?;
    on.window.keys("\u{E007}").await?;
    on.window.says(ANA).await?;
    bring_key(&on, on.key()).await?;
    on.window.press("Make key and certificate").await?;
    on.window.says("Fingerprint (SHA-256)").await?;
    let private_key = kept(&on, "/private-key")?;
    let middle = private_key.len() / 2;
    let canaries =
        [("private key", &private_key[middle..middle + 24]), ("private key's frame", "PRIVATE KEY")];
    nowhere(&on, "ingerprint", &canaries).await
}

#[tokio::test]
async fn nor_are_key_and_secret_that_the_org_gives_out() -> Result<(), Failed> {
    let on = begin().await?;
    on.practice.order("POST", &format!("/orgs/{HOST}"), &json!({ "secrets_over_rest": true }).to_string())?;
    bring_key(&on, on.key()).await?;
    prove(&on).await?;
    on.window.press("Done").await?;
    on.window.says("Signed in as").await?;
    on.window.script(LISTEN, vec![]).await?;
    ask_to_create(&on, "API integration for its users").await?;
    on.window.press("See what would happen").await?;
    on.window.says("It would work.").await?;
    on.window.press("Create it").await?;
    on.window.says("were read, and are in the keychain.").await?;
    let apps = on.practice.apps_now(HOST)?;
    let made = apps.iter().find(|app| app["name"] == "API Integration").ok_or("no such app")?;
    let text = |field: &str| made[field].as_str().unwrap_or_default();
    assert!(on.desk.keychain_items()?.contains(text("consumer_secret")), "it is where it belongs");
    on.window.press("Back to the guide").await?;
    on.window.button(PROVE).await?;
    let canaries = [("consumer key", text("consumer_key")), ("consumer secret", text("consumer_secret"))];
    nowhere(&on, "API Integration", &canaries).await
}
