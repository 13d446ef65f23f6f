//! What the window says by itself, and a sign-in from its plan to its end.

use keyperch_e2e::traveller::{ANA, HOST, Traveller};
use keyperch_e2e::{Failed, visitor};
use serde_json::json;

use crate::album::Album;
use crate::hand;

/// Messages at the bottom, and the clipboard's bar.
pub(crate) async fn messages(album: &mut Album, on: &Traveller) -> Result<(), Failed> {
    hand::stand_on_app(on, "acu").await?;
    on.window.keys("\u{E007}").await?;
    album.take_all_ways(on, "A token is copied", "copied. Clears in").await?;
    on.window.press("Clear now").await?;
    album.take(on, "The clipboard is cleared", "Clipboard cleared.").await?;
    hand::stand_on_org(on, "h5s").await?;
    on.window.keys("p").await?;
    album.take(on, "An org is pinned", "pinned.").await?;
    hand::stand_on_org(on, "h5s").await?;
    on.window.keys("\u{E017}").await?;
    on.window.press("Remove").await?;
    album.take_all_ways(on, "An org is removed", "Undo").await?;
    on.window.press("Undo").await?;
    album.take(on, "And is brought back", "brought back.").await?;
    let away = json!({ "kind": "revoke", "fault": "drop_before", "times": 9 });
    on.practice.order("POST", "/faults", &away.to_string())?;
    hand::open_app(on, "acb").await?;
    on.window.press("Sign out…").await?;
    on.window.press("Sign out").await?;
    album.take(on, "A sign-out that nobody has heard", "1 sign-out waits").await
}

/// A sign-in: before, during, denied, refused, waited for, done.
pub(crate) async fn sign_in(album: &mut Album, on: &Traveller) -> Result<(), Failed> {
    hand::open_app(on, "acu").await?;
    on.window.press("Sign in again").await?;
    album.take_all_ways(on, "Before the browser opens", "You will sign in at").await?;
    let opened = on.opened().len();
    on.window.press("Continue in browser").await?;
    album.take_all_ways(on, "The browser is waited for", "left").await?;
    on.page_later(21).await?;
    album.take(on, "The browser has been waited for a while", "Nothing happening?").await?;
    visitor::visits(on, opened, ANA, "deny").await?;
    album.take_all_ways(on, "Denied", "What to do").await?;
    on.window.press("Try again").await?;
    on.window.press("Continue in browser").await?;
    visitor::visits(on, opened + 1, ANA, "allow").await?;
    album.take(on, "Signed in", "Signed in to").await?;
    on.window.press("Done").await?;
    on.switch(r#"{"callback_urls":["http://localhost:33332"]}"#)?;
    on.window.press("Sign in again").await?;
    on.window.press("Continue in browser").await?;
    album.take(on, "Refused before the browser opens", "The app does not have this Callback URL.").await?;
    on.window.press("Check every minute and tell me").await?;
    album.take(on, "It is asked for again every minute", "Salesforce does not know this yet").await?;
    hand::begin(on).await?;
    hand::search(on, HOST).await?;
    album.take(on, "Not ready yet, in the list", "Not ready yet").await?;
    hand::open_app(on, "acu").await?;
    on.switch(r#"{"callback_urls":["http://localhost:33333"]}"#)?;
    on.window.press("Stop asking").await
}
