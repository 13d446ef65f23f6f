//! Every mistake that a recipe file can have, each made in a file that is right, and the field that is named.

use serde_json::{Value, json};

use super::*;
use crate::model::recipe::SOURCES;

fn file(index: usize) -> Value {
    serde_json::from_str(SOURCES[index]).expect("a recipe")
}

/// What is said of a file in which what stands at `at` was exchanged.
fn changed(index: usize, at: &str, new: Value) -> RecipeRefused {
    let mut file = file(index);
    *file.pointer_mut(at).unwrap_or_else(|| panic!("{at}")) = new;
    Recipe::parse(&file.to_string()).expect_err("a mistake")
}

/// What is said of a file in which one thing more stands in a list.
fn added(index: usize, list: &str, new: &Value) -> RecipeRefused {
    let mut file = file(index);
    file[list].as_array_mut().expect("a list").push(new.clone());
    Recipe::parse(&file.to_string()).expect_err("a mistake")
}

/// What is said of a file in which all that holds `word` is gone from a list.
fn without(index: usize, list: &str, word: &str) -> RecipeRefused {
    let mut file = file(index);
    let all = file[list].as_array_mut().expect("a list");
    all.retain(|one| !one.to_string().contains(word));
    Recipe::parse(&file.to_string()).expect_err("a mistake")
}

const REHEARSAL: usize = 0;
const PRODUCTION: usize = 2;
const LIGHTNING: usize = 3;
const CLIENT_CREDENTIALS: usize = 4;

#[test]
fn an_unknown_scope_is_named() {
    let wrong = changed(REHEARSAL, "/scopes/1/want", json!("everything"));
    assert_eq!(wrong, refused("scopes[1].want", Wrong::UnknownScope));
    assert_eq!(wrong.to_string(), "scopes[1].want: not a scope of Salesforce's");
}

#[test]
fn a_wide_scope_needs_a_reason() {
    let full = json!({ "want": "full", "source": "the test", "sure": "official" });
    assert_eq!(added(REHEARSAL, "scopes", &full), refused("scopes[3].why", Wrong::WideWithoutWhy));
}

#[test]
fn a_forbidden_callback_is_named() {
    let long = format!("https://acme.com/{}", "x".repeat(2000));
    for url in [
        "http://acme.com/callback",
        "http://127.0.0.1:33333",
        "http://[::1]:33333",
        "https://acme.com/call back",
        "javascript:alert(1)",
        "acme",
        &long,
    ] {
        let wrong = changed(REHEARSAL, "/callbacks/0/want", json!({ "url": url }));
        assert_eq!(wrong, refused("callbacks[0].want", Wrong::ForbiddenCallback), "{url}");
    }
    let wrong = changed(REHEARSAL, "/callbacks/0/want", json!({ "ask": "run_as" }));
    assert_eq!(wrong, refused("callbacks[0].want", Wrong::ForbiddenCallback));
}

#[test]
fn what_nobody_knows_where_from_is_named() {
    for list in [
        "callbacks",
        "scopes",
        "left_out",
        "flow_enablement",
        "security",
        "left_alone",
        "policies",
        "around",
        "questions",
        "disagreements",
    ] {
        let with = |index: &usize| file(*index)[list].as_array().is_some_and(|all| !all.is_empty());
        let index = (0..SOURCES.len()).find(with).expect(list);
        let wrong = changed(index, &format!("/{list}/0/source"), json!(" "));
        assert_eq!(wrong, refused(format!("{list}[0].source"), Wrong::Empty));
    }
}

#[test]
fn two_policies_of_one_kind_are_refused() {
    let second = json!({ "want": { "ip_relaxation": "enforce" }, "source": "the test", "sure": "official" });
    assert_eq!(added(REHEARSAL, "policies", &second), refused("policies[1].want", Wrong::Twice));
}

#[test]
fn nothing_is_wanted_twice() {
    for list in ["callbacks", "scopes", "flow_enablement", "security"] {
        let again = file(REHEARSAL)[list][0].clone();
        let length = file(REHEARSAL)[list].as_array().map_or(0, Vec::len);
        assert_eq!(added(REHEARSAL, list, &again), refused(format!("{list}[{length}].want"), Wrong::Twice));
    }
}

