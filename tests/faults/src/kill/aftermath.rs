//! What must be true after a death and a new start.

use keyperch_core::model::ids::OrgId;
use practice_org::Counts;
use serde_json::Value;

use super::act::Before;
use super::rows::{After, During, Row, Secret};
use super::run::Survived;
use crate::Failed;
use crate::child::fingerprint;
use crate::life::Life;
use crate::orders::Order;
use crate::scene::{Entry, Role, Scene};

/// Looks at what is left, and does the next normal action.
pub(super) async fn of(
    scene: &mut Scene,
    life: &mut Life,
    row: &Row,
    before: &Before,
    at_death: Counts,
) -> Result<Survived, Failed> {
    life.order(&Order::Upkeep).await?.done()?;
    let checked = life.order(&Order::SelfCheck).await?.done()?;
    if checked["orphans"] != 0 || checked["leaving"] != 0 {
        return Err(format!("list and keychain do not agree: {checked}").into());
    }
    let counted = (apps(life, before.org).await?.len(), apps(life, before.bystander.org).await?.len());
    if counted != (row.apps_after(), 1) {
        return Err(format!("apps listed here and in the other org: {counted:?}").into());
    }
    let listed = row.apps_after() > 0;
    let entry = match (&before.entry, listed) {
        (Some(entry), true) => entry.clone(),
        (None, true) => found(scene, life, before.org).await?,
        (_, false) => scene.add_app(life, before.org, Role::UAT, "Rehearsal Tool").await?,
    };
    readable(life, &entry, row.secret != Secret::None).await?;
    let mut survived = Survived::default();
    let must_sign_in = matches!(row.during, During::AddApp | During::SignOut | During::RemoveApp);
    if must_sign_in {
        nobody_is_signed_in(scene).await?;
        scene.sign_in(life, &entry).await?.done()?;
    } else {
        scene.expire(life).await?;
        let copied = scene.copy(life, &entry).await?;
        if copied.needs_a_person() && row.after == After::SignInAgain && !row.during.is_for_a_tool() {
            was_unavoidable(row, before, at_death)?;
            survived.signed_in_again = true;
            scene.sign_in(life, &entry).await?.done()?;
        } else {
            copied.done().map_err(|why| format!("the sign-in is lost: {why}"))?;
        }
    }
    if row.during.is_for_a_tool() {
        survived.signed_in_again = for_the_tool(scene, life, row, &entry).await?;
    }
    scene.renews(life, &entry).await?;
    survived.replays = scene.counts().await?.replays;
    let allowed = u64::from(row.during == During::Copy && row.after == After::SignInAgain);
    if survived.replays > allowed {
        return Err(format!("{} spent tokens were shown", survived.replays).into());
    }
    let missing = life.order(&Order::SelfCheck).await?.done()?;
    if missing["missing"] != Value::Array(Vec::new()) || missing["orphans"] != 0 {
        return Err(format!("list and keychain do not agree in the end: {missing}").into());
    }
    Ok(survived)
}

/// What waits for the tool is there where it must be, and can be handed over; where it is not, another comes in its place.
/// Whether one had to.
async fn for_the_tool(scene: &Scene, life: &mut Life, row: &Row, entry: &Entry) -> Result<bool, Failed> {
    let tools = apps(life, entry.org).await?[0]["tools"].clone();
    let waits = tools[0].is_object() && tools[0]["handedOverAt"].is_null();
    if waits != (row.after == After::Kept) {
        return Err(format!("what waits for the tool: {tools}").into());
    }
    if row.during == During::FinishHandOver && !waits && tools[0]["handedOverAt"].is_null() {
        return Err("that the tool has its tokens is forgotten".into());
    }
    if !waits {
        scene.sign_in_for_tool(life, entry).await?.done()?;
    }
    // Its tokens are all there: nothing is missed, and nothing is over.
    let checked = life.order(&Order::SelfCheck).await?.done()?;
    if checked["missing"] != Value::Array(Vec::new()) || checked["grants"] != 3 {
        return Err(format!("what waits for the tool is not whole: {checked}").into());
    }
    Ok(!waits)
}

