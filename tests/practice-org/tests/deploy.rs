//! Apps that are deployed: how a deployment goes on, what it makes of an org, and what an org does not take.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

#[path = "deploy/course.rs"]
mod course;
#[path = "deploy/mistakes.rs"]
mod mistakes;
mod support;

use practice_org::{
    AppView, IpRelaxation, OrgChange, Practice, RefreshTokenPolicy, SwitchChange, UserChange,
};
use serde_json::{Value, json};
use support::deploy::{APPLICATION, Files, GLOBAL, OAUTH, OAUTH_POLICIES, POLICIES, options};
use support::story::Story;
use support::wire;

/// A practice org, its first user of the org at this place, and a token of that user.
async fn stage(name: &str, org: usize) -> (Practice, Story, String) {
    let practice = support::practice(name).await;
    let story = Story::of(&practice, org, 0, 0);
    let token = story.tokens(&practice).await.access;
    (practice, story, token)
}

fn nightly(practice: &Practice, org: usize) -> Option<AppView> {
    practice.orgs().remove(org).apps.into_iter().find(|app| app.api_name == "Nightly")
}

fn problems(result: &Value) -> Vec<String> {
    let failures = result["details"]["componentFailures"].as_array().unwrap();
    let said = |failure: &Value, name: &str| failure[name].as_str().unwrap().to_owned();
    failures
        .iter()
        .map(|failure| format!("{}: {}", said(failure, "fileName"), said(failure, "problem")))
        .collect()
}

#[tokio::test]
async fn an_app_is_deployed_in_steps_and_people_sign_in_through_it() {
    let (practice, story, token) = stage("deploy_whole", 0).await;
    let files = Files::nightly().saying(GLOBAL, "isPkceRequired", "false");
    let got = wire::send(&practice, &story.deploy(&token, &options(), &files.zipped())).await.unwrap();
    assert_eq!((got.status, &got.json()["deployResult"]["status"]), (201, &json!("Pending")));
    let id = got.field("id");
    assert!(id.starts_with("0Af") && id.len() == 18, "{id}");
    let mut last = Value::Null;
    for (status, total) in [("Pending", 0), ("InProgress", 5), ("Succeeded", 5)] {
        assert!(nightly(&practice, 0).is_none(), "nothing is there before the end");
        last = wire::send(&practice, &story.deployment(&token, &id)).await.unwrap().json();
        let result = &last["deployResult"];
        assert_eq!((&result["status"], &result["numberComponentsTotal"]), (&json!(status), &json!(total)));
        assert_eq!(result["done"], json!(status == "Succeeded"));
    }
    let result = &last["deployResult"];
    assert_eq!((&result["success"], &result["numberComponentsDeployed"]), (&json!(true), &json!(5)));
    assert_eq!(
        (&result["numberComponentErrors"], &result["createdByName"]),
        (&json!(0), &json!("Ana Lindqvist"))
    );
    let successes = result["details"]["componentSuccesses"].as_array().unwrap();
    let app = successes.iter().find(|success| success["fileName"] == json!(APPLICATION)).unwrap();
    let told = (&app["componentType"], &app["fullName"], &app["created"], &app["changed"]);
    assert_eq!(told, (&json!("ExternalClientApplication"), &json!("Nightly"), &json!(true), &json!(true)));
    assert_eq!(successes.len(), 6, "package.xml is told of, too");

    let app = nightly(&practice, 0).unwrap();
    assert!(
        app.switches.pkce_required && app.switches.refresh_token_rotation,
        "both are pinned in a new app"
    );
    assert!(!app.switches.secret_required_for_web_server && app.switches.secret_required_for_refresh);
    assert_eq!(app.switches.ip_relaxation, IpRelaxation::EnforceButRelaxForRefresh);
    assert_eq!(
        app.switches.refresh_token_policy,
        RefreshTokenPolicy::LifetimeDays(365),
        "as nobody has set it"
    );
    let deployed = Story { app, ..story };
    let tokens = deployed.tokens(&practice).await;
    assert!(deployed.works(&practice, &tokens.access).await, "the app is an app");
}

