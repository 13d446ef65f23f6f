//! The admin's journey: from an empty Keyperch to the Rehearsal Tool's app, made in Setup, proven, and handed over.
//!
//! `journey_admin KEYPERCH PRACTICE_ORG PICTURES`, under `desktop/desktop.py`. Both hands are counted: what the admin does in
//! Keyperch, and what in Salesforce. In Keyperch nothing may be typed, and at most twelve actions are allowed.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use keyperch_e2e::Failed;
use keyperch_e2e::hands::{Count, Hands};
use keyperch_e2e::journey::Journey;
use keyperch_e2e::setup::Setup;
use keyperch_e2e::traveller::Traveller;

/// The org: a production one.
const HOST: &str = "acme.my.salesforce.com";
const ANA: &str = "ana@acme.com";
const MANAGER: &str = "/ManageExternalClientApplication/home";
const APP: &str = "/detail";
const SCOPES: [&str; 3] = [
    "Manage user data via APIs (api)",
    "Perform requests at any time (refresh_token, offline_access)",
    "Access the Salesforce API Platform (sfap_api)",
];

/// What the journey may cost in Keyperch: twelve actions, and the one more by which production is meant.
const MOST: usize = 12 + 1;

#[tokio::main]
async fn main() -> ExitCode {
    let mut journey = Journey::begin("journey-admin");
    let outcome = travel(&mut journey).await;
    journey.end(outcome)
}

async fn travel(journey: &mut Journey) -> Result<(), Failed> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [program, practice_org, pictures] = arguments.as_slice() else {
        return Err("usage: journey_admin KEYPERCH PRACTICE_ORG PICTURES".into());
    };
    let on = Traveller::set_out(program, practice_org).await?;
    prepare(&on)?;
    journey.step(
        "an org of practice without the Rehearsal Tool's app; new apps take a while there, as in Salesforce",
    );
    let here = Count::default();
    let hands = Hands::at(&on.window, &here);
    begin(journey, &on, &hands, pictures).await?;
    let setup = make_the_app(journey, &on, &hands, pictures).await?;
    set_policies(journey, &setup).await?;
    bring_the_credentials(journey, &on, &hands, &setup, pictures).await?;
    wait_for_salesforce(journey, &on, &hands, pictures).await?;
    prove(journey, &on, &hands, &setup, pictures).await?;
    hand_over(journey, &on, &hands, &setup, pictures).await?;
    count(journey, &here, &setup.count)?;
    a_wrong_letter(journey, &on, &setup, pictures).await?;
    setup.leave().await
}

