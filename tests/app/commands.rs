//! The commands, called as the window calls them.

use serde_json::{Value, json};

use super::harness::{Program, call, is_not_allowed};

const UAT: &str = "https://acme--uat.sandbox.lightning.force.com/";

fn org_form(address: &str) -> Value {
    json!({ "address": address, "client": "Acme Retail", "name": "UAT", "code": "", "environment": null })
}

fn failure(answer: Result<Value, Value>) -> Value {
    answer.expect_err("a failure")
}

#[test]
fn every_command_is_behind_an_open_door() {
    let program = Program::start();
    for line in include_str!("acl.txt").lines() {
        let command = line.split(':').next().expect("a command");
        // With an argument that none of them knows: what is refused is the call, not the caller.
        if matches!(command, "open_template" | "clear_clipboard" | "list_browsers" | "quit_anyway") {
            continue; // these need none, and would begin at once; the journey presses them
        }
        let answer = call(&program.main(), command, json!({ "nonsense": 1 }));
        assert!(!is_not_allowed(&answer), "{command}: {answer:?}");
    }
}

#[test]
fn an_org_goes_in_and_comes_out_again() {
    let program = Program::start();
    let window = program.main();
    let id = call(&window, "add_org", json!({ "form": org_form(UAT) })).expect("an id");
    let again = failure(call(&window, "add_org", json!({ "form": org_form(UAT) })));
    assert_eq!(again, json!({"code": "field", "refused": {"field": "org_name", "problem": "taken"}}));
    assert_eq!(call(&window, "remove_org", json!({ "org": id, "signOut": false })), Ok(Value::Null));
    assert_eq!(
        failure(call(&window, "remove_org", json!({ "org": id, "signOut": false }))),
        json!({"code": "gone"})
    );
}

#[test]
fn bad_arguments_of_every_kind_are_refused_and_change_nothing() {
    let program = Program::start();
    let window = program.main();
    let long = "x".repeat(1_000_000);
    for arguments in [
        json!({}),
        json!({ "form": null }),
        json!({ "form": [] }),
        json!({ "form": "text" }),
        json!({ "form": { "address": UAT } }),
        json!({ "form": org_form("") }),
        json!({ "form": org_form("http://acme.my.salesforce.com") }),
        json!({ "form": org_form(&long) }),
        json!({ "form": { "address": UAT, "client": long, "name": "a", "code": "", "environment": null } }),
        json!({ "form": { "address": UAT, "client": "a", "name": "b", "code": "", "environment": "moon" } }),
        json!({ "form": { "address": UAT, "client": "a", "name": "b", "code": "", "environment": null, "secret": "x" } }),
    ] {
        assert!(call(&window, "add_org", arguments.clone()).is_err(), "{arguments}");
    }
    for id in [json!(null), json!(7), json!(""), json!("not-an-id"), json!("../../etc/passwd"), json!({})] {
        assert!(call(&window, "remove_app", json!({ "app": id, "signOut": true })).is_err(), "{id}");
    }
    let reading = call(&window, "read_address", json!({ "pasted": UAT })).expect("an address");
    assert_eq!(reading["already"], Value::Null, "no org was added");
}

#[test]
fn a_sign_in_of_nothing_is_told_and_nothing_hangs() {
    let program = Program::start();
    let window = program.main();
    let nobody = "6f9619ff-8b86-4011-b42d-00c04fc964ff";
    let expected = json!({ "code": "needs_sign_in", "app": nobody });
    assert_eq!(failure(call(&window, "copy_fresh_token", json!({ "app": nobody }))), expected);
    assert_eq!(
        failure(call(&window, "reopen_sign_in", json!({ "browser": null }))),
        json!({ "code": "gone" })
    );
    assert_eq!(failure(call(&window, "copy_sign_in_link", json!({}))), json!({ "code": "gone" }));
    assert_eq!(call(&window, "cancel_sign_in", json!({})), Ok(Value::Null));
    assert_eq!(
        call(&window, "sign_out", json!({ "app": nobody })).map_err(|error| error["code"].clone()),
        Err(json!("gone"))
    );
}

#[test]
fn a_list_that_is_damaged_is_told_in_the_window() {
    let program = Program::start_with(|folder| {
        std::fs::write(folder.join("keyperch.sqlite"), "no database, ".repeat(400)).expect("a file");
    });
    let told = failure(call(&program.main(), "read_address", json!({ "pasted": UAT })));
    assert_eq!(told["code"], "registry_damaged");
    assert!(
        told["reference"].as_str().is_some_and(|reference| reference.len() == 8),
        "to be found in the log"
    );
}
