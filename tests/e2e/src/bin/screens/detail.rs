//! An org, an app, and what is asked before anything of a guarded one leaves Keyperch.

use keyperch_e2e::Failed;
use keyperch_e2e::traveller::Traveller;

use crate::album::Album;
use crate::hand;

/// Orgs of the kinds that look otherwise.
pub(crate) async fn org(album: &mut Album, on: &Traveller) -> Result<(), Failed> {
    hand::open_org(on, "acu").await?;
    album.take_all_ways(on, "A sandbox", "SANDBOX: UAT").await?;
    hand::scroll_to(on, "textarea").await?;
    album.take(on, "A sandbox: what is kept of it", "Notes").await?;
    on.window.press("Activity").await?;
    hand::scroll_to(on, "details[open]").await?;
    album.take(on, "A sandbox: what was done with it", "Token copied").await?;
    on.window.press("More for this org").await?;
    album.take(on, "An org's menu", "Duplicate for a sandbox…").await?;
    hand::begin(on).await?;
    for (code, caption, words) in [
        ("acp", "Production", "PRODUCTION"),
        ("klx", "A kind that nobody knows", "UNKNOWN, TREATED AS PRODUCTION"),
        ("kls", "A scratch org", "SCRATCH ORG"),
        ("bod", "A Developer Edition", "DEVELOPER EDITION"),
        ("f3u", "A sandbox that was refreshed", "This sandbox was refreshed on"),
        ("lud", "An org without an app", "No app yet"),
    ] {
        hand::open_org(on, code).await?;
        album.take(on, caption, words).await?;
    }
    hand::open_org(on, "acp").await?;
    album.take_all_ways(on, "Production", "PRODUCTION").await
}

/// Apps in the states that look otherwise.
pub(crate) async fn app(album: &mut Album, on: &Traveller) -> Result<(), Failed> {
    hand::open_app(on, "acu").await?;
    album.take_all_ways(on, "Signed in", "Signed in as").await?;
    hand::scroll_to(on, ".pane dl").await?;
    album.take(on, "Signed in: how it lasts", "Signed in until").await?;
    on.window.press("Copy as curl").await?;
    album.take(on, "The shapes of a copy", "Postman environment").await?;
    hand::begin(on).await?;
    hand::open_app(on, "acu").await?;
    on.window.press("More for this app").await?;
    album.take(on, "An app's menu", "Check this connection…").await?;
    hand::begin(on).await?;
    for (code, caption, words) in [
        ("acp", "Signed in, in production", "PRODUCTION"),
        ("c0u", "Fresh", "Copies at once."),
        ("d1u", "Renews", "Asks Salesforce for a new token, then copies it."),
        ("g4p", "The app itself signs in", "Asks Salesforce for a token as the app itself"),
        ("h5u", "A sign-in that has ended", "You sign in in your browser first"),
        ("c0f", "Never signed in", "Not signed in yet"),
        ("bod", "Salesforce was not reached", "Salesforce could not be reached at the last try."),
        ("acd", "Salesforce refuses", "Show what to do"),
    ] {
        hand::open_app(on, code).await?;
        album.take(on, caption, words).await?;
    }
    Ok(())
}

/// The questions of the guards.
pub(crate) async fn guards(album: &mut Album, on: &Traveller) -> Result<(), Failed> {
    hand::open_app(on, "acp").await?;
    on.window.press("Copy fresh token").await?;
    album.take_all_ways(on, "Enter once more", "Press Enter again").await?;
    hand::close(on).await?;
    on.window.press("Open org").await?;
    album.take(on, "Before production is opened", "Nothing has left Keyperch yet.").await?;
    hand::close(on).await?;
    hand::open_app(on, "klx").await?;
    on.window.press("Copy fresh token").await?;
    album.take(on, "A kind that nobody knows", "UNKNOWN, TREATED AS PRODUCTION").await?;
    hand::close(on).await?;
    hand::open_app(on, "c0p").await?;
    on.window.press("Copy fresh token").await?;
    album.take(on, "Type the short code", "Type the short code").await?;
    on.window.keys("zzz\u{E007}").await?;
    on.window.says("Nothing has left Keyperch yet.").await?;
    album.take(on, "A wrong short code", "Type the short code").await?;
    hand::close(on).await?;
    hand::open_app(on, "acp").await?;
    on.window.press("Copy fresh token").await?;
    on.window.says("Press Enter again").await?;
    on.window.press("Copy from PRODUCTION").await?;
    album.take_all_ways(on, "A token of production is copied", "copied. Clears in").await?;
    hand::open_org(on, "acp").await?;
    album.take(on, "Passed for fifteen minutes", "Passed. Nothing is asked until").await
}
