//! How each test sets out.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use keyperch_e2e::Failed;
use keyperch_e2e::app::Launch;
use keyperch_e2e::desk::Desk;
use keyperch_e2e::practice::Practice;
use keyperch_e2e::traveller::{ANA, HOST, Traveller};
use serde_json::Value;

/// The folder that cargo builds into: this program lies two folders below it.
fn built(program: &str) -> PathBuf {
    let this = std::env::current_exe().expect("this program");
    let target = this.ancestors().nth(3).expect("the target folder");
    let path = target.join(program);
    assert!(path.exists(), "{} is not built: run `make window`", path.display());
    path
}

/// The program under test: the one that ships.
pub(crate) fn keyperch() -> PathBuf {
    built("release/keyperch")
}

/// One practice org for all tests, as on its first day.
pub(crate) fn practice() -> Arc<Practice> {
    static PRACTICE: OnceLock<Arc<Practice>> = OnceLock::new();
    let practice = PRACTICE.get_or_init(|| {
        let desk = Desk::here().expect("a desktop");
        let folder = desk.new_folder().expect("a folder");
        let practice = Practice::start(&built("debug/practice-org"), &folder).expect("a practice org");
        desk.make_browser_default(&practice).expect("a browser");
        Arc::new(practice)
    });
    practice.order("POST", "/reset", "").expect("it is reset");
    Arc::clone(practice)
}

/// Sets out on an empty data folder and an empty keychain.
pub(crate) async fn set_out() -> Traveller {
    set_out_with(|_launch| ()).await
}

/// The same, started otherwise.
pub(crate) async fn set_out_with(change: impl FnOnce(&mut Launch)) -> Traveller {
    let practice = practice();
    Desk::here().and_then(|desk| desk.empty_keychain()).expect("an empty keychain");
    Traveller::set_out_to(practice, &keyperch(), change).await.expect("a window")
}

/// The next start on the same data folder, with the practice org as it is.
pub(crate) async fn start_again(before: &Traveller) -> Result<Traveller, Failed> {
    before.launch.end();
    let data_dir = before.launch.data_dir.clone();
    let reuse = move |launch: &mut Launch| {
        launch.set("KEYPERCH_DATA_DIR", &data_dir.display().to_string());
        launch.data_dir = data_dir;
    };
    Traveller::set_out_to(Arc::clone(&before.practice), &keyperch(), reuse).await
}

/// Adds the UAT sandbox with its app; the window then shows what comes before the browser.
pub(crate) async fn add_uat(on: &Traveller) -> Result<(), Failed> {
    on.add(HOST, "UAT").await
}

/// Ana signs in to it.
pub(crate) async fn sign_in(on: &Traveller) -> Result<(), Failed> {
    sign_in_as(on, ANA).await
}

/// Somebody signs in to the org that is shown.
pub(crate) async fn sign_in_as(on: &Traveller, username: &str) -> Result<(), Failed> {
    on.window.press("Continue in browser").await?;
    on.allow_as(username).await?;
    on.window.says("Signed in to").await?;
    on.window.press("Done").await
}

/// Switches the app at the practice org.
pub(crate) fn switch(on: &Traveller, switches: &Value) -> Result<(), Failed> {
    on.switch(&switches.to_string())
}

/// The failure is on the screen with what to do, and nothing is stored.
pub(crate) async fn ends_with(
    on: &Traveller,
    title: &str,
    what_to_do: &str,
    name: &str,
) -> Result<(), Failed> {
    on.window.picture(&picture(name), title).await?;
    on.window.says(what_to_do).await?;
    let items = on.desk.keychain_items()?;
    assert!(!items.contains("-token"), "no token is left:\n{items}");
    Ok(())
}

/// Copies a fresh token, and another program asks the org with it.
pub(crate) async fn copies_a_token(on: &Traveller) -> Result<String, Failed> {
    on.window.press("Copy fresh token").await?;
    on.window.says("copied. Clears in").await?;
    let token = on.desk.clipboard().await?;
    assert_eq!(on.desk.ask_with_token(&on.practice, HOST, &token)?, "200", "the org takes it");
    Ok(token)
}

/// Picks an entry of the menu that an app's details have.
pub(crate) async fn open_for_app(on: &Traveller, entry: &str) -> Result<(), Failed> {
    on.window.press("More for this app").await?;
    on.window.press(entry).await
}

/// A picture of a failure, for whoever looks at them afterwards.
pub(crate) fn picture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/window").join(format!("{name}.png"))
}
