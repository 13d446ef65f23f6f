//! The doors between window and program: commands, permissions and the window's calls are one set.

use std::collections::BTreeSet;

use super::holds;
use super::source::{Source, below};

fn sources() -> Vec<Source> {
    [
        below("src-tauri/app", &[".rs"]),
        below("src-tauri/permissions", &[".toml"]),
        below("ui/src", &["api.ts"]),
    ]
    .concat()
}

#[test]
fn commands_permissions_and_calls_are_one_set() {
    let planted = [
        Source::planted(
            "src-tauri/app/commands/bad.rs",
            "#[tauri::command]\npub(crate) async fn reveal_secret() {}",
        ),
        Source::planted(
            "src-tauri/permissions/bad.toml",
            "[[permission]]\ncommands.allow = [\n  \"reveal_secret\",\n]",
        ),
        Source::planted("ui/src/api.ts", "call(\"reveal_secret\")"),
    ];
    holds("commands, permissions and calls are one set", uneven_doors, &sources(), &planted);
}

fn uneven_doors(sources: &[Source]) -> Vec<String> {
    let of = |folder: &'static str| sources.iter().filter(move |source| source.path.starts_with(folder));
    let defined: BTreeSet<String> = of("src-tauri/app/commands/").flat_map(defined_commands).collect();
    let handled: BTreeSet<String> = of("src-tauri/app/lib.rs").flat_map(handled_commands).collect();
    let permitted: BTreeSet<String> = of("src-tauri/permissions/").flat_map(quoted_words).collect();
    let called: BTreeSet<String> = of("ui/src/api.ts").flat_map(called_commands).collect();
    let mut found = Vec::new();
    for (what, set) in [("handled", &handled), ("permitted", &permitted), ("called", &called)] {
        found.extend(defined.difference(set).map(|command| format!("{command} is defined, but not {what}")));
        found.extend(set.difference(&defined).map(|command| format!("{command} is {what}, but not defined")));
    }
    found
}

fn defined_commands(source: &Source) -> Vec<String> {
    let parts: Vec<&str> = source.text.split("#[tauri::command]").skip(1).collect();
    let name = |part: &str| Some(part.split_once("fn ")?.1.split(['(', '<']).next()?.trim().to_owned());
    parts.into_iter().filter_map(name).collect()
}

fn handled_commands(source: &Source) -> Vec<String> {
    let list = source.text.split_once("generate_handler![").map_or("", |(_, rest)| rest);
    let list = list.split(']').next().unwrap_or_default();
    let names = list.split(',').map(|path| path.trim().rsplit("::").next().unwrap_or_default().to_owned());
    names.filter(|name| !name.is_empty()).collect()
}

/// The commands that a permission file allows: each on a line of its own, in quotation marks.
fn quoted_words(source: &Source) -> Vec<String> {
    let lists = source.text.split("commands.allow = [").skip(1);
    let inside = lists.filter_map(|rest| rest.split(']').next());
    inside
        .flat_map(|list| list.split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

fn called_commands(source: &Source) -> Vec<String> {
    let calls = ["call(\"", "call<", "invoke(\"", "invoke<"];
    let mut found = Vec::new();
    for call in calls {
        for rest in source.text.split(call).skip(1) {
            let name =
                if call.ends_with('<') { rest.split_once(">(\"").map(|(_, name)| name) } else { Some(rest) };
            let name = name.and_then(|name| name.split('"').next()).unwrap_or_default();
            if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
                found.push(name.to_owned());
            }
        }
    }
    found
}

#[test]
fn a_command_is_a_door_not_a_room() {
    let planted = [Source::planted(
        "src-tauri/app/commands/bad.rs",
        &format!("#[tauri::command]\npub(crate) async fn x() {{\n{}}}\n", "    let a = 1;\n".repeat(7)),
    )];
    holds("a command is a door", large_doors, &below("src-tauri/app/commands", &[".rs"]), &planted);
}

fn large_doors(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        for command in source.text.split("#[tauri::command]").skip(1) {
            let body = command.split_once(" {\n").map_or("", |(_, body)| body);
            let lines = body.lines().take_while(|line| *line != "}").count();
            if lines > 5 {
                let name = command
                    .split_once("fn ")
                    .map_or("", |(_, name)| name)
                    .split('(')
                    .next()
                    .unwrap_or_default();
                found.push(format!("{}: {name} has {lines} lines, 5 at the most", source.path));
            }
        }
    }
    found
}
