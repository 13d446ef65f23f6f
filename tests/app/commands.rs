//! The commands, called as the window calls them.

use keyperch_app::Start;
use serde_json::{Value, json};

use super::harness::{Program, call};

const UAT: &str = "https://acme--uat.sandbox.lightning.force.com/";

fn org_form(address: &str) -> Value {
    json!({ "address": address, "client": "Acme Retail", "name": "UAT", "code": "", "environment": null })
}

fn failure(answer: Result<Value, Value>) -> Value {
    answer.expect_err("a failure")
}

#[test]
fn an_org_goes_in_and_comes_out_again() {
    let program = Program::start();
    let window = program.main();
    let id = call(&window, "add_org", json!({ "form": org_form(UAT) })).expect("an id");
    let again = failure(call(&window, "add_org", json!({ "form": org_form(UAT) })));
    assert_eq!(again, json!({"code": "field", "refused": {"field": "org_name", "problem": "taken"}}));
    assert_eq!(call(&window, "remove_orgs", json!({ "orgs": [id], "signOut": false })), Ok(Value::Null));
    assert_eq!(
        failure(call(&window, "remove_orgs", json!({ "orgs": [id], "signOut": false }))),
        json!({"code": "gone"})
    );
}

#[test]
fn orgs_are_changed_together_and_noted_and_the_list_is_laid_out() {
    let program = Program::start();
    let window = program.main();
    let id = call(&window, "add_org", json!({ "form": org_form(UAT) })).expect("an id");
    for edit in [
        json!({ "change": "client", "name": "Boreal" }),
        json!({ "change": "environment", "environment": null }),
        json!({ "change": "guard", "level": "read_name" }),
        json!({ "change": "keep_alive", "on": true }),
        json!({ "change": "pin", "on": true }),
    ] {
        let answer = call(&window, "edit_orgs", json!({ "orgs": [id], "edit": edit }));
        assert_eq!(answer, Ok(Value::Null), "{edit}");
    }
    // To know the name is more: the guard is passed before the computer is had to ask.
    let asked = json!({ "change": "guard", "level": "device_unlock" });
    let told = failure(call(&window, "edit_orgs", json!({ "orgs": [id], "edit": asked })));
    assert_eq!(told["code"], json!("guarded"));
    let notes = |notes: &str| call(&window, "write_notes", json!({ "org": id, "notes": notes }));
    assert_eq!(notes("Ask Ana first."), Ok(Value::Null));
    let secret = failure(notes(&"0123456789abcdef".repeat(4)));
    assert_eq!(secret, json!({"code": "field", "refused": {"field": "notes", "problem": "holds_secret"}}));
    let nobody = "6f9619ff-8b86-4011-b42d-00c04fc964ff";
    let gone = failure(call(&window, "rename_client", json!({ "client": nobody, "name": "Cobalt" })));
    assert_eq!(gone, json!({ "code": "gone" }));
    let fold = json!({ "clients": [nobody], "folded": true });
    assert_eq!(call(&window, "fold_clients", fold), Ok(Value::Null));
    assert_eq!(call(&window, "sort_list", json!({ "sort": "recent" })), Ok(Value::Null));
    assert!(call(&window, "sort_list", json!({ "sort": "moon" })).is_err());
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
    for edit in [
        json!(null),
        json!("pin"),
        json!({ "change": "moon", "on": true }),
        json!({ "change": "pin", "on": "yes" }),
        json!({ "change": "pin", "on": true, "secret": "x" }),
        json!({ "change": "guard", "level": "none" }),
    ] {
        assert!(call(&window, "edit_orgs", json!({ "orgs": [], "edit": edit })).is_err(), "{edit}");
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
    assert_eq!(failure(call(&window, "copy_token", json!({ "app": nobody, "shape": "curl" }))), gone);
    let start = |then_copy: Value| {
        let form = json!({ "browser": null, "withDeviceCode": false, "freshLogIn": false, "accept": "pinned", "thenCopy": then_copy });
        call(&window, "start_sign_in", json!({ "app": nobody, "form": form }))
    };
    for then_copy in [json!("token"), json!("curl"), json!(null)] {
        assert_eq!(start(then_copy.clone()), Ok(Value::Null), "{then_copy}");
    }
    for no_shape in [json!(true), json!("refresh_token")] {
        let told = failure(start(no_shape.clone()));
        assert!(told.as_str().is_some_and(|told| told.contains("invalid args")), "{no_shape}: {told}");
    }
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
fn what_is_no_shape_or_proof_is_refused_and_nothing_is_copied_of_what_is_gone() {
    let program = Program::start();
    let window = program.main();
    let nobody = "6f9619ff-8b86-4011-b42d-00c04fc964ff";
    let gone = json!({ "code": "gone" });
    let is_invalid = |command: &str, arguments: Value| {
        let told = failure(call(&window, command, arguments.clone()));
        assert!(told.as_str().is_some_and(|told| told.contains("invalid args")), "{arguments}: {told}");
    };
    for shape in ["", "Token", "refresh_token"] {
        is_invalid("copy_token", json!({ "app": nobody, "shape": shape }));
    }
    is_invalid("copy_token", json!({ "app": nobody }));
    for proof in
        [json!(null), json!({ "by": "nobody" }), json!({ "by": "code" }), json!({ "by": "code", "code": 7 })]
    {
        is_invalid("pass_guard", json!({ "orgs": [nobody], "proof": proof }));
    }
    for by in ["again", "device"] {
        let arguments = json!({ "orgs": [nobody], "proof": { "by": by } });
        assert_eq!(failure(call(&window, "pass_guard", arguments)), gone, "before this computer is asked");
    }
    assert_eq!(
        call(&window, "pass_guard", json!({ "orgs": [], "proof": { "by": "again" } })),
        Ok(Value::Null)
    );
    assert!(call(&window, "can_unlock_device", json!({})).is_ok_and(|can| can.is_boolean()));
    assert_eq!(failure(call(&window, "copy_set", json!({ "set": nobody }))), gone);
    assert_eq!(failure(call(&window, "remove_set", json!({ "set": nobody }))), gone);
    let form = json!({ "name": "All", "code": "", "shape": "env", "apps": [nobody] });
    assert_eq!(failure(call(&window, "save_set", json!({ "set": null, "form": form }))), gone);
    is_invalid(
        "save_set",
        json!({ "set": null, "form": { "name": "All", "code": "", "shape": "csv", "apps": [] } }),
    );
}

#[test]
fn an_org_that_nobody_knows_is_guarded_for_the_window_too() {
    let program = Program::start();
    let window = program.main();
    let form = |address: &str| json!({ "address": address, "client": "Boreal", "name": address, "code": "", "environment": null });
    let add = |address: &str| call(&window, "add_org", json!({ "form": form(address) })).expect("an id");
    let unknown = add("login.salesforce.com");
    let told = failure(call(&window, "open_org", json!({ "org": unknown })));
    assert_eq!(told, json!({ "code": "guarded", "orgs": [unknown], "level": "second_enter" }));
    let mut harmless = form("login.salesforce.com");
    harmless["environment"] = json!("sandbox");
    let edit = json!({ "org": unknown, "form": harmless });
    assert_eq!(failure(call(&window, "edit_org", edit.clone()))["code"], "guarded");
    let again = json!({ "orgs": [unknown], "proof": { "by": "again" } });
    assert_eq!(call(&window, "pass_guard", again), Ok(Value::Null));
    assert_eq!(call(&window, "edit_org", edit), Ok(Value::Null), "it may be called harmless now");
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
fn the_quick_switcher_is_reached_as_was_chosen() {
    let program = Program::start();
    let window = program.main();
    let settings = call(&window, "quick_settings", json!({})).expect("settings");
    // A desktop of tests grants no keys.
    assert_eq!(
        (&settings["shortcut"], &settings["shortcutState"]),
        (&json!("Ctrl+Alt+K"), &json!("not_here"))
    );
    let command = settings["command"].as_str().expect("a command");
    assert!(command.ends_with(" --quick"), "{command}");
    for keys in ["", "K", "Shift+K", "Ctrl+Alt+Escape", "Ctrl+Alt+K; rm"] {
        let told = failure(call(&window, "set_quick", json!({ "shortcut": keys, "instantCodes": true })));
        assert_eq!(
            told,
            json!({"code": "field", "refused": {"field": "shortcut", "problem": "not_keys"}}),
            "{keys}"
        );
    }
    assert_eq!(call(&window, "quick_settings", json!({})), Ok(settings), "nothing was changed");
    let chosen = call(&window, "set_quick", json!({ "shortcut": "ctrl+shift+space", "instantCodes": true }));
    let chosen = chosen.expect("settings");
    assert_eq!((&chosen["shortcut"], &chosen["instantCodes"]), (&json!("Ctrl+Shift+Space"), &json!(true)));
    let none =
        call(&window, "set_quick", json!({ "shortcut": null, "instantCodes": false })).expect("settings");
    assert_eq!((&none["shortcut"], &none["instantCodes"]), (&Value::Null, &json!(false)));
}

#[test]
fn keys_that_another_program_has_hinder_no_other_choice() {
    // Without a display no keys can be had, as if all were taken.
    let program = Program::start_as(Start { grants_keys: true, ..Start::default() });
    let window = program.main();
    let set = |keys: &str, instant_codes: bool| {
        call(&window, "set_quick", json!({ "shortcut": keys, "instantCodes": instant_codes }))
    };
    let chosen = set("Ctrl+Alt+K", true).expect("settings");
    assert_eq!(
        (&chosen["instantCodes"], &chosen["shortcutState"]),
        (&json!(true), &json!("taken")),
        "they were chosen before"
    );
    let taken = json!({"code": "field", "refused": {"field": "shortcut", "problem": "taken"}});
    assert_eq!(failure(set("Ctrl+Alt+J", false)), taken);
    assert_eq!(call(&window, "quick_settings", json!({})), Ok(chosen), "nothing was changed");
}

#[test]
fn the_quick_switcher_finds_and_copies_nothing_of_an_empty_list() {
    let program = Program::start();
    let quick = program.quick();
    let found = call(&quick, "quick_find", json!({ "query": "acu" })).expect("a view");
    assert_eq!(found, json!({ "rows": [], "found": 0, "orgs": 0, "instantCodes": false }));
    let nobody = "6f9619ff-8b86-4011-b42d-00c04fc964ff";
    let gone = json!({ "code": "gone" });
    let app = json!({ "pick": "app", "app": nobody, "org": nobody });
    assert_eq!(failure(call(&quick, "quick_copy", json!({ "pick": app, "shape": "token" }))), gone);
    assert_eq!(failure(call(&quick, "quick_open", json!({ "org": nobody }))), gone);
    assert_eq!(call(&quick, "quick_prepare", json!({ "app": nobody })), Ok(Value::Null));
    for (command, arguments) in [
        ("quick_copy", json!({ "pick": app, "shape": "secret" })),
        ("quick_copy", json!({ "pick": { "pick": "all" }, "shape": "token" })),
        ("quick_find", json!({ "query": 7 })),
        ("quick_to_main", json!({ "app": "../x", "shape": "token" })),
    ] {
        let told = failure(call(&quick, command, arguments.clone()));
        assert!(
            told.as_str().is_some_and(|told| told.contains("invalid args")),
            "{command} {arguments}: {told}"
        );
    }
    let long = "a".repeat(1_000_000);
    assert!(call(&quick, "quick_find", json!({ "query": long })).is_ok());
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
