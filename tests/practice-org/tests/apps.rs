//! What an org tells of its apps: by query, by the list of apps that are in use, and by their credentials.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use practice_org::{IpRelaxation, OrgChange, Practice, RefreshTokenPolicy, SwitchChange, UserChange};
use serde_json::{Value, json};
use support::story::Story;
use support::wire::{self, Got, Raw};

async fn queried(practice: &Practice, story: &Story, token: &str, room: &str, soql: &str) -> Got {
    let path = format!("/services/data/v67.0/{room}");
    let raw = Raw::get(&story.host, &path).query("q", &soql.replace(' ', "+")).bearer(token);
    wire::send(practice, &raw).await.unwrap()
}

#[tokio::test]
async fn apps_settings_and_policies_can_be_asked_about() {
    let practice = support::practice("apps_query").await;
    let story = Story::of(&practice, 0, 0, 0);
    let token = story.tokens(&practice).await.access;
    let change = SwitchChange {
        ip_relaxation: Some(IpRelaxation::EnforceButRelaxForRefresh),
        refresh_token_policy: Some(RefreshTokenPolicy::IdleDays(30)),
        ..SwitchChange::default()
    };
    story.switch(&practice, change);
    let app = &story.app.app_id;

    let soql = "SELECT Id, DeveloperName, OrgScopedExternalApp FROM ExternalClientApplication \
                WHERE DeveloperName = 'Rehearsal_Tool'";
    let apps = queried(&practice, &story, &token, "query", soql).await.json();
    assert_eq!((&apps["totalSize"], &apps["done"]), (&json!(1), &json!(true)));
    let row = &apps["records"][0];
    let url = format!("/services/data/v67.0/sobjects/ExternalClientApplication/{app}");
    assert_eq!(row["attributes"], json!({ "type": "ExternalClientApplication", "url": url }));
    assert_eq!((&row["Id"], row["MasterLabel"].is_null()), (&json!(app), true), "only what was asked for");
    let scoped = format!("{}:Rehearsal_Tool", &story.org.organization_id[..15]);
    assert_eq!(row["OrgScopedExternalApp"], json!(scoped));

    let filter = format!("WHERE ExternalClientApplicationId = '{}'", &app[..15]);
    let soql = format!(
        "SELECT OauthScopesAPI, OauthScopesREFRESH_TOKEN, OauthScopesWEB FROM ExtlClntAppOauthSettings {filter}"
    );
    let settings = queried(&practice, &story, &token, "tooling/query", &soql).await.json();
    assert_eq!(
        (&settings["size"], &settings["entityTypeName"]),
        (&json!(1), &json!("ExtlClntAppOauthSettings"))
    );
    let row = &settings["records"][0];
    assert_eq!(row["OauthScopesAPI"], json!(true));
    assert_eq!((&row["OauthScopesREFRESH_TOKEN"], &row["OauthScopesWEB"]), (&json!(true), &json!(false)));

    let soql = format!(
        "SELECT PermittedUsersPolicyType, IpRelaxationPolicyType, RefreshTokenPolicyType, \
         RefreshTokenValidityPeriod, RefreshTokenValidityUnit, SessionTimeoutInMinutes, RequiredSessionLevel \
         FROM ExtlClntAppOauthPlcyCnfg {filter}"
    );
    let mut row = queried(&practice, &story, &token, "query", &soql).await.json()["records"][0].take();
    row.as_object_mut().unwrap().remove("attributes");
    let expected = json!({
        "PermittedUsersPolicyType": "AllSelfAuthorized",
        "IpRelaxationPolicyType": "Enforce_RelaxRefresh",
        "RefreshTokenPolicyType": "SpecificInactivity",
        "RefreshTokenValidityPeriod": 30,
        "RefreshTokenValidityUnit": "Days",
        "SessionTimeoutInMinutes": 120,
        "RequiredSessionLevel": "STANDARD",
    });
    assert_eq!(row, expected);

    let soql = "SELECT IsEnabled, OauthPluginStatus FROM ExtlClntAppPlcyCnfg";
    let plugins = queried(&practice, &story, &token, "query", soql).await.json();
    assert_eq!(plugins["totalSize"], json!(2), "one for each app");
}