#[tokio::test]
async fn a_check_alone_changes_nothing() {
    let (practice, story, token) = stage("deploy_check", 0).await;
    let mut check = options();
    check["checkOnly"] = json!(true);
    let result = story.deployed(&practice, &token, &check, &Files::nightly()).await;
    assert_eq!((&result["status"], &result["checkOnly"]), (&json!("Succeeded"), &json!(true)));
    assert_eq!(result["numberComponentsDeployed"], json!(5));
    assert!(nightly(&practice, 0).is_none());
}

#[tokio::test]
async fn what_is_left_out_goes_back_to_its_default() {
    let (practice, story, token) = stage("deploy_again", 0).await;
    let signer = support::assertion::Signer::new();
    let files = Files::nightly().saying(GLOBAL, "certificate", &signer.certificate);
    let first = files.clone().saying(GLOBAL, "isDeviceFlowEnabled", "true");
    let first = first.saying(OAUTH_POLICIES, "sessionTimeoutInMinutes", "30");
    let first = first.saying(OAUTH_POLICIES, "refreshTokenPolicyType", "Infinite");
    let result = story.deployed(&practice, &token, &options(), &first).await;
    assert_eq!(problems(&result), [""; 0]);
    let before = nightly(&practice, 0).unwrap();
    assert!(before.switches.device_flow && !before.switches.certificate.is_empty());
    assert_eq!(before.switches.refresh_token_policy, RefreshTokenPolicy::UntilRevoked);

    let result = story.deployed(&practice, &token, &options(), &Files::nightly()).await;
    assert_eq!(result["status"], json!("Succeeded"));
    let successes = result["details"]["componentSuccesses"].as_array().unwrap();
    let changed = |path: &str| successes.iter().find(|success| success["fileName"] == json!(path)).unwrap();
    assert_eq!((&changed(GLOBAL)["created"], &changed(GLOBAL)["changed"]), (&json!(false), &json!(true)));
    assert_eq!(changed(APPLICATION)["changed"], json!(false), "it was the same");
    let after = nightly(&practice, 0).unwrap();
    assert_eq!((before.switches.access_token_seconds, after.switches.access_token_seconds), (1_800, 7_200));
    assert!(!after.switches.device_flow && after.switches.certificate.is_empty(), "JWT bearer is off");
    assert_eq!(after.switches.refresh_token_policy, RefreshTokenPolicy::LifetimeDays(365));
    assert_eq!((after.consumer_key, after.app_id), (before.consumer_key, before.app_id), "key and id stay");
}

#[tokio::test]
async fn the_app_can_come_first_and_its_settings_later() {
    let (practice, story, token) = stage("deploy_twice", 0).await;
    let alone = [GLOBAL, OAUTH, OAUTH_POLICIES, POLICIES]
        .iter()
        .fold(Files::nightly(), |files, path| files.without(path));
    let result = story.deployed(&practice, &token, &options(), &alone).await;
    assert_eq!(result["status"], json!("Succeeded"), "{result}");
    let bare = nightly(&practice, 0).unwrap();
    assert!(!bare.switches.oauth_enabled, "without settings its key is not known");
    let usage = wire::send(&practice, &story.usage(&token)).await.unwrap();
    assert!(usage.body.contains("Nightly"), "but it is there");

    let result = story.deployed(&practice, &token, &options(), &Files::nightly().without(APPLICATION)).await;
    assert_eq!(result["status"], json!("Succeeded"), "{result}");
    let deployed = Story { app: nightly(&practice, 0).unwrap(), ..story };
    assert_eq!(deployed.app.app_id, bare.app_id);
    deployed.tokens(&practice).await;
}

