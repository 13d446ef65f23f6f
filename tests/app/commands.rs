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
        if matches!(
            command,
            "open_template" | "choose_ca" | "clear_clipboard" | "list_browsers" | "quit_anyway"
        ) {
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
    let gone = json!({ "code": "gone" });
    assert_eq!(failure(call(&window, "copy_fresh_token", json!({ "app": nobody }))), gone);
    let form = json!({ "browser": null, "withDeviceCode": false, "freshLogIn": false, "accept": "pinned", "thenCopy": true });
    assert_eq!(call(&window, "start_sign_in", json!({ "app": nobody, "form": form })), Ok(Value::Null));
    assert_eq!(failure(call(&window, "reopen_sign_in", json!({ "browser": null }))), gone);
    assert_eq!(failure(call(&window, "copy_sign_in_link", json!({}))), gone);
    assert_eq!(call(&window, "cancel_sign_in", json!({})), Ok(Value::Null));
    assert_eq!(
        call(&window, "sign_out", json!({ "app": nobody })).map_err(|error| error["code"].clone()),
        Err(json!("gone"))
    );
}

#[test]
fn what_is_no_tool_or_shell_is_refused_and_nothing_is_handed_over_of_what_is_gone() {
    let program = Program::start();
    let window = program.main();
    let nobody = "6f9619ff-8b86-4011-b42d-00c04fc964ff";
    let gone = json!({ "code": "gone" });
    let of = |tool: &str| json!({ "app": nobody, "tool": tool, "shell": "bash" });
    for command in ["hand_over", "copy_hand_over", "finish_hand_over"] {
        assert_eq!(failure(call(&window, command, of("rehearsal_tool"))), gone, "{command}");
        for tool in ["", "keyperch", "../rehearsal_tool"] {
            let told = failure(call(&window, command, of(tool)));
            assert!(told.as_str().is_some_and(|told| told.contains("invalid args")), "{command}: {told}");
        }
    }
    for shell in ["", "sh", "powershell"] {
        let arguments = json!({ "app": nobody, "tool": "rehearsal_tool", "shell": shell });
        let told = failure(call(&window, "copy_hand_over", arguments));
        assert!(told.as_str().is_some_and(|told| told.contains("invalid args")), "{shell}: {told}");
    }
    // Before any dialog is opened.
    assert_eq!(failure(call(&window, "save_postman", json!({ "app": nobody, "withSecrets": true }))), gone);
    assert_eq!(failure(call(&window, "save_template", json!({ "app": nobody }))), gone);
}

#[test]
fn recipes_are_offered_and_a_guide_of_nothing_is_gone() {
    let program = Program::start();
    let window = program.main();
    let recipes = call(&window, "list_recipes", json!({})).expect("a list");
    let names: Vec<&str> =
        recipes.as_array().expect("a list").iter().filter_map(|one| one["recipe"].as_str()).collect();
    let expected = [
        "rehearsal_tool",
        "api_integration",
        "production_integration",
        "lightning_out",
        "client_credentials",
    ];
    assert_eq!(names, expected);
    let nobody = "6f9619ff-8b86-4011-b42d-00c04fc964ff";
    let line = "oauth.callbacks";
    for (command, arguments) in [
        ("begin_guide", json!({ "org": nobody, "recipe": "rehearsal_tool" })),
        ("open_guide", json!({ "guide": nobody })),
        ("answer_guide", json!({ "guide": nobody, "answer": "app_name", "value": "App" })),
        ("copy_line", json!({ "guide": nobody, "line": line })),
        ("claim_line", json!({ "guide": nobody, "line": line, "isDone": true })),
        ("open_line", json!({ "guide": nobody, "line": line })),
        ("look_before", json!({ "guide": nobody })),
        ("make_guide_certificate", json!({ "guide": nobody })),
    ] {
        assert_eq!(failure(call(&window, command, arguments)), json!({ "code": "gone" }), "{command}");
    }
    let unknown = failure(call(&window, "begin_guide", json!({ "org": nobody, "recipe": "of_my_own" })));
    assert!(unknown.as_str().is_some_and(|told| told.contains("invalid args")), "{unknown}");
    for command in ["close_guide", "remove_guide"] {
        assert_eq!(call(&window, command, json!({ "guide": nobody })), Ok(Value::Null), "{command}");
    }
}

#[test]
fn browsers_are_offered_with_their_profiles_and_what_is_no_choice_starts_none() {
    let program = Program::start_with(|folder| {
        let kept = folder.join("home/.config/BraveSoftware/Brave-Browser");
        std::fs::create_dir_all(folder.join("programs")).expect("a folder");
        std::fs::create_dir_all(&kept).expect("a folder");
        std::fs::write(folder.join("programs/brave-browser"), "").expect("a file");
        let list =
            r#"{"profile":{"info_cache":{"Default":{"name":"Ana"},"Profile 1":{"name":"\u202eAcme"}}}}"#;
        std::fs::write(kept.join("Local State"), list).expect("a file");
    });
    let window = program.main();
    let browsers = call(&window, "list_browsers", json!({})).expect("a list");
    // This computer may have others, where they are not looked for on the search path alone.
    let brave = browsers.as_array().expect("a list").iter().find(|browser| browser["id"] == "brave");
    let profiles = json!([{ "id": "Default", "name": "Ana" }, { "id": "Profile 1", "name": "Acme" }]);
    let expected =
        json!({ "id": "brave", "name": "Brave", "profiles": profiles, "privateWindow": "Private window" });
    assert_eq!(brave, Some(&expected));
    for choice in [
        json!("brave"),
        json!({ "browser": "brave" }),
        json!({ "browser": "brave", "profile": ["--x"], "isPrivate": true }),
        json!({ "browser": "brave", "profile": null, "isPrivate": false, "arguments": ["--x"] }),
    ] {
        let told = failure(call(&window, "reopen_sign_in", json!({ "browser": choice })));
        assert!(told.as_str().is_some_and(|told| told.contains("invalid args")), "{choice}: {told}");
    }
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
