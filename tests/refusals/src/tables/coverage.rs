//! Whether the tables leave anything out: of the catalogue's rows, and of what the practice org can cause.

use std::collections::HashSet;

use practice_org::Practice;

use crate::tables::{Case, Way};

/// Rows without a code: an answer in HTML, an address that is no more, a setting of an API that is never asked.
const WITHOUT_A_CODE: [&str; 3] = ["T25", "R11", "R12"];

/// Rows that the practice org can cause, but not for Keyperch: it never asks so.
const NEVER_ASKED_SO: [(&str, &str); 10] = [
    ("A3", "a request without a callback"),
    ("A4", "a request without PKCE"),
    ("A13", "immediate=true"),
    ("A15", "another method, or the out-of-band address"),
    ("T13", "client credentials at a login host: no entry can be made for that"),
    ("T16", "a scope at the token endpoint"),
    ("T23", "another callback with the code than before it"),
    ("R6", "apps that the user may not see: no copy and no check asks for them"),
    ("R8", "a version of the API that no org has"),
    ("R10", "a link that logs in, with a token that cannot give one"),
];

/// What is left out.
pub(crate) fn gaps(cases: &[Case], practice: &Practice) -> Vec<String> {
    let numbered = |letter: char, last: u32| (1..=last).map(move |number| format!("{letter}{number}"));
    let rows = numbered('A', 20).chain(numbered('T', 27)).chain(numbered('R', 12));
    let tried: HashSet<&str> = cases.iter().map(|case| case.row).collect();
    let untried = rows.filter(|row| !tried.contains(row.as_str()) && !WITHOUT_A_CODE.contains(&row.as_str()));
    let is_caused = |case: &&Case| matches!(case.way, Way::Caused(..));
    let caused: HashSet<&str> = cases.iter().filter(is_caused).map(|case| case.row).collect();
    let excused =
        |row: &str| WITHOUT_A_CODE.contains(&row) || NEVER_ASKED_SO.iter().any(|(never, _)| *never == row);
    let could =
        practice.rows().into_iter().filter(|could| !caused.contains(could.row) && !excused(could.row));
    let mut gaps: Vec<String> = untried.map(|row| format!("{row} is not tried")).collect();
    gaps.extend(
        could.map(|could| format!("{} is only replayed, and can be caused: {}", could.row, could.cause)),
    );
    gaps
}

/// Why some rows are replayed, to be read beside the count.
pub(crate) fn never_asked() -> String {
    let reasons: Vec<String> = NEVER_ASKED_SO.iter().map(|(row, why)| format!("{row} ({why})")).collect();
    format!("not caused, because Keyperch never asks so: {}", reasons.join(", "))
}
