//! F66–F75: switches and clocks that move, sleep, and a shutdown in the middle.

use std::time::Duration;

use practice_org::{FaultName, FaultOrder, Selection, SwitchChange};
use tokio::process::Command;

use super::Case;
use super::bench::{Bench, of_refresh};
use crate::Failed;
use crate::chance::Chance;
use crate::life::Answer;
use crate::orders::Order;

const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;

pub(super) const CASES: &[Case] = &[
    Case { id: "F66", what: "rotation is switched on in the middle", run: || Box::pin(rotation_comes()) },
    Case { id: "F67", what: "an admin has revoked the app's sign-ins", run: || Box::pin(revoked()) },
    Case { id: "F68", what: "a sixth approval has ended ours", run: || Box::pin(sixth()) },
    Case { id: "F69", what: "the clock jumps a day ahead", run: || Box::pin(jumps(DAY)) },
    Case { id: "F70", what: "the clock jumps a day back", run: || Box::pin(jumps(-DAY)) },
    Case {
        id: "F71",
        what: "the clock jumps an hour ahead while a refresh is under way",
        run: || Box::pin(jumps_under_way(HOUR)),
    },
    Case {
        id: "F71b",
        what: "the clock jumps an hour back while a refresh is under way",
        run: || Box::pin(jumps_under_way(-HOUR)),
    },
    Case { id: "F72", what: "the computer sleeps while a refresh is under way", run: || Box::pin(sleeps()) },
    Case { id: "F73", what: "it wakes without a network", run: || Box::pin(no_network()) },
    Case { id: "F74", what: "it is shut down in the middle, twelve times", run: || Box::pin(shut_down()) },
    Case { id: "F75", what: "thirty-one days of nothing", run: || Box::pin(idle()) },
];

async fn rotation_comes() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    let rotation = |on| SwitchChange { refresh_token_rotation: Some(on), ..SwitchChange::default() };
    bench.scene.practice.switch(&bench.entry.key, rotation(false))?;
    bench.copy().await?.done()?;
    bench.scene.expire(&mut bench.life).await?;
    bench.scene.practice.switch(&bench.entry.key, rotation(true))?;
    bench.copy().await?.done()?;
    bench.start_again().await?;
    bench.kept().await
}

async fn revoked() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    let app = Selection { consumer_key: Some(bench.entry.key.clone()), username: None };
    bench.scene.practice.revoke_grants(&app);
    bench.needs_a_person().await?;
    bench.start_again().await?;
    bench.needs_a_person().await?;
    bench.signs_in_again(0, "the entry was kept, and a person signed in").await
}

async fn sixth() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    let mut others = Vec::new();
    for number in 0..5 {
        let (org, role, name) = (bench.entry.org, bench.entry.role, format!("Another {number}"));
        let entry = bench.scene.add_app(&mut bench.life, org, role, &name).await?;
        bench.scene.sign_in(&mut bench.life, &entry).await?.done()?;
        others.push(entry);
    }
    bench.needs_a_person().await?;
    // The other five are not touched by that.
    for other in &others {
        bench.scene.renews(&mut bench.life, other).await?;
    }
    bench.signs_in_again(0, "only ours ended, and a person signed in").await
}

async fn jumps(seconds: i64) -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    bench.life.order(&Order::Advance { seconds }).await?.done()?;
    bench.scene.setup.ahead_seconds += seconds;
    bench.copy().await?.done()?;
    bench.start_again().await?;
    // Whatever the clock says, a token that has died must not be handed out for long.
    bench.scene.practice.expire_tokens(&Selection::default());
    bench.life.order(&Order::Advance { seconds: -seconds }).await?.done()?;
    bench.scene.setup.ahead_seconds -= seconds;
    bench.kept().await
}

/// The child's own clock leaps when the head of the answer is there; Salesforce's goes its own way meanwhile.
async fn jumps_under_way(seconds: i64) -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    let point = "token.sent".to_owned();
    bench.life.order(&Order::AdvanceAt { point, seconds }).await?.done()?;
    bench.fault(FaultOrder { ms: Some(700), ..of_refresh(FaultName::Slow) })?;
    bench.life.tell(&Order::Copy { app: bench.entry.app }).await?;
    bench.has_struck("slow").await?;
    bench.scene.practice.advance(Duration::from_secs(u64::try_from(HOUR)?))?;
    let copied = bench.life.hear().await?.done()?;
    bench.scene.is_alive(&copied)?;
    bench.scene.setup.ahead_seconds += seconds;
    bench.kept().await
}

async fn sleeps() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    bench.fault(FaultOrder { ms: Some(500), ..of_refresh(FaultName::Slow) })?;
    bench.life.tell(&Order::Copy { app: bench.entry.app }).await?;
    bench.has_struck("slow").await?;
    signal(&bench, "STOP").await?;
    tokio::time::sleep(Duration::from_secs(3)).await;
    signal(&bench, "CONT").await?;
    let copied = bench.life.hear().await?.done()?;
    bench.scene.is_alive(&copied)?;
    // Asleep it shows no list; that time does not count.
    bench.life.order(&Order::Latency).await?.done()?;
    bench.kept().await
}

async fn no_network() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    let way = std::mem::replace(&mut bench.scene.setup.proxy, "http://127.0.0.1:9".to_owned());
    bench.start_again().await?;
    for _ in 0..3 {
        bench.refuses(&["proxy_unreachable"]).await?;
    }
    bench.scene.setup.proxy = way;
    bench.start_again().await?;
    bench.kept().await
}

async fn shut_down() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    let (mut chance, mut lost) = (Chance::of(74), 0);
    for _ in 0..12 {
        bench.scene.expire(&mut bench.life).await?;
        let before = bench.scene.counts().await?.refreshes;
        bench.life.tell(&Order::Copy { app: bench.entry.app }).await?;
        // A refresh takes about so long: before it, in it, and after it.
        tokio::time::sleep(Duration::from_micros(chance.below(60_000))).await;
        signal(&bench, "TERM").await?;
        let mut was_told = false;
        loop {
            match bench.life.hear().await? {
                Answer::Died(_) => break,
                answer => was_told |= matches!(answer, Answer::Done(_)),
            }
        }
        let committed = bench.scene.counts().await?.refreshes;
        bench.then_live().await?;
        let copied = bench.copy().await?;
        if copied.needs_a_person() {
            // Only what Salesforce had decided, and nobody had been told, was nobody's to keep.
            if committed == before || was_told {
                return Err("it was lost without need".into());
            }
            if bench.scene.counts().await?.refreshes > committed {
                return Err("it was lost after the next start".into());
            }
            lost += 1;
            bench.scene.sign_in(&mut bench.life, &bench.entry).await?.done()?;
        } else {
            copied.done()?;
        }
        if bench.scene.counts().await?.replays > lost {
            return Err("a spent token was shown, and it was not the one attempt after a loss".into());
        }
    }
    let words = format!("kept, but for {lost} in the one window that nobody can close");
    bench.signs_in_again(lost, &words).await
}

async fn idle() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    let month = 31 * DAY;
    bench.scene.practice.advance(Duration::from_secs(31 * 24 * 60 * 60))?;
    bench.scene.setup.ahead_seconds += month;
    bench.start_again().await?;
    bench.copy().await?.done()?;
    bench.kept().await
}

async fn signal(bench: &Bench, name: &str) -> Result<(), Failed> {
    let pid = bench.life.pid().ok_or("it has ended already")?;
    Command::new("kill").args([format!("-{name}"), pid.to_string()]).status().await?;
    Ok(())
}
