//! Tokens without a person: client credentials and JWT bearer, each with the mistakes that are made with them.

mod support;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use practice_org::{Flow, IpRelaxation, PermittedUsers, SwitchChange, UserChange};
use serde_json::{Value, json};
use support::assertion::{Signer, claims, now, part};
use support::flows::{answer, refusal, row};
use support::story::Story;
use support::wire::Raw;

fn refused(code: &str, text: &str) -> (u16, String, String) {
    (400, code.to_owned(), text.to_owned())
}

#[tokio::test]
async fn a_client_runs_as_its_user_and_gets_no_refresh_token() {
    let practice = support::practice("client_credentials").await;
    let story = Story::of(&practice, 0, 0, 0);
    story.with_client_credentials(&practice);
    let got = answer(&practice, &story.client_credentials()).await;
    assert_eq!(got.status, 200, "{got:?}");
    assert_eq!(got.json().get("refresh_token"), None, "a client without a person renews nothing");
    assert!(!got.field("scope").contains("refresh_token"), "{got:?}");
    assert!(story.works(&practice, &got.field("access_token")).await);
    let grants = practice.grants();
    assert_eq!((grants[0].flow, grants[0].user.as_str()), (Flow::ClientCredentials, "ana@acme.com"));
    assert!(practice.orgs()[0].apps[0].live_grants.is_empty(), "it is no approval");
}

#[tokio::test]
async fn client_credentials_are_refused_for_each_mistake_of_its_own() {
    let practice = support::practice("client_credentials_refused").await;
    let story = Story::of(&practice, 0, 0, 0);
    let off = refused("invalid_grant", "client credentials flow not enabled");
    assert_eq!(refusal(&practice, &story.client_credentials()).await, off);
    for half in [
        SwitchChange { client_credentials_policy: Some(false), ..SwitchChange::default() },
        SwitchChange { client_credentials_flow: Some(false), ..SwitchChange::default() },
    ] {
        story.with_client_credentials(&practice);
        story.switch(&practice, half);
        assert_eq!(refusal(&practice, &story.client_credentials()).await, off, "both halves are needed");
    }
    story.with_client_credentials(&practice);
    let login = Raw { host: "login.salesforce.com".to_owned(), ..story.client_credentials() };
    let domain = refused("invalid_grant", "request not supported on this domain");
    assert_eq!(refusal(&practice, &login).await, domain);
    let secret = refused("invalid_client", "invalid client credentials");
    let without = story.client_credentials().without_form("client_secret");
    assert_eq!(refusal(&practice, &without).await, secret, "whatever the boxes of the other flows say");
    let scope = refused("invalid_request", "scope parameter not supported");
    assert_eq!(refusal(&practice, &story.client_credentials().form("scope", "api")).await, scope);

    let nobody = refused("invalid_grant", "no client credentials user enabled");
    for run_as in ["", "ana@example.com", "Ana@acme.com", "ana@acme.com.uat"] {
        let change = SwitchChange { run_as: Some(run_as.to_owned()), ..SwitchChange::default() };
        story.switch(&practice, change);
        assert_eq!(refusal(&practice, &story.client_credentials()).await, nobody, "{run_as}");
    }
    story.with_client_credentials(&practice);
    for scopes in [vec![], vec!["full".to_owned()], vec!["full".to_owned(), "refresh_token".to_owned()]] {
        story.switch(&practice, SwitchChange { scopes: Some(scopes), ..SwitchChange::default() });
        let none = refused("invalid_grant", "no valid scopes defined");
        assert_eq!(refusal(&practice, &story.client_credentials()).await, none);
    }
}

#[tokio::test]
async fn a_client_proves_itself_in_the_header_or_in_the_body() {
    let practice = support::practice("client_credentials_basic").await;
    let story = Story::of(&practice, 0, 0, 0);
    story.with_client_credentials(&practice);
    let basic = |secret: &str| {
        let pair = STANDARD.encode(format!("{}:{secret}", story.app.consumer_key));
        story.token("client_credentials").header("Authorization", &format!("Basic {pair}"))
    };
    assert_eq!(row(&practice, &basic(&story.app.consumer_secret)).await, "ok");
    assert_eq!(refusal(&practice, &basic("stale")).await.0, 401);
    let both = basic(&story.app.consumer_secret).form("client_secret", &story.app.consumer_secret);
    assert_eq!(row(&practice, &both).await, "RFC 6749 2.3");
}

#[tokio::test]
async fn the_run_as_user_meets_what_every_user_meets() {
    let practice = support::practice("run_as_user").await;
    let story = Story::of(&practice, 0, 0, 0);
    let change = UserChange::default;
    for (change, expected) in [
        (UserChange { active: Some(false), ..change() }, "T20"),
        (UserChange { frozen: Some(true), ..change() }, "T20"),
        (UserChange { outside_login_hours: Some(true), ..change() }, "T7"),
        (UserChange { outside_ip_ranges: Some(true), ..change() }, "T10"),
        (UserChange { api_only_licence: Some(true), ..change() }, "ok"),
    ] {
        practice.reset();
        story.with_client_credentials(&practice);
        practice.change_user(&story.username, change).unwrap();
        assert_eq!(row(&practice, &story.client_credentials()).await, expected);
    }
    let ip_relaxation = Some(IpRelaxation::EnforceButRelaxForRefresh);
    story.switch(&practice, SwitchChange { ip_relaxation, ..SwitchChange::default() });
    let outside = UserChange { outside_ip_ranges: Some(true), ..change() };
    practice.change_user(&story.username, outside).unwrap();
    assert_eq!(row(&practice, &story.client_credentials()).await, "T10", "it is no refresh");
    let ip_relaxation = Some(IpRelaxation::Relax);
    story.switch(&practice, SwitchChange { ip_relaxation, ..SwitchChange::default() });
    assert_eq!(row(&practice, &story.client_credentials()).await, "ok");
}

