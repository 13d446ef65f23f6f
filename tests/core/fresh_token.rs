//! A fresh token: fresh, proved, renewed, or a person is needed.

use std::time::Duration;

use keyperch_core::model::failure::Failure;
use keyperch_core::model::refusal::Meaning;
use keyperch_core::model::secret::Kind;
use keyperch_core::model::view::{Change, Deed, Status};
use practice_org::{FaultName, FaultOrder, Selection, SwitchChange};
use serde_json::json;

use super::support::Story;
use super::support::story::Entry;
use super::support::vault::{Broken, LOCKED};

const TEN_MINUTES: Duration = Duration::from_secs(600);

async fn signed_in() -> (Story, Entry) {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    (story, uat)
}

#[tokio::test]
async fn a_token_younger_than_ten_minutes_is_copied_without_asking() {
    let (story, uat) = signed_in().await;
    let (first, _) = story.copy(uat.app).await.expect("a token");
    story.later(Duration::from_secs(599));
    assert_eq!(story.copy(uat.app).await, Ok((first, false)));
    assert_eq!((story.seen("limits").len(), story.seen("token").len()), (0, 1), "Salesforce was not asked");
}

#[tokio::test]
async fn an_older_token_is_proved_with_one_call() {
    let (story, uat) = signed_in().await;
    let (first, _) = story.copy(uat.app).await.expect("a token");
    story.later(TEN_MINUTES);
    assert_eq!(story.status(uat.app).await, Status::Renews);
    assert_eq!(story.copy(uat.app).await, Ok((first, false)));
    assert_eq!((story.seen("limits").len(), story.seen("token").len()), (1, 1));
    assert!(matches!(story.status(uat.app).await, Status::Fresh { .. }), "proved is as good as new");
}

#[tokio::test]
async fn a_dead_token_is_renewed_and_the_rotated_one_kept_first() {
    let (story, uat) = signed_in().await;
    let (first, _) = story.copy(uat.app).await.expect("a token");
    for round in 1..=5 {
        story.later(TEN_MINUTES);
        story.practice.expire_tokens(&Selection::default());
        let written = story.vault.written().len();
        let (token, is_new) = story.copy(uat.app).await.expect("a token");
        assert!(is_new && token != first);
        let written = &story.vault.written()[written..];
        assert_eq!(
            written,
            [Kind::RefreshToken, Kind::RefreshToken, Kind::AccessToken],
            "its place is proved, what was rotated is durable, and then comes the rest"
        );
        assert_eq!(story.living_grants(&uat.key), 1, "round {round}: no spent token was presented");
    }
    let refreshes = story.seen("token").into_iter().filter(|seen| seen.outcome == "ok").count();
    assert_eq!(refreshes, 6, "one code grant and five refreshes");
}

#[tokio::test]
async fn without_rotation_the_refresh_token_stays() {
    let (story, uat) = signed_in().await;
    story.switch(&uat.key, SwitchChange { refresh_token_rotation: Some(false), ..SwitchChange::default() });
    for _ in 0..3 {
        story.later(TEN_MINUTES);
        story.practice.expire_tokens(&Selection::default());
        let (_, is_new) = story.copy(uat.app).await.expect("a token");
        assert!(is_new);
    }
}

#[tokio::test]
async fn the_tokens_survive_a_restart() {
    let (mut story, uat) = signed_in().await;
    let (first, _) = story.copy(uat.app).await.expect("a token");
    story.open_again();
    assert_eq!(story.copy(uat.app).await, Ok((first, false)));
}

#[tokio::test]
async fn many_who_ask_at_once_make_one_refresh() {
    let (story, uat) = signed_in().await;
    story.later(TEN_MINUTES);
    story.practice.expire_tokens(&Selection::default());
    let asks = (0..30).map(|_| {
        let (core, app) = (story.core.clone(), uat.app);
        tokio::spawn(async move { core.fresh_token(app).await.map(|fresh| fresh.token.expose().to_owned()) })
    });
    let mut tokens = Vec::new();
    for ask in asks.collect::<Vec<_>>() {
        tokens.push(ask.await.expect("a task").expect("a token"));
    }
    tokens.dedup();
    assert_eq!(tokens.len(), 1, "all got the same token");
    assert_eq!(story.seen("token").len(), 2, "one code grant, one refresh");
}

