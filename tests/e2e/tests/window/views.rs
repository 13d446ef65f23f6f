//! The views of every way to sign in, of what goes wrong with them, of the check and the network: each looked at by
//! axe-core, light and dark, narrow, and with letters twice as large.

use std::process::Command;

use keyperch_e2e::Failed;
use keyperch_e2e::desk::run;
use keyperch_e2e::traveller::{ANA, BOB, HOST, Traveller};
use serde_json::json;

use super::accessibility::{fits, is_sound};
use super::trip::{add_uat, open_for_app, set_out, sign_in, switch};

/// Sound and whole in every light and size; the window is left as it was.
pub(crate) async fn is_good(on: &Traveller, view: &str, words: &str) -> Result<(), Failed> {
    is_sound(on, view, words).await?;
    fits(on, view, words).await?;
    on.text_size("100%").await?;
    on.window.client().set_window_size(980, 680).await?;
    Ok(())
}

#[tokio::test]
async fn the_ways_without_a_person() -> Result<(), Failed> {
    let on = set_out().await;
    on.begin_app(HOST, "UAT").await?;
    on.window.tick("A signed assertion").await?;
    on.window.fill("Username", ANA).await?;
    on.window.press("Save app").await?;
    is_good(&on, "form-no-key", "Make a key, or choose a key file.").await?;
    on.window.press("Make a key and certificate").await?;
    is_good(&on, "form-by-assertion", "Fingerprint (SHA-256)").await?;
    on.window.tick("The app itself").await?;
    on.window.press("Why not with username and password?").await?;
    is_good(&on, "form-by-itself", "The implicit flow puts the token into an address").await?;
    on.desk.copy(on.secret()).await?;
    on.window.press("Paste Consumer Secret").await?;
    on.window.says("Pasted").await?;
    on.window.press("Save app").await?;
    is_good(&on, "plan-by-itself", "Keyperch will sign in at").await?;
    switch(&on, &json!({ "client_credentials_flow": true, "client_credentials_policy": true }))?;
    on.window.press("Connect").await?;
    is_good(&on, "refusal", "Nobody is named as whom the app acts.").await?;
    switch(&on, &json!({ "run_as": BOB }))?;
    on.window.press("Try again").await?;
    on.window.press("Connect").await?;
    is_good(&on, "connected", "Keyperch fetches each token by itself.").await?;
    on.window.press("Done").await?;
    is_good(&on, "app-by-itself", "Acts as").await
}

#[tokio::test]
async fn the_ways_of_a_person() -> Result<(), Failed> {
    let on = set_out().await;
    switch(&on, &json!({ "device_flow": true }))?;
    add_uat(&on).await?;
    on.window.choose("Browser", "Chromium").await?;
    is_good(&on, "plan-chromium", "In its Incognito window").await?;
    on.window.press("Not now").await?;
    open_for_app(&on, "Sign in with a device code…").await?;
    is_good(&on, "plan-device-code", "Only type a code that you asked for yourself").await?;
    on.window.press("Get a code").await?;
    is_good(&on, "device-code", "Type this code").await?;
    on.window.press("Cancel").await?;
    on.window.press("Sign in").await?;
    on.window.press("Continue in browser").await?;
    on.window.says("left").await?;
    let https = ["--silent", "--insecure", "--max-time", "5", "https://localhost:33333/"];
    run(Command::new("curl").args(https)).expect_err("nobody speaks TLS there");
    is_good(&on, "forced-https", "The browser insists on https for localhost").await?;
    on.window.press("Other browser").await?;
    on.window.press("I see an error in the browser").await?;
    on.desk.copy("good morning").await?;
    on.window.press("Paste the address").await?;
    is_good(&on, "not-brought", "This is not what was looked for").await?;
    on.allow().await?;
    on.window.says("Signed in to").await?;
    on.window.press("Done").await?;
    on.window.press("Sign in again").await?;
    on.window.press("Continue in browser").await?;
    on.allow_as(BOB).await?;
    is_good(&on, "other-user", "You signed in as somebody else").await
}

#[tokio::test]
async fn what_is_looked_at_and_what_is_set() -> Result<(), Failed> {
    let on = set_out().await;
    add_uat(&on).await?;
    sign_in(&on).await?;
    on.window.press("More for this app").await?;
    is_good(&on, "more-for-app", "Check this connection…").await?;
    on.window.press("Check this connection…").await?;
    on.window.says("Everything is in order.").await?;
    switch(&on, &json!({ "callback_urls": ["http://localhost:33333/"] }))?;
    on.window.press("Check again").await?;
    on.window.press("The Callback URL in Salesforce is different from ours").await?;
    is_good(&on, "check-failed", "1 thing does not work.").await?;
    on.window.press("Copy report…").await?;
    is_good(&on, "check-report", "This is the whole report.").await?;
    on.window.press("Close").await?;
    on.window.press("Sign in again").await?;
    on.window.press("Continue in browser").await?;
    is_good(&on, "callback-off", "The app does not have this Callback URL.").await?;
    on.window.press("Check every minute and tell me").await?;
    is_good(&on, "readiness-waits", "Salesforce does not know this yet").await?;
    on.window.press("Stop asking").await?;
    on.window.press("More").await?;
    on.window.press("Network settings…").await?;
    on.window.tick("This proxy").await?;
    on.window.fill("Proxy", "socks5://proxy.acme.example").await?;
    on.window.press("Save").await?;
    is_good(&on, "network-settings", "This is a SOCKS proxy.").await
}
