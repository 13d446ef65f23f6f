//! F01–F03: the keychain is locked, and a person is asked. The person is xdotool, on the throw-away desktop.

use std::time::Duration;

use tokio::process::Command;

use super::Case;
use super::bench::Bench;
use crate::Failed;
use crate::keyring::PASSWORD;
use crate::life::Answer;
use crate::orders::Order;

pub(super) const CASES: &[Case] = &[
    Case { id: "F01", what: "locked at the start; the person unlocks it", run: || Box::pin(unlocked()) },
    Case { id: "F02", what: "the question is never answered", run: || Box::pin(unanswered()) },
    Case { id: "F03", what: "the question is dismissed", run: || Box::pin(dismissed()) },
];

async fn unlocked() -> Result<String, Failed> {
    let mut bench = locked().await?;
    bench.life.tell(&Order::Copy { app: bench.entry.app }).await?;
    answer(&["type", PASSWORD]).await?;
    let copied = bench.life.hear().await?.done()?;
    bench.scene.is_alive(&copied)?;
    bench.kept().await
}

async fn unanswered() -> Result<String, Failed> {
    let mut bench = locked().await?;
    let told = bench.refuses(&["keychain_locked"]).await?;
    says(&told, "unanswered")?;
    // The question still stands; a person who comes back answers it.
    answer(&["type", PASSWORD]).await?;
    let mut opened = bench.copy().await?;
    for _ in 0..20 {
        if matches!(opened, Answer::Done(_)) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
        opened = bench.copy().await?;
    }
    opened.done()?;
    bench.kept().await
}

async fn dismissed() -> Result<String, Failed> {
    let mut bench = locked().await?;
    bench.life.tell(&Order::Copy { app: bench.entry.app }).await?;
    answer(&["key", "Escape"]).await?;
    says(&bench.life.hear().await?, "dismissed")?;
    bench.life.tell(&Order::Copy { app: bench.entry.app }).await?;
    answer(&["type", PASSWORD]).await?;
    bench.life.hear().await?.done()?;
    bench.kept().await
}

/// A new child before a locked keychain.
async fn locked() -> Result<Bench, Failed> {
    let mut bench = Bench::begin().await?;
    bench.scene.keyring.service()?.lock()?;
    bench.start_again().await?;
    Ok(bench)
}

fn says(told: &Answer, prompt: &str) -> Result<(), Failed> {
    match told {
        Answer::Failed(failure) if failure["code"] == "keychain_locked" && failure["prompt"] == prompt => {
            Ok(())
        }
        other => Err(format!("expected a question that is {prompt}, got {other:?}").into()),
    }
}

/// Answers the desktop's question, once it is on the screen.
async fn answer(keys: &[&str]) -> Result<(), Failed> {
    let window = [
        "search",
        "--sync",
        "--onlyvisible",
        "--name",
        "Unlock|Authentication|keyring",
        "windowfocus",
        "--sync",
    ];
    let searching = Command::new("xdotool").args(window).kill_on_drop(true).output();
    let found = tokio::time::timeout(Duration::from_secs(30), searching).await;
    if !found.map_err(|_| "nobody was asked")??.status.success() {
        return Err("nobody was asked: run under the throw-away desktop".into());
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    let mut pressed = vec![keys];
    if keys[0] == "type" {
        pressed.push(&["key", "Return"]);
    }
    for keys in pressed {
        Command::new("xdotool").args(keys).status().await?;
    }
    Ok(())
}
