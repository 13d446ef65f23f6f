//! The harness itself: it must fail where a line is not what the recipe says.

#![expect(clippy::expect_used, reason = "a test that cannot go on should stop")]

use std::process::{Command, Output};

fn recipes(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_recipes")).args(arguments).output().expect("the harness runs")
}

/// Each recipe with what is said when somebody has read a line of it wrongly, one for each way. Whom an app lets in cannot
/// be told from a permission set that is missing: then Salesforce's own words stand there, and no line is refuted.
const MISREAD: [(&str, &[&str]); 5] = [
    ("rehearsal_tool", &["oauth.callbacks is refuted"]),
    ("api_integration", &["oauth.callbacks is refuted"]),
    ("production_integration", &["user is not admin approved"]),
    ("lightning_out", &["oauth.callbacks is refuted", "oauth.scope.lightning is refuted"]),
    ("client_credentials", &["policies.run_as is refuted"]),
];

#[test]
fn a_line_that_is_read_wrongly_is_a_failure_and_is_named() {
    for (recipe, said_of) in MISREAD {
        let run = recipes(&["--break", recipe]);
        let said = String::from_utf8_lossy(&run.stdout);
        assert_eq!(run.status.code(), Some(1), "{said}");
        assert!(said.contains(&format!(" {} wrong", said_of.len())), "the others are as they were: {said}");
        let wrong: Vec<_> = said.lines().filter(|line| line.contains("WRONG")).collect();
        assert_eq!(wrong.len(), said_of.len(), "{said}");
        for (wrong, expected) in wrong.into_iter().zip(said_of) {
            assert!(wrong.starts_with(recipe) && wrong.contains(expected), "{wrong}");
        }
    }
}

#[test]
fn a_recipe_that_there_is_not_cannot_be_broken() {
    for arguments in [&["--break", "soup"][..], &["--break"], &["--brake", "rehearsal_tool"]] {
        assert_eq!(recipes(arguments).status.code(), Some(1), "{arguments:?}");
    }
}
