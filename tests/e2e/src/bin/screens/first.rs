//! Before there is anything in the list: the first run, an org and an app that are added, a set-up; and a list or a keychain
//! that cannot be used.

use keyperch_e2e::Failed;
use keyperch_e2e::traveller::{HOST, Traveller};

use crate::album::Album;
use crate::hand;

/// The first run, and what can be reached from it.
pub(crate) async fn run(album: &mut Album, on: &Traveller) -> Result<(), Failed> {
    album.take_all_ways(on, "First run", "one safe place").await?;
    on.window.press("More").await?;
    album.take(on, "Its menu", "Self-check…").await?;
    hand::begin(on).await?;
    on.window.press("Set up another app…").await?;
    album.take(on, "Which app is set up", "Lightning Out 2.0").await
}

/// The forms of an org and of its app.
pub(crate) async fn add(album: &mut Album, on: &Traveller) -> Result<(), Failed> {
    on.window.press("Add an org I already have keys for").await?;
    album.take(on, "Add an org", "Paste any address from this org").await?;
    on.window.fill("Paste any address from this org", "http://acme.my.salesforce.com").await?;
    album.take(on, "An address that is refused", "https").await?;
    on.window.fill("Paste any address from this org", "nobody.my.salesforce.com").await?;
    album.take(on, "An org that does not answer", "You can save the org all the same.").await?;
    on.window.fill("Paste any address from this org", HOST).await?;
    on.window.says("Salesforce answered").await?;
    on.window.fill("Client", "Acme Retail").await?;
    on.window.fill("Name", "UAT").await?;
    album.take_all_ways(on, "An org that answers", "Salesforce answered").await?;
    on.window.press("Add and continue").await?;
    album.take(on, "Add an app", "Name of the app").await?;
    on.window.tick("A signed assertion").await?;
    album.take(on, "An app that signs assertions", "Make a key and certificate").await?;
    on.window.tick("The app itself").await?;
    album.take(on, "An app that acts as itself", "Why not with username and password?").await?;
    on.window.press("Not now").await?;
    album.take(on, "An org without an app", "No app yet").await
}

/// The companion, down to a paste that is none.
pub(crate) async fn guide(album: &mut Album, on: &Traveller) -> Result<(), Failed> {
    // The org that is shown is the one that is offered.
    hand::open_org(on, "acu").await?;
    hand::pick(on, "More", "Set up an app…").await?;
    on.window.press("Begin").await?;
    on.window.says("Stuck on a step?").await?;
    // It has made its window narrow by itself.
    album.take(on, "The companion", "Key and secret").await?;
    on.theme("dark").await?;
    album.take(on, "The companion, dark", "Key and secret").await?;
    on.theme("light").await?;
    on.desk.copy("good morning").await?;
    on.window.press("Paste Consumer Key").await?;
    album
        .take(on, "What was pasted is no key", "This is neither a Consumer Key nor a Consumer Secret.")
        .await?;
    on.window.press("Stuck on a step?").await?;
    album.take(on, "Stuck on a step", "What people meet most often:").await?;
    hand::close(on).await?;
    on.window.press("Close, and go on later").await?;
    album.take(on, "A set-up to go on with", "Set-ups").await
}

/// The list's file is none.
pub(crate) async fn damaged(album: &mut Album, on: &Traveller) -> Result<(), Failed> {
    album.take_all_ways(on, "The list is damaged", "damaged").await?;
    on.window.press("Start with an empty list").await?;
    album
        .take(on, "Before an empty list takes its place", "The damaged file is kept beside the new one.")
        .await
}

/// Nothing can be kept.
pub(crate) async fn no_keychain(album: &mut Album, on: &Traveller) -> Result<(), Failed> {
    on.begin_app(HOST, "UAT").await?;
    on.window.tick("The app does not require the secret").await?;
    on.window.press("Save app").await?;
    album.take(on, "There is no keychain", "started outside a desktop session").await?;
    on.window.press("Memory only this time").await?;
    on.window.says("You will sign in at").await?;
    album.take(on, "In memory only", "is forgotten when Keyperch ends").await
}
