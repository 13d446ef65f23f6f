//! The main journey, in the real window: add an org and its app, sign in through the browser, copy a fresh token.
//!
//! `journey KEYPERCH PRACTICE_ORG PICTURES`, under `desktop/desktop.py`. What Keyperch did is asked of others: the practice
//! org's log, the keychain's own tool, another program at the clipboard, `curl` with the token.

use std::path::PathBuf;
use std::process::ExitCode;

use keyperch_e2e::Failed;
use keyperch_e2e::browser::state_of;
use keyperch_e2e::journey::Journey;
use keyperch_e2e::traveller::{ANA, HOST, Traveller};

#[tokio::main]
async fn main() -> ExitCode {
    let mut journey = Journey::begin("journey");
    let outcome = travel(&mut journey).await;
    journey.end(outcome)
}

async fn travel(journey: &mut Journey) -> Result<(), Failed> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [program, practice_org, pictures] = arguments.as_slice() else {
        return Err("usage: journey KEYPERCH PRACTICE_ORG PICTURES".into());
    };
    let on = Traveller::set_out(program, practice_org).await?;
    journey.step("the practice org is up; the desktop's default browser trusts it");
    add_org_and_app(journey, &on, pictures).await?;
    sign_in(journey, &on, pictures).await?;
    let token = copy(journey, &on, pictures).await?;
    witnesses(journey, &on, &token)?;
    an_error(journey, &on, pictures).await?;
    the_list(journey, &on, pictures).await?;
    the_end(journey, &on).await
}

async fn add_org_and_app(
    journey: &mut Journey,
    on: &Traveller,
    pictures: &std::path::Path,
) -> Result<(), Failed> {
    let window = &on.window;
    window.picture(&pictures.join("empty.png"), "one safe place").await?;
    journey.step("Keyperch opened on an empty list, in words that say what to do");
    window.press("Add an org I already have keys for").await?;
    let address = format!("https://{}/lightning/page/home", on.lightning());
    window.fill("Paste any address from this org", &address).await?;
    window.says("Salesforce answered").await?;
    window.fill("Client", "Acme Retail").await?;
    window.fill("Name", "UAT").await?;
    window.picture(&pictures.join("add-org.png"), HOST).await?;
    journey.step("a Lightning address was understood, and the org behind it answered");
    window.press("Add and continue").await?;
    window.fill("Name of the app", "Rehearsal Tool").await?;
    on.desk.copy(on.key()).await?;
    window.press("Paste Consumer Key").await?;
    window.says("Pasted").await?;
    window.tick("The app does not require the secret").await?;
    window.picture(&pictures.join("app-form.png"), "Callback URL").await?;
    let page = window.client().source().await?;
    if page.contains(on.key()) {
        return Err("the pasted key is in the page".into());
    }
    journey
        .step("the Consumer Key was pasted: the form shows its last four characters, the page has no more");
    window.press("Save app").await
}

async fn sign_in(journey: &mut Journey, on: &Traveller, pictures: &std::path::Path) -> Result<(), Failed> {
    let window = &on.window;
    window.picture(&pictures.join("before-the-browser.png"), "You will sign in at").await?;
    for shown in [HOST, "UAT", "Rehearsal Tool", "refresh_token", "http://localhost:33333"] {
        window.says(shown).await?;
    }
    journey.step("before the browser opens, host, org, app, scopes and callback are shown");
    window.press("Continue in browser").await?;
    window.picture(&pictures.join("waiting.png"), "left").await?;
    let browser = on.browser().await?;
    let [opened] = on.opened().try_into().map_err(|opened| format!("opened: {opened:?}"))?;
    if !opened.starts_with(&format!("https://{HOST}/services/oauth2/authorize?")) {
        return Err(format!("the browser was sent to {opened}").into());
    }
    journey.step("Keyperch waits; the desktop's opener gave the address to the default browser, once");
    browser.log_in(ANA).await?;
    journey.step(format!("in Chromium: logged in as {ANA}"));
    // One look was taken beforehand, with a state of its own and without a browser.
    let (asked, state) = (on.practice.seen("authorize")?, state_of(&opened)?);
    if asked.len() < 2 || asked.iter().skip(1).any(|asked| asked["state"] != state) {
        return Err(format!("the org was asked otherwise than the opener was: {asked:?}").into());
    }
    browser.press("#oaapprove").await?;
    let last = browser.last_page().await?;
    browser.window.close().await?;
    journey.step(format!("pressed Allow; the browser ended on {last}, without code and state"));
    window.picture(&pictures.join("signed-in.png"), "Signed in to").await?;
    window.says(ANA).await?;
    journey.step("Keyperch says who signed in to what");
    window.press("Done").await
}

