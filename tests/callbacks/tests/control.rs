//! The harness itself: it must fail where what it expects is not what happens.

#![expect(clippy::expect_used, reason = "a test that cannot go on should stop")]

use std::process::{Command, Output};

fn callbacks(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_callbacks")).args(arguments).output().expect("the harness runs")
}

#[test]
fn a_wrong_expectation_is_a_failure_and_is_named() {
    let run = callbacks(&["--break", "20"]);
    let said = String::from_utf8_lossy(&run.stdout);
    assert_eq!(run.status.code(), Some(1), "{said}");
    assert!(said.contains("79 of 80 as expected"), "the other 79 are as they were: {said}");
    let wrong: Vec<_> = said.lines().filter(|line| line.contains("WRONG")).collect();
    assert!(
        !wrong.is_empty() && wrong.iter().all(|line| line.contains("ignored, not ends this attempt")),
        "{said}"
    );
}

#[test]
fn an_input_that_there_is_not_cannot_be_broken() {
    for arguments in [&["--break", "0"][..], &["--break", "81"], &["--break"], &["--brake", "1"]] {
        assert_eq!(callbacks(arguments).status.code(), Some(1), "{arguments:?}");
    }
}
