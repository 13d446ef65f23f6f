//! F76–F84: more than one process, and what a killed one leaves behind.

use std::time::Duration;

use practice_org::{FaultName, FaultOrder};
use tokio::process::Command;

use super::Case;
use super::bench::{Bench, of_refresh};
use crate::Failed;
use crate::life::{Answer, Life};
use crate::orders::Order;
use crate::scene::Role;
use crate::stopwatch::Stopwatch;

pub(super) const CASES: &[Case] = &[
    Case {
        id: "F76",
        what: "a second instance on the same data folder",
        run: || Box::pin(second_instance()),
    },
    Case { id: "F77", what: "two processes ask for one entry", run: || Box::pin(two_processes()) },
    Case { id: "F78", what: "thirty callers at once", run: || Box::pin(thirty_callers()) },
    Case { id: "F79", what: "a lock that a killed process held", run: || Box::pin(lock_left_behind()) },
    Case { id: "F83", what: "a new version starts while a refresh is under way", run: || Box::pin(update()) },
];

async fn second_instance() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    let mut second = bench.scene.live().await?;
    let role = Role { org: 3, app: 0, user: 0 };
    let org = bench.scene.add_org(&mut second, role).await?;
    let entry = bench.scene.add_app(&mut second, org, role, "In the second").await?;
    bench.scene.sign_in(&mut second, &entry).await?.done()?;
    // What one has added, the other uses.
    bench.scene.copy(&mut bench.life, &entry).await?.done()?;
    bench.copy().await?.done()?;
    bench.scene.copy(&mut second, &bench.entry).await?.done()?;
    second.order(&Order::RemoveOrg { org, sign_out: true }).await?.done()?;
    second.order(&Order::Upkeep).await?.done()?;
    second.bury().await?;
    bench.kept().await
}

async fn two_processes() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    let mut second = bench.scene.live().await?;
    for _ in 0..5 {
        bench.scene.expire(&mut bench.life).await?;
        second.order(&Order::Advance { seconds: 700 }).await?.done()?;
        let before = bench.scene.counts().await?.refreshes;
        let order = Order::Copy { app: bench.entry.app };
        let (one, other) = tokio::join!(bench.life.order(&order), second.order(&order));
        bench.scene.is_alive(&one?.done()?)?;
        bench.scene.is_alive(&other?.done()?)?;
        once(&bench, before).await?;
    }
    second.bury().await?;
    bench.kept().await
}

async fn thirty_callers() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    let before = bench.scene.counts().await?.refreshes;
    let order = Order::CopyTogether { apps: vec![bench.entry.app; 30] };
    let answers = bench.life.order(&order).await?.done()?;
    let answers = answers.as_array().ok_or("no answers")?;
    for answer in answers {
        bench.scene.is_alive(&answer["value"])?;
    }
    if answers.len() != 30 {
        return Err("not everybody was answered".into());
    }
    once(&bench, before).await?;
    bench.kept().await
}

async fn lock_left_behind() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    bench.fault(FaultOrder { ms: Some(500), ..FaultOrder::once("limits", FaultName::Slow) })?;
    bench.life.tell(&Order::Copy { app: bench.entry.app }).await?;
    // A token that is looked at is looked at with the lock held.
    bench.has_struck("slow").await?;
    kill(&mut bench.life).await?;
    bench.then_live().await?;
    let watch = Stopwatch::start();
    bench.copy().await?.done()?;
    let waited = watch.read();
    if waited > Duration::from_secs(2) {
        return Err(format!("the lock of the dead was waited for: {waited:?}").into());
    }
    bench.kept().await
}

async fn update() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    bench.fault(FaultOrder { ms: Some(800), ..of_refresh(FaultName::Slow) })?;
    let before = bench.scene.counts().await?.refreshes;
    bench.life.tell(&Order::Copy { app: bench.entry.app }).await?;
    bench.has_struck("slow").await?;
    let mut new = bench.scene.live().await?;
    new.order(&Order::Upkeep).await?.done()?;
    let copied = bench.scene.copy(&mut new, &bench.entry).await?.done()?;
    bench.scene.is_alive(&copied)?;
    bench.life.hear().await?.done()?;
    once(&bench, before).await?;
    bench.look_at_the_list().await?;
    std::mem::replace(&mut bench.life, new).bury().await?;
    bench.kept().await
}

async fn once(bench: &Bench, before: u64) -> Result<(), Failed> {
    let refreshes = bench.scene.counts().await?.refreshes - before;
    if refreshes == 1 { Ok(()) } else { Err(format!("{refreshes} refreshes instead of one").into()) }
}

async fn kill(life: &mut Life) -> Result<(), Failed> {
    let pid = life.pid().ok_or("it has ended already")?;
    Command::new("kill").args(["-KILL".to_owned(), pid.to_string()]).status().await?;
    match life.hear().await? {
        Answer::Died(_) => Ok(()),
        other => Err(format!("it lives: {other:?}").into()),
    }
}