#[tokio::test]
async fn who_may_not_see_the_apps_is_told_that_there_is_no_such_object() {
    let practice = support::practice("apps_hidden").await;
    let bob = Story::of(&practice, 0, 0, 1);
    let token = bob.tokens(&practice).await.access;
    let got = queried(&practice, &bob, &token, "query", "SELECT Id FROM ExternalClientApplication").await;
    assert_eq!((got.status, &got.json()[0]["errorCode"]), (400, &json!("INVALID_TYPE")));
    let organization = queried(&practice, &bob, &token, "query", "SELECT Name FROM Organization").await;
    assert_eq!(organization.status, 200, "the org itself is no secret");
    let usage = wire::send(&practice, &bob.usage(&token)).await.unwrap();
    assert_eq!((usage.status, &usage.json()[0]["errorCode"]), (403, &json!("INSUFFICIENT_ACCESS")));
}

#[tokio::test]
async fn the_list_of_apps_comes_in_pages() {
    let practice = support::practice("apps_usage").await;
    let story = Story::of(&practice, 0, 0, 0);
    let token = story.tokens(&practice).await.access;
    let page = |number: &'static str| story.usage(&token).query("page", number).query("pageSize", "1");
    let first = wire::send(&practice, &page("0")).await.unwrap().json();
    assert_eq!(first["apps"][0]["identifier"], json!(story.app.app_id));
    assert_eq!(first["apps"][0]["developerName"], json!("Rehearsal_Tool"));
    assert_eq!(first["apps"][0]["accessTokenFormat"], json!("Opaque"));
    assert_eq!(first["nextPageUrl"], json!("/services/data/v67.0/apps/oauth/usage?page=1&pageSize=1"));
    let last = wire::send(&practice, &page("1")).await.unwrap().json();
    assert_eq!(
        (&last["apps"][0]["developerName"], &last["nextPageUrl"]),
        (&json!("API_Explorer"), &Value::Null)
    );
}

#[tokio::test]
async fn the_key_is_there_and_the_secret_wants_two_consents() {
    let practice = support::practice("apps_credentials").await;
    let story = Story::of(&practice, 0, 0, 0);
    let token = story.tokens(&practice).await.access;
    let path = format!("/services/data/v67.0/apps/oauth/credentials/{}", story.app.app_id);
    let list = wire::send(&practice, &Raw::get(&story.host, &path).bearer(&token)).await.unwrap();
    let consumer = &list.json()["consumers"][0];
    assert_eq!(consumer["key"], json!(story.app.consumer_key));
    assert!(
        consumer.get("secret").is_none() && consumer["id"].as_str().unwrap().starts_with("888"),
        "{consumer}"
    );

    let wanted = story.credentials(&token).query("part", "keyandsecret");
    let refused =
        |got: Got| (got.status, got.json()[0]["errorCode"].clone(), got.json()[0]["message"].clone());
    let (status, code, text) = refused(wire::send(&practice, &wanted).await.unwrap());
    assert_eq!((status, &code), (403, &json!("INSUFFICIENT_ACCESS")));
    assert!(text.as_str().unwrap().contains("not currently enabled"), "{text}");
    let allowed = OrgChange { secrets_over_rest: Some(true), ..OrgChange::default() };
    practice.change_org(&story.host, allowed).unwrap();
    let told = wire::send(&practice, &wanted).await.unwrap();
    assert_eq!(
        (told.field("key"), told.field("secret")),
        (story.app.consumer_key.clone(), story.app.consumer_secret.clone())
    );
    let key_alone = wire::send(&practice, &story.credentials(&token)).await.unwrap();
    assert_eq!((key_alone.status, key_alone.json().get("secret")), (200, None));

    let user = UserChange { may_see_secrets: Some(false), ..UserChange::default() };
    practice.change_user(&story.username, user).unwrap();
    let (status, _, text) = refused(wire::send(&practice, &wanted).await.unwrap());
    assert!(status == 403 && text.as_str().unwrap().contains("for this user"), "{text}");
    let written = serde_json::to_string(&practice.seen(0)).unwrap();
    assert!(!written.contains(&story.app.consumer_secret), "no secret gets into the log");
}
