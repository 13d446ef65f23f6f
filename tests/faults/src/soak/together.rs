//! Part two: many processes with the same grants ask at the same moment, and Salesforce is asked once for each grant.

use practice_org::Tally;
use serde_json::Value;

use crate::Failed;
use crate::life::Life;
use crate::orders::Order;
use crate::report::{line, seconds};
use crate::scene::{Entry, Role, Scene};
use crate::stopwatch::Stopwatch;

/// Five approvals for each user of each of five apps: Salesforce allows no more.
const APPROVALS: usize = 5;
/// Two users, five apps, five approvals.
const GRANTS: usize = 50;

/// So many children with 50 grants, so many rounds. Nothing may be spent twice.
pub async fn together(children: usize, rounds: u64) -> Result<(), Failed> {
    let watch = Stopwatch::start();
    let mut scene = Scene::begin().await?;
    let mut first = scene.live().await?;
    let entries = everybody(&scene, &mut first).await?;
    if entries.len() != GRANTS {
        return Err(format!("{} grants instead of {GRANTS}", entries.len()).into());
    }
    let mut lives = vec![first];
    for _ in 1..children {
        lives.push(scene.live().await?);
    }
    let signed_in = seconds(watch.read());
    for round in 1..=rounds {
        for (place, life) in lives.iter_mut().enumerate() {
            if place == 0 {
                scene.expire(life).await?;
            } else {
                life.order(&Order::Advance { seconds: 700 }).await?.done()?;
            }
        }
        all_at_once(&scene, &mut lives, &entries).await?;
        once_each(&scene, round, entries.len())?;
    }
    for life in lives {
        life.bury().await?;
    }
    let Tally { all, families_live, .. } = scene.books().await?;
    line(&format!(
        "{children} processes × {} grants, {rounds} rounds, {} ({signed_in} of it signing in): {} refreshes, {} spent \
         tokens shown, {families_live} sign-ins alive",
        entries.len(),
        seconds(watch.read()),
        all.refreshes,
        all.replays
    ));
    if all.replays == 0 && families_live == entries.len() { Ok(()) } else { Err("a sign-in was lost".into()) }
}

/// Two users, five apps, five times each.
async fn everybody(scene: &Scene, life: &mut Life) -> Result<Vec<Entry>, Failed> {
    let mut entries: Vec<Entry> = Vec::new();
    for (org, at) in scene.practice.orgs().iter().enumerate() {
        let id = scene.add_org(life, Role { org, app: 0, user: 0 }).await?;
        for (app, user) in (0..at.apps.len()).flat_map(|app| [(app, 0), (app, 1)]) {
            for number in 0..APPROVALS {
                let name = format!("App {app} {user} {number}");
                let entry = scene.add_app(life, id, Role { org, app, user }, &name).await?;
                scene.sign_in(life, &entry).await?.done()?;
                entries.push(entry);
            }
        }
    }
    Ok(entries)
}

async fn all_at_once(scene: &Scene, lives: &mut [Life], entries: &[Entry]) -> Result<(), Failed> {
    let order = Order::CopyTogether { apps: entries.iter().map(|entry| entry.app).collect() };
    // Every child is told before any is listened to.
    for life in lives.iter_mut() {
        life.tell(&order).await?;
    }
    for life in lives {
        let answers = life.hear().await?.done()?;
        for (answer, entry) in answers.as_array().into_iter().flatten().zip(entries) {
            if answer["said"] != "done" {
                return Err(format!("{}: {answer}", entry.fields.name).into());
            }
            scene.is_alive(&answer["value"])?;
        }
        if answers.as_array().map(Vec::len) != Some(entries.len()) {
            return Err(Value::to_string(&answers).into());
        }
    }
    Ok(())
}

/// Each family has been refreshed exactly once a round.
fn once_each(scene: &Scene, round: u64, grants: usize) -> Result<(), Failed> {
    let families = scene.practice.grants();
    let right =
        families.iter().filter(|family| family.live && u64::from(family.generation) == round + 1).count();
    if right == grants {
        return Ok(());
    }
    let generations: Vec<u32> = families.iter().map(|family| family.generation).collect();
    Err(format!("round {round}: not one refresh for each grant: {generations:?}").into())
}
