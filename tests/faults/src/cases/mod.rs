//! The faults of reliability: each breaks one thing that the core stands on, and looks at what is left.
//!
//! Survived means: no panic, no secret in any message, every entry kept, no spent token shown, and the next normal action
//! works. A case that needs another system is listed with its reason, and not counted.

mod answers;
mod bench;
mod files;
mod keychain;
mod keychain_items;
mod keychain_prompts;
mod listener;
mod network;
mod not_here;
mod processes;
mod rights;
mod route;
mod sqlite;
mod time;

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::pin::Pin;
use std::time::Duration;

use tokio::time::timeout;

use crate::Failed;
use crate::report::{line, seconds};
use crate::stopwatch::Stopwatch;

/// The numbers of the list of faults that are this harness's; the others are the clipboard's and the desktop's.
const NUMBERS: [RangeInclusive<u8>; 1] = [1..=90];
/// A case that takes longer is lost.
const PATIENCE: Duration = Duration::from_secs(300);

/// What came of all of them.
#[derive(Clone, Debug, Default)]
pub struct Total {
    /// Cases that were survived.
    pub survived: u64,
    /// Cases that were not.
    pub lost: u64,
    covered: BTreeSet<u8>,
    absent: BTreeSet<u8>,
}

impl Total {
    /// How many of the numbers the cases that ran stand for, if any did: one number may be several cases.
    pub fn coverage(&self) -> Option<String> {
        let all = NUMBERS.into_iter().map(Iterator::count).sum::<usize>();
        let (covered, absent) = (self.covered.len(), self.absent.len());
        let words = "numbers F01–F90 were tried";
        let told = format!("{covered} of the {all} {words}, of {absent} it is said why not");
        (covered + absent > 0).then_some(told)
    }

    fn and(mut self, other: Self) -> Self {
        self.survived += other.survived;
        self.lost += other.lost;
        self.covered.extend(other.covered);
        self
    }
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

/// One person is on the desktop: what asks them is asked one after the other.
const WAITING: [&[Case]; 4] = [keychain_prompts::CASES, keychain::SLOW, network::SLOW, route::SLOW];
const OTHERS: [&[Case]; 11] = [
    keychain::CASES,
    keychain_items::CASES,
    files::CASES,
    rights::CASES,
    sqlite::CASES,
    route::CASES,
    network::CASES,
    answers::CASES,
    time::CASES,
    processes::CASES,
    listener::CASES,
];

/// Whether there is a case of this name, or a reason why there is none.
pub fn knows(id: &str) -> bool {
    let absent = not_here::all().unwrap_or_default();
    every().any(|case| case.id == id) || absent.iter().any(|absent| absent.id == id)
}

fn every() -> impl Iterator<Item = &'static Case> {
    WAITING.into_iter().chain(OTHERS).flatten()
}

/// Runs every case that is wanted: those that mostly wait, and beside them the others.
pub async fn everything(is_wanted: impl Fn(&str) -> bool) -> Result<Total, Failed> {
    let wanted = |groups: &[&'static [Case]]| -> Vec<&'static Case> {
        groups.iter().flat_map(|group| group.iter()).filter(|case| is_wanted(case.id)).collect()
    };
    let (waiting, others) = (in_turn(wanted(&WAITING)), in_turn(wanted(&OTHERS)));
    let (waiting, others) = tokio::join!(tokio::spawn(waiting), tokio::spawn(others));
    let mut total = waiting?.and(others?);
    for absent in not_here::all()?.iter().filter(|absent| is_wanted(&absent.id)) {
        line(&format!("{} {} … not here: {}", absent.id, absent.what, absent.why));
        total.absent.extend(number(&absent.id));
    }
    Ok(total)
}

async fn in_turn(cases: Vec<&'static Case>) -> Total {
    let mut total = Total::default();
    for case in cases {
        let watch = Stopwatch::start();
        total.covered.extend(number(case.id));
        let outcome = timeout(PATIENCE, (case.run)()).await;
        let outcome = outcome.unwrap_or_else(|_| Err("it did not end in five minutes".into()));
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

/// The number in the list of faults, without the letter of a variant.
fn number(id: &str) -> Option<u8> {
    id.strip_prefix('F')?.trim_end_matches(|letter: char| letter.is_ascii_lowercase()).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_is_tried_or_has_a_reason_and_never_both() {
        let absent = not_here::all().expect("the list");
        let names: Vec<&str> = every().map(|case| case.id).chain(absent.iter().map(|row| &*row.id)).collect();
        assert_eq!(
            names.iter().collect::<BTreeSet<_>>().len(),
            names.len(),
            "a name is there twice: {names:?}"
        );
        let tried: BTreeSet<u8> = every().filter_map(|case| number(case.id)).collect();
        let absent: BTreeSet<u8> = absent.iter().filter_map(|row| number(&row.id)).collect();
        assert_eq!(tried.intersection(&absent).collect::<Vec<_>>(), Vec::<&u8>::new());
        let all: BTreeSet<u8> = NUMBERS.into_iter().flatten().collect();
        assert_eq!(tried.union(&absent).copied().collect::<BTreeSet<_>>(), all);
    }

    #[test]
    fn what_is_asked_for_by_name_must_be_there() {
        assert!(knows("F07b") && knows("F12"));
        assert!(!knows("F07z") && !knows("F95") && !knows(""));
    }
}
