//! What is noted of what was done, what is not, and how much; and how often each app is used.

use std::time::Duration;

use keyperch_core::io::registry::{DeedRow, FILE, Of};
use keyperch_core::model::deed::Particular;
use keyperch_core::model::failure::Failure;
use keyperch_core::model::ids::{ClientAppId, OrgId};
use keyperch_core::model::secret::Kind;
use keyperch_core::model::shape::{SetShape, Shape};
use keyperch_core::model::time::Timestamp;
use keyperch_core::model::view::{ActivityView, Copied, Deed, SetForm, SignInForm, Tool};
use practice_org::{FaultName, FaultOrder, Press, Selection};
use rusqlite::Connection;

use super::support::Story;
use super::support::browser::person;
use super::support::list::{Folder, add};
use super::support::story::{ANA, Entry};

/// What was noted, the oldest first: the deed, and the word beside it.
async fn noted(story: &Story, org: Option<OrgId>) -> Vec<(Deed, String)> {
    let activity = story.core.activity(org).await.expect("what was done");
    activity.into_iter().rev().map(|done| (done.deed, done.detail)).collect()
}

fn plain(deeds: &[(Deed, &str)]) -> Vec<(Deed, String)> {
    deeds.iter().map(|(deed, word)| (*deed, (*word).to_owned())).collect()
}

async fn everything_is_done(story: &Story, Entry { org, app, .. }: &Entry) {
    let (core, app) = (&story.core, *app);
    story.sign_in(app).await.expect("signed in");
    story.copy(app).await.expect("a fresh token");
    core.copied(app, Copied::Token).await;
    story.later(Duration::from_secs(601));
    story.practice.expire_tokens(&Selection::default());
    story.copy(app).await.expect("a new token");
    core.copied(app, Shape::Curl).await;
    core.copied(app, Copied::ConsumerSecret).await;
    let opener = person(&story.practice, ANA, Press::Allow);
    let (tool, form) = (Tool::RehearsalTool, SignInForm::default());
    core.sign_in_for_tool(app, tool, form, None, opener).await.expect("signed in for a tool");
    core.finish_hand_over(app, tool).await.expect("handed over");
    core.note_org_deed(*org, Deed::Opened, Particular::none());
    core.sign_out(app).await.expect("signed out");
    core.sign_out(app).await.expect("there is nothing to end");
    let deny = person(&story.practice, ANA, Press::Deny);
    story.sign_in_by(app, deny).await.expect_err("denied");
    story.copy(app).await.expect_err("nobody is signed in");
    core.remove_orgs(vec![*org], true).await.expect("removed");
    let id = core.removal().expect("it can come back").id;
    core.undo_removal(id).await.expect("brought back");
    core.remove_app(app, true).await.expect("removed");
    core.carry_out_removal().await;
}

const EVERYTHING: [(Deed, &str); 14] = [
    (Deed::SignedIn, ""),
    (Deed::Copied, "token"),
    (Deed::Renewed, ""),
    (Deed::Copied, "curl"),
    (Deed::Copied, "consumer_secret"),
    (Deed::SignedIn, "rehearsal_tool"),
    (Deed::HandedOver, "rehearsal_tool"),
    (Deed::Opened, ""),
    (Deed::SignedOut, ""),
    (Deed::Failed, "refused"),
    (Deed::Failed, "needs_sign_in"),
    (Deed::Removed, ""),
    (Deed::Restored, ""),
    (Deed::Removed, ""),
];

#[tokio::test]
async fn each_deed_is_noted_once_with_the_names_of_then() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    everything_is_done(&story, &uat).await;
    let done = &EVERYTHING;
    assert_eq!(noted(&story, Some(uat.org)).await, plain(done), "also of an app that is gone");
    assert_eq!(noted(&story, None).await, plain(done));
    assert!(noted(&story, Some(OrgId::new())).await.is_empty());
    let activity = story.core.activity(None).await.expect("what was done");
    for ActivityView { named, app, deed, org, .. } in activity {
        assert_eq!((named.as_str(), org), ("Acme Retail UAT", Some(uat.org)));
        let is_of_the_org =
            matches!(deed, Deed::Opened | Deed::Restored) || deed == Deed::Removed && app.is_empty();
        assert_eq!(app.as_str(), if is_of_the_org { "" } else { "Rehearsal Tool" }, "{deed:?}");
    }
    story.remove_org(uat.org, true).await;
    assert_eq!(noted(&story, Some(uat.org)).await.len(), 15, "what was done outlives its org");
    story.core.clear_activity().await.expect("forgotten");
    assert!(noted(&story, None).await.is_empty());
}

#[tokio::test]
async fn no_value_is_in_what_is_noted() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    let mut canaries = vec![
        uat.key.clone(),
        story.copy(uat.app).await.expect("a token").0,
        story.vault.find(Kind::RefreshToken).await,
        ANA.to_owned(),
        "salesforce.com".to_owned(),
        "https:".to_owned(),
        "localhost".to_owned(),
    ];
    everything_is_done(&story, &uat).await;
    canaries.push(story.practice.orgs()[0].organization_id.clone());
    let list = Connection::open(story.folder.join("data").join(FILE)).expect("the list");
    let mut select = list
        .prepare("SELECT concat_ws('|', id, at, org, named, app, deed, detail) FROM activity")
        .expect("it");
    let rows = select.query_map([], |row| row.get::<_, String>(0)).expect("rows");
    let bytes: Vec<String> = rows.map(|row| row.expect("a row")).collect();
    let bytes = bytes.join("\n");
    assert!(bytes.contains("consumer_secret") && bytes.contains("Rehearsal Tool"), "it was looked at");
    for canary in canaries {
        let part: String = canary.chars().take(16).collect();
        assert!(part.len() >= 6 && !bytes.contains(&part), "a part of a value is noted");
    }
}