#[tokio::test]
async fn an_assertion_needs_a_certificate_and_an_approval() {
    let practice = support::practice("jwt_bearer").await;
    let (story, signer) = (Story::of(&practice, 1, 0, 0), Signer::new());
    let proper = story.jwt_bearer(&signer.proper(&story));
    assert_eq!(row(&practice, &proper).await, "T21", "without a certificate the flow is off");
    let certificate = Some(signer.certificate.clone());
    let profiles = Some(vec!["Standard User".to_owned()]);
    story.switch(&practice, SwitchChange { certificate, profiles, ..SwitchChange::default() });
    let not_yet = refused("invalid_grant", "user hasn't approved this consumer");
    assert_eq!(refusal(&practice, &proper).await, not_yet);

    story.tokens(&practice).await;
    let got = answer(&practice, &proper).await;
    assert_eq!(got.status, 200, "who has signed in once has approved: {got:?}");
    assert_eq!(got.json().get("refresh_token"), None);
    assert!(story.works(&practice, &got.field("access_token")).await);

    practice.revoke_grants(&practice_org::Selection::default());
    assert_eq!(refusal(&practice, &proper).await, not_yet, "an approval that was revoked is none");
    let approved = SwitchChange {
        permitted_users: Some(PermittedUsers::AdminApproved),
        profiles: Some(vec![]),
        permission_sets: Some(vec!["Rehearsal".to_owned()]),
        ..SwitchChange::default()
    };
    story.switch(&practice, approved);
    assert_eq!(row(&practice, &proper).await, "T22");
    let has_set = UserChange { permission_sets: Some(vec!["Rehearsal".to_owned()]), ..UserChange::default() };
    practice.change_user(&story.username, has_set).unwrap();
    assert_eq!(row(&practice, &proper).await, "ok", "pre-authorised by permission set");
    let scopes = Some(vec!["api".to_owned()]);
    story.switch(&practice, SwitchChange { scopes, ..SwitchChange::default() });
    assert_eq!(row(&practice, &proper).await, "T19");
}

#[tokio::test]
async fn sloppy_assertions_are_refused() {
    let practice = support::practice("jwt_sloppy").await;
    let (story, signer, other) = (Story::of(&practice, 0, 0, 0), Signer::new(), Signer::new());
    let certificate = Some(signer.certificate.clone());
    story.switch(&practice, SwitchChange { certificate, ..SwitchChange::default() });
    story.tokens(&practice).await;
    let header = json!({ "alg": "RS256" });
    let with = |name: &str, value: Value| {
        let mut claims = claims(&story);
        claims[name] = value;
        story.jwt_bearer(&signer.signed(&header, &claims))
    };
    assert_eq!(row(&practice, &story.jwt_bearer(&signer.proper(&story))).await, "ok");
    let unsigned = format!("{}.{}.", part(&json!({ "alg": "none" })), part(&claims(&story)));
    let hmac = signer.signed(&json!({ "alg": "HS256" }), &claims(&story));
    for (what, sloppy, expected) in [
        ("alg none", story.jwt_bearer(&unsigned), "T17"),
        ("HS256", story.jwt_bearer(&hmac), "T17"),
        ("another key", story.jwt_bearer(&other.proper(&story)), "T17"),
        ("no signature", story.jwt_bearer(unsigned.trim_end_matches('.')), "T17"),
        ("an end too far ahead", with("exp", json!(now() + 200)), "T17"),
        ("an end in the past", with("exp", json!(now() - 1)), "T17"),
        ("an end as text", with("exp", json!((now() + 100).to_string())), "T17"),
        ("the sandboxes' audience", with("aud", json!("https://test.salesforce.com")), "T18"),
        ("the My Domain as audience", with("aud", json!(format!("https://{}", story.host))), "T18"),
        ("an audience with a slash", with("aud", json!("https://login.salesforce.com/")), "T18"),
        ("an unknown key", with("iss", json!("3MVG9nobody")), "T1"),
        ("an e-mail address", with("sub", json!("ana@example.com")), "T11"),
        ("a user of a sandbox", with("sub", json!("ana@acme.com.uat")), "T11"),
        ("a user who never signed in", with("sub", json!("bob@acme.com")), "T11"),
        ("a key beside it that differs", with("sub", json!("x")).form("client_id", "3MVG9nobody"), "T1"),
        ("a stale secret beside it", with("sub", json!("x")).form("client_secret", "stale"), "T2"),
        ("a scope beside it", with("sub", json!("x")).form("scope", "api"), "T16"),
    ] {
        assert_eq!(row(&practice, &sloppy).await, expected, "{what}");
    }
    let proper = signer.proper(&story);
    let login = Raw { host: "login.salesforce.com".to_owned(), ..story.jwt_bearer(&proper) };
    assert_eq!(row(&practice, &login).await, "T1", "a login host knows no app that was made in an org");
    practice.advance(std::time::Duration::from_secs(121)).unwrap();
    assert_eq!(row(&practice, &story.jwt_bearer(&proper)).await, "T17", "the practice clock counts");
}
