//! The real thing against the practice org: what memory holds, what is in doubt, what came back from elsewhere.

use std::time::Duration;

use keyperch_core::io::vault::{Item, Vault};
use keyperch_core::model::error::Prompt;
use keyperch_core::model::failure::Failure;
use keyperch_core::model::ids::ClientAppId;
use keyperch_core::model::refusal::Meaning;
use keyperch_core::model::secret::{Kind, Pasted, Place};
use keyperch_core::model::view::{AppForm, Change, Credential, KeyEntry, SecretEntry, Status};
use practice_org::{FaultName, FaultOrder, Selection};

use super::super::support::Story;
use super::super::support::story::{Entry, app_form};
use super::super::support::vault::{Broken, LOCKED};

const TEN_MINUTES: Duration = Duration::from_secs(600);

/// Somebody is signed in, and the access token has expired.
async fn expired() -> (Story, Entry) {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    expire(&story);
    (story, uat)
}

fn expire(story: &Story) {
    story.later(TEN_MINUTES);
    story.practice.expire_tokens(&Selection::default());
}

fn fault_of_token(story: &Story, fault: FaultName) {
    story.practice.fault(FaultOrder::once("token", fault)).expect("a fault");
}

fn refreshes(story: &Story) -> usize {
    story.seen("token").len() - 1 // the first was the code's
}

#[tokio::test]
async fn what_the_keychain_does_not_take_is_held_in_memory_until_it_does() {
    let (story, uat) = expired().await;
    story.clock.runs_by_itself();
    story.vault.break_down(Some(Broken::WritingAfter(1, Kind::RefreshToken)));
    assert_eq!(story.copy(uat.app).await, Err(LOCKED));
    let view = story.core.upkeep_view().await;
    assert_eq!((view.unsaved.len(), view.unsaved[0].app), (1, uat.app));
    assert_eq!(view.unsaved[0].failure, Failure::KeychainLocked { prompt: Prompt::Dismissed });
    assert!(story.core.must_not_end(), "to quit now would lose it");
    assert!(story.changes.lock().unwrap().contains(&Change::Upkeep { upkeep: view }), "the window is told");
    assert_eq!(story.copy(uat.app).await, Err(LOCKED), "the spent one is not presented");
    assert_eq!(refreshes(&story), 1);

    story.vault.break_down(None);
    assert!(story.core.upkeep().await.unsaved.is_empty());
    assert!(!story.core.must_not_end());
    let (_, is_new) = story.copy(uat.app).await.expect("what came with it was kept too");
    assert!(!is_new);
    expire(&story);
    story.copy(uat.app).await.expect("the sign-in goes on");
    assert_eq!((refreshes(&story), story.living_grants(&uat.key)), (2, 1));
}

#[tokio::test]
async fn a_copy_saves_what_memory_holds_before_anything_else() {
    let (story, uat) = expired().await;
    story.clock.runs_by_itself();
    story.vault.break_down(Some(Broken::WritingAfter(1, Kind::RefreshToken)));
    story.copy(uat.app).await.expect_err("the keychain does not take it");
    story.vault.break_down(None);
    story.copy(uat.app).await.expect("saved, and copied");
    assert_eq!((refreshes(&story), story.living_grants(&uat.key)), (1, 1));
}

#[tokio::test]
async fn what_nobody_can_know_was_spent_is_asked_for_once_more() {
    let (mut story, uat) = expired().await;
    fault_of_token(&story, FaultName::Html);
    assert!(matches!(story.copy(uat.app).await, Err(Failure::CaptivePortal { .. })));
    story.open_again();
    story.core.upkeep().await;
    let (_, is_new) = story.copy(uat.app).await.expect("it had never been spent");
    assert!(is_new);
    assert_eq!(story.living_grants(&uat.key), 1);
}

#[tokio::test]
async fn what_was_spent_and_never_answered_asks_for_a_sign_in_and_keeps_the_entry() {
    let (story, uat) = expired().await;
    fault_of_token(&story, FaultName::DropAfterCommit);
    assert!(matches!(story.copy(uat.app).await, Err(Failure::Unreachable { .. })));
    let Err(Failure::Refused { refusal }) = story.copy(uat.app).await else { panic!("it was spent") };
    assert_eq!(refusal.meaning, Some(Meaning::GrantEnded));
    let asked = refreshes(&story);
    assert_eq!(story.copy(uat.app).await, Err(Failure::NeedsSignIn { app: uat.app }));
    assert_eq!(refreshes(&story), asked, "one attempt, and no other");
    assert_eq!(story.status(uat.app).await, Status::SignIn);
    story.sign_in(uat.app).await.expect("one sign-in mends it");
    story.copy(uat.app).await.expect("a token");
}

#[tokio::test]
async fn while_it_is_in_doubt_an_access_token_that_lives_is_used() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    // A secret that is entered is proved by a renewal, whether the access token lives or not.
    let secret = story.secret_of(&uat.key);
    let draft = story.core.paste(Credential::Secret, Pasted::from(secret)).expect("a secret").draft;
    let form = app_form("Rehearsal Tool", &story.callback(), "");
    let form = AppForm { key: KeyEntry::Kept, secret: SecretEntry::Pasted { draft }, ..form };
    fault_of_token(&story, FaultName::DropAfterCommit);
    let failure = Failure::from(story.core.edit_app(uat.app, form).await.expect_err("in doubt"));
    assert!(matches!(failure, Failure::Unreachable { .. }), "{failure:?}");
    let asked = refreshes(&story);
    assert_eq!(asked, 1, "it was sent, and Salesforce has spent it");
    let (token, is_new) = story.copy(uat.app).await.expect("fresh");
    assert!(!is_new && story.practice.alive(&token));
    assert_eq!(
        (refreshes(&story), story.practice.tally().all.replays),
        (asked, 0),
        "nothing was shown again"
    );
}