/// The org has no app of that name, and makes the admin wait for a new one.
fn prepare(on: &Traveller) -> Result<(), Failed> {
    for app in on.practice.org(HOST)["apps"].as_array().into_iter().flatten() {
        let key = app["consumer_key"].as_str().unwrap_or_default();
        on.practice.order("POST", &format!("/apps/{key}/switches"), r#"{"exists":false}"#)?;
    }
    on.practice.order("POST", &format!("/orgs/{HOST}"), r#"{"new_apps_ready_after_seconds":45}"#).map(drop)
}

async fn begin(
    journey: &mut Journey,
    on: &Traveller,
    hands: &Hands<'_>,
    pictures: &Path,
) -> Result<(), Failed> {
    on.window.picture(&pictures.join("admin-first.png"), "Connect the Rehearsal Tool").await?;
    hands.press("Connect the Rehearsal Tool").await?;
    // In the browser: into the address bar, and copied.
    on.desk.copy("https://acme.lightning.force.com/lightning/setup/SetupOneHome/home").await?;
    hands.press("Paste").await?;
    on.window.says("Salesforce answered").await?;
    on.window.picture(&pictures.join("admin-org.png"), HOST).await?;
    hands.key("\u{E007}").await?;
    on.window.says("Section").await?;
    on.window.picture(&pictures.join("admin-companion.png"), "Open External Client App Manager").await?;
    journey
        .step("the org was added from the address of its Setup, and the companion stands beside the browser");
    Ok(())
}

async fn make_the_app(
    journey: &mut Journey,
    on: &Traveller,
    hands: &Hands<'_>,
    pictures: &Path,
) -> Result<Setup, Failed> {
    hands.press("Open External Client App Manager").await?;
    let setup = Setup::at(on.browser_window().await?, "").await?;
    setup.log_in(ANA, "#new-app").await?;
    setup.turn_to(MANAGER).await?;
    journey.step("its button opened External Client App Manager in the browser");
    setup.click("#new-app").await?;
    hands.press("Copy External Client App Name, Rehearsal Tool").await?;
    on.desk.holds("Rehearsal Tool").await?;
    setup.paste("#app-name").await?;
    setup.type_into("#contact-email", "ana@acme.com").await?;
    if setup.value("#api-name").await? != "Rehearsal_Tool" {
        return Err(format!("the API Name is {}", setup.value("#api-name").await?).into());
    }
    setup.click("#oauth-section > summary").await?;
    setup.click("#enable-oauth").await?;
    hands.press("Copy Callback URL, http://localhost:33333").await?;
    on.desk.holds("http://localhost:33333").await?;
    setup.paste("#callback-url").await?;
    for scope in SCOPES {
        setup.select_too("scopes-available", scope).await?;
    }
    setup.click("#scopes-add").await?;
    setup.click("#flow-code-and-credentials").await?;
    setup.click("#require-secret-web-server").await?;
    setup.click("#require-secret-refresh").await?;
    if setup.is_enabled("#require-pkce").await? {
        return Err("a new app's PKCE box can be changed: Salesforce locks it".into());
    }
    on.window.picture(&pictures.join("admin-values.png"), "Greyed out? Leave it").await?;
    setup.click("#create").await?;
    setup.turn_to(APP).await?;
    journey.step(
        "Setup's form was filled with pasted values, and the app is made; PKCE was greyed out, and stayed on",
    );
    Ok(setup)
}

async fn set_policies(journey: &mut Journey, setup: &Setup) -> Result<(), Failed> {
    setup.click("#policies-tab").await?;
    setup.click("#edit").await?;
    setup.choose("#ip-relaxation", "Relax IP restrictions").await?;
    setup.click("#save").await?;
    setup.turn_to(APP).await?;
    journey.step("Policies: IP restrictions relaxed, saved");
    Ok(())
}

async fn bring_the_credentials(
    journey: &mut Journey,
    on: &Traveller,
    hands: &Hands<'_>,
    setup: &Setup,
    pictures: &Path,
) -> Result<(), Failed> {
    hands.press("Catch what I copy").await?;
    on.window.says("Watching the clipboard").await?;
    // Whatever else is copied is not taken.
    on.desk.copy("nothing that a guide needs").await?;
    setup.click("#settings-tab").await?;
    setup.click("#oauth-settings > summary").await?;
    setup.click("#consumer-details").await?;
    setup.turn_to("/practice/setup").await?;
    let mail = on.practice.order("GET", "/mail", "")?;
    let code = mail.as_array().and_then(|mail| mail.last()).and_then(|last| last["code"].as_str());
    setup.type_into("#verification-code", code.ok_or("no code in the mail")?).await?;
    setup.click("#verify").await?;
    on.window.picture(&pictures.join("admin-catching.png"), "Watching the clipboard").await?;
    let (key, secret) = (setup.value("#consumer-key").await?, setup.value("#consumer-secret").await?);
    setup.click("#copy-key").await?;
    on.window.says(&key[key.len() - 4..]).await?;
    setup.click("#copy-secret").await?;
    on.window.says("Key and secret are here").await?;
    on.window.picture(&pictures.join("admin-caught.png"), "Key and secret are here").await?;
    let page = on.window.client().source().await?;
    if page.contains(&key) || page.contains(&secret) {
        return Err("a caught key or secret is in the page".into());
    }
    on.nothing_lies_about(&[&secret, &key])?;
    journey.step(
        "key and secret were caught as they were copied in Salesforce; neither is in the page or a file",
    );
    Ok(())
}

/// Salesforce needs a while until it knows a new app: said so, and waited for.
async fn wait_for_salesforce(
    journey: &mut Journey,
    on: &Traveller,
    hands: &Hands<'_>,
    pictures: &Path,
) -> Result<(), Failed> {
    let opened = on.opened().len();
    hands.press("Check and sign in").await?;
    on.window.picture(&pictures.join("admin-not-ready.png"), "Salesforce does not know this yet").await?;
    journey.step("Salesforce does not know the new key yet: said so, and asked again by itself");
    on.window.says_within(Duration::from_secs(90), "Salesforce now accepts the app.").await?;
    on.window.picture(&pictures.join("admin-ready.png"), "Salesforce now accepts the app.").await?;
    nothing_was_opened(on, opened)?;
    journey.step("it turned green by itself; until then no browser was opened");
    Ok(())
}

async fn prove(
    journey: &mut Journey,
    on: &Traveller,
    hands: &Hands<'_>,
    setup: &Setup,
    pictures: &Path,
) -> Result<(), Failed> {
    hands.press("Sign in").await?;
    setup.turn_to("/services/oauth2/authorize").await?;
    setup.click("#oaapprove").await?;
    on.window.says("Connected to Acme Retail").await?;
    let scopes = SCOPES.map(|scope| format!("Granted: {scope}"));
    let steps = ["Salesforce gave a token", "It stays signed in", "It renews by itself", "The API answers"];
    for proven in scopes.iter().map(String::as_str).chain(steps) {
        on.window.says(&format!("{proven}: in order")).await?;
    }
    on.window.says("(PRODUCTION) as ana@acme.com").await?;
    on.window.says("/query").await?;
    on.window.picture(&pictures.join("admin-connected.png"), "Connected to Acme Retail").await?;
    let renewed = on.practice.seen("token")?;
    let renewed = renewed.iter().filter(|one| one["grant_type"] == "refresh_token").count();
    if (renewed, on.practice.seen("query")?.is_empty()) != (1, false) {
        return Err(format!("{renewed} renewals, or no query, in the org's log").into());
    }
    journey.step(
        "pressed Allow: connected to Acme Retail as Ana; each scope, one renewal and one request are proven",
    );
    Ok(())
}

async fn hand_over(
    journey: &mut Journey,
    on: &Traveller,
    hands: &Hands<'_>,
    setup: &Setup,
    pictures: &Path,
) -> Result<(), Failed> {
    hands.press("Hand over…").await?;
    on.window.picture(&pictures.join("admin-hand-over.png"), "a sign-in of its own").await?;
    hands.press("Sign in for the Rehearsal Tool").await?;
    setup.turn_to("/services/oauth2/authorize").await?;
    setup.click("#oaapprove").await?;
    on.window.says("Signed in for the Rehearsal Tool").await?;
    hands.press("Copy the commands").await?;
    // One key more, for it is production: nothing of it leaves without that.
    hands.press("Copy from PRODUCTION").await?;
    on.window.picture(&pictures.join("admin-handed-over.png"), "Clears in").await?;
    let commands = on.desk.clipboard().await?;
    for part in [
        "dxrt salesforce rehearse",
        "--is_production",
        "https://acme.my.salesforce.com",
        "dxrt_refresh_token",
    ] {
        if !commands.contains(part) {
            return Err(format!("the commands have no {part}").into());
        }
    }
    let token = commands.split('\'').find(|part| part.starts_with("00D")).ok_or("no access token")?;
    if on.desk.ask_with_token(&on.practice, HOST, token)? != "200" {
        return Err("the tool's token does not work".into());
    }
    if on.practice.living()?.len() != 2 {
        return Err(format!("not two sign-ins: {:?}", on.practice.living()?).into());
    }
    journey.step("handed over with a sign-in of the tool's own: its commands are on the clipboard, and its token works");
    Ok(())
}

/// What the journey cost, before anything goes wrong on purpose.
fn count(journey: &mut Journey, here: &Count, there: &Count) -> Result<(), Failed> {
    journey.step(format!(
        "{} actions in Keyperch (at most {MOST}), {} characters typed there; {} actions in Salesforce, {} characters",
        here.actions(),
        here.typed(),
        there.actions(),
        there.typed()
    ));
    if here.actions() > MOST || here.typed() > 0 {
        return Err(format!("more than {MOST} actions in Keyperch, or something typed there").into());
    }
    Ok(())
}

/// One letter of the callback becomes another in Setup: said before a browser opens, and mended there.
async fn a_wrong_letter(
    journey: &mut Journey,
    on: &Traveller,
    setup: &Setup,
    pictures: &Path,
) -> Result<(), Failed> {
    on.window.press("The Rehearsal Tool has them").await?;
    on.window.says("Its tokens are no longer on this computer").await?;
    on.window.press("Close").await?;
    change_callback(setup, "http://localhost:33334").await?;
    let opened = on.opened().len();
    on.window.press("Back to the steps").await?;
    on.window.press("Check and sign in").await?;
    on.window
        .picture(&pictures.join("admin-wrong-letter.png"), "The Callback URL in Salesforce is different")
        .await?;
    on.window.says("http://localhost:33333").await?;
    nothing_was_opened(on, opened)?;
    journey.step(
        "another letter in the Callback URL: said before a browser opens, with the value that belongs there",
    );
    change_callback(setup, "http://localhost:33333").await?;
    on.window.press("Try again").await?;
    setup.turn_to("/services/oauth2/authorize").await?;
    // Whoever is expected logs in anew.
    setup.log_in(ANA, "#oaapprove").await?;
    setup.click("#oaapprove").await?;
    on.window.says("Connected to Acme Retail").await?;
    journey.step("mended in Setup: connected again");
    Ok(())
}

async fn change_callback(setup: &Setup, to: &str) -> Result<(), Failed> {
    setup.turn_to(APP).await?;
    setup.click("#settings-tab").await?;
    setup.click("#edit").await?;
    setup.empty("#callback-url").await?;
    setup.type_into("#callback-url", to).await?;
    setup.click("#save").await?;
    setup.turn_to(APP).await
}

fn nothing_was_opened(on: &Traveller, before: usize) -> Result<(), Failed> {
    let opened = on.opened().len();
    if opened == before { Ok(()) } else { Err(format!("a browser was opened: {:?}", on.opened()).into()) }
}
