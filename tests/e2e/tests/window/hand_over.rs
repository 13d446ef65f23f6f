//! An app handed over to the Rehearsal Tool: a sign-in of its own, on the clipboard as commands, apart from ours.

use std::process::Command;

use keyperch_e2e::Failed;
use keyperch_e2e::desk::run;
use keyperch_e2e::traveller::{ANA, HOST, Traveller};
use serde_json::Value;

use super::trip::{add_uat, copies_a_token, open_for_app, picture, set_out, sign_in, sign_in_as};

/// What a tool was handed.
pub(crate) struct Handed {
    pub(crate) block: String,
    pub(crate) access: String,
    pub(crate) refresh: String,
}

/// Opens the dialog of the app that is shown.
pub(crate) async fn open(on: &Traveller) -> Result<(), Failed> {
    open_for_app(on, "Hand over…").await?;
    on.window.says("Hand over Rehearsal Tool").await
}

/// Signs in for the tool, and copies its commands: they are read by a shell that runs none of the tool.
pub(crate) async fn copy_commands(on: &Traveller) -> Result<Handed, Failed> {
    on.window.press("Sign in for the Rehearsal Tool").await?;
    on.allow().await?;
    on.window.says("Signed in for the Rehearsal Tool as ana@acme.com.uat").await?;
    on.window.press("Copy the commands").await?;
    on.window.says("Hand-over for Acme Retail UAT").await?;
    let block = on.desk.clipboard().await?;
    let variable = |name: &str| {
        let script = format!("dxrt() {{ :; }}\n{block}\nprintf %s \"${name}\"");
        run(Command::new("bash").args(["-c", &script]))
    };
    let (access, refresh) = (variable("dxrt_access_token")?, variable("dxrt_refresh_token")?);
    Ok(Handed { block, access, refresh })
}

/// Renews as the tool does, in a request of its own: what the org answers.
fn renew_as_the_tool(on: &Traveller, refresh: &str) -> Result<Value, Failed> {
    let mut curl = Command::new("curl");
    curl.args(["--silent", "--max-time", "10", "--proxy", on.practice.ready("proxy")]);
    curl.args(["--cacert", on.practice.ready("ca"), "--data", "grant_type=refresh_token"]);
    curl.arg("--data").arg(format!("client_id={}", on.key()));
    curl.arg("--data-urlencode").arg(format!("refresh_token={refresh}"));
    let answer = run(curl.arg(format!("https://{HOST}/services/oauth2/token")))?;
    Ok(serde_json::from_str(&answer)?)
}

/// Has ours renewed: a secret that is brought later is proven so before it is kept.
async fn renew_ours(on: &Traveller) -> Result<(), Failed> {
    on.desk.copy(on.secret()).await?;
    on.window.press("Edit app").await?;
    on.window.tick("The app does not require the secret").await?;
    on.window.press("Paste Consumer Secret").await?;
    on.window.says("Pasted").await?;
    on.window.press("Save app").await?;
    on.window.says("Rehearsal Tool saved.").await
}

#[tokio::test]
async fn the_tool_has_a_sign_in_of_its_own_and_ours_lives_on() -> Result<(), Failed> {
    let on = set_out().await;
    add_uat(&on).await?;
    sign_in(&on).await?;
    let ours = copies_a_token(&on).await?;
    open(&on).await?;
    on.window.picture(&picture("hand-over-before"), "Two programs that share one sign-in").await?;
    let handed = copy_commands(&on).await?;
    on.window.picture(&picture("hand-over-commands"), "The dots are the secrets.").await?;
    let last = handed.block.lines().last().unwrap_or_default();
    let wanted = format!("--auth_type OAUTH --client_id '{}' --url 'https://{HOST}'", on.key());
    assert!(last.starts_with(" dxrt salesforce rehearse ") && last.contains(&wanted), "{last}");
    assert!(!last.contains("--is_production"), "a sandbox: {last}");
    assert_ne!(handed.access, ours, "the tool's own");
    assert_eq!(on.desk.ask_with_token(&on.practice, HOST, &handed.access)?, "200", "and it works");
    assert_eq!(on.practice.living()?, [ANA, ANA], "two sign-ins, one each");

    let renewed = renew_as_the_tool(&on, &handed.refresh)?;
    assert_ne!(
        renewed["refresh_token"],
        Value::from(handed.refresh.as_str()),
        "the tool has rotated its own"
    );
    on.window.press("Close").await?;
    renew_ours(&on).await?;
    let again = copies_a_token(&on).await?;
    assert_ne!(again, ours, "ours was renewed");
    let second = renewed["refresh_token"].as_str().ok_or("no new token")?;
    let renewed = renew_as_the_tool(&on, second)?;
    assert!(renewed["access_token"].is_string(), "and the tool's was not ended by that: {renewed}");
    Ok(())
}

#[tokio::test]
async fn what_the_tool_has_is_kept_no_longer() -> Result<(), Failed> {
    let on = set_out().await;
    add_uat(&on).await?;
    sign_in(&on).await?;
    open(&on).await?;
    let handed = copy_commands(&on).await?;
    let before = on.desk.keychain_items()?;
    assert!(before.contains(&handed.refresh), "it waits in the keychain");
    on.window.press("The Rehearsal Tool has them").await?;
    on.window.picture(&picture("hand-over-done"), "Its tokens are no longer on this computer.").await?;
    let items = on.desk.keychain_items()?;
    assert!(
        !items.contains(&handed.refresh) && !items.contains(&handed.access),
        "ours alone is left:\n{items}"
    );
    assert_eq!(on.practice.living()?, [ANA, ANA], "nothing was revoked");
    assert_eq!(on.desk.ask_with_token(&on.practice, HOST, &handed.access)?, "200");
    on.window.press("Close").await?;
    on.window.picture(&picture("hand-over-facts"), "The tool renews it.").await?;
    on.nothing_lies_about(&[&handed.refresh, &handed.access])
}

#[tokio::test]
async fn production_is_said_to_the_tool() -> Result<(), Failed> {
    let on = set_out().await;
    on.add("acme.my.salesforce.com", "Production").await?;
    sign_in_as(&on, "ana@acme.com").await?;
    open(&on).await?;
    on.window.press("Sign in for the Rehearsal Tool").await?;
    on.allow_as("ana@acme.com").await?;
    on.window.picture(&picture("hand-over-production"), "because Salesforce says so").await?;
    on.window.press("Copy the commands").await?;
    on.window.press("Copy from PRODUCTION").await?;
    on.window.says("Clears in").await?;
    assert!(on.desk.clipboard().await?.contains(" --is_production"));
    Ok(())
}