#[tokio::test]
async fn what_failed_is_noted_by_its_code_and_what_was_cancelled_is_not() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    story.later(Duration::from_secs(601));
    story.practice.expire_tokens(&Selection::default());
    let order = FaultOrder { times: 9, ..FaultOrder::once("token", FaultName::DropBefore) };
    story.practice.fault(order).expect("a fault");
    let failure = story.copy(uat.app).await.expect_err("nobody answers");
    assert!(matches!(failure, Failure::Unreachable { .. }), "{failure:?}");
    story.core.note_failed(uat.app, &Failure::Cancelled);
    story.core.note_failed(ClientAppId::new(), &failure);
    assert_eq!(noted(&story, None).await, plain(&[(Deed::SignedIn, ""), (Deed::Failed, "unreachable")]));
}

#[tokio::test]
async fn ending_every_sign_in_is_noted_for_each_app_once() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    let opener = person(&story.practice, ANA, Press::Allow);
    let form = SignInForm::default();
    story.core.sign_in_for_tool(uat.app, Tool::RehearsalTool, form, None, opener).await.expect("signed in");
    story.core.clear_activity().await.expect("forgotten");
    story.core.revoke_all().await.expect("ended");
    assert_eq!(noted(&story, None).await, plain(&[(Deed::SignedOut, "")]));
}

#[tokio::test]
async fn the_oldest_goes_at_two_hundred_of_an_org_and_two_thousand_in_all() {
    let folder = Folder::new();
    let registry = folder.open();
    for number in 0..12 {
        add(&registry, number).await.expect("an org");
    }
    let orgs: Vec<OrgId> =
        registry.listing().await.expect("the list").iter().map(|entry| entry.org.id).collect();
    let deeds = |org: OrgId, count: i64| -> Vec<DeedRow> {
        let row = |at| DeedRow {
            at: Timestamp(at),
            of: Of::Org(org),
            deed: Deed::Opened,
            particular: Particular::none(),
        };
        (0..count).map(row).collect()
    };
    registry.note_deeds(deeds(orgs[0], 250)).await.expect("noted");
    let of_one = registry.activity(Some(orgs[0])).await.expect("what was done");
    assert_eq!((of_one.len(), of_one[0].at, of_one[199].at), (200, Timestamp(249), Timestamp(50)));
    for org in &orgs[1..] {
        registry.note_deeds(deeds(*org, 190)).await.expect("noted");
    }
    assert_eq!(
        registry.activity(None).await.expect("what was done").len(),
        200,
        "no more is shown at a time"
    );
    let left = registry.activity(Some(orgs[0])).await.expect("what was done").len();
    assert_eq!(left, 0, "the oldest of all go, whose they are");
    drop(registry);
    folder.is_closed();
    let list = Connection::open(folder.file()).expect("the list");
    let count = |select: &str| list.query_row(select, [], |row| row.get::<_, i64>(0)).expect("a count");
    assert_eq!(count("SELECT count(*) FROM activity"), 2000);
}

#[tokio::test]
async fn a_copy_is_a_use_and_uses_halve_in_three_days() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    assert_eq!(story.shown(uat.app).await.last_used, None);
    let now = || keyperch_core::Clock::now(&*story.clock);
    story.core.copied(uat.app, Copied::Token).await;
    story.core.copied(uat.app, Copied::ConsumerKey).await;
    assert_eq!(story.shown(uat.app).await.last_used, Some(now()));
    let told = story.changes.lock().unwrap().len();
    story.clock.advance(Duration::from_secs(72 * 60 * 60));
    story.core.copied(uat.app, Shape::InstanceUrl).await;
    assert_eq!(story.shown(uat.app).await.last_used, Some(now()));
    assert!(story.changes.lock().unwrap().len() > told, "and the window is told");
    let list = Connection::open(story.folder.join("data").join(FILE)).expect("the list");
    let score: f64 = list.query_row("SELECT score FROM client_app", [], |row| row.get(0)).expect("a score");
    assert!((score - 2.0).abs() < 1e-6, "half of two, and one: {score}");
}

#[tokio::test]
async fn the_copy_of_a_set_is_noted_for_each_of_its_apps_as_what_it_is() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let form =
        SetForm { name: "All".to_owned(), code: String::new(), shape: SetShape::Json, apps: vec![uat.app] };
    let set = story.core.save_set(None, form).await.expect("a set");
    story.core.set_copied(set, &[uat.app]).await;
    assert_eq!(noted(&story, Some(uat.org)).await, plain(&[(Deed::Copied, "set")]));
    assert!(story.shown(uat.app).await.last_used.is_some());
}

#[tokio::test]
async fn a_list_that_cannot_be_written_keeps_nobody_from_copying() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    let list = Connection::open(story.folder.join("data").join(FILE)).expect("the list");
    list.execute_batch("DROP TABLE activity").expect("it is gone");
    story.copy(uat.app).await.expect("a token");
    story.core.copied(uat.app, Copied::Token).await;
    assert!(story.core.activity(None).await.is_err());
    assert!(story.shown(uat.app).await.last_used.is_some(), "the use itself is noted");
}
