//! Who may import whom: downwards only, and nobody calls back up.

use super::holds;
use super::source::{Source, below, product};

const CORE: &str = "src-tauri/core/src/";

/// Each room of the core, and the rooms that it may not name. The flows may name `Core`: each is a part of it.
const ROOMS: [(&str, &[&str]); 3] = [
    ("model/", &["crate::oauth", "crate::io", "crate::flows", "crate::core"]),
    ("oauth/", &["crate::io", "crate::flows", "crate::core"]),
    ("io/", &["crate::flows", "crate::core"]),
];

/// Each edge knows its own thing; these may be known to others, because they are not things but ways.
const SHARED_WAYS: [&str; 4] = ["clock", "vault", "worker", "mod"];

#[test]
fn rooms_import_downwards() {
    let planted = [
        Source::planted("src-tauri/core/src/model/bad.rs", "use crate::flows::orgs;"),
        Source::planted("src-tauri/core/src/oauth/bad.rs", "fn x() { crate::io::clock::now() }"),
        Source::planted("src-tauri/core/src/io/bad.rs", "use crate::core::Core;"),
        Source::planted("src-tauri/core/src/io/bad.rs", "use crate::{flows::orgs, model::host};"),
        Source::planted("src-tauri/core/src/model/bad.rs", "use super::super::io::clock;"),
        Source::planted("src-tauri/core/src/oauth/bad.rs", "use crate::*;"),
    ];
    holds("rooms import downwards", upwards, &below("src-tauri/core/src", &[".rs"]), &planted);
}

fn upwards(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        let Some(inside) = source.path.strip_prefix(CORE) else { continue };
        for (room, forbidden) in ROOMS {
            if !inside.starts_with(room) {
                continue;
            }
            let named = forbidden.iter().filter(|path| source.names(path));
            found.extend(named.map(|path| format!("{} may not import {path}", source.path)));
            if source.paths().iter().any(|path| path == "crate") {
                found.push(format!("{} may not import the whole crate", source.path));
            }
        }
    }
    found
}

#[test]
fn an_edge_does_not_know_another_edge() {
    let planted = [
        Source::planted("src-tauri/core/src/io/registry/bad.rs", "use crate::io::salesforce::Salesforce;"),
        Source::planted("src-tauri/core/src/io/lock.rs", "use crate::io::registry::Registry;"),
        Source::planted("src-tauri/core/src/io/lock.rs", "use super::registry::Registry;"),
        Source::planted("src-tauri/core/src/io/lock.rs", "use crate::{io::{registry, clock}};"),
    ];
    holds(
        "an edge does not know another edge",
        edge_to_edge,
        &below("src-tauri/core/src/io", &[".rs"]),
        &planted,
    );
}

fn edge_to_edge(sources: &[Source]) -> Vec<String> {
    let edge_of = |path: &str| {
        let inside = path.strip_prefix("src-tauri/core/src/io/").unwrap_or(path);
        inside.split(['/', '.']).next().unwrap_or_default().to_owned()
    };
    let edges: std::collections::BTreeSet<String> =
        sources.iter().map(|source| edge_of(&source.path)).collect();
    let mut found = Vec::new();
    for source in sources {
        let own = edge_of(&source.path);
        let others = edges.iter().filter(|edge| **edge != own && !SHARED_WAYS.contains(&edge.as_str()));
        let named = others.filter(|edge| own != "mod" && source.names(&format!("crate::io::{edge}")));
        found.extend(named.map(|edge| format!("{} may not know io::{edge}", source.path)));
    }
    found
}

#[test]
fn the_shell_knows_the_front_door_and_the_nouns() {
    let planted = [
        Source::planted("src-tauri/app/bad.rs", "use keyperch_core::io::registry::Registry;"),
        Source::planted(
            "src-tauri/app/commands/bad.rs",
            "fn x() { keyperch_core::oauth::authorize::begin() }",
        ),
        Source::planted("src-tauri/app/bad.rs", "use keyperch_core::{io, model};"),
        Source::planted("src-tauri/app/bad.rs", "use keyperch_core as everything;"),
    ];
    holds("the shell knows the front door", behind_the_door, &product(), &planted);
}

fn behind_the_door(sources: &[Source]) -> Vec<String> {
    let shell = sources.iter().filter(|source| source.is_in(&["src-tauri/app/"]));
    let rooms = ["keyperch_core::io", "keyperch_core::oauth", "keyperch_core::flows"];
    let mut found = Vec::new();
    for source in shell {
        let named = rooms.iter().filter(|room| source.names(room));
        found.extend(named.map(|room| format!("{} may not name {room}", source.path)));
        if source.paths().iter().any(|path| path == "keyperch_core") {
            found.push(format!("{} may not take the whole core", source.path));
        }
    }
    found
}
