//! How tests come to a set-up, and what a person does in it.

use fantoccini::Locator;
use keyperch_e2e::Failed;
use keyperch_e2e::patience::until;
use keyperch_e2e::traveller::{HOST, Traveller};
use serde_json::Value;

use super::trip::set_out;

/// The button that begins the proof.
pub(crate) const PROVE: &str = "Check and sign in";
/// What is said at its end.
pub(crate) const CONNECTED: &str = "Connected to Acme Retail as ana@acme.com.uat";
/// The window's own words for the callback of the practice org's app.
pub(crate) const COPY_CALLBACK: &str = "Copy Callback URL, http://localhost:33333";

/// Sets out, and begins with the Rehearsal Tool in the UAT sandbox, whose app is there already.
pub(crate) async fn begin() -> Result<Traveller, Failed> {
    let on = set_out().await;
    on.window.press("Connect the Rehearsal Tool").await?;
    add_org(&on, HOST, "UAT").await?;
    Ok(on)
}

/// Sets out, and begins with another recipe there.
pub(crate) async fn begin_with(recipe: &str) -> Result<Traveller, Failed> {
    let on = set_out().await;
    on.window.press("Set up another app…").await?;
    on.window.tick(recipe).await?;
    on.window.press("Begin").await?;
    add_org(&on, HOST, "UAT").await?;
    Ok(on)
}

/// Fills in the form of an org that is asked for first; the companion follows.
pub(crate) async fn add_org(on: &Traveller, host: &str, name: &str) -> Result<(), Failed> {
    on.window.fill("Paste any address from this org", host).await?;
    on.window.fill("Client", "Acme Retail").await?;
    on.window.fill("Name", name).await?;
    on.window.press("Add and continue").await?;
    on.window.says("Stuck on a step?").await
}

/// Begins with another recipe in the org that is shown: it is the one that is offered.
pub(crate) async fn begin_too(on: &Traveller, recipe: &str) -> Result<(), Failed> {
    on.window.press("More").await?;
    on.window.press("Set up an app…").await?;
    on.window.tick(recipe).await?;
    on.window.press("Begin").await?;
    on.window.says("Stuck on a step?").await
}

/// Asks for *Create it for me*, in the set-up of another recipe in the org that is shown: its dialog, with an address.
pub(crate) async fn ask_to_create(on: &Traveller, recipe: &str) -> Result<(), Failed> {
    begin_too(on, recipe).await?;
    on.window.press("More for this set-up").await?;
    on.window.press("Create it for me…").await?;
    say_email(on).await
}

/// Copies something in another program, and pastes it into the set-up.
pub(crate) async fn paste(on: &Traveller, text: &str, button: &str) -> Result<(), Failed> {
    on.desk.copy(text).await?;
    on.window.press(button).await
}

/// Brings the Consumer Key.
pub(crate) async fn bring_key(on: &Traveller, key: &str) -> Result<(), Failed> {
    paste(on, key, "Paste Consumer Key").await?;
    on.window.says(&key[key.len() - 4..]).await
}

/// Brings the Consumer Secret.
pub(crate) async fn bring_secret(on: &Traveller, secret: &str) -> Result<(), Failed> {
    paste(on, secret, "Paste Consumer Secret").await?;
    on.window.says(&secret[secret.len() - 4..]).await
}

/// Proves it: Ana signs in, and everything is as it must be.
pub(crate) async fn prove(on: &Traveller) -> Result<(), Failed> {
    on.window.press(PROVE).await?;
    on.allow().await?;
    on.window.says(CONNECTED).await
}

/// How far a line is known to be done: `open`, `copied`, `claimed`, `proved` or `refuted`.
pub(crate) async fn tick_of(on: &Traveller, line: &str) -> Result<String, Failed> {
    let ask = "arguments[1](document.querySelector(`[data-line='${arguments[0]}']`)?.dataset.tick ?? 'no such line')";
    let tick = on.window.script(ask, vec![Value::from(line)]).await?;
    Ok(tick.as_str().unwrap_or_default().to_owned())
}

/// Waits until a line is known to be done so far.
pub(crate) async fn is_ticked(on: &Traveller, line: &str, tick: &str) -> Result<(), Failed> {
    let is_so = || async { Ok((tick_of(on, line).await? == tick).then_some(())) };
    until(&format!("{line} to be {tick}"), is_so).await
}

/// Says the address that Salesforce may write to, in the dialog: the set-up behind it asks for it too.
pub(crate) async fn say_email(on: &Traveller) -> Result<(), Failed> {
    let field =
        "//dialog[@open]//*[@id=//dialog[@open]//label[normalize-space(.)='Your e-mail address']/@for]";
    until("a field for the e-mail address", || async {
        Ok(Some(on.window.client().find(Locator::XPath(field)).await?.send_keys("ana@acme.com").await?))
    })
    .await
}
