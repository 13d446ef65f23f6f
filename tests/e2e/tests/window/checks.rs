//! The check of a connection with its report, and the way through a network that a person sets.

use keyperch_e2e::Failed;
use keyperch_e2e::doorkeeper::Doorkeeper;
use keyperch_e2e::traveller::{ANA, HOST};
use serde_json::json;

use super::trip::{add_uat, copies_a_token, open_for_app, picture, set_out, sign_in, switch};

/// Every check, and what is said of it where all is well.
const IN_ORDER: [&str; 11] = [
    "Keychain keeps what it is given: in order",
    "Port for the browser’s answer is free: in order",
    "Proxy lets requests through: in order",
    "Connection is safe: in order",
    "An org answers at this address: in order",
    "Clock agrees with Salesforce’s: in order",
    "Org knows the Consumer Key and Callback URL: in order",
    "Consumer Secret is right: in order",
    "Sign-in is alive: in order",
    "Token opens the API: in order",
    "Every scope was granted: in order",
];

#[tokio::test]
async fn a_connection_is_checked_and_its_report_read_before_it_is_copied() -> Result<(), Failed> {
    let on = set_out().await;
    add_uat(&on).await?;
    sign_in(&on).await?;
    let token = copies_a_token(&on).await?;
    open_for_app(&on, "Check this connection…").await?;
    on.window.says("Everything is in order.").await?;
    for line in IN_ORDER {
        on.window.says(line).await?;
    }
    on.window.picture(&picture("check"), "Everything is in order.").await?;
    on.window.press("Copy report…").await?;
    on.window.picture(&picture("check-report"), "This is the whole report.").await?;
    let read = "arguments[0](document.querySelector('dialog pre').textContent)";
    let preview = on.window.script(read, vec![]).await?;
    on.window.press("Copy this report").await?;
    on.window.says("Report copied.").await?;
    let copied = on.desk.clipboard().await?;
    assert_eq!(Some(copied.as_str()), preview.as_str(), "what was read is what is copied");
    assert_eq!(copied.lines().filter(|line| line.starts_with("- ")).count(), IN_ORDER.len(), "{copied}");
    for secret in [&token, on.key(), on.secret(), ANA, "acme", HOST, "127.0.0.1"] {
        assert!(!copied.to_lowercase().contains(&secret.to_lowercase()), "{secret} in:\n{copied}");
    }
    assert_eq!(on.practice.seen("token")?.len(), 1, "no token was asked for");
    Ok(())
}

#[tokio::test]
async fn what_does_not_work_is_one_line_that_says_how_it_is_mended() -> Result<(), Failed> {
    let on = set_out().await;
    add_uat(&on).await?;
    sign_in(&on).await?;
    switch(&on, &json!({ "callback_urls": ["http://localhost:33333/"] }))?;
    open_for_app(&on, "Check this connection…").await?;
    on.window.says("1 thing does not work.").await?;
    on.window.says("Org knows the Consumer Key and Callback URL: does not work").await?;
    on.window.press("The Callback URL in Salesforce is different from ours").await?;
    on.window.picture(&picture("check-failed"), "The app does not have this Callback URL.").await?;
    switch(&on, &json!({ "callback_urls": ["http://localhost:33333"] }))?;
    on.window.press("Check again").await?;
    on.window.says("Everything is in order.").await
}

/// A user and a password, and how a client says both (RFC 7617).
const USER: &str = "ana";
const PASSWORD: &str = "open-sesame-of-the-proxy";
const BOTH: &str = "YW5hOm9wZW4tc2VzYW1lLW9mLXRoZS1wcm94eQ==";

#[tokio::test]
async fn a_proxy_that_wants_a_password_is_named_and_then_told() -> Result<(), Failed> {
    let on = set_out().await;
    let doorkeeper = Doorkeeper::start(on.practice.ready("proxy"), BOTH).await?;
    add_uat(&on).await?;
    on.window.press("More").await?;
    on.window.press("Network settings…").await?;
    on.window.tick("This proxy").await?;
    on.window.fill("Proxy", doorkeeper.address()).await?;
    on.window.picture(&picture("network-settings"), "Trusted certificate authorities").await?;
    on.window.press("Save").await?;
    on.window.says("Network settings saved.").await?;

    on.window.press("Continue in browser").await?;
    on.window.picture(&picture("proxy-authentication"), "The proxy wants to know who asks").await?;
    on.window.says(doorkeeper.address()).await?;
    assert!(on.opened().is_empty() && doorkeeper.turned_away() > 0, "nobody came past it");

    on.window.press("Network settings").await?;
    on.window.fill("Username", USER).await?;
    on.desk.copy(PASSWORD).await?;
    on.window.press("Paste password").await?;
    on.window.says("Pasted. It is kept when you save.").await?;
    on.window.press("Save").await?;
    on.window.says("Network settings saved.").await?;
    on.window.press("Try again").await?;
    on.window.press("Continue in browser").await?;
    on.allow().await?;
    on.window.says("Signed in to").await?;
    assert!(doorkeeper.let_in() > 0, "by way of it");
    on.nothing_lies_about(&[PASSWORD, BOTH])
}