#[tokio::test]
async fn an_older_keychain_that_came_back_is_not_presented() {
    let (story, uat) = expired().await;
    let before: Vec<_> = slots(&story, uat.app).await;
    for _ in 0..2 {
        story.copy(uat.app).await.expect("a token");
        expire(&story);
    }
    let asked = refreshes(&story);
    for (item, content) in before {
        match content {
            Some(content) => story.vault.put(item, content.into()).await.expect("put"),
            None => story.vault.delete(item).await.expect("deleted"),
        }
    }
    assert_eq!(story.copy(uat.app).await, Err(Failure::NeedsSignIn { app: uat.app }));
    assert_eq!(refreshes(&story), asked, "a spent token would have ended everything");
    assert_eq!(story.living_grants(&uat.key), 1);
}

#[tokio::test]
async fn items_that_a_person_deleted_ask_for_a_sign_in_and_nothing_else_is_lost() {
    let (story, uat) = expired().await;
    for (item, _) in slots(&story, uat.app).await {
        story.vault.delete(item).await.expect("deleted");
    }
    assert_eq!(story.copy(uat.app).await, Err(Failure::NeedsSignIn { app: uat.app }));
    assert_eq!(refreshes(&story), 0);
    story.sign_in(uat.app).await.expect("the key is still there");
}

#[tokio::test]
async fn one_place_that_is_spoilt_leaves_the_other() {
    let (story, uat) = expired().await;
    story.copy(uat.app).await.expect("a token");
    expire(&story);
    let [first, _second] = slots(&story, uat.app).await.try_into().expect("two");
    story.vault.put(first.0, "keyperch-slot 1 nonsense".to_owned().into()).await.expect("put");
    story.copy(uat.app).await.expect("the newest was in the other place");
    assert_eq!(story.living_grants(&uat.key), 1);
}

#[tokio::test]
async fn whoever_gives_up_waiting_does_not_cut_a_renewal_short() {
    let (story, uat) = expired().await;
    let slow = FaultOrder { ms: Some(300), ..FaultOrder::once("token", FaultName::Slow) };
    story.practice.fault(slow).expect("a fault");
    let waiting = tokio::time::timeout(Duration::from_millis(100), story.core.fresh_token(uat.app)).await;
    assert!(waiting.is_err(), "given up");
    assert!(story.core.must_not_end(), "it goes on");
    story.clock.runs_by_itself();
    assert!(story.core.end().await, "and is waited for at the end");
    story.copy(uat.app).await.expect("kept");
    assert_eq!((refreshes(&story), story.living_grants(&uat.key)), (1, 1));
}

/// Both places of an app's refresh token, and what they hold.
async fn slots(story: &Story, app: ClientAppId) -> Vec<(Item, Option<String>)> {
    assert!(story.shown(app).await.grant.is_some());
    let items = story.vault.list().await.expect("it opens");
    let owner = items.iter().find(|item| item.kind == Kind::RefreshToken).expect("a token").owner;
    let mut slots = Vec::new();
    for place in Place::BOTH {
        let item = Item::of(owner, Kind::RefreshToken, place);
        let content = story.vault.get(item).await.expect("it opens");
        slots.push((item, content.map(|content| content.expose().to_owned())));
    }
    slots
}

#[tokio::test]
async fn the_upkeep_goes_on_by_itself_until_the_keychain_takes_it() {
    let (story, uat) = expired().await;
    story.clock.runs_by_itself();
    story.vault.break_down(Some(Broken::WritingAfter(1, Kind::RefreshToken)));
    story.copy(uat.app).await.expect_err("the keychain does not take it");
    let core = story.core.clone();
    let upkeep = tokio::spawn(async move { core.keep_up().await });
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(story.core.upkeep_view().await.unsaved.len(), 1, "tried in vain, and held on to");
    story.vault.break_down(None);
    let is_kept = async {
        while story.core.must_not_end() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), is_kept).await.expect("kept without anybody's doing");
    upkeep.abort();
    story.copy(uat.app).await.expect("a token");
    assert_eq!(refreshes(&story), 1);
}

#[tokio::test]
async fn what_memory_holds_survives_somebody_who_gives_up_saving_it() {
    let (story, uat) = expired().await;
    story.clock.runs_by_itself();
    story.vault.break_down(Some(Broken::WritingAfter(1, Kind::RefreshToken)));
    story.copy(uat.app).await.expect_err("the keychain does not take it");
    let given_up = tokio::time::timeout(Duration::ZERO, story.core.upkeep()).await;
    assert!(given_up.is_err() || story.core.must_not_end());
    assert!(story.core.must_not_end(), "it is still there");
    story.vault.break_down(None);
    story.copy(uat.app).await.expect("saved, and copied");
    assert_eq!((refreshes(&story), story.living_grants(&uat.key)), (1, 1));
}

#[tokio::test]
async fn an_access_token_that_is_not_whole_is_renewed_and_not_stumbled_over() {
    let (story, uat) = expired().await;
    let items = story.vault.list().await.expect("it opens");
    let item = items.into_iter().find(|item| item.kind == Kind::AccessToken).expect("a token");
    story.vault.put(item, "keyperch-parts 1 2 4000 00000000".to_owned().into()).await.expect("put");
    let (_, is_new) = story.copy(uat.app).await.expect("a token");
    assert!(is_new);
}