/// A person may be needed only where Salesforce has committed.
fn was_unavoidable(row: &Row, before: &Before, at_death: Counts) -> Result<(), Failed> {
    if row.during == During::Copy && at_death.refreshes == before.refreshes {
        return Err("a sign-in was asked for though Salesforce had not committed".into());
    }
    Ok(())
}

/// But for the one who stands by.
async fn nobody_is_signed_in(scene: &Scene) -> Result<(), Failed> {
    match scene.books().await?.families_live {
        1 => Ok(()),
        living => Err(format!("{living} sign-ins still live at Salesforce").into()),
    }
}

async fn apps(life: &mut Life, org: OrgId) -> Result<Vec<Value>, Failed> {
    let orgs = life.order(&Order::Orgs).await?.done()?;
    let id = serde_json::to_value(org)?;
    let found = orgs.as_array().and_then(|orgs| orgs.iter().find(|view| view["id"] == id));
    Ok(found.and_then(|view| view["apps"].as_array()).ok_or("the org is gone")?.clone())
}

/// The app that was being added is there: as an entry.
async fn found(scene: &Scene, life: &mut Life, org: OrgId) -> Result<Entry, Failed> {
    let app = serde_json::from_value(apps(life, org).await?[0]["id"].clone())?;
    let mut at = scene.practice.orgs().swap_remove(Role::UAT.org);
    let (username, known) = (at.users.swap_remove(0).username, at.apps.swap_remove(0));
    let fields = scene.fields(Role::UAT, "Rehearsal Tool");
    let (key, secret) = (known.consumer_key, known.consumer_secret);
    Ok(Entry { org, app, role: Role::UAT, key, secret, username, fields })
}

/// The key is there, and the secret if there must be one, and they are the right ones.
async fn readable(life: &mut Life, entry: &Entry, has_secret: bool) -> Result<(), Failed> {
    let found = life.order(&Order::Credentials { app: entry.app }).await?.done()?;
    if found["key"] != fingerprint(&entry.key) {
        return Err("the consumer key is another".into());
    }
    let secret = if has_secret { Value::from(fingerprint(&entry.secret)) } else { Value::Null };
    if found["secret"] != secret {
        return Err(format!("the consumer secret is another, or should not be there: {has_secret}").into());
    }
    Ok(())
}

/// Takes the org away, and then the other, which must still be as it was. In the end nothing may be left: no item in the
/// keychain, and nobody signed in at Salesforce.
pub(super) async fn clear(
    scene: &mut Scene,
    life: &mut Life,
    row: &Row,
    before: &Before,
) -> Result<(), Failed> {
    remove(life, before.org).await?;
    readable(life, &before.bystander, true).await?;
    let stands_by = scene.renews(life, &before.bystander).await;
    stands_by.map_err(|why| format!("the one who only stood by: {why}"))?;
    remove(life, before.bystander.org).await?;
    let left = scene.keyring.service()?.items()?;
    let names = left.iter().map(|kept| kept.account.as_str());
    let strangers: Vec<&str> = names.filter(|name| !name.ends_with("/marker")).collect();
    if !strangers.is_empty() {
        return Err(format!("left in the keychain: {strangers:?}").into());
    }
    // What a tool has taken lives on: it is not ours to end.
    let taken = usize::from(row.during == During::FinishHandOver && row.after == After::SignInAgain);
    match scene.books().await?.families_live {
        living if living == taken => Ok(()),
        1 if row.takes_a_sign_in_along() => Ok(()),
        living => Err(format!("{living} sign-ins still live at Salesforce").into()),
    }
}

async fn remove(life: &mut Life, org: OrgId) -> Result<(), Failed> {
    life.order(&Order::RemoveOrg { org, sign_out: true }).await?.done()?;
    life.order(&Order::Upkeep).await?.done().map(drop)
}