#[tokio::test]
async fn two_cores_on_one_data_folder_do_not_spend_one_token_twice() {
    let (mut story, uat) = signed_in().await;
    let first = story.core.clone();
    story.open_again();
    story.later(TEN_MINUTES);
    story.practice.expire_tokens(&Selection::default());
    let (one, other) = tokio::join!(first.fresh_token(uat.app), story.core.fresh_token(uat.app));
    assert_eq!(one.expect("a token").token.expose(), other.expect("a token").token.expose());
    assert_eq!((story.seen("token").len(), story.living_grants(&uat.key)), (2, 1));
}

#[tokio::test]
async fn a_grant_that_salesforce_has_ended_asks_for_a_sign_in_and_is_not_presented_again() {
    let (story, uat) = signed_in().await;
    story.practice.revoke_grants(&Selection::default());
    story.later(TEN_MINUTES);
    let failure = story.copy(uat.app).await.expect_err("revoked");
    let Failure::Refused { refusal } = &failure else { panic!("{failure:?}") };
    assert_eq!(refusal.meaning, Some(Meaning::GrantEnded));
    assert_eq!(story.status(uat.app).await, Status::SignIn);
    let asked = story.seen("token").len();
    assert_eq!(story.copy(uat.app).await, Err(Failure::NeedsSignIn { app: uat.app }));
    assert_eq!(story.seen("token").len(), asked, "the dead token was not presented again");
    story.sign_in(uat.app).await.expect("signed in again");
    story.copy(uat.app).await.expect("a token");
}

#[tokio::test]
async fn without_a_refresh_token_a_living_token_is_still_proved() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let fields = Some(vec!["refresh_token".to_owned()]);
    story.fault_at_exchange(FaultOrder { fields, ..FaultOrder::once("token", FaultName::Without) });
    story.sign_in(uat.app).await.expect("signed in");
    story.later(TEN_MINUTES);
    assert_eq!(story.status(uat.app).await, Status::SignIn);
    let (_, is_new) = story.copy(uat.app).await.expect("it is alive");
    assert!(!is_new);
    story.later(TEN_MINUTES);
    story.practice.expire_tokens(&Selection::default());
    assert_eq!(story.copy(uat.app).await, Err(Failure::NeedsSignIn { app: uat.app }));
}

#[tokio::test]
async fn a_token_without_api_scope_is_proved_at_userinfo() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let scopes = Some(vec!["refresh_token".to_owned(), "id".to_owned()]);
    story.switch(&uat.key, SwitchChange { scopes, ..SwitchChange::default() });
    super::entries::edit_scopes(&story, &uat, "refresh_token id").await;
    story.sign_in(uat.app).await.expect("signed in");
    let before = story.seen("userinfo").len();
    story.later(TEN_MINUTES);
    story.copy(uat.app).await.expect("a token");
    assert_eq!((story.seen("limits").len(), story.seen("userinfo").len()), (0, before + 1));
}

#[tokio::test]
async fn a_foreign_instance_url_is_refused_and_nothing_is_sent_there() {
    let (story, uat) = signed_in().await;
    story.later(TEN_MINUTES);
    story.practice.expire_tokens(&Selection::default());
    let merge = json!({"instance_url": "https://evil.example"}).as_object().cloned();
    story
        .practice
        .fault(FaultOrder { merge, ..FaultOrder::once("token", FaultName::With) })
        .expect("a fault");
    assert_eq!(story.copy(uat.app).await, Err(Failure::ForeignInstance { host: "evil.example".to_owned() }));
    assert!(story.practice.seen(0).iter().all(|seen| !seen.host.contains("evil")));
    let (_, is_new) = story.copy(uat.app).await.expect("the rotated token was kept all the same");
    assert!(is_new);
}

#[tokio::test]
async fn a_keychain_that_cannot_keep_is_met_before_anything_is_spent() {
    let (story, uat) = signed_in().await;
    story.later(TEN_MINUTES);
    story.practice.expire_tokens(&Selection::default());
    story.vault.break_down(Some(Broken::Everything));
    assert_eq!(story.copy(uat.app).await, Err(LOCKED));
    story.vault.break_down(None);
    assert_eq!(story.seen("token").len(), 1, "nothing was asked for that could not be kept");
    story.copy(uat.app).await.expect("nothing was lost");
}

