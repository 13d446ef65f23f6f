//! What must hold when nobody is there: two copies at once, a poll that is cut short, strangers, edits that do not fit.

use std::sync::Arc;
use std::time::Duration;

use keyperch_core::model::failure::Failure;
use keyperch_core::model::field::{Field, Problem};
use keyperch_core::model::view::{AppForm, Credential, FlowForm, Readiness, SecretEntry};
use practice_org::{FaultName, FaultOrder, Press, Selection, SwitchChange};
use serde_json::json;

use super::flows::{begin_with_device_code, by_credentials, by_key, secret, user_code};
use super::support::story::{ANA, BOB, kept, org_form};
use super::support::{PASSWORD, Story};

#[tokio::test]
async fn two_first_copies_at_once_are_one_sign_in() {
    let (story, uat) = by_credentials().await;
    let (one, other) = tokio::join!(story.copy(uat.app), story.copy(uat.app));
    let (one, other) = (one.expect("a token"), other.expect("a token"));
    assert_eq!(one.0, other.0, "both have the same");
    assert!(story.practice.alive(&one.0), "and nobody ended it");
    assert!(story.seen("revoke").is_empty());
}

#[tokio::test]
async fn a_poll_that_is_cancelled_while_salesforce_says_yes_leaves_no_grant() {
    let story = Arc::new(Story::begin().await);
    let uat = story.uat().await;
    story.switch(&uat.key, SwitchChange { device_flow: Some(true), ..SwitchChange::default() });
    let signing_in = begin_with_device_code(&story, &uat);
    let code = user_code(&story).await;
    story.practice.approve_device(&code, ANA, PASSWORD, Press::Allow).await;
    let slow = FaultOrder { ms: Some(500), ..FaultOrder::once("token", FaultName::Slow) };
    story.practice.fault(slow).expect("a fault");
    let before = story.seen("token").len();
    while story.seen("token").len() == before {
        story.later(Duration::from_secs(6));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    story.core.cancel_sign_in();
    assert_eq!(signing_in.await.expect("it ends"), Err(Failure::Cancelled));
    for _ in 0..100 {
        if story.seen("revoke").len() == 1 && story.living_grants(&uat.key) == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{} grants are alive that nobody has", story.living_grants(&uat.key));
}

#[tokio::test]
async fn a_stranger_is_refused_and_given_back_whatever_else_the_answer_lacks() {
    let (story, uat) = by_credentials().await;
    story.sign_in(uat.app).await.expect("connected");
    let strangers = [
        json!({ "id": "https://login.salesforce.com/id/00Dxx0000001gPLEAY/005xx000001Sv6AAAS" }),
        json!({ "instance_url": "https://evil.example" }),
    ];
    for (number, merge) in strangers.into_iter().enumerate() {
        story.later(Duration::from_secs(601));
        story.practice.expire_tokens(&Selection::default());
        let merge = merge.as_object().cloned();
        let fault = FaultOrder { merge, ..FaultOrder::once("token", FaultName::With) };
        story.practice.fault(fault).expect("a fault");
        story.copy(uat.app).await.expect_err("somebody else");
        assert_eq!(story.seen("revoke").len(), number + 1, "what was given is given back");
    }
    let without =
        FaultOrder { fields: Some(vec!["id".to_owned()]), ..FaultOrder::once("token", FaultName::Without) };
    story.practice.fault(without).expect("a fault");
    story.copy(uat.app).await.expect_err("nobody knows whose it is");
    assert_eq!(story.shown(uat.app).await.grant.expect("a grant").username.as_deref(), Some(BOB));
}

#[tokio::test]
async fn another_flow_is_not_proved_with_the_secret_of_the_last_one() {
    let (story, uat) = by_credentials().await;
    let form = AppForm { flow: FlowForm::AuthorizationCode, secret: SecretEntry::None, ..kept(&story) };
    story.core.edit_app(uat.app, form).await.expect("saved");
    story.sign_in(uat.app).await.expect("a person signs in");
}

#[tokio::test]
async fn a_right_secret_is_saved_although_something_else_is_wrong() {
    let (story, uat) = by_credentials().await;
    story.switch(&uat.key, SwitchChange { run_as: Some(String::new()), ..SwitchChange::default() });
    let form =
        AppForm { flow: FlowForm::ClientCredentials, secret: secret(&story, &uat.key), ..kept(&story) };
    story.core.edit_app(uat.app, form).await.expect("saved");
    let wrong = story.core.paste(Credential::Secret, "0123456789ABCDEF".repeat(4).into()).expect("a secret");
    let secret = SecretEntry::Pasted { draft: wrong.draft };
    let form = AppForm { flow: FlowForm::ClientCredentials, secret, ..kept(&story) };
    assert!(story.core.edit_app(uat.app, form).await.is_err(), "a wrong one is not");
}

#[tokio::test]
async fn an_org_whose_app_needs_its_own_host_keeps_one() {
    let (story, uat) = by_credentials().await;
    let moved = org_form("login.salesforce.com", "Acme", "UAT");
    let why = Failure::from(story.core.edit_org(uat.org, moved).await.expect_err("no My Domain"));
    assert_eq!(why, Failure::Field { refused: Field::Address.refused(Problem::NeedsMyDomain) });
}

#[tokio::test]
async fn what_is_granted_anew_with_each_token_is_what_the_list_says() {
    let (story, uat) = by_credentials().await;
    story.sign_in(uat.app).await.expect("connected");
    let scopes = Some(vec!["api".to_owned(), "web".to_owned()]);
    story.switch(&uat.key, SwitchChange { scopes, ..SwitchChange::default() });
    story.later(Duration::from_secs(601));
    story.practice.expire_tokens(&Selection::default());
    story.copy(uat.app).await.expect("another token");
    let granted = story.shown(uat.app).await.grant.expect("a grant").scopes;
    assert!(granted.contains(&"web".to_owned()), "{granted:?}");
}

#[tokio::test]
async fn an_app_that_needs_nobody_is_ready_when_its_key_is_known() {
    let (story, uat) = by_key().await;
    let callback_urls = Some(vec!["https://acme.example/callback".to_owned()]);
    story.switch(&uat.key, SwitchChange { callback_urls, ..SwitchChange::default() });
    let view = story.core.wait_until_ready(uat.app).await.expect("a wait");
    assert_eq!(view.state, Readiness::Ready);
}

#[tokio::test]
async fn a_wait_that_is_stopped_during_its_first_look_does_not_begin() {
    let story = Arc::new(Story::begin().await);
    let uat = story.uat().await;
    story.switch(&uat.key, SwitchChange { exists: Some(false), ..SwitchChange::default() });
    let slow = FaultOrder { ms: Some(500), ..FaultOrder::once("authorize", FaultName::Slow) };
    story.practice.fault(slow).expect("a fault");
    let (core, app) = (story.core.clone(), uat.app);
    let waiting = tokio::spawn(async move { core.wait_until_ready(app).await });
    while story.seen("authorize").is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    story.core.stop_waiting_until_ready().await;
    waiting.await.expect("it ends").expect("a view");
    assert_eq!(story.core.readiness(), None);
}
