//! Many orgs at once: one that does not answer keeps nobody else waiting, and each app is asked once.

use std::time::Duration;

use keyperch_core::model::failure::Failure;
use keyperch_core::model::ids::{ClientAppId, OrgId};
use keyperch_core::model::view::{AppForm, Change, FlowForm, RefreshView, Status};
use practice_org::{FaultName, FaultOrder, SwitchChange};

use super::flows::{by_credentials, secret};
use super::support::Story;
use super::support::story::{app_form, org_form};

const HOST: &str = "acme--uat.sandbox.my.salesforce.com";

/// So many entries of one org, each with an app that needs nobody.
async fn entries(story: &Story, count: usize) -> Vec<(OrgId, ClientAppId)> {
    let uat = story.uat().await;
    let change = SwitchChange {
        client_credentials_flow: Some(true),
        client_credentials_policy: Some(true),
        run_as: Some("bob@acme.com.uat".to_owned()),
        ..SwitchChange::default()
    };
    story.switch(&uat.key, change);
    story.remove_org(uat.org, false).await;
    let mut entries = Vec::new();
    for number in 0..count {
        let org =
            story.core.add_org(org_form(HOST, "Acme", &format!("Org {number:02}"))).await.expect("an org");
        let form = AppForm {
            flow: FlowForm::ClientCredentials,
            secret: secret(story, &uat.key),
            ..app_form("Server", &story.callback(), &uat.key)
        };
        entries.push((org, story.core.add_app(org, form).await.expect("an app")));
    }
    entries
}

fn orgs(entries: &[(OrgId, ClientAppId)]) -> Vec<OrgId> {
    entries.iter().map(|(org, _)| *org).collect()
}

fn told(story: &Story) -> Vec<RefreshView> {
    let changes = story.changes.lock().unwrap();
    let view = |change: &Change| match change {
        Change::Refresh { refresh } => refresh.clone(),
        _ => None,
    };
    changes.iter().filter_map(view).collect()
}

