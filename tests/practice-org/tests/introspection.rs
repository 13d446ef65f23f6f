//! Introspection: what an app is told about tokens, its own and others.

mod support;

use practice_org::SwitchChange;
use serde_json::json;
use support::flows::{answer, row};
use support::story::Story;

#[tokio::test]
async fn an_app_learns_the_end_of_its_own_tokens() {
    let practice = support::practice("introspect").await;
    let story = Story::of(&practice, 0, 0, 0);
    let tokens = story.tokens(&practice).await;
    let told = answer(&practice, &story.introspect(&tokens.access)).await.json();
    assert_eq!((&told["active"], &told["token_type"]), (&json!(true), &json!("access_token")));
    assert_eq!(
        (&told["username"], &told["client_id"]),
        (&json!("ana@acme.com"), &json!(story.app.consumer_key))
    );
    assert_eq!(told["exp"].as_u64().unwrap() - told["iat"].as_u64().unwrap(), 7200, "{told}");
    let told = answer(&practice, &story.introspect(&tokens.refresh)).await.json();
    assert_eq!((&told["active"], &told["token_type"]), (&json!(true), &json!("refresh_token")));
    assert_eq!(told.get("exp"), None, "valid until revoked");

    practice.expire_tokens(&practice_org::Selection::default());
    let told = answer(&practice, &story.introspect(&tokens.access)).await.json();
    assert_eq!(told, json!({ "active": false }), "why is not told");
}

#[tokio::test]
async fn other_apps_tokens_are_nobodys_unless_all_may_be_introspected() {
    let practice = support::practice("introspect_all").await;
    let (story, explorer) = (Story::of(&practice, 0, 0, 0), Story::of(&practice, 0, 1, 0));
    let tokens = story.tokens(&practice).await;
    let foreign = explorer.introspect(&tokens.access);
    assert_eq!(answer(&practice, &foreign).await.json(), json!({ "active": false }));
    explorer.switch(&practice, SwitchChange { introspect_all_tokens: Some(true), ..SwitchChange::default() });
    assert_eq!(answer(&practice, &foreign).await.json()["active"], true);
    let elsewhere = Story::of(&practice, 1, 0, 0).tokens(&practice).await;
    let of_other_org = explorer.introspect(&elsewhere.access);
    assert_eq!(answer(&practice, &of_other_org).await.json(), json!({ "active": false }));
}

#[tokio::test]
async fn sloppy_introspections_are_refused() {
    let practice = support::practice("introspect_sloppy").await;
    let story = Story::of(&practice, 0, 0, 0);
    let tokens = story.tokens(&practice).await;
    let proper = story.introspect(&tokens.access);
    assert_eq!(row(&practice, &proper.clone().form("token_type_hint", "access_token")).await, "ok");
    for (what, sloppy, expected) in [
        ("no secret", proper.clone().without_form("client_secret"), "T2"),
        ("a stale secret", proper.clone().form("client_secret", "stale"), "T2"),
        ("an unknown key", proper.clone().form("client_id", "3MVG9nobody"), "T1"),
        ("no token", proper.clone().without_form("token"), "RFC 6749 5.2"),
        ("a strange hint", proper.clone().form("token_type_hint", "id_token"), "RFC 6749 4.1.2.1"),
        ("a parameter of its own", proper.clone().form("resource", "x"), "RFC 6749 4.1.2.1"),
        ("a token in the address", proper.clone().query("token", &tokens.access), "RFC 6749 4.1.2.1"),
    ] {
        assert_eq!(row(&practice, &sloppy).await, expected, "{what}");
    }
}
