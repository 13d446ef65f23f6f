//! What each window may call: as it was compiled in, against a list in git; and as it behaves.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};
use tauri::Manager;
use tauri::utils::acl::capability::Capability;
use tauri::utils::acl::manifest::Manifest;
use tauri::utils::acl::resolved::Resolved;
use tauri::utils::platform::Target;

use super::harness::{BEGIN_AT_ONCE, Program, call, call_from, is_not_allowed};

/// The list in git: a command a line, and the windows that may call it.
const LISTED: &str = include_str!("acl.txt");

fn generated<T: serde::de::DeserializeOwned>(file: &str) -> T {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("gen/schemas").join(file);
    serde_json::from_slice(&std::fs::read(file).expect("made by the build")).expect("JSON")
}

fn resolved() -> Resolved {
    let manifests: BTreeMap<String, Manifest> = generated("acl-manifests.json");
    let capabilities: BTreeMap<String, Capability> = generated("capabilities.json");
    Resolved::resolve(&manifests, capabilities, Target::current()).expect("it resolves")
}

#[test]
fn the_resolved_list_is_the_one_in_git() {
    let resolved = resolved();
    assert!(
        resolved.has_app_acl,
        "without an ACL of its own, every command would be open to every local page"
    );
    let mut list = Vec::new();
    for (command, allowed) in &resolved.allowed_commands {
        let mut windows: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for one in allowed {
            assert!(one.webviews.is_empty(), "{command}: a window is named, never a webview in it");
            let those = windows.entry(format!("{:?}", one.context)).or_default();
            those.extend(one.windows.iter().map(ToString::to_string));
        }
        list.extend(
            windows.iter().map(|(context, those)| format!("{command}: {} ({context})", those.join(" "))),
        );
    }
    assert_eq!(
        list,
        LISTED.lines().collect::<Vec<_>>(),
        "what a window may call has changed: is it meant? Then tests/app/acl.txt says so too"
    );
}

#[test]
fn the_documents_count_the_commands_rightly() {
    let count = format!("{} commands", LISTED.lines().count());
    for document in [include_str!("../../SECURITY.md"), include_str!("../../src-tauri/ARCHITECTURE.md")] {
        assert!(document.contains(&count), "{count} are listed, and the document says otherwise");
    }
}

#[test]
fn each_window_may_call_its_own_and_nothing_of_the_others() {
    let program = Program::start();
    let (main, quick) = (program.main(), program.quick());
    for line in LISTED.lines() {
        let (command, who) = line.split_once(": ").expect("a command and its windows");
        for (label, window) in [("main", &main), ("quick", &quick)] {
            let is_its = who.split(' ').any(|word| word == label);
            if is_its && BEGIN_AT_ONCE.contains(&command) {
                continue; // the journeys press these
            }
            // With an argument that none of them knows: what is refused is the caller, or else the call.
            let answer = call(window, command, json!({ "nonsense": 1 }));
            assert_eq!(is_not_allowed(&answer), !is_its, "{command} from {label}: {answer:?}");
        }
    }
}

#[test]
fn a_window_that_no_capability_names_may_call_nothing() {
    let program = Program::start();
    let another = program.another();
    for line in LISTED.lines() {
        let command = line.split(':').next().expect("a command");
        assert!(is_not_allowed(&call(&another, command, json!({}))), "{command}");
    }
}

#[test]
fn a_page_from_elsewhere_may_call_nothing() {
    let program = Program::start();
    let main = program.main();
    for page in ["https://acme.my.salesforce.com/", "http://localhost:33333/", "https://evil.example/"] {
        for command in ["watch", "copy_fresh_token", "paste_credential"] {
            assert!(is_not_allowed(&call_from(&main, page, command, json!({}))), "{command} from {page}");
        }
        let quick = program.app.get_webview_window("quick").unwrap_or_else(|| program.quick());
        for command in ["quick_watch", "quick_copy"] {
            assert!(is_not_allowed(&call_from(&quick, page, command, json!({}))), "{command} from {page}");
        }
    }
}

#[test]
fn nothing_of_tauri_or_a_plugin_can_be_called() {
    let program = Program::start();
    let (main, quick) = (program.main(), program.quick());
    let manifests: BTreeMap<String, Value> = generated("acl-manifests.json");
    let mut tried = 0;
    for (plugin, manifest) in manifests.iter().filter(|(plugin, _)| *plugin != "__app-acl__") {
        for permission in manifest["permissions"].as_object().into_iter().flatten().map(|(_, value)| value) {
            for command in permission["commands"]["allow"].as_array().into_iter().flatten() {
                let command = format!("plugin:{plugin}|{}", command.as_str().expect("a name"));
                for window in [&main, &quick] {
                    assert!(is_not_allowed(&call(window, &command, json!({}))), "{command}");
                }
                tried += 1;
            }
        }
    }
    assert!(tried > 100, "{tried} commands were tried");
}

#[test]
fn a_command_that_nobody_wrote_down_is_refused() {
    let program = Program::start();
    for command in ["reveal_secret", "get_token", "open_url", "", "watch2"] {
        assert!(is_not_allowed(&call(&program.main(), command, json!({}))), "{command:?}");
    }
    let allowed = call(&program.main(), "read_address", json!({ "pasted": "acme.my.salesforce.com" }));
    assert_eq!(allowed.expect("the positive control")["host"], "acme.my.salesforce.com");
}
