//! Which foreign crate may be named where: each outside thing has one owner.

use std::collections::BTreeSet;

use super::holds;
use super::source::{Source, below, product};

/// A crate, and the only places that may name it.
const OWNERS: [(&str, &[&str]); 28] = [
    ("reqwest", &["src-tauri/core/src/io/salesforce/"]),
    ("oauth2", &["src-tauri/core/src/io/salesforce/", "src-tauri/core/src/oauth/"]),
    ("keyring", &["src-tauri/core/src/io/keychain/"]),
    ("keyring_core", &["src-tauri/core/src/io/keychain/"]),
    // Two buses: the session's for the keychain and for notifications, the system's for the question who sits here.
    (
        "zbus",
        &[
            "src-tauri/core/src/io/keychain/",
            "src-tauri/app/device.rs",
            "src-tauri/app/quick/notice.rs",
            "src-tauri/app/own_bus.rs",
        ],
    ),
    ("zbus_secret_service_keyring_store", &["src-tauri/core/src/io/keychain/"]),
    ("apple_native_keyring_store", &["src-tauri/core/src/io/keychain/"]),
    ("windows_native_keyring_store", &["src-tauri/core/src/io/keychain/"]),
    ("rusqlite", &["src-tauri/core/src/io/registry/"]),
    ("rusqlite_migration", &["src-tauri/core/src/io/registry/"]),
    ("rustls", &["src-tauri/core/src/io/salesforce/"]),
    ("aws_lc_rs", &["src-tauri/core/src/oauth/"]),
    ("rustls_platform_verifier", &["src-tauri/core/src/io/salesforce/tls.rs"]),
    ("x509_parser", &["src-tauri/core/src/io/salesforce/tls.rs"]),
    ("hyper_util", &["src-tauri/core/src/io/salesforce/proxy.rs"]),
    ("httparse", &["src-tauri/core/src/io/loopback/"]),
    ("zip", &["src-tauri/core/src/model/metadata/"]),
    ("quick_xml", &["src-tauri/core/src/model/metadata/", "src-tauri/core/src/io/salesforce/"]),
    ("nucleo_matcher", &["src-tauri/core/src/model/quick.rs"]),
    ("secrecy", &["src-tauri/core/src/model/secret.rs"]),
    ("tauri", &["src-tauri/app/"]),
    ("tauri_plugin_shell", &["src-tauri/app/browser/", "src-tauri/app/lib.rs"]),
    ("tauri_plugin_dialog", &["src-tauri/app/files.rs", "src-tauri/app/lib.rs"]),
    ("tauri_plugin_global_shortcut", &["src-tauri/app/quick/keys.rs"]),
    ("x11rb", &["src-tauri/app/quick/focus.rs"]),
    ("rustix", &["src-tauri/app/web_data.rs"]),
    ("open", &["src-tauri/app/browser/"]),
    ("arboard", &["src-tauri/app/clipboard.rs"]),
];

#[test]
fn each_outside_thing_has_one_owner() {
    let planted = OWNERS.map(|(krate, _)| {
        let path = if krate == "tauri" { "src-tauri/core/src/flows/bad.rs" } else { "src-tauri/app/bad.rs" };
        let renamed = krate.len().is_multiple_of(2);
        let import =
            if renamed { format!("use {krate} as other;") } else { format!("use {krate}::Anything;") };
        Source::planted(path, &import)
    });
    holds("each outside thing has one owner", outside_owners, &product(), &planted);
}

fn outside_owners(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        // Read once: there are many owners.
        let paths = source.paths();
        let first = |path: &String| path.split("::").next().unwrap_or_default().to_owned();
        let crates: BTreeSet<String> = paths.iter().map(first).collect();
        let strange = OWNERS.iter().filter(|(krate, at)| crates.contains(*krate) && !source.is_in(at));
        found.extend(strange.map(|(krate, _)| format!("{} may not name {krate}", source.path)));
    }
    found
}

/// The practice org shares nothing with Keyperch, or it would share its mistakes; and Keyperch does not know of it.
#[test]
fn practice_and_product_do_not_know_each_other() {
    let sources = [below("tests/practice-org", &[".rs", ".toml"]), product()].concat();
    let planted = [
        Source::planted("tests/practice-org/Cargo.toml", "keyperch-core = { workspace = true }"),
        Source::planted("tests/practice-org/src/bad.rs", "use keyperch_core::model;"),
        Source::planted(
            "tests/practice-org/src/bad.rs",
            "const X: &str = include_str!(\"../../../src-tauri/x.json\");",
        ),
        Source::planted("src-tauri/core/src/flows/bad.rs", "use practice_org::Practice;"),
    ];
    holds("practice and product do not know each other", acquaintances, &sources, &planted);
}

fn acquaintances(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        let is_practice = source.is_in(&["tests/practice-org/"]);
        let strangers: &[&str] = if is_practice {
            &["keyperch-core", "keyperch_core", "keyperch_app", "src-tauri"]
        } else {
            &["practice_org", "practice-org"]
        };
        let named = strangers.iter().filter(|name| source.text.contains(**name));
        found.extend(named.map(|name| format!("{} may not name {name}", source.path)));
    }
    found
}

/// Where a rule of `.clippy.toml` may be set aside.
const SET_ASIDE: [&str; 2] = ["src-tauri/app/start.rs", "src-tauri/core/src/io/clock.rs"];

#[test]
fn time_and_environment_are_asked_for_in_one_place_each() {
    let planted =
        [Source::planted("src-tauri/app/bad.rs", "#[expect(clippy::disallowed_methods)] fn x() {}")];
    holds("time and environment have one place each", set_aside, &product(), &planted);
}

fn set_aside(sources: &[Source]) -> Vec<String> {
    let others = sources.iter().filter(|source| !SET_ASIDE.contains(&source.path.as_str()));
    let named = others.filter(|source| source.text.contains("disallowed_methods"));
    named.map(|source| format!("{} may not set that rule aside", source.path)).collect()
}

/// The points at which tests stop the program are of no build that ships: one manifest defines them, one turns them on.
const FAILPOINTS: [(&str, usize); 2] = [("src-tauri/core/Cargo.toml", 1), ("tests/faults/Cargo.toml", 2)];

#[test]
fn no_build_that_ships_can_be_stopped_by_a_test() {
    let mut sources = [below("src-tauri", &[".toml"]), below("tests", &[".toml"])].concat();
    let root = super::source::top().join("Cargo.toml");
    let text = std::fs::read_to_string(root).expect("the manifest");
    sources.push(Source { path: "Cargo.toml".to_owned(), text });
    let planted = [
        Source::planted("Cargo.toml", "keyperch-core = { workspace = true, features = [\"failpoints\"] }"),
        Source::planted("src-tauri/core/Cargo.toml", "default = [\"failpoints\"]"),
        Source::planted("tests/e2e/Cargo.toml", "keyperch-core = { features = [\"failpoints\"] }"),
    ];
    holds("no build that ships can be stopped by a test", stoppable, &sources, &planted);
}

fn stoppable(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        let lines = source.text.lines().filter(|line| line.contains("failpoints")).count();
        let listed = FAILPOINTS.iter().find(|(path, _)| *path == source.path);
        let allowed = listed.map_or(0, |(_, lines)| *lines);
        if lines > allowed {
            found.push(format!("{} may not turn failpoints on", source.path));
        }
    }
    found
}
