//! The harness itself: it must fail where a line is not what the recipe says.

#![expect(clippy::expect_used, reason = "a test that cannot go on should stop")]

use std::process::{Command, Output};

fn recipes(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_recipes")).args(arguments).output().expect("the harness runs")
}

/// Each recipe with the lines that are refuted when somebody has read one of it wrongly, one for each way.
const MISREAD: [(&str, &[&str]); 5] = [
    ("rehearsal_tool", &["oauth.callbacks"]),
    ("api_integration", &["oauth.callbacks"]),
    ("production_integration", &["policies.permitted_users"]),
    ("lightning_out", &["oauth.callbacks", "oauth.scope.lightning"]),
    ("client_credentials", &["policies.run_as"]),
];

#[test]
fn a_line_that_is_read_wrongly_is_a_failure_and_is_named() {
    for (recipe, lines) in MISREAD {
        let run = recipes(&["--break", recipe]);
        let said = String::from_utf8_lossy(&run.stdout);
        assert_eq!(run.status.code(), Some(1), "{said}");
        assert!(said.contains(&format!(" {} wrong", lines.len())), "the others are as they were: {said}");
        let wrong: Vec<_> = said.lines().filter(|line| line.contains("WRONG")).collect();
        assert_eq!(wrong.len(), lines.len(), "{said}");
        for (wrong, line) in wrong.into_iter().zip(lines) {
            assert!(wrong.starts_with(recipe) && wrong.contains(&format!("{line} is refuted")), "{wrong}");
        }
    }
}

#[test]
fn a_recipe_that_there_is_not_cannot_be_broken() {
    for arguments in [&["--break", "soup"][..], &["--break"], &["--brake", "rehearsal_tool"]] {
        assert_eq!(recipes(arguments).status.code(), Some(1), "{arguments:?}");
    }
}
