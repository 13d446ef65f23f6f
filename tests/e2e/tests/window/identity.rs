//! Another user, or another org, answers: both are named, nothing of it stays, and each of the three ways on works.

use keyperch_e2e::Failed;
use keyperch_e2e::traveller::{ANA, BOB, Traveller};
use serde_json::json;

use super::trip::{add_uat, copies_a_token, picture, set_out, sign_in};

/// Signs in again, in whatever browser is planned, as somebody.
async fn again_as(on: &Traveller, user: &str) -> Result<(), Failed> {
    on.window.press("Sign in again").await?;
    on.window.press("Continue in browser").await?;
    on.allow_as(user).await
}

/// Both are named, and only who was signed in before still is.
async fn is_refused(on: &Traveller, title: &str, both: [&str; 2], living: &[&str]) -> Result<(), Failed> {
    on.window.says(title).await?;
    for name in both {
        on.window.says(name).await?;
    }
    on.window.says("Nothing was saved, and that sign-in was ended.").await?;
    assert_eq!(on.practice.living()?, living, "the stray grant was revoked");
    Ok(())
}

async fn done(on: &Traveller) -> Result<(), Failed> {
    on.window.says("Signed in to").await?;
    on.window.press("Done").await
}

#[tokio::test]
async fn another_user_is_named_and_there_are_three_ways_on() -> Result<(), Failed> {
    const TITLE: &str = "You signed in as somebody else";
    let on = set_out().await;
    add_uat(&on).await?;
    sign_in(&on).await?;
    let items = on.desk.keychain_items()?.matches("account").count();

    again_as(&on, BOB).await?;
    is_refused(&on, TITLE, [ANA, BOB], &[ANA]).await?;
    on.window.picture(&picture("other-user"), "Keep both").await?;
    assert_eq!(on.desk.keychain_items()?.matches("account").count(), items, "nothing new is kept");
    on.window.press("Try again in a private window").await?;
    on.window.picture(&picture("plan-private"), "This time in a private window").await?;
    on.window.press("Continue in browser").await?;
    on.allow_as(ANA).await?;
    done(&on).await?;
    let opened = on.opened();
    assert!(opened.last().is_some_and(|line| line.starts_with("--incognito https://")), "{opened:?}");
    let asked = on.practice.seen("authorize")?;
    assert_eq!(asked.last().ok_or("nothing")?["prompt"], "login", "and asks who it is");

    again_as(&on, BOB).await?;
    is_refused(&on, TITLE, [ANA, BOB], &[ANA]).await?;
    on.window.press(&format!("Use {BOB} from now on")).await?;
    on.window.says("Whoever signs in now is kept from then on.").await?;
    on.window.press("Continue in browser").await?;
    on.allow_as(BOB).await?;
    done(&on).await?;
    assert_eq!(on.practice.living()?, [BOB], "the entry is his now");

    again_as(&on, ANA).await?;
    is_refused(&on, TITLE, [BOB, ANA], &[BOB]).await?;
    on.window.press("Keep both").await?;
    on.window.says("Rehearsal Tool 2").await?;
    on.window.press("Continue in browser").await?;
    on.allow_as(ANA).await?;
    on.window.says("Signed in to").await?;
    copies_a_token(&on).await?;
    let mut living = on.practice.living()?;
    living.sort();
    assert_eq!(living, [ANA, BOB], "each has an entry");
    Ok(())
}

/// The answer to the next code names another org.
fn answers_for_another_org(on: &Traveller) -> Result<(), Failed> {
    let identity = "https://login.salesforce.com/id/00Dxx0000001gPLEAY/005xx000001Sv6AAAS";
    on.practice.fault_at_exchange(json!({ "fault": "with", "merge": { "id": identity } }))
}

#[tokio::test]
async fn another_org_is_named_and_there_are_three_ways_on() -> Result<(), Failed> {
    const TITLE: &str = "That was another org";
    const OTHER: &str = "00Dxx0000001gPLEAY";
    let on = set_out().await;
    add_uat(&on).await?;
    sign_in(&on).await?;
    let refused = async || {
        answers_for_another_org(&on)?;
        again_as(&on, ANA).await?;
        is_refused(&on, TITLE, [OTHER, "Acme Retail"], &[ANA]).await
    };
    refused().await?;
    on.window.picture(&picture("other-org"), "Keep both: add the other org").await?;
    on.window.press("Try again in a private window").await?;
    on.window.press("Continue in browser").await?;
    on.allow_as(ANA).await?;
    done(&on).await?;

    refused().await?;
    on.window.press("Keep both: add the other org").await?;
    on.window.says("Paste any address from this org").await?;
    let field = on.window.field("Paste any address from this org").await?;
    let address = field.prop("value").await?.unwrap_or_default();
    assert!(address.starts_with("https://"), "the other org's address stands there: {address}");
    on.window.press("Cancel").await?;

    on.window.press("It is the same: the sandbox was refreshed").await?;
    on.window.says("Whoever signs in now is kept from then on.").await?;
    answers_for_another_org(&on)?;
    on.window.press("Continue in browser").await?;
    on.allow_as(ANA).await?;
    done(&on).await?;
    on.window.says(OTHER).await?;
    assert_eq!(on.practice.living()?, [ANA], "the one before was replaced");
    Ok(())
}
