//! What is printed: one line for each case, and the line that counts them.

use std::io::Write;

use serde::Serialize;

use keyperch_core::model::refusal::Refusal;

use crate::Failed;
use crate::tables::{Case, Leads, Way};

/// What came of a case.
pub(crate) enum Found {
    /// Keyperch was refused, and says so.
    Refused(Refusal),
    /// It was refused, and went on by itself.
    WentOn,
}

/// A line on standard output; nobody to read it is no failure.
pub(crate) fn line(text: &str) {
    let mut out = std::io::stdout().lock();
    let _nobody = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// The counts.
#[derive(Default)]
pub(crate) struct Tally {
    arisen: usize,
    replayed: usize,
    wrong: usize,
}

impl Tally {
    /// Counts a case, and prints its line.
    pub(crate) fn count(&mut self, case: &Case, found: Result<Found, Failed>) {
        let how = match case.way {
            Way::Caused(..) => {
                self.arisen += 1;
                "arisen"
            }
            Way::Replayed => {
                self.replayed += 1;
                "replayed"
            }
        };
        let begin = format!("{:4}{:19}{how:9}", case.row, word(case.stage));
        let (seen, is_right) = match found {
            Ok(found) => (shown(&found), matches(case, &found)),
            Err(failed) => (failed.to_string(), false),
        };
        if is_right {
            line(&format!("{begin}{seen}"));
        } else {
            self.wrong += 1;
            line(&format!("{begin}WRONG: {seen}; expected {} {}", case.code, expected(case.leads)));
        }
    }

    /// Prints the last line; whether nothing was wrong, and nothing left out.
    pub(crate) fn conclude(&self, gaps: usize) -> bool {
        let wrong = self.wrong + gaps;
        line(&format!("{} arisen, {} replayed, {wrong} wrong", self.arisen, self.replayed));
        wrong == 0
    }
}

/// Code as Salesforce said it, meaning, first cause, Setup page and value.
fn shown(found: &Found) -> String {
    let Found::Refused(refusal) = found else { return "goes on by itself".to_owned() };
    let first = refusal.causes.first();
    let parts = [
        format!("{} \"{}\" →", refusal.error, refusal.description),
        refusal.meaning.map_or_else(|| "unknown".to_owned(), word),
        "·".to_owned(),
        first.map_or_else(|| "no cause".to_owned(), |first| word(first.cause)),
        "·".to_owned(),
        first.and_then(|first| first.page).map_or_else(|| "nothing in Setup".to_owned(), word),
        first.and_then(|first| first.value).map_or_else(String::new, |value| format!("({})", word(value))),
    ];
    parts.join(" ").trim_end().to_owned()
}

fn expected(leads: Leads) -> String {
    match leads {
        Leads::On => "goes on by itself".to_owned(),
        Leads::To { meaning, cause, page, value } => {
            let page = page.map_or_else(|| "nothing in Setup".to_owned(), word);
            let value = value.map_or_else(String::new, |value| format!(" ({})", word(value)));
            format!("→ {} · {} · {page}{value}", word(meaning), word(cause))
        }
    }
}

fn matches(case: &Case, found: &Found) -> bool {
    match (case.leads, found) {
        (Leads::On, Found::WentOn) => true,
        (Leads::To { meaning, cause, page, value }, Found::Refused(refusal)) => {
            let first = refusal.causes.first();
            let leads = first.map(|first| (first.cause, first.page, first.value));
            refusal.error == case.code
                && refusal.description.contains(case.says)
                && refusal.stage == case.stage
                && refusal.meaning == Some(meaning)
                && leads == Some((cause, page, value))
                && refusal.sure.is_some()
        }
        _ => false,
    }
}

/// As the window and the catalogue write it.
fn word(value: impl Serialize) -> String {
    let written = serde_json::to_value(value).unwrap_or_default();
    written.as_str().unwrap_or("?").to_owned()
}
