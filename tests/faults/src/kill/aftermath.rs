//! What must be true after a death and a new start.

use keyperch_core::model::ids::OrgId;
use practice_org::Counts;
use serde_json::Value;

use super::act::Before;
use super::rows::{After, During, Row};
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
    let listed = listed(life, before.org).await?;
    let may_be_gone = matches!(row.during, During::AddApp | During::RemoveApp);
    let entry = match (&before.entry, listed) {
        (Some(entry), true) => entry.clone(),
        (Some(_), false) if !may_be_gone => return Err("the entry is gone".into()),
        (None, true) => found(scene, life, before.org).await?,
        (_, false) => scene.add_app(life, before.org, Role::UAT, "Rehearsal Tool").await?,
    };
    readable(life, &entry).await?;
    let mut survived = Survived::default();
    let must_sign_in = match row.during {
        During::AddApp | During::SignOut => true,
        During::RemoveApp => !listed,
        _ => false,
    };
    if must_sign_in {
        nobody_is_signed_in(scene).await?;
        scene.sign_in(life, &entry).await?.done()?;
    } else {
        scene.expire(life).await?;
        let copied = scene.copy(life, &entry).await?;
        if copied.needs_a_person() && row.after == After::SignInAgain {
            was_unavoidable(row, at_death)?;
            survived.signed_in_again = true;
            scene.sign_in(life, &entry).await?.done()?;
        } else {
            copied.done().map_err(|why| format!("the sign-in is lost: {why}"))?;
        }
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

/// A person may be needed only where Salesforce has committed.
fn was_unavoidable(row: &Row, at_death: Counts) -> Result<(), Failed> {
    // The refresh that set everything up is counted too.
    if row.during == During::Copy && at_death.refreshes < 2 {
        return Err("a sign-in was asked for though Salesforce had not committed".into());
    }
    Ok(())
}

async fn nobody_is_signed_in(scene: &Scene) -> Result<(), Failed> {
    match scene.books().await?.families_live {
        0 => Ok(()),
        living => Err(format!("{living} sign-ins still live at Salesforce").into()),
    }
}

async fn listed(life: &mut Life, org: OrgId) -> Result<bool, Failed> {
    Ok(apps(life, org).await?.as_array().is_some_and(|apps| !apps.is_empty()))
}

async fn apps(life: &mut Life, org: OrgId) -> Result<Value, Failed> {
    let orgs = life.order(&Order::Orgs).await?.done()?;
    let id = serde_json::to_value(org)?;
    let found = orgs.as_array().and_then(|orgs| orgs.iter().find(|view| view["id"] == id));
    Ok(found.ok_or("the org is gone")?["apps"].clone())
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

/// Key and secret are there and are the right ones; a secret may also be none.
async fn readable(life: &mut Life, entry: &Entry) -> Result<(), Failed> {
    let found = life.order(&Order::Credentials { app: entry.app }).await?.done()?;
    if found["key"] != fingerprint(&entry.key) {
        return Err("the consumer key is another".into());
    }
    if !found["secret"].is_null() && found["secret"] != fingerprint(&entry.secret) {
        return Err("the consumer secret is another".into());
    }
    Ok(())
}

/// Takes an org away; then nothing of it may be left: no item in the keychain, and nobody signed in at Salesforce.
pub(super) async fn clear(scene: &Scene, life: &mut Life, row: &Row, before: &Before) -> Result<(), Failed> {
    life.order(&Order::RemoveOrg { org: before.org, sign_out: true }).await?.done()?;
    life.order(&Order::Upkeep).await?.done()?;
    let left = scene.keyring.service()?.items()?;
    let names = left.iter().map(|kept| kept.account.as_str());
    let strangers: Vec<&str> = names.filter(|name| !name.ends_with("/marker")).collect();
    if !strangers.is_empty() {
        return Err(format!("left in the keychain: {strangers:?}").into());
    }
    // What Salesforce gave in an answer that died with the process, nobody can give back.
    let died_with_it = matches!(row.during, During::SignIn | During::SignInAnew);
    match scene.books().await?.families_live {
        0 => Ok(()),
        1 if died_with_it => Ok(()),
        living => Err(format!("{living} sign-ins still live at Salesforce").into()),
    }
}
