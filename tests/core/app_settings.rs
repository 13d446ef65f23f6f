//! What an org says of an app: scopes and policies, key and secret. What a token may not see is a refusal, not an app
//! without settings.

use keyperch_core::io::salesforce::{Network, Salesforce};
use keyperch_core::model::error::Error;
use keyperch_core::model::host::InstanceUrl;
use keyperch_core::model::recipe::ApiName;
use keyperch_core::model::secret::AccessToken;
use practice_org::{
    FaultName, FaultOrder, IpRelaxation, OrgChange, RefreshTokenPolicy, SwitchChange, UserChange,
};
use serde_json::json;

use super::support::Story;
use super::support::story::{ANA, BOB, Entry, UAT};

/// Somebody who is signed in, and asks the org.
struct Asker {
    story: Story,
    uat: Entry,
    salesforce: Salesforce,
    at: InstanceUrl,
    token: AccessToken,
}

async fn asker(username: &str) -> Asker {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in_as(uat.app, username).await.expect("signed in");
    let extra_ca = Some(std::fs::read(story.practice.ca_pem()).expect("its certificate"));
    let network = Network { extra_ca, proxy: Some(story.practice.proxy_url().to_owned()) };
    let at = InstanceUrl::parse(&format!("https://{UAT}")).expect("an address");
    let token = story.core.fresh_token(uat.app).await.expect("a token").token;
    Asker { story, uat, salesforce: Salesforce::new(network).expect("a way"), at, token }
}

fn name(name: &str) -> ApiName {
    ApiName::of(name).expect("a name")
}

#[tokio::test]
async fn scopes_and_policies_are_read_as_the_org_has_them() {
    let Asker { story, uat, salesforce, at, token } = asker(ANA).await;
    let change = SwitchChange {
        ip_relaxation: Some(IpRelaxation::EnforceButRelaxForRefresh),
        refresh_token_policy: Some(RefreshTokenPolicy::IdleDays(30)),
        ..SwitchChange::default()
    };
    story.switch(&uat.key, change);
    let app = salesforce.app_in_org(&at, &token, &name("Rehearsal Tool")).await.expect("an answer");
    let app = app.expect("the app");
    let scopes = salesforce.scopes_of(&at, &token, &app).await.expect("an answer").expect("scopes").0;
    for (scope, has) in [("api", true), ("refresh_token", true), ("sfap_api", true), ("full", false)] {
        assert_eq!(scopes.get(scope), Some(&has), "{scope}");
    }
    let policies = salesforce.policies_of(&at, &token, &app).await.expect("an answer").expect("policies").0;
    for (field, says) in [
        ("PermittedUsersPolicyType", json!("AllSelfAuthorized")),
        ("IpRelaxationPolicyType", json!("Enforce_RelaxRefresh")),
        ("RefreshTokenPolicyType", json!("SpecificInactivity")),
        ("RefreshTokenValidityPeriod", json!(30)),
    ] {
        assert_eq!(policies.get(field), Some(&says), "{field}");
    }
    let other = salesforce.app_in_org(&at, &token, &name("Nobody knows it")).await.expect("an answer");
    assert!(other.is_none(), "an org without that app");
}

#[tokio::test]
async fn an_answer_without_a_row_says_nothing_of_an_app() {
    let Asker { story, salesforce, at, token, .. } = asker(ANA).await;
    let app = salesforce.app_in_org(&at, &token, &name("Rehearsal Tool")).await.expect("an answer");
    let app = app.expect("the app");
    let merge = json!({ "totalSize": 0, "records": [] }).as_object().cloned();
    let empty = FaultOrder { times: 2, merge, ..FaultOrder::once("query", FaultName::With) };
    story.practice.fault(empty).expect("a fault");
    assert!(salesforce.scopes_of(&at, &token, &app).await.expect("an answer").is_none());
    assert!(salesforce.policies_of(&at, &token, &app).await.expect("an answer").is_none());
}

#[tokio::test]
async fn whoever_may_not_see_apps_is_refused() {
    let Asker { story: _story, salesforce, at, token, .. } = asker(BOB).await;
    let app = salesforce.app_in_org(&at, &token, &name("Rehearsal Tool")).await;
    assert!(matches!(&app, Err(Error::Refused(refusal)) if refusal.error == "INVALID_TYPE"), "{app:?}");
    let credentials = salesforce.credentials(&at, &token, &name("Rehearsal Tool")).await;
    assert!(matches!(credentials, Err(Error::Refused(refusal)) if refusal.error == "INSUFFICIENT_ACCESS"));
}

#[tokio::test]
async fn the_secret_comes_where_the_org_gives_it_out_and_the_key_in_any_case() {
    let Asker { story, uat, salesforce, at, token } = asker(ANA).await;
    let secret = story.secret_of(&uat.key);
    let tool = name("Rehearsal Tool");
    let asked = || salesforce.credentials(&at, &token, &tool);
    let without = asked().await.expect("an answer").expect("the app");
    assert_eq!((without.key.expose(), without.secret.is_none()), (uat.key.as_str(), true));

    let allowed = OrgChange { secrets_over_rest: Some(true), ..OrgChange::default() };
    story.practice.change_org(UAT, allowed).expect("an order");
    let with = asked().await.expect("an answer").expect("the app");
    assert_eq!(with.key.expose(), uat.key);
    assert_eq!(with.secret.expect("the secret").expose(), secret);

    let user = UserChange { may_see_secrets: Some(false), ..UserChange::default() };
    story.practice.change_user(ANA, user).expect("an order");
    let not_for_ana = asked().await.expect("an answer").expect("the app");
    assert!(not_for_ana.secret.is_none(), "the org gives it out, and not to her");
    let other = salesforce.credentials(&at, &token, &name("Nobody knows it")).await.expect("an answer");
    assert!(other.is_none());
}