/// How it stands, as soon as this is true of it; sooner than the slow one answers.
async fn once(story: &Story, is_so: impl Fn(&RefreshView) -> bool) -> RefreshView {
    let waiting = async {
        loop {
            match story.core.refresh_view() {
                Some(view) if is_so(&view) => return view,
                _ => tokio::time::sleep(Duration::from_millis(10)).await,
            }
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(25), waiting).await;
    waited.unwrap_or_else(|_late| panic!("not in time: {:?}", story.core.refresh_view()))
}

/// How many were done each time that this was told, as soon as this was told last.
async fn once_told(story: &Story, is_so: impl Fn(&RefreshView) -> bool) -> Vec<u32> {
    for _ in 0..500 {
        let told = told(story);
        if told.last().is_some_and(&is_so) {
            return told.iter().map(|view| view.done).collect();
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("not told: {:?}", told(story).last())
}

fn tokens(story: &Story) -> usize {
    let seen = story.seen("token").into_iter();
    let by_itself = |seen: &practice_org::Seen| {
        let asked = seen.token.as_ref().and_then(|token| token.grant_type.as_deref());
        asked == Some("client_credentials")
    };
    seen.filter(by_itself).count()
}

/// Twelve orgs are being refreshed; the eight that are asked first are slow.
async fn eight_are_asked(how_slow: Duration) -> (Story, Vec<(OrgId, ClientAppId)>) {
    let story = Story::begin().await;
    let entries = entries(&story, 12).await;
    let ms = u64::try_from(how_slow.as_millis()).ok();
    let slow = FaultOrder { times: 8, ms, ..FaultOrder::once("token", FaultName::Slow) };
    story.practice.fault(slow).expect("a fault");
    story.core.refresh_orgs(orgs(&entries)).await.expect("begun");
    for _ in 0..400 {
        if tokens(&story) == 8 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    (story, entries)
}

#[tokio::test]
async fn one_that_is_slow_and_one_that_is_dead_keep_nobody_waiting_and_nothing_is_asked_twice() {
    let story = Story::begin().await;
    let entries = entries(&story, 19).await;
    let dead =
        story.core.add_org(org_form("nobody.my.salesforce.com", "Acme", "Dead")).await.expect("an org");
    let form = AppForm {
        flow: FlowForm::ClientCredentials,
        secret: secret(&story, &story.practice.orgs()[1].apps[0].consumer_key.clone()),
        ..app_form("Server", &story.callback(), &format!("3MVG9{}", "dead".repeat(20)))
    };
    let lost = story.core.add_app(dead, form).await.expect("an app");
    let slow = FaultOrder { ms: Some(30_000), ..FaultOrder::once("token", FaultName::Slow) };
    story.practice.fault(slow).expect("a fault");
    let all: Vec<OrgId> = orgs(&entries).into_iter().chain([dead]).collect();
    story.core.refresh_orgs(all.clone()).await.expect("begun");
    let view = once(&story, |view| view.done == 19).await;
    assert!(view.is_running && !view.is_cancelled && view.of == 20);
    let failed: Vec<_> = view.failed.iter().map(|failed| failed.app).collect();
    assert_eq!(failed, [lost]);
    assert!(
        matches!(view.failed[0].failure, Failure::HostUnknown { .. } | Failure::Unreachable { .. }),
        "{view:?}"
    );
    let mut fresh = 0;
    for (_org, app) in &entries {
        fresh += usize::from(matches!(story.status(*app).await, Status::Fresh { .. }));
    }
    assert_eq!(fresh, 18, "all but the slow one");
    story.core.refresh_orgs(all).await.expect("quietly refused");
    assert_eq!(tokens(&story), 19, "each is asked once");
    story.clock.advance(Duration::from_millis(99));
    assert_eq!(once_told(&story, |view| view.is_running).await, [0], "not each as it ends");
    story.clock.advance(Duration::from_millis(1));
    assert_eq!(once_told(&story, |view| view.done > 0).await, [0, 19], "though nothing ends meanwhile");
}

#[tokio::test]
async fn no_more_than_eight_are_asked_at_once_and_a_cancelled_run_begins_none() {
    let (story, entries) = eight_are_asked(Duration::from_millis(1500)).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(tokens(&story), 8, "the others wait");
    assert!(story.core.must_not_end(), "what was sent is let come to its end");
    story.core.cancel_refresh();
    let cancelled = story.core.refresh_view().expect("a run");
    assert!(cancelled.is_cancelled && cancelled.is_running, "{cancelled:?}");
    story.core.dismiss_refresh();
    assert!(story.core.refresh_view().is_some(), "it is not over");
    let over = once(&story, |view| !view.is_running).await;
    assert_eq!((over.done, over.of, over.failed.len(), over.is_cancelled), (8, 12, 0, true));
    assert_eq!(tokens(&story), 8);
    story.core.cancel_refresh();
    story.core.dismiss_refresh();
    assert_eq!(story.core.refresh_view(), None);
    let last = story.changes.lock().unwrap().last().cloned();
    assert_eq!(last, Some(Change::Refresh { refresh: None }));
    story.core.refresh_orgs(orgs(&entries)).await.expect("begun again");
    let over = once(&story, |view| !view.is_running).await;
    assert_eq!((over.done, over.of, over.is_cancelled), (12, 12, false));
    let told = once_told(&story, |view| !view.is_running && view.done == 12).await;
    assert_eq!(told.last_chunk(), Some(&[0, 12]), "the end is told at once");
    assert_eq!(tokens(&story), 12, "what was fresh is not asked for again");
}

#[tokio::test]
async fn only_what_was_signed_in_to_or_needs_nobody_is_asked_for() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let dev = story.add("acme--dev.sandbox.my.salesforce.com", &story.callback()).await;
    story.core.refresh_orgs(vec![uat.org, dev.org]).await.expect("begun");
    let none = once(&story, |view| !view.is_running).await;
    assert_eq!((none.done, none.of), (0, 0));
    story.sign_in(uat.app).await.expect("signed in");
    story.later(Duration::from_secs(601));
    story.practice.expire_tokens(&practice_org::Selection::default());
    let (refreshed, copied) =
        tokio::join!(story.core.refresh_orgs(vec![uat.org, uat.org]), story.copy(uat.app));
    refreshed.expect("begun");
    copied.expect("a person's own copy");
    let over = once(&story, |view| !view.is_running && view.of == 1).await;
    assert_eq!((over.done, over.failed.len()), (1, 0));
    assert_eq!(story.practice.tally().all.refreshes, 1, "one renewal for both");
}

#[tokio::test]
async fn what_was_signed_out_stays_so_at_a_start_also_where_nobody_is_needed() {
    let (mut story, uat) = by_credentials().await;
    story.copy(uat.app).await.expect("a token");
    story.core.set_looks_at_start(true).await.expect("kept");
    story.core.sign_out(uat.app).await.expect("signed out");
    story.open_again();
    let asked = story.seen("token").len();
    story.core.look_at_start().await.expect("looked");
    let over = once(&story, |view| !view.is_running).await;
    assert_eq!((over.done, over.of), (0, 0));
    assert_eq!(story.seen("token").len(), asked);
}

#[tokio::test]
async fn orgs_are_looked_at_when_the_program_starts_where_that_was_chosen_and_once() {
    let mut story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    assert!(!story.core.looks_at_start().await.expect("a choice"), "nothing is asked unless it was chosen");
    story.core.look_at_start().await.expect("looked");
    assert_eq!(story.core.refresh_view(), None);
    story.core.set_looks_at_start(true).await.expect("kept");
    story.core.look_at_start().await.expect("looked");
    assert_eq!(story.core.refresh_view(), None, "from the next start on");
    story.open_again();
    assert!(story.core.looks_at_start().await.expect("a choice"));
    story.core.look_at_start().await.expect("looked");
    let over = once(&story, |view| !view.is_running).await;
    assert_eq!((over.done, over.of, over.failed.len()), (1, 1, 0));
    story.core.dismiss_refresh();
    story.core.look_at_start().await.expect("a page that is loaded anew");
    assert_eq!(story.core.refresh_view(), None);
    story.core.set_looks_at_start(false).await.expect("kept");
    assert!(!story.core.looks_at_start().await.expect("a choice"));
}

#[tokio::test]
async fn whoever_quits_waits_for_what_was_begun_and_for_no_more() {
    let (story, _entries) = eight_are_asked(Duration::from_millis(800)).await;
    let core = story.core.clone();
    let ending = tokio::spawn(async move { core.end().await });
    let over = once(&story, |view| !view.is_running).await;
    assert_eq!((over.done, over.is_cancelled), (8, true));
    story.clock.runs_by_itself();
    story.later(Duration::from_secs(1));
    assert!(ending.await.expect("it ends"));
    assert_eq!(tokens(&story), 8);
}
