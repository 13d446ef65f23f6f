//! The harness itself: it must fail where what it expects is not what happens.

#![expect(clippy::expect_used, reason = "a test that cannot go on should stop")]

use std::process::{Command, Output};

fn refusals(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_refusals")).args(arguments).output().expect("the harness runs")
}

/// One row that is caused in the browser, and one that is caused without a person in two ways.
#[test]
fn a_wrong_expectation_is_a_failure_and_is_named() {
    for (row, cases) in [("A2", 1), ("T14", 2)] {
        let run = refusals(&["--break", row]);
        let said = String::from_utf8_lossy(&run.stdout);
        assert_eq!(run.status.code(), Some(1), "{said}");
        assert!(said.contains(&format!("{cases} wrong")), "the others are as they were: {said}");
        let wrong: Vec<_> = said.lines().filter(|line| line.contains("WRONG")).collect();
        assert_eq!(wrong.len(), cases, "{said}");
        assert!(wrong.iter().all(|line| line.starts_with(row)), "{said}");
    }
}

#[test]
fn a_row_that_there_is_not_cannot_be_broken() {
    for arguments in [&["--break", "A21"][..], &["--break", "T25"], &["--break"], &["--brake", "A1"]] {
        assert_eq!(refusals(arguments).status.code(), Some(1), "{arguments:?}");
    }
}
