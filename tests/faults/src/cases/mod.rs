//! The faults of reliability: each breaks one thing that the core stands on, and looks at what is left.
//!
//! Survived means: no panic, no secret in any message, every entry kept, no spent token shown, and the next normal action
//! works. A case that needs another system is listed with its reason, and not counted.

mod bench;
mod files;
mod keychain;
mod keychain_items;
mod keychain_prompts;
mod network;
mod not_here;
mod processes;
mod sqlite;
mod time;

use std::pin::Pin;

use crate::Failed;
use crate::report::{line, seconds};
use crate::stopwatch::Stopwatch;

/// What came of all of them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Total {
    /// Cases that were survived.
    pub survived: u64,
    /// Cases that were not.
    pub lost: u64,
}

/// A case that runs; what it says is how it ended.
type Running = Pin<Box<dyn Future<Output = Result<String, Failed>> + Send>>;

/// One case.
struct Case {
    /// Its number in the list of faults.
    id: &'static str,
    /// What is broken, in words.
    what: &'static str,
    run: fn() -> Running,
}

/// Runs every case that is wanted: those that mostly wait, and beside them the others.
pub async fn everything(is_wanted: impl Fn(&str) -> bool) -> Result<Total, Failed> {
    let wanted = |groups: &[&'static [Case]]| -> Vec<&'static Case> {
        let cases = groups.iter().flat_map(|group| group.iter());
        cases.filter(|case| is_wanted(case.id)).collect()
    };
    // One person is on the desktop: what asks them is asked one after the other.
    let waiting = wanted(&[keychain_prompts::CASES, keychain::SLOW, network::SLOW]);
    let others = wanted(&[
        keychain::CASES,
        keychain_items::CASES,
        files::CASES,
        sqlite::CASES,
        network::CASES,
        time::CASES,
        processes::CASES,
    ]);
    let (waiting, others) = tokio::join!(tokio::spawn(in_turn(waiting)), tokio::spawn(in_turn(others)));
    let (waiting, others) = (waiting?, others?);
    for absent in not_here::all()?.iter().filter(|absent| is_wanted(&absent.id)) {
        line(&format!("{} {} … not here: {}", absent.id, absent.what, absent.why));
    }
    Ok(Total { survived: waiting.survived + others.survived, lost: waiting.lost + others.lost })
}

async fn in_turn(cases: Vec<&'static Case>) -> Total {
    let mut total = Total::default();
    for case in cases {
        let watch = Stopwatch::start();
        let outcome = (case.run)().await;
        let took = seconds(watch.read());
        match outcome {
            Ok(words) => {
                total.survived += 1;
                line(&format!("{} {} … {words} ({took})", case.id, case.what));
            }
            Err(why) => {
                total.lost += 1;
                line(&format!("{} {} … LOST: {why} ({took})", case.id, case.what));
            }
        }
    }
    total
}
