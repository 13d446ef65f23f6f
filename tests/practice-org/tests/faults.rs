//! Faults: what a client meets, what was really done, and what the log says about it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::time::{Duration, Instant};

use practice_org::{FaultName, FaultOrder, Practice, Seen, SwitchChange};
use support::story::{Story, Tokens};
use support::wire;
use tokio::io::AsyncWriteExt;

async fn signed_in(name: &str) -> (Practice, Story, Tokens) {
    let practice = support::practice(name).await;
    let story = Story::of(&practice, 1, 0, 0);
    let tokens = story.tokens(&practice).await;
    (practice, story, tokens)
}

fn order(fault: FaultName) -> FaultOrder {
    FaultOrder::once("token", fault)
}

fn last(practice: &Practice) -> Seen {
    practice.seen(0).pop().unwrap()
}

/// Waits until the last request has its answer and the log its last word.
async fn settled(practice: &Practice, delivered: Option<bool>) -> Seen {
    for _ in 0..400 {
        let seen = last(practice);
        if seen.outcome != "pending" && seen.delivered == delivered {
            return seen;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("not settled: {:?}", last(practice));
}

#[tokio::test]
async fn a_good_answer_is_delivered_and_says_so() {
    let (practice, story, tokens) = signed_in("good").await;
    assert_eq!(wire::send(&practice, &story.refresh(&tokens.refresh)).await.unwrap().status, 200);
    let seen = settled(&practice, Some(true)).await;
    assert_eq!((seen.outcome.as_str(), seen.status, seen.fault), ("ok", Some(200), None));
}

#[tokio::test]
async fn an_answer_dropped_after_the_work_has_spent_the_token() {
    let (practice, story, tokens) = signed_in("drop_after").await;
    practice.fault(order(FaultName::DropAfterCommit)).unwrap();
    assert!(wire::send(&practice, &story.refresh(&tokens.refresh)).await.is_none(), "no answer at all");
    let seen = settled(&practice, Some(false)).await;
    assert_eq!((seen.outcome.as_str(), seen.status, seen.fault), ("ok", None, Some("drop_after_commit")));
    assert_eq!(practice.grants()[0].generation, 2, "the work was done");
    let again = wire::send(&practice, &story.refresh(&tokens.refresh)).await.unwrap();
    assert_eq!(again.field("error_description"), "expired access/refresh token", "so the old one is spent");
}

#[tokio::test]
async fn a_request_dropped_before_the_work_can_be_repeated() {
    let (practice, story, tokens) = signed_in("drop_before").await;
    practice.fault(order(FaultName::DropBefore)).unwrap();
    assert!(wire::send(&practice, &story.refresh(&tokens.refresh)).await.is_none());
    assert_eq!(last(&practice).outcome, "not_done");
    assert_eq!(wire::send(&practice, &story.refresh(&tokens.refresh)).await.unwrap().status, 200);
}

#[tokio::test]
async fn gateways_and_portals_answer_instead() {
    let (practice, story, tokens) = signed_in("replaced").await;
    let raw = story.refresh(&tokens.refresh);
    practice.fault(order(FaultName::Html)).unwrap();
    practice.fault(FaultOrder { retry_after: Some(7), ..order(FaultName::Status) }).unwrap();
    practice
        .fault(FaultOrder { to: Some("https://evil.example/".into()), ..order(FaultName::Redirect) })
        .unwrap();

    let html = wire::send(&practice, &raw).await.unwrap();
    assert_eq!((html.status, html.header("content-type")), (200, Some("text/html;charset=UTF-8")));
    let busy = wire::send(&practice, &raw).await.unwrap();
    assert_eq!((busy.status, busy.header("retry-after")), (503, Some("7")));
    let moved = wire::send(&practice, &raw).await.unwrap();
    assert_eq!((moved.status, moved.header("location")), (307, Some("https://evil.example/")));

    assert_eq!(practice.grants()[0].generation, 1, "none of them did any work");
    assert_eq!(wire::send(&practice, &raw).await.unwrap().status, 200);
}

#[tokio::test]
async fn a_gateway_may_also_lose_the_answer_of_work_that_was_done() {
    let (practice, story, tokens) = signed_in("replaced_after").await;
    practice.fault(FaultOrder { status: Some(504), after_commit: true, ..order(FaultName::Status) }).unwrap();
    assert_eq!(wire::send(&practice, &story.refresh(&tokens.refresh)).await.unwrap().status, 504);
    assert_eq!(practice.grants()[0].generation, 2);
    assert_eq!(settled(&practice, Some(false)).await.outcome, "ok");
}

#[tokio::test]
async fn answers_can_be_cut_and_falsified() {
    let (practice, story, tokens) = signed_in("falsified").await;
    practice.fault(order(FaultName::Truncate)).unwrap();
    let cut = wire::send(&practice, &story.refresh(&tokens.refresh)).await.unwrap();
    assert_eq!(cut.status, 200);
    assert!(cut.json().is_null() && cut.body.starts_with('{'), "half an object: {}", cut.body);
    assert_eq!(settled(&practice, Some(false)).await.fault, Some("truncate"));

    let tokens = story.tokens(&practice).await;
    practice
        .fault(FaultOrder { fields: Some(vec!["refresh_token".into()]), ..order(FaultName::Without) })
        .unwrap();
    let without = wire::send(&practice, &story.refresh(&tokens.refresh)).await.unwrap();
    assert!(without.json().get("refresh_token").is_none() && !without.field("access_token").is_empty());

    let tokens = story.tokens(&practice).await;
    let merge = serde_json::json!({ "instance_url": "https://evil.example", "further": 1 });
    practice.fault(FaultOrder { merge: merge.as_object().cloned(), ..order(FaultName::With) }).unwrap();
    let with = wire::send(&practice, &story.refresh(&tokens.refresh)).await.unwrap();
    assert_eq!(with.field("instance_url"), "https://evil.example");
    assert_eq!(with.json()["further"], 1);
}

#[tokio::test]
async fn a_token_can_be_busy_and_a_server_may_repeat_it() {
    let (practice, story, tokens) = signed_in("busy_and_same").await;
    practice.fault(order(FaultName::Busy)).unwrap();
    let busy = wire::send(&practice, &story.refresh(&tokens.refresh)).await.unwrap();
    assert!(busy.status == 400 && busy.body.contains("already being processed"), "{busy:?}");
    assert_eq!(practice.grants()[0].generation, 1, "nothing was done");

    let off = SwitchChange { refresh_token_rotation: Some(false), ..SwitchChange::default() };
    practice.switch(&story.app.consumer_key, off).unwrap();
    practice.fault(order(FaultName::Same)).unwrap();
    let same = story.redeemed(&practice, &story.refresh(&tokens.refresh)).await;
    assert_eq!(same.refresh, tokens.refresh);
}

#[tokio::test]
async fn slow_is_slow_once() {
    let (practice, story, tokens) = signed_in("slow").await;
    practice.fault(FaultOrder { ms: Some(300), ..FaultOrder::once("limits", FaultName::Slow) }).unwrap();
    #[expect(clippy::disallowed_methods, reason = "the test measures real time")]
    let start = Instant::now();
    assert!(story.works(&practice, &tokens.access).await);
    assert!(start.elapsed() >= Duration::from_millis(300), "{:?}", start.elapsed());
    assert_eq!(last(&practice).fault, Some("slow"));
    assert!(story.works(&practice, &tokens.access).await);
    assert_eq!(last(&practice).fault, None);
}

#[tokio::test]
async fn a_client_that_hangs_up_has_still_spent_its_token() {
    let (practice, story, tokens) = signed_in("hang_up").await;
    practice.fault(FaultOrder { ms: Some(300), ..order(FaultName::Slow) }).unwrap();
    let mut stream = wire::connect(&practice, &story.host).await.unwrap();
    stream.write_all(&story.refresh(&tokens.refresh).bytes()).await.unwrap();
    while last(&practice).fault != Some("slow") {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    drop(stream);
    let seen = settled(&practice, Some(false)).await;
    assert_eq!(
        (seen.outcome.as_str(), seen.status),
        ("ok", Some(200)),
        "the server finished what it had begun"
    );
    assert_eq!(practice.grants()[0].generation, 2);
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(last(&practice).delivered, Some(false), "and nobody was there to take it");
}

#[tokio::test]
async fn a_fault_strikes_only_what_it_is_meant_for() {
    let (practice, story, tokens) = signed_in("meant_for").await;
    let elsewhere = Some("acme.my.salesforce.com".to_owned());
    practice.fault(FaultOrder { host: elsewhere, ..FaultOrder::once("any", FaultName::DropBefore) }).unwrap();
    let grant_type = Some("authorization_code".to_owned());
    practice.fault(FaultOrder { grant_type, ..order(FaultName::DropBefore) }).unwrap();
    assert_eq!(wire::send(&practice, &story.refresh(&tokens.refresh)).await.unwrap().status, 200);
    assert!(story.works(&practice, &tokens.access).await);
    let code = story.code(&practice).await;
    assert!(wire::send(&practice, &story.exchange(&code)).await.is_none(), "this one it was meant for");
    practice.reset();
    let production = Story::of(&practice, 0, 0, 0);
    assert_eq!(
        wire::send(&practice, &production.authorize()).await.unwrap().status,
        200,
        "a reset forgets faults"
    );
}

#[tokio::test]
async fn the_log_holds_no_secret() {
    let (practice, story, tokens) = signed_in("no_secret").await;
    let renewed = story.redeemed(&practice, &story.refresh(&tokens.refresh)).await;
    wire::send(&practice, &story.userinfo(&renewed.access)).await.unwrap();
    wire::send(&practice, &story.revoke(&renewed.refresh)).await.unwrap();
    let log = serde_json::to_string(&practice.seen(0)).unwrap();
    for secret in [&tokens.access, &tokens.refresh, &renewed.access, &renewed.refresh] {
        assert!(!log.contains(secret.as_str()), "{secret} is in the log");
    }
    for secret in [support::story::VERIFIER, "aPrx", "practice_sid", story.app.consumer_secret.as_str()] {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
    assert!(log.contains("\"state\":\"st4te\""), "but what is no secret is there: {log}");
}