#[tokio::test]
async fn trouble_on_the_way_spends_nothing_and_blames_nobody() {
    let (story, uat) = signed_in().await;
    story.later(TEN_MINUTES);
    for (fault, expected) in [(FaultName::DropBefore, "unreachable"), (FaultName::Html, "captive_portal")] {
        story.practice.fault(FaultOrder::once("limits", fault)).expect("a fault");
        let failure = story.copy(uat.app).await.expect_err("no answer");
        assert_eq!(json!(failure)["code"], expected);
        let offline = Status::Offline { failure };
        assert_eq!(story.status(uat.app).await, offline, "a bad line is no problem of the app");
    }
    story.copy(uat.app).await.expect("a token");
}

#[tokio::test]
async fn signing_out_revokes_and_forgets() {
    let (story, uat) = signed_in().await;
    let (token, _) = story.copy(uat.app).await.expect("a token");
    let items = story.vault.items();
    story.core.sign_out(uat.app).await.expect("signed out");
    assert!(!story.practice.alive(&token), "the access token died with its refresh token");
    assert_eq!(story.living_grants(&uat.key), 0);
    assert_eq!(story.vault.items(), items - 2, "both tokens are out of the keychain");
    assert_eq!(story.status(uat.app).await, Status::SignIn);
    story.core.sign_out(uat.app).await.expect("twice is once");
}

#[tokio::test]
async fn a_token_that_salesforce_knows_no_more_counts_as_revoked() {
    let (story, uat) = signed_in().await;
    story.practice.revoke_grants(&Selection::default());
    story.core.sign_out(uat.app).await.expect("signed out");
    assert!(story.shown(uat.app).await.grant.is_none());
}

#[tokio::test]
async fn a_renewed_token_that_was_not_kept_is_not_called_fresh() {
    let (story, uat) = signed_in().await;
    story.later(TEN_MINUTES);
    story.practice.expire_tokens(&Selection::default());
    story.vault.break_down(Some(Broken::Writing(Kind::AccessToken)));
    let (first, is_new) = story.copy(uat.app).await.expect("a token");
    assert!(is_new);
    story.vault.break_down(None);
    // The copy itself asks the practice org whether the token is alive.
    let (second, is_new) = story.copy(uat.app).await.expect("a token");
    assert!(is_new && second != first, "the dead one that is still stored was not handed out");
}

#[tokio::test]
async fn a_copy_that_nobody_waits_for_any_more_leaves_true_words() {
    let (story, uat) = signed_in().await;
    story.later(TEN_MINUTES);
    story.practice.fault(FaultOrder::once("limits", FaultName::DropBefore)).expect("a fault");
    story.copy(uat.app).await.expect_err("nobody is reached");
    story.practice.expire_tokens(&Selection::default());
    let slow = FaultOrder { ms: Some(500), ..FaultOrder::once("token", FaultName::Slow) };
    story.practice.fault(slow).expect("a fault");
    let sent = async {
        while story.seen("token").len() < 2 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::select! {
        outcome = story.core.fresh_token(uat.app) => panic!("too soon: {outcome:?}"),
        () = sent => {}
    }
    assert!(matches!(story.status(uat.app).await, Status::Offline { .. }), "as the last try left it");
    while story.core.must_not_end() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(matches!(story.status(uat.app).await, Status::Fresh { .. }));
    let last = story.changes.lock().unwrap().last().cloned();
    let Some(Change::Org { org }) = last else { panic!("{last:?}") };
    assert!(matches!(org.apps[0].status, Status::Fresh { .. }), "and the window is told");
    let newest = story.core.activity(None).await.expect("what was done").remove(0);
    assert_eq!(newest.deed, Deed::Renewed);
}

#[tokio::test]
async fn an_app_that_is_removed_while_its_token_is_renewed_leaves_nothing() {
    let (story, uat) = signed_in().await;
    story.later(TEN_MINUTES);
    story.practice.expire_tokens(&Selection::default());
    let slow = FaultOrder { ms: Some(500), ..FaultOrder::once("token", FaultName::Slow) };
    story.practice.fault(slow).expect("a fault");
    let removal = async {
        tokio::time::sleep(Duration::from_millis(150)).await;
        story.remove_app(uat.app, true).await;
    };
    let (_copied, ()) = tokio::join!(story.core.fresh_token(uat.app), removal);
    assert_eq!(story.vault.items(), 0, "no item is left without a row");
}
