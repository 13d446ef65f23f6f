//! `recipes [--break RECIPE]`: every way of every recipe, from its first line to a token and a request with it.
//!
//! Each is gone twice, each time in a fresh practice org: by a person who puts the guide's lines into Setup, and by a
//! deployment. What must come of it stands in tables of this program's own, not in the recipes. Then recipe files with a
//! mistake each are shown to the core. `--break RECIPE` has the person read one line of that recipe wrongly, and must fail.

mod call;
mod clock;
mod coverage;
mod deploy;
mod follow;
mod hands;
mod made;
mod mistakes;
mod page;
mod person;
mod port;
mod proof;
mod report;
mod stand;
mod ways;
mod words;

use std::process::ExitCode;
use std::time::Duration;

use tokio::time::timeout;

use follow::Follower;
use port::OurPort;
use proof::Lines;
use report::{Tally, line};
use stand::Stand;
use ways::Way;

/// Why a step failed.
type Failed = Box<dyn std::error::Error + Send + Sync>;

/// How long one way may take.
const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match Box::pin(run(&arguments)).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failed) => {
            line(&format!("recipes: {failed}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &[String]) -> Result<bool, Failed> {
    let broken = broken(arguments)?;
    let _port = OurPort::wait().await?;
    let mut tally = Tally::default();
    for way in ways::ALL {
        let is_misread = broken == Some(way.recipe);
        tally.in_setup(way, bounded(Box::pin(in_setup(way, is_misread))).await);
    }
    // A deployment reads no line: with one that is read wrongly there is nothing to see in it.
    for way in ways::ALL.iter().filter(|_| broken.is_none()) {
        tally.deployed(way, bounded(Box::pin(deploy::deploy(way))).await);
    }
    let (refused, wrong) = mistakes::refused()?;
    tally.mistakes(refused, wrong);
    for excuse in coverage::excuses() {
        line(&excuse);
    }
    for wrong in words::spelt_otherwise().into_iter().chain(coverage::gaps().await?) {
        tally.wrong(&wrong);
    }
    Ok(tally.conclude())
}

/// A person follows the guide in Setup, and then it is proven.
async fn in_setup(way: &'static Way, is_misread: bool) -> Result<String, Failed> {
    let stand = Stand::open(way).await?;
    let guide = stand.begin(way).await?;
    let mut hands = stand.in_setup().await?;
    hands.find(way.ships);
    let misread = is_misread.then_some(&way.misread);
    Follower { stand: &stand, guide, hands, misread }.go().await?;
    let proven = proof::prove(&stand, way, guide, &Lines::OfASignIn).await?;
    let compared = made::compared(&stand, way)?;
    Ok(format!("{proven} · {compared} switches as they must be"))
}

async fn bounded(going: impl Future<Output = Result<String, Failed>>) -> Result<String, Failed> {
    timeout(PATIENCE, going).await.unwrap_or_else(|_| Err("it does not come to an end".into()))
}

/// The recipe of which a line is to be read wrongly.
fn broken(arguments: &[String]) -> Result<Option<&'static str>, Failed> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        [] => Ok(None),
        ["--break", recipe] => {
            let known = ways::ALL.iter().find(|way| way.recipe == *recipe).map(|way| way.recipe);
            Ok(Some(known.ok_or_else(|| format!("--break: there is no recipe {recipe}"))?))
        }
        _ => Err("usage: recipes [--break RECIPE]".into()),
    }
}
