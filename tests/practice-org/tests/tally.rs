//! The books: what they count under faults, under a client that hangs up, and under many clients at once.

mod support;

use std::sync::Arc;
use std::time::Duration;

use practice_org::{Counts, FaultName, FaultOrder, Practice, SwitchChange};
use support::story::{Story, Tokens};
use support::wire;
use tokio::io::AsyncWriteExt;

async fn signed_in(name: &str) -> (Practice, Story, Tokens) {
    let practice = support::practice(name).await;
    let story = Story::of(&practice, 1, 0, 0);
    let tokens = story.tokens(&practice).await;
    (practice, story, tokens)
}

/// The books, once no answer is under way any more.
async fn settled(practice: &Practice) -> Counts {
    for _ in 0..400 {
        let counts = practice.tally().all;
        if counts.under_way == 0 {
            return counts;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("not settled: {:?}", practice.tally());
}

#[tokio::test]
async fn a_refresh_that_is_read_is_counted_once_and_a_replay_ends_the_family() {
    let (practice, story, tokens) = signed_in("tally_read").await;
    assert_eq!(practice.tally().all, Counts::default(), "a sign-in is no refresh");
    let renewed = story.redeemed(&practice, &story.refresh(&tokens.refresh)).await;
    assert_eq!(settled(&practice).await, Counts { refreshes: 1, ..Counts::default() });
    assert_eq!(practice.tally().families_live, 1);

    assert_eq!(wire::send(&practice, &story.refresh(&tokens.refresh)).await.unwrap().status, 400);
    assert_eq!(wire::send(&practice, &story.refresh(&renewed.refresh)).await.unwrap().status, 400);
    let tally = practice.tally();
    assert_eq!(
        tally.all,
        Counts { refreshes: 1, replays: 1, ..Counts::default() },
        "the living token was none"
    );
    assert_eq!(tally.families_live, 0);
    assert_eq!(tally.of(&story.app.consumer_key, &story.username).replays, 1);
}

#[tokio::test]
async fn a_refusal_is_no_refresh() {
    let (practice, story, tokens) = signed_in("tally_refused").await;
    wire::send(&practice, &story.refresh("5Aep861unknown")).await.unwrap();
    wire::send(&practice, &story.refresh(&tokens.refresh).form("scope", "api")).await.unwrap();
    practice.set_active(&story.username, false).unwrap();
    wire::send(&practice, &story.refresh(&tokens.refresh)).await.unwrap();
    assert_eq!(settled(&practice).await, Counts::default());
}

#[tokio::test]
async fn every_way_to_lose_an_answer_counts_once() {
    let (practice, story, _) = signed_in("tally_lost").await;
    let order = |fault| FaultOrder::once("token", fault);
    let merge = serde_json::json!({ "refresh_token": "" });
    let lost = [
        order(FaultName::DropAfterCommit),
        order(FaultName::Truncate),
        FaultOrder { after_commit: true, ..order(FaultName::Html) },
        FaultOrder { after_commit: true, ..order(FaultName::Status) },
        FaultOrder {
            after_commit: true,
            to: Some("https://evil.example/".into()),
            ..order(FaultName::Redirect)
        },
        FaultOrder { fields: Some(vec!["refresh_token".into()]), ..order(FaultName::Without) },
        FaultOrder { fields: Some(vec!["access_token".into()]), ..order(FaultName::Without) },
        FaultOrder { merge: merge.as_object().cloned(), ..order(FaultName::With) },
    ];
    let harmless = [
        order(FaultName::DropBefore),
        order(FaultName::Html),
        order(FaultName::Status),
        FaultOrder { ms: Some(20), ..order(FaultName::Slow) },
        FaultOrder { fields: Some(vec!["scope".into()]), ..order(FaultName::Without) },
    ];
    for (fault, is_lost) in
        lost.into_iter().map(|fault| (fault, true)).chain(harmless.map(|fault| (fault, false)))
    {
        let tokens = story.tokens(&practice).await;
        let before = settled(&practice).await;
        practice.fault(fault.clone()).unwrap();
        wire::send(&practice, &story.refresh(&tokens.refresh)).await;
        let after = settled(&practice).await;
        assert_eq!(after.unread - before.unread, u64::from(is_lost), "{fault:?}");
        assert_eq!(after.replays, 0, "{fault:?}");
    }
    assert_eq!(practice.tally().all.unread, 8);
}

#[tokio::test]
async fn a_client_that_hangs_up_has_read_nothing() {
    let (practice, story, tokens) = signed_in("tally_hang_up").await;
    practice.fault(FaultOrder { ms: Some(200), ..FaultOrder::once("token", FaultName::Slow) }).unwrap();
    let mut stream = wire::connect(&practice, &story.host).await.unwrap();
    stream.write_all(&story.refresh(&tokens.refresh).bytes()).await.unwrap();
    while practice.seen(0).last().is_none_or(|seen| seen.fault != Some("slow")) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    drop(stream);
    while practice.tally().all.refreshes == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(settled(&practice).await, Counts { refreshes: 1, unread: 1, ..Counts::default() });
}

#[tokio::test]
async fn what_one_holder_loses_is_not_put_down_to_another() {
    let (practice, ana, of_ana) = signed_in("tally_holders").await;
    let bob = Story::of(&practice, 1, 0, 1);
    let of_bob = bob.tokens(&practice).await;
    practice.fault(FaultOrder::once("token", FaultName::DropAfterCommit)).unwrap();
    assert!(wire::send(&practice, &ana.refresh(&of_ana.refresh)).await.is_none());
    bob.redeemed(&practice, &bob.refresh(&of_bob.refresh)).await;
    settled(&practice).await;
    let tally = practice.tally();
    let of = |story: &Story| tally.of(&story.app.consumer_key, &story.username);
    assert_eq!(of(&ana), Counts { refreshes: 1, unread: 1, ..Counts::default() });
    assert_eq!(of(&bob), Counts { refreshes: 1, ..Counts::default() });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thirty_at_once_with_one_token_are_one_refresh_and_every_spent_one_shown_is_counted() {
    let (practice, story, tokens) = signed_in("tally_thirty").await;
    let (practice, story) = (Arc::new(practice), Arc::new(story));
    let mut at_once = tokio::task::JoinSet::new();
    for _ in 0..30 {
        let (practice, story, token) = (practice.clone(), story.clone(), tokens.refresh.clone());
        at_once.spawn(async move { wire::send(&practice, &story.refresh(&token)).await.unwrap() });
    }
    let answers = at_once.join_all().await;
    let said = |text: &str| answers.iter().filter(|got| got.body.contains(text)).count() as u64;
    let counts = settled(&practice).await;
    let (given, busy) = (said("access_token\":"), said("already being processed"));
    assert_eq!((counts.refreshes, given), (1, 1), "{counts:?}");
    // Whoever came after the first was done showed a spent token, unless the same token was just being judged.
    assert!(counts.replays >= 30 - given - busy, "{counts:?}, {busy} met it under way");
}

#[tokio::test]
async fn a_reset_begins_the_books_anew_and_rotation_may_be_off() {
    let (practice, story, tokens) = signed_in("tally_reset").await;
    let off = SwitchChange { refresh_token_rotation: Some(false), ..SwitchChange::default() };
    practice.switch(&story.app.consumer_key, off).unwrap();
    for _ in 0..3 {
        assert_eq!(wire::send(&practice, &story.refresh(&tokens.refresh)).await.unwrap().status, 200);
    }
    assert_eq!(settled(&practice).await, Counts { refreshes: 3, ..Counts::default() }, "no token was spent");
    practice.reset();
    assert_eq!(practice.tally(), practice_org::Tally::default());
}
