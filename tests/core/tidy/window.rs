//! The window: who may import whom, and what no part of it may do.

use super::holds;
use super::source::{Source, below};

/// Each part of the window, and what it may import. What is not listed may not be there.
const PARTS: [(&str, &[&str]); 10] = [
    ("views/", &["state", "parts", "failures", "refusals", "messages", "wire", "views"]),
    ("state/", &["api", "wire", "state"]),
    ("parts/", &["parts"]),
    ("messages/", &["messages", "wire"]),
    ("api.ts", &["wire"]),
    ("failures.ts", &["messages", "wire"]),
    // The catalogue is data, and kept once: it lies with the core.
    ("refusals.ts", &["src-tauri", "wire"]),
    ("App.svelte", &["views", "state", "parts", "messages"]),
    ("main.ts", &["App", "style"]),
    ("quick.ts", &["views", "style"]),
];

fn window() -> Vec<Source> {
    below("ui/src", &[".ts", ".svelte"])
}

#[test]
fn the_window_imports_downwards() {
    let planted = [
        ("parts/Bad.svelte", "import { orgs } from \"../state/orgs.svelte\";"),
        ("views/Bad.svelte", "import * as api from '../api';"),
        ("views/Bad.svelte", "import \"../api\";"),
        ("views/Bad.svelte", "const api = await import(\"./../api\");"),
        ("state/bad.svelte.ts", "import Button from \"../parts/Button.svelte\";"),
        ("state/deep/bad.ts", "export { default } from \"../../views/OrgList.svelte\";"),
        ("elsewhere/bad.ts", "export const nothing = 1;"),
    ]
    .map(|(path, text)| Source::planted(&format!("ui/src/{path}"), text));
    holds("the window imports downwards", upwards, &window(), &planted);
}

fn upwards(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources.iter().filter(|source| !source.is_a_test()) {
        let inside = source.path.trim_start_matches("ui/src/");
        let Some((part, allowed)) = PARTS.iter().find(|(part, _)| inside.starts_with(part)) else {
            found.push(format!("{} belongs to no part of the window", source.path));
            continue;
        };
        for path in imported(source) {
            let target = resolved(inside, path);
            let part_of = target.split(['/', '.']).next().unwrap_or_default();
            if !allowed.contains(&part_of) {
                found.push(format!("{} may not import {path} ({part} may: {allowed:?})", source.path));
            }
        }
    }
    found
}

/// What a file imports of the window's own, in whatever way.
fn imported(source: &Source) -> Vec<&str> {
    let is_import = |line: &&str| line.contains("import") || line.contains(" from ");
    source
        .text
        .lines()
        .filter(is_import)
        .flat_map(|line| line.split(['"', '\'']).skip(1).step_by(2))
        .filter(|path| path.starts_with('.'))
        .collect()
}

/// A relative path, as one from `ui/src`.
fn resolved(from: &str, path: &str) -> String {
    let mut steps: Vec<&str> = from.split('/').collect();
    steps.pop();
    for step in path.split('/') {
        match step {
            "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[test]
fn tauris_own_api_is_named_in_one_file() {
    let planted =
        ["import { invoke } from \"@tauri-apps/api/core\";", "window.__TAURI_INTERNALS__.invoke(\"watch\");"]
            .map(|line| Source::planted("ui/src/views/Bad.svelte", line));
    holds("one file of the window names Tauri", names_tauri, &window(), &planted);
}

fn names_tauri(sources: &[Source]) -> Vec<String> {
    let others = sources.iter().filter(|source| source.path != "ui/src/api.ts" && !source.is_a_test());
    let named = |source: &&Source| ["@tauri-apps", "__TAURI"].iter().any(|name| source.text.contains(name));
    others.filter(named).map(|source| format!("{} may not name Tauri", source.path)).collect()
}

#[test]
fn the_window_has_no_way_to_markup_from_text() {
    let planted = [
        Source::planted("ui/src/views/Bad.svelte", "{@html org.name}"),
        Source::planted("ui/src/parts/bad.ts", "element.innerHTML = name;"),
        Source::planted("ui/src/state/bad.ts", "localStorage.setItem(\"a\", \"b\");"),
    ];
    holds("the window makes no markup from text, and stores nothing", markup, &window(), &planted);
}

fn markup(sources: &[Source]) -> Vec<String> {
    let ways = [
        "{@html",
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "localStorage",
        "sessionStorage",
        "indexedDB",
        "document.cookie",
        "eval(",
        "new Function(",
    ];
    let ours = sources.iter().filter(|source| !source.is_a_test());
    ours.flat_map(|source| {
        ways.iter().filter(|way| source.text.contains(**way)).map(move |way| (source, way))
    })
    .map(|(source, way)| format!("{} may not use {way}", source.path))
    .collect()
}
