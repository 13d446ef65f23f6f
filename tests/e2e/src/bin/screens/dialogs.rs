//! Every dialog, from the menu or the button that opens it.

use keyperch_e2e::Failed;
use keyperch_e2e::traveller::Traveller;

use crate::album::Album;
use crate::hand;

/// What can be done with one org.
pub(crate) async fn of_org(album: &mut Album, on: &Traveller) -> Result<(), Failed> {
    hand::open_org(on, "acu").await?;
    for (entry, caption, words) in [
        ("Edit org…", "Edit an org", "Kind of org"),
        ("Rename client…", "Rename a client", "Name of the client"),
        ("Move to client…", "Move an org to a client", "One of yours, or a new name."),
        ("Duplicate for a sandbox…", "Duplicate an org for a sandbox", "Filled in like the org"),
        ("This sandbox was refreshed…", "Was it refreshed?", "A refreshed sandbox is a new org"),
        ("Remove…", "Remove an org", "deleted from this computer"),
    ] {
        on.window.press("More for this org").await?;
        on.window.press(entry).await?;
        album.take(on, caption, words).await?;
        hand::close(on).await?;
    }
    on.window.press("Change the guard…").await?;
    album.take_all_ways(on, "The guard of an org", "By the kind of org").await?;
    hand::close(on).await?;
    // The list has a button of that name, too.
    hand::press_at(on, ".pane .ways button").await?;
    album.take_all_ways(on, "Add an app", "Name of the app").await?;
    hand::close(on).await?;
    on.window.press("Set up an app…").await?;
    album.take(on, "Set up an app in an org", "Lightning Out 2.0").await
}

/// What can be done with one app.
pub(crate) async fn of_app(album: &mut Album, on: &Traveller) -> Result<(), Failed> {
    hand::open_app(on, "acu").await?;
    hand::pick(on, "More for this app", "Check this connection…").await?;
    album.take(on, "This connection is checked", "Everything is in order.").await?;
    hand::close(on).await?;
    hand::pick(on, "More for this app", "Hand over…").await?;
    album.take(on, "Hand over", "Two programs that share one sign-in").await?;
    for (receiver, words) in [
        ("Postman", "Import it in Postman"),
        ("A ticket", "This is the whole record."),
        ("A colleague", "There is no key, secret or token in it."),
    ] {
        on.window.tick(receiver).await?;
        album.take(on, &format!("Hand over to {}", receiver.to_lowercase()), words).await?;
    }
    hand::close(on).await?;
    for (button, caption, words) in [
        ("Edit app", "Edit an app", "Callback URL"),
        ("Sign out…", "Sign out", "Salesforce ends this sign-in"),
        ("Remove…", "Remove an app", "are deleted from this computer"),
    ] {
        on.window.press(button).await?;
        album.take(on, caption, words).await?;
        hand::close(on).await?;
    }
    hand::pick(on, "More for this app", "Sign in with a device code…").await?;
    album.take(on, "Sign in with a device code", "Only type a code that you asked for yourself").await
}

/// What can be done with several orgs at once.
pub(crate) async fn of_many(album: &mut Album, on: &Traveller) -> Result<(), Failed> {
    hand::pick(on, "More for Acme Retail", "Select all").await?;
    for (button, caption, words) in [
        ("Move to client…", "Move several orgs", "One of yours, or a new name."),
        ("Guard…", "The guard of several orgs", "By the kind of org"),
        ("Make a set…", "A set of what was picked", "Orgs in it, in order"),
        ("Remove…", "Remove several orgs", "You can undo this for 10 seconds."),
    ] {
        on.window.press(button).await?;
        album.take(on, caption, words).await?;
        hand::close(on).await?;
    }
    Ok(())
}

/// The sets: as a list, copied, edited, removed, made.
pub(crate) async fn sets(album: &mut Album, on: &Traveller) -> Result<(), Failed> {
    hand::pick(on, "More", "Sets…").await?;
    album.take_all_ways(on, "Sets", "Nightly exports").await?;
    on.window.press("Copy tokens of Acme before a release").await?;
    album.take(on, "A set of which one is left out", "Left out").await?;
    on.window.press("Copy tokens of Nightly exports").await?;
    album.take(on, "A set of which none is copied", "You need to sign in first").await?;
    on.window.press("Copy tokens of Everything of Acme").await?;
    album.take(on, "A set with production in it", "in PRODUCTION").await?;
    on.window.press("Remove Nightly exports…").await?;
    album.take(on, "Before a set is removed", "Its orgs stay as they are.").await?;
    hand::begin(on).await?;
    hand::pick(on, "More", "Sets…").await?;
    on.window.press("Edit Everything of Acme…").await?;
    on.window.fill("Add an org", "delta").await?;
    album.take_all_ways(on, "Edit a set", "Delta Foods · UAT").await?;
    hand::begin(on).await?;
    hand::pick(on, "More", "Sets…").await?;
    on.window.press("New set…").await?;
    on.window.press("Save").await?;
    album.take(on, "A set without name and orgs", "Name of the set").await
}

/// What the window's own menu opens.
pub(crate) async fn of_window(album: &mut Album, on: &Traveller) -> Result<(), Failed> {
    hand::pick(on, "More", "Activity…").await?;
    album.take_all_ways(on, "Activity", "Handed over").await?;
    on.window.fill("Filter", "failed").await?;
    album.take(on, "Activity, filtered", "Failed").await?;
    on.window.press("Clear…").await?;
    album.take(on, "Before all activity is cleared", "This cannot be undone.").await?;
    hand::begin(on).await?;
    hand::pick(on, "More", "Quick switcher…").await?;
    album.take_all_ways(on, "How the quick switcher is reached", "Instant codes").await?;
    on.window.press("Press the new keys").await?;
    album.take(on, "New keys are waited for", "Press them now.").await?;
    hand::begin(on).await?;
    for (entry, caption, words) in [
        ("Self-check…", "Self-check", "In the keychain"),
        ("Revoke all sign-ins…", "Revoke all sign-ins", "Revoke all sign-ins?"),
        ("Network settings…", "Network settings", "This proxy"),
        ("Keyboard shortcuts", "Keyboard shortcuts", "Anywhere"),
    ] {
        hand::pick(on, "More", entry).await?;
        album.take(on, caption, words).await?;
        hand::close(on).await?;
    }
    Ok(())
}