async fn copy(journey: &mut Journey, on: &Traveller, pictures: &std::path::Path) -> Result<String, Failed> {
    on.window.press("Copy fresh token for Acme Retail UAT, Rehearsal Tool").await?;
    on.window.picture(&pictures.join("copied.png"), "copied. Clears in").await?;
    let token = on.desk.clipboard().await?;
    if !token.starts_with("00D") || on.window.client().source().await?.contains(&token) {
        return Err("no token on the clipboard, or one in the page".into());
    }
    if !on.desk.clipboard_targets()?.contains("x-kde-passwordManagerHint") {
        return Err("the token is not marked for clipboard histories".into());
    }
    journey
        .step("another program read the token from the clipboard; it is marked for histories to leave alone");
    let (right, wrong) = (on.desk.ask_with_token(&on.practice, HOST, &token)?, format!("{token}x"));
    let control = on.desk.ask_with_token(&on.practice, HOST, &wrong)?;
    if (right.as_str(), control.as_str()) != ("200", "401") {
        return Err(format!("curl got {right}, and {control} with a token that is none").into());
    }
    journey.step("curl with that token: 200 (and 401 with one letter more)");
    Ok(token)
}

/// Others confirm what happened.
fn witnesses(journey: &mut Journey, on: &Traveller, token: &str) -> Result<(), Failed> {
    let items = on.desk.keychain_items()?;
    for kind in ["consumer-key", "refresh-token", "access-token", "marker"] {
        if !items.contains(&format!("/{kind}")) {
            return Err(format!("no {kind} in the keychain:\n{items}").into());
        }
    }
    journey.step("secret-tool sees Consumer Key, refresh token and access token in the keychain");
    let (grants, log_ins) = (on.practice.seen("token")?, on.practice.seen("login")?);
    let [grant] = grants.as_slice() else { return Err(format!("token requests: {grants:?}").into()) };
    let as_meant = grant["grant_type"] == "authorization_code"
        && grant["has_verifier"] == true
        && grant["outcome"] == "ok";
    if !as_meant || log_ins.len() != 1 {
        return Err(format!("the org saw {grant} and {} log-ins", log_ins.len()).into());
    }
    journey.step("the org's log: one code grant with a verifier, one log-in");
    on.nothing_lies_about(&[token, on.key()])?;
    journey.step("neither token nor key is in any file of Keyperch's, its web data included");
    Ok(())
}

async fn an_error(journey: &mut Journey, on: &Traveller, pictures: &std::path::Path) -> Result<(), Failed> {
    on.switch(r#"{"secret_required_for_web_server":true}"#)?;
    on.window.press("Sign in again").await?;
    on.window.press("Continue in browser").await?;
    on.window.picture(&pictures.join("error.png"), "The app requires its secret").await?;
    on.window.says("Require secret for Web Server Flow").await?;
    on.window.press("Details for support").await?;
    on.window.says("invalid_client").await?;
    if on.opened().len() != 1 {
        return Err(format!("a browser was opened for nothing: {:?}", on.opened()).into());
    }
    journey.step("the org now wants a secret: said before a browser opens, with the Setup step and Salesforce's own words");
    on.switch(r#"{"secret_required_for_web_server":false}"#)?;
    on.window.press("Close").await
}

async fn the_list(journey: &mut Journey, on: &Traveller, pictures: &std::path::Path) -> Result<(), Failed> {
    for (host, key) in on.other_orgs() {
        on.hand_over_template(&host)?;
        on.window.says("Filled in from a template").await?;
        on.window.press("Add and continue").await?;
        on.window.fill("Consumer Key", &key).await?;
        on.window.tick("The app does not require the secret").await?;
        on.window.press("Save app").await?;
        on.window.says("You will sign in at").await?;
        on.window.press("Not now").await?;
    }
    on.window.picture(&pictures.join("list.png"), "Boreal").await?;
    journey.step("a second start handed its template files over; four orgs are in the list");
    on.theme("dark").await?;
    on.window.picture(&pictures.join("dark.png"), "Boreal").await?;
    on.theme("light").await?;
    journey.step("the same in the dark");
    Ok(())
}

async fn the_end(journey: &mut Journey, on: &Traveller) -> Result<(), Failed> {
    on.window.press("Clear now").await?;
    on.window.says("Clipboard cleared.").await?;
    on.clipboard_is_empty().await?;
    journey.step("cleared on demand: another program finds nothing on the clipboard");
    on.window.press("Copy fresh token for Acme Retail UAT, Rehearsal Tool").await?;
    on.window.says("copied. Clears in").await?;
    on.quit().await?;
    on.clipboard_is_empty().await?;
    for loopback in ["127.0.0.1", "::1"] {
        std::net::TcpListener::bind((loopback, 33333))?;
    }
    journey.step("the window was closed: the clipboard is empty, the web data gone, port 33333 free");
    Ok(())
}
