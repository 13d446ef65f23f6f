//! Waiting until Salesforce knows a new app.

use std::time::Duration;

use keyperch_core::model::failure::Failure;
use keyperch_core::model::refusal::Meaning;
use keyperch_core::model::view::{Change, Readiness, ReadinessView, Status};
use practice_org::{FaultName, FaultOrder, SwitchChange};

use super::support::Story;

const MINUTE: Duration = Duration::from_secs(60);

fn not_yet(seconds: u64) -> SwitchChange {
    SwitchChange { ready_after_seconds: Some(seconds), ..SwitchChange::default() }
}

fn meaning(state: &Readiness) -> Option<Meaning> {
    match state {
        Readiness::Waiting { failure: Failure::Refused { refusal } }
        | Readiness::GaveUp { failure: Failure::Refused { refusal } } => refusal.meaning,
        _ => None,
    }
}

/// What has been announced of the wait.
fn announced(story: &Story) -> Vec<Option<ReadinessView>> {
    let changes = story.changes.lock().unwrap();
    let of = |change: &Change| match change {
        Change::Readiness { readiness } => Some(readiness.clone()),
        _ => None,
    };
    changes.iter().filter_map(of).collect()
}

/// Lets a minute pass, and waits for the answer that it brings.
async fn a_minute(story: &Story) {
    let before = announced(story).len();
    story.later(MINUTE);
    for _ in 0..400 {
        if announced(story).len() > before {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("nothing was asked in that minute");
}

fn state(story: &Story) -> Readiness {
    story.core.readiness().expect("a wait").state
}

#[tokio::test]
async fn not_ready_turns_ready_by_itself() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.switch(&uat.key, not_yet(150));
    let view = story.core.wait_until_ready(uat.app).await.expect("a wait");
    assert_eq!(meaning(&view.state), Some(Meaning::UnknownKey));
    assert_eq!(view.until.since(view.next_at), Some(14 * MINUTE));
    for _ in 0..2 {
        a_minute(&story).await;
        assert_eq!(meaning(&state(&story)), Some(Meaning::UnknownKey));
    }
    a_minute(&story).await;
    assert_eq!(state(&story), Readiness::Ready);
    assert_eq!(announced(&story).last().cloned().flatten().map(|view| view.state), Some(Readiness::Ready));
    story.later(5 * MINUTE);
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(story.seen("authorize").len(), 4, "once at first, once a minute, and then no more");
    assert!(story.seen("token").is_empty() && story.seen("login").is_empty(), "nobody was signed in");
    story.sign_in(uat.app).await.expect("signed in");
}

#[tokio::test]
async fn what_waiting_has_mended_is_no_problem_any_more() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.switch(&uat.key, not_yet(50));
    story.sign_in(uat.app).await.expect_err("nobody knows it yet");
    assert!(matches!(story.status(uat.app).await, Status::Problem { .. }));
    story.core.wait_until_ready(uat.app).await.expect("a wait");
    assert_eq!(story.status(uat.app).await, Status::NotReady);
    a_minute(&story).await;
    assert_eq!(state(&story), Readiness::Ready);
    assert_eq!(story.status(uat.app).await, Status::SignIn);
}

#[tokio::test]
async fn a_changed_callback_is_waited_for_as_well() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let callback_urls = Some(vec!["http://localhost:1".to_owned()]);
    story.switch(&uat.key, SwitchChange { callback_urls, ..SwitchChange::default() });
    let callback_urls = Some(vec![story.callback()]);
    let change =
        SwitchChange { callback_urls, callbacks_ready_after_seconds: Some(50), ..SwitchChange::default() };
    story.switch(&uat.key, change);
    let view = story.core.wait_until_ready(uat.app).await.expect("a wait");
    assert_eq!(meaning(&view.state), Some(Meaning::CallbackMismatch));
    a_minute(&story).await;
    assert_eq!(state(&story), Readiness::Ready);
}

#[tokio::test]
async fn a_quarter_of_an_hour_is_enough() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.switch(&uat.key, not_yet(100_000));
    story.core.wait_until_ready(uat.app).await.expect("a wait");
    let mut minutes = 0;
    while matches!(state(&story), Readiness::Waiting { .. }) {
        a_minute(&story).await;
        minutes += 1;
    }
    assert_eq!(minutes, 15);
    assert!(matches!(state(&story), Readiness::GaveUp { .. }));
    assert_eq!(meaning(&state(&story)), Some(Meaning::UnknownKey), "with what Salesforce said last");
}

#[tokio::test]
async fn another_refusal_ends_the_wait_and_what_cannot_be_read_does_not() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.switch(&uat.key, not_yet(90));
    story.core.wait_until_ready(uat.app).await.expect("a wait");
    let odd = FaultOrder { status: Some(503), ..FaultOrder::once("authorize", FaultName::Status) };
    story.practice.fault(odd).expect("a fault");
    a_minute(&story).await;
    assert_eq!(meaning(&state(&story)), Some(Meaning::UnknownKey), "what was said before still stands");
    let scopes = Some(vec!["api".to_owned()]);
    story.switch(&uat.key, SwitchChange { scopes, ..SwitchChange::default() });
    a_minute(&story).await;
    assert!(matches!(state(&story), Readiness::GaveUp { .. }));
    assert_eq!(meaning(&state(&story)), Some(Meaning::ScopeNotAllowed));
}

#[tokio::test]
async fn one_app_is_waited_for_at_a_time_until_it_is_stopped_or_removed() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let dev = story.add("acme--dev.sandbox.my.salesforce.com", &story.callback()).await;
    for entry in [&uat, &dev] {
        story.switch(&entry.key, not_yet(100_000));
    }
    story.core.wait_until_ready(uat.app).await.expect("a wait");
    story.core.wait_until_ready(dev.app).await.expect("another in its place");
    a_minute(&story).await;
    assert_eq!(story.core.readiness().expect("a wait").app, dev.app);
    assert_eq!(story.seen("authorize").len(), 3, "the first is not asked for any more");
    story.core.stop_waiting_until_ready().await;
    assert_eq!(story.core.readiness(), None);
    assert_eq!(announced(&story).last(), Some(&None));
    story.core.wait_until_ready(dev.app).await.expect("a wait");
    story.core.remove_app(dev.app, false).await.expect("removed");
    assert_eq!(story.core.readiness(), None, "nobody waits for what is removed");
    assert_eq!(announced(&story).last(), Some(&None));
}
