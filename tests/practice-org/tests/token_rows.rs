//! What an org tells of the use of tokens, and to whom.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::time::Duration;

use practice_org::{Practice, RefreshTokenPolicy, SwitchChange, UserChange};
use serde_json::{Value, json};
use support::story::Story;
use support::wire::{self, Raw};

const ROWS: &str = "SELECT AppName, AppMenuItemId, UserId, LastUsedDate, UseCount FROM OauthToken";

async fn rows(practice: &Practice, story: &Story, token: &str, soql: &str) -> Vec<Value> {
    let raw = Raw::get(&story.host, "/services/data/v60.0/query").query("q", &soql.replace(' ', "+"));
    let got = wire::send(practice, &raw.bearer(token)).await.unwrap();
    assert_eq!(got.status, 200, "{got:?}");
    got.json()["records"].as_array().unwrap().clone()
}

#[tokio::test]
async fn each_approval_is_a_row_that_counts_the_sign_in_and_each_refresh_and_nothing_else() {
    let practice = support::practice("token_rows_count").await;
    let ana = Story::of(&practice, 1, 0, 0);
    let tokens = ana.tokens(&practice).await;
    let before = rows(&practice, &ana, &tokens.access, ROWS).await;
    let user = &ana.org.users[0].user_id;
    assert_eq!(before.len(), 1);
    let row = &before[0];
    assert_eq!((&row["AppName"], &row["UserId"]), (&json!("Rehearsal Tool"), &json!(user)));
    assert_eq!((&row["AppMenuItemId"], &row["UseCount"]), (&Value::Null, &json!(1)));
    let last = row["LastUsedDate"].as_str().unwrap();
    assert!(last.ends_with("+0000") && last.len() == "1994-11-06T08:49:37.000+0000".len(), "{last}");
    assert_eq!(before, rows(&practice, &ana, &tokens.access, ROWS).await, "to ask is no use");

    practice.advance(Duration::from_secs(3600)).unwrap();
    let renewed = ana.redeemed(&practice, &ana.refresh(&tokens.refresh)).await;
    let after = rows(&practice, &ana, &renewed.access, ROWS).await;
    assert_eq!(after[0]["UseCount"], json!(2));
    assert_ne!(after[0]["LastUsedDate"], row["LastUsedDate"]);
    ana.tokens(&practice).await;
    let both = rows(&practice, &ana, &renewed.access, ROWS).await;
    let counts: Vec<&Value> = both.iter().map(|row| &row["UseCount"]).collect();
    assert_eq!(counts, [&json!(2), &json!(1)], "a second approval is a row of its own");
    assert_eq!(rows(&practice, &ana, &renewed.access, &format!("{ROWS} LIMIT 1")).await.len(), 1);
}

#[tokio::test]
async fn others_are_seen_only_by_who_may_customize_the_application() {
    let practice = support::practice("token_rows_whose").await;
    let (ana, bob) = (Story::of(&practice, 1, 0, 0), Story::of(&practice, 1, 0, 1));
    let (of_ana, of_bob) = (ana.tokens(&practice).await, bob.tokens(&practice).await);
    assert_eq!(rows(&practice, &ana, &of_ana.access, ROWS).await.len(), 2, "an admin sees all");
    let bobs = rows(&practice, &bob, &of_bob.access, ROWS).await;
    assert_eq!(bobs.len(), 1);
    assert_eq!(bobs[0]["UserId"], json!(bob.org.users[1].user_id));
    let of = |user: usize| format!("{ROWS} WHERE UserId = '{}'", &ana.org.users[user].user_id[..15]);
    assert!(rows(&practice, &bob, &of_bob.access, &of(0)).await.is_empty(), "nor by asking for her");
    assert_eq!(rows(&practice, &ana, &of_ana.access, &of(1)).await, bobs);
    practice
        .change_user(&ana.username, UserChange { may_customize: Some(false), ..UserChange::default() })
        .unwrap();
    assert_eq!(rows(&practice, &ana, &of_ana.access, ROWS).await.len(), 1);
}

#[tokio::test]
async fn what_does_not_count_any_more_is_no_row() {
    let practice = support::practice("token_rows_ended").await;
    let ana = Story::of(&practice, 1, 0, 0);
    let first = ana.tokens(&practice).await;
    let second = ana.tokens(&practice).await;
    wire::send(&practice, &ana.revoke(&first.refresh)).await.unwrap();
    assert_eq!(rows(&practice, &ana, &second.access, ROWS).await.len(), 1);
    let idle = SwitchChange {
        refresh_token_policy: Some(RefreshTokenPolicy::IdleDays(1)),
        access_token_seconds: Some(86_400),
        ..SwitchChange::default()
    };
    practice.switch(&ana.app.consumer_key, idle).unwrap();
    let third = ana.tokens(&practice).await;
    practice.advance(Duration::from_secs(86_000)).unwrap();
    let renewed = ana.redeemed(&practice, &ana.refresh(&third.refresh)).await;
    practice.advance(Duration::from_secs(3600)).unwrap();
    let left = rows(&practice, &ana, &renewed.access, ROWS).await;
    assert_eq!(left.len(), 1, "the one that nobody used has ended");
    assert_eq!(left[0]["UseCount"], json!(2));
}