#[test]
fn an_unknown_field_or_word_is_named_and_not_repeated() {
    for (at, new, field) in [
        ("/scopes/0", json!({ "wont": "canary" }), "scopes[0].wont"),
        ("/security/0/want/box", json!("canary"), "security[0].want.box"),
        ("/policies/0/want", json!({ "canary": 1 }), "policies[0].want.canary"),
        ("/scopes/0/sure", json!("canary"), "scopes[0].sure"),
        ("/app/distribution", json!("canary"), "app.distribution"),
        ("/flows/0", json!("username_password"), "flows[0]"),
    ] {
        let wrong = changed(REHEARSAL, at, new);
        assert_eq!(wrong.problem, Wrong::NotUnderstood, "{at}");
        assert!(wrong.field.starts_with(field.split(".canary").next().expect("a path")), "{}", wrong.field);
        assert!(at.contains("policies") || !wrong.to_string().contains("canary"), "{wrong}");
    }
    let mut more = file(REHEARSAL);
    more["novelty"] = json!(true);
    let wrong = Recipe::parse(&more.to_string()).expect_err("a mistake");
    assert_eq!(wrong, refused("novelty", Wrong::NotUnderstood));
    assert_eq!(Recipe::parse("no JSON").expect_err("a mistake").problem, Wrong::NotUnderstood);
}

#[test]
fn a_date_is_a_day_that_there_is() {
    for wrong in
        ["", "2026-02-29", "2026-13-01", "26-11-2026", "2026-11-31", "yesterday", "2026-1-1", "+026-01-01"]
    {
        assert_eq!(changed(REHEARSAL, "/dated", json!(wrong)), refused("dated", Wrong::NoDate), "{wrong}");
    }
    assert!(is_date("2028-02-29"));
}

#[test]
fn a_flow_without_its_box_is_refused() {
    let field = "flow_enablement";
    for (index, word) in [(CLIENT_CREDENTIALS, "client_credentials_flow"), (LIGHTNING, "jwt_bearer_flow")] {
        assert_eq!(without(index, field, word), refused(field, Wrong::FlowWithoutBox), "{word}");
    }
    assert_eq!(without(LIGHTNING, "callbacks", "localhost"), refused("callbacks", Wrong::NoCallbackOfOurs));
}

#[test]
fn a_box_of_another_part_is_refused() {
    let wrong = changed(REHEARSAL, "/security/0/want", json!({ "box": "device_flow", "on": true }));
    assert_eq!(wrong, refused("security[0].want", Wrong::OtherPart));
    let wrong = changed(REHEARSAL, "/flow_enablement/0/want", json!({ "box": "create", "on": true }));
    assert_eq!(wrong, refused("flow_enablement[0].want", Wrong::OtherPart));
}

#[test]
fn a_user_to_run_as_and_client_credentials_belong_together() {
    for word in ["run_as\"", "client_credentials_flow"] {
        let wrong = without(CLIENT_CREDENTIALS, "policies", word);
        assert_eq!(wrong, refused("policies", Wrong::NobodyToRunAs), "{word}");
    }
    let runs = json!({ "want": { "run_as": "asked" }, "source": "the test", "sure": "official" });
    assert_eq!(added(PRODUCTION, "policies", &runs), refused("policies", Wrong::RunAsWithoutFlow));
}

#[test]
fn signed_assertions_need_users_who_are_pre_authorised_and_a_scope() {
    for word in ["permitted_users", "permission_set\""] {
        let wrong = without(LIGHTNING, "policies", word);
        assert_eq!(wrong, refused("policies", Wrong::NotPreAuthorized), "{word}");
    }
    let wrong = without(LIGHTNING, "scopes", "refresh_token");
    assert_eq!(wrong, refused("scopes", Wrong::NoRefreshScope));
}

#[test]
fn what_is_limited_is_limited_to_a_way_of_the_recipe() {
    let limited = json!({ "want": "web", "why": "scope_web", "only_for": "jwt_bearer", "source": "the test", "sure": "official" });
    assert_eq!(added(REHEARSAL, "scopes", &limited), refused("scopes[3].only_for", Wrong::OtherFlow));
}

#[test]
fn a_disagreement_is_about_something_that_is_shown() {
    let about =
        json!({ "about": "trusted_domains", "between": "nobody", "source": "the test", "sure": "official" });
    let length = file(REHEARSAL)["disagreements"].as_array().map_or(0, Vec::len);
    let field = format!("disagreements[{length}].about");
    assert_eq!(added(REHEARSAL, "disagreements", &about), refused(field, Wrong::AboutNothing));
}

#[test]
fn a_recipe_without_anything_to_do_is_none() {
    for list in ["flows", "callbacks", "scopes"] {
        assert_eq!(changed(REHEARSAL, &format!("/{list}"), json!([])), refused(list, Wrong::Empty));
    }
    assert_eq!(changed(REHEARSAL, "/app/name", json!(" ")), refused("app.name", Wrong::Empty));
    assert_eq!(changed(REHEARSAL, "/format", json!(2)), refused("format", Wrong::OtherFormat));
}