#[tokio::test]
async fn an_error_rolls_all_back_in_production_and_one_component_in_a_sandbox() {
    let (practice, story, token) = stage("deploy_rollback", 0).await;
    let wrong = Files::nightly().with(OAUTH_POLICIES, "Enforce_RelaxRefresh", "Relaxed");
    let result = story.deployed(&practice, &token, &options(), &wrong).await;
    assert_eq!((&result["status"], &result["success"]), (&json!("Failed"), &json!(false)));
    assert_eq!((&result["numberComponentErrors"], &result["numberComponentsTotal"]), (&json!(1), &json!(5)));
    assert!(
        problems(&result)[0].contains("'Relaxed' is not a valid value for ipRelaxationPolicyType"),
        "{result}"
    );
    assert!(nightly(&practice, 0).is_none());

    let uat = Story::of(&practice, 1, 0, 0);
    let token = uat.tokens(&practice).await.access;
    let mut partial = options();
    (partial["rollbackOnError"], partial["testLevel"]) = (json!(false), json!("NoTestRun"));
    let result = uat.deployed(&practice, &token, &partial, &wrong).await;
    assert_eq!((&result["status"], &result["success"]), (&json!("SucceededPartial"), &json!(true)));
    let app = nightly(&practice, 1).unwrap();
    assert_eq!(
        app.switches.ip_relaxation,
        IpRelaxation::Enforce,
        "the policies stayed as they came into being"
    );
}

#[tokio::test]
async fn a_key_and_a_secret_can_be_brought_along() {
    let (practice, story, token) = stage("deploy_key", 0).await;
    let files = Files::nightly().saying(GLOBAL, "consumerKey", "3MVG9.brought").saying(
        GLOBAL,
        "consumerSecret",
        "BROUGHT0",
    );
    story.deployed(&practice, &token, &options(), &files).await;
    let app = nightly(&practice, 0).unwrap();
    assert_eq!((app.consumer_key.as_str(), app.consumer_secret.as_str()), ("3MVG9.brought", "BROUGHT0"));
    let doubled = Files::nightly().saying(GLOBAL, "consumerKey", &story.app.consumer_key);
    let result = story.deployed(&practice, &token, &options(), &doubled).await;
    assert!(problems(&result)[0].contains("DUPLICATE_VALUE"), "{result}");
}

#[tokio::test]
async fn an_org_may_refuse_what_is_locked_instead_of_pinning_it() {
    let (practice, story, token) = stage("deploy_locked", 0).await;
    let files = Files::nightly().saying(GLOBAL, "isRefreshTokenRotationEnabled", "false");
    let refuses = OrgChange { refuses_unlocked_flags: Some(true), ..OrgChange::default() };
    practice.change_org(&story.host, refuses).unwrap();
    let result = story.deployed(&practice, &token, &options(), &files).await;
    assert!(problems(&result)[0].contains("contact Salesforce Support"), "{result}");
    let unlocked = OrgChange { locks_new_apps: Some(false), ..OrgChange::default() };
    practice.change_org(&story.host, unlocked).unwrap();
    let result = story.deployed(&practice, &token, &options(), &files).await;
    assert_eq!(result["status"], json!("Succeeded"));
    let switches = nightly(&practice, 0).unwrap().switches;
    assert!(
        switches.pkce_required && !switches.refresh_token_rotation,
        "where nothing is locked, the file counts"
    );
}

#[tokio::test]
async fn only_who_may_deploy_does_whatever_the_format_of_the_token() {
    let (practice, story, _) = stage("deploy_right", 0).await;
    story.switch(&practice, SwitchChange { jwt_access_tokens: Some(true), ..SwitchChange::default() });
    let jwt = story.tokens(&practice).await.access;
    assert!(!jwt.contains('!') && jwt.contains('.'), "a JSON Web Token");
    let zip = Files::nightly().zipped();
    let taken = wire::send(&practice, &story.deploy(&jwt, &options(), &zip)).await.unwrap();
    assert_eq!(taken.status, 201);
    practice
        .change_user(&story.username, UserChange { may_deploy: Some(false), ..UserChange::default() })
        .unwrap();
    for refused in [story.deploy(&jwt, &options(), &zip), story.deployment(&jwt, &taken.field("id"))] {
        let got = wire::send(&practice, &refused).await.unwrap();
        assert_eq!(
            (got.status, &got.json()[0]["errorCode"]),
            (403, &json!("INSUFFICIENT_ACCESS_OR_READONLY"))
        );
    }
    let bob = Story::of(&practice, 0, 0, 1);
    let of_bob = bob.tokens(&practice).await.access;
    assert_eq!(wire::send(&practice, &bob.deploy(&of_bob, &options(), &zip)).await.unwrap().status, 403);
}
