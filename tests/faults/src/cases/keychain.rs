//! F04–F08 and F23, and a frozen one: the keychain is not there, goes away, comes back, or is slow.

use std::time::Duration;

use super::Case;
use super::bench::Bench;
use crate::Failed;
use crate::bus_proxy::BusProxy;
use crate::keyring::Start;
use crate::life::Life;
use crate::orders::Order;
use crate::scene::{Role, Scene};

pub(super) const CASES: &[Case] = &[
    Case { id: "F04", what: "no Secret Service", run: || Box::pin(absent(Lack::Service)) },
    Case { id: "F05", what: "no session bus", run: || Box::pin(absent(Lack::Bus)) },
    Case { id: "F06", what: "no default collection", run: || Box::pin(absent(Lack::Collection)) },
    Case { id: "F07", what: "the service dies between read and write", run: || Box::pin(dies_in_between(1)) },
    Case {
        id: "F07c",
        what: "the service dies when the answer is to be kept",
        run: || Box::pin(dies_in_between(2)),
    },
    Case { id: "F07b", what: "the connection is cut in a write", run: || Box::pin(cut_in_a_write()) },
    Case { id: "F08", what: "the service is restarted", run: || Box::pin(restarted()) },
    Case { id: "F08b", what: "the service freezes, and thaws", run: || Box::pin(frozen()) },
];

/// Those that wait.
pub(super) const SLOW: &[Case] = &[
    Case { id: "F23", what: "an answer that takes ten seconds", run: || Box::pin(slow(false)) },
    Case {
        id: "F23b",
        what: "a write that takes ten seconds, after Salesforce has answered",
        run: || Box::pin(slow(true)),
    },
];

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Lack {
    Bus,
    Service,
    Collection,
}

/// Nothing can be kept: it is said what is lacking, nothing is half added, and it works once the keychain is there.
async fn absent(lack: Lack) -> Result<String, Failed> {
    let mut scene = Scene::without_keychain().await?;
    let word = match lack {
        Lack::Bus => {
            scene.surroundings.bus = format!("unix:path={}", scene.folder.join("nobody").display());
            "bus"
        }
        Lack::Service => "service",
        Lack::Collection => {
            scene.keyring.start(Start::AsItLies).await?;
            "collection"
        }
    };
    let mut life = scene.live().await?;
    let org = scene.add_org(&mut life, Role::UAT).await?;
    let app = scene.fields(Role::UAT, "Rehearsal Tool");
    let refused = life.order(&Order::AddApp { org, app }).await?;
    let told = match &refused {
        crate::life::Answer::Failed(failure) => failure["lacking"] == word,
        _ => false,
    };
    if refused.code() != Some("keychain_absent") || !told {
        return Err(format!("expected that {word} is lacking, got {refused:?}").into());
    }
    life.bury().await?;
    scene.keyring.kill()?;
    scene.keyring.start(Start::Unlocked).await?;
    scene.surroundings.bus = scene.keyring.address().to_owned();
    let mut life = scene.live().await?;
    life.order(&Order::Upkeep).await?.done()?;
    let entry = scene.add_app(&mut life, org, Role::UAT, "Rehearsal Tool").await?;
    scene.sign_in(&mut life, &entry).await?.done()?;
    scene.renews(&mut life, &entry).await?;
    let checked = life.order(&Order::SelfCheck).await?.done()?;
    life.bury().await?;
    if checked["orphans"] == 0 {
        Ok(format!("said that {word} is lacking; it works when it is there"))
    } else {
        Err(format!("something was half added: {checked}").into())
    }
}

/// A bench whose next child talks to the bus through a proxy.
async fn behind_a_proxy() -> Result<(Bench, BusProxy), Failed> {
    let mut bench = Bench::begin().await?;
    let proxy = BusProxy::begin(&bench.scene.keyring.socket()?, bench.scene.folder.join("p"))?;
    bench.scene.surroundings.bus = proxy.address();
    bench.start_again().await?;
    Ok((bench, proxy))
}

/// As of now the child asks the keychain itself again.
async fn without_the_proxy(bench: &mut Bench) -> Result<(), Failed> {
    bench.scene.surroundings.bus = bench.scene.keyring.address().to_owned();
    bench.start_again().await
}

/// Nothing may be spent by a refresh that cannot be kept; and if it is known only afterwards, it is kept in memory.
async fn dies_in_between(nth: u32) -> Result<String, Failed> {
    let (mut bench, proxy) = behind_a_proxy().await?;
    let before = bench.scene.counts().await?.refreshes;
    let mut write = proxy.ambush("SetSecret", nth);
    bench.life.tell(&Order::Copy { app: bench.entry.app }).await?;
    write.has_come().await?;
    bench.scene.keyring.kill()?;
    write.go_on();
    let answer = bench.life.hear().await?;
    if answer.needs_a_person() {
        return Err(format!("a person was asked for: {answer:?}").into());
    }
    bench.look_at_the_list().await?;
    let spent = bench.scene.counts().await?.refreshes - before;
    let held = bench.life.order(&Order::UpkeepView).await?.done()?["unsaved"].as_array().map_or(0, Vec::len);
    // The first write is the reservation: nothing has been sent. The second is the successor, which memory must hold.
    let expected = if nth == 1 { (0, 0) } else { (1, 1) };
    if (spent, held) != expected {
        return Err(format!("{spent} refreshes, and memory holds {held}").into());
    }
    bench.scene.keyring.start(Start::Unlocked).await?;
    // Whatever memory holds is written now; only then may the life end.
    saved(&mut bench.life).await?;
    without_the_proxy(&mut bench).await?;
    bench.kept().await
}

async fn cut_in_a_write() -> Result<String, Failed> {
    let (mut bench, proxy) = behind_a_proxy().await?;
    let mut write = proxy.ambush("SetSecret", 1);
    bench.life.tell(&Order::Copy { app: bench.entry.app }).await?;
    write.has_come().await?;
    drop(write);
    let answer = bench.life.hear().await?;
    if answer.needs_a_person() {
        return Err(format!("a person was asked for: {answer:?}").into());
    }
    saved(&mut bench.life).await?;
    without_the_proxy(&mut bench).await?;
    bench.kept().await
}

async fn restarted() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    bench.scene.keyring.kill()?;
    bench.scene.keyring.start(Start::Unlocked).await?;
    bench.copy().await?.done()?;
    bench.kept().await
}

async fn frozen() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    bench.scene.keyring.freeze()?;
    let refused = bench.refuses(&["keychain_frozen"]).await;
    bench.scene.keyring.thaw()?;
    refused?;
    bench.kept().await
}

/// Slow is not dead: an open keychain is waited for.
async fn slow(after_the_answer: bool) -> Result<String, Failed> {
    let (mut bench, proxy) = behind_a_proxy().await?;
    let mut held = if after_the_answer { proxy.ambush("SetSecret", 2) } else { proxy.ambush("GetSecret", 1) };
    bench.life.tell(&Order::Copy { app: bench.entry.app }).await?;
    held.has_come().await?;
    tokio::time::sleep(Duration::from_secs(10)).await;
    held.go_on();
    let copied = bench.life.hear().await?.done()?;
    bench.scene.is_alive(&copied)?;
    without_the_proxy(&mut bench).await?;
    bench.kept().await
}

/// Waits until nothing is held by memory alone.
pub(super) async fn saved(life: &mut Life) -> Result<(), Failed> {
    for _ in 0..200 {
        let upkeep = life.order(&Order::Upkeep).await?.done()?;
        if upkeep["unsaved"].as_array().is_none_or(Vec::is_empty) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Err("memory goes on holding what the keychain should have".into())
}
