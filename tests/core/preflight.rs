//! What is said before the browser opens, and what never keeps it closed.

use std::time::Duration;

use keyperch_core::model::cause::{Cause, ExactValue, SetupPage};
use keyperch_core::model::failure::Failure;
use keyperch_core::model::refusal::{Meaning, Refusal, Stage};
use keyperch_core::model::view::{Check, CheckView, Note, SignInStep, Verdict};
use practice_org::{FaultName, FaultOrder, Press, SwitchChange};
use serde_json::json;
use tokio::sync::oneshot;

use super::support::Story;
use super::support::browser::{hand_over, person};
use super::support::story::{ANA, Entry};

/// A sign-in that ends with a refusal and without a browser.
async fn refused_before_the_browser(story: &Story, uat: &Entry) -> Refusal {
    let (to, mut address) = oneshot::channel();
    let failure = story.sign_in_by(uat.app, hand_over(to)).await.expect_err("a refusal");
    assert!(address.try_recv().is_err(), "no browser was opened");
    assert!(
        story.steps().iter().all(|step| !matches!(step, SignInStep::Waiting { .. })),
        "nobody was waited for"
    );
    assert!(story.port_is_free().await);
    let Failure::Refused { refusal } = failure else { panic!("{failure:?}") };
    refusal
}

/// What was looked at, as the window was told last.
fn checks(story: &Story) -> Vec<CheckView> {
    story.core.sign_in_view().expect("how it ended").checks
}

fn verdict_of(story: &Story, check: Check) -> Verdict {
    checks(story).into_iter().find(|view| view.check == check).expect("that check").verdict
}

#[tokio::test]
async fn a_wrong_callback_is_said_before_the_browser_with_what_has_to_stand_in_setup() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let callback_urls = Some(vec![format!("{}/", story.callback())]);
    story.switch(&uat.key, SwitchChange { callback_urls, ..SwitchChange::default() });
    let refusal = refused_before_the_browser(&story, &uat).await;
    assert_eq!((refusal.stage, refusal.meaning), (Stage::Authorize, Some(Meaning::CallbackMismatch)));
    assert_eq!(refusal.error, "redirect_uri_mismatch", "as Salesforce said it");
    let first = refusal.causes[0];
    assert_eq!(first.cause, Cause::CallbackNotRegistered);
    assert_eq!(first.page, Some(SetupPage::ExternalClientAppManager));
    assert_eq!(first.value, Some(ExactValue::CallbackUrl));
    assert!(story.seen("login").is_empty());
}

#[tokio::test]
async fn a_key_that_the_org_does_not_know_is_said_before_the_browser() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.switch(&uat.key, SwitchChange { exists: Some(false), ..SwitchChange::default() });
    let refusal = refused_before_the_browser(&story, &uat).await;
    assert_eq!(refusal.meaning, Some(Meaning::UnknownKey));
    let causes: Vec<Cause> = refusal.causes.iter().map(|view| view.cause).collect();
    assert_eq!(causes[..3], [Cause::OtherOrgOrHost, Cause::AppTooYoung, Cause::KeyIncomplete]);
    assert!(matches!(verdict_of(&story, Check::KeyAndCallback), Verdict::Failed { .. }));
    assert_eq!(
        verdict_of(&story, Check::Secret),
        Verdict::CannotTell,
        "an unknown app's secret is not to be seen"
    );
}

#[tokio::test]
async fn a_secret_that_is_missing_or_stale_is_said_before_the_browser() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let required = |on| SwitchChange { secret_required_for_web_server: Some(on), ..SwitchChange::default() };
    story.switch(&uat.key, required(true));
    let refusal = refused_before_the_browser(&story, &uat).await;
    assert_eq!((refusal.stage, refusal.meaning), (Stage::Exchange, Some(Meaning::WrongSecret)));
    let causes = |refusal: &Refusal| refusal.causes.iter().map(|view| view.cause).collect::<Vec<_>>();
    assert_eq!(causes(&refusal), [Cause::SecretRequired]);

    story.switch(&uat.key, required(false));
    super::entries::give_secret(&story, &uat, &"0123456789ABCDEF".repeat(4)).await;
    let refusal = refused_before_the_browser(&story, &uat).await;
    assert_eq!(causes(&refusal), [Cause::SecretWrong, Cause::SecretRotated, Cause::SecretNotNeeded]);
}

#[tokio::test]
async fn what_is_as_it_should_be_is_shown_in_order() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    let passed = |note| Verdict::Passed { note };
    let callback = story.callback();
    let expected = [
        (Check::Keychain, passed(None)),
        (Check::Port, passed(Some(Note::Callback { callback }))),
        (Check::Domain, passed(None)),
        (Check::Clock, passed(None)),
        (Check::KeyAndCallback, passed(None)),
        (Check::Secret, passed(Some(Note::NoSecretNeeded))),
    ];
    assert_eq!(checks(&story), expected.map(|(check, verdict)| CheckView { check, verdict }));
    assert_eq!(story.seen("token").len(), 1, "the look used no code up, and asked for nothing else");
}

#[tokio::test]
async fn what_cannot_be_told_keeps_nobody_from_signing_in() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    for kind in ["authorize", "token"] {
        let odd = FaultOrder { status: Some(500), ..FaultOrder::once(kind, FaultName::Status) };
        story.practice.fault(odd).expect("a fault");
    }
    story.practice.fault(FaultOrder::once("versions", FaultName::DropBefore)).expect("a fault");
    story.sign_in(uat.app).await.expect("signed in");
    assert_eq!(verdict_of(&story, Check::KeyAndCallback), Verdict::CannotTell);
    assert_eq!(verdict_of(&story, Check::Secret), Verdict::CannotTell);
    assert_eq!(verdict_of(&story, Check::Clock), Verdict::CannotTell);
    assert!(matches!(verdict_of(&story, Check::Domain), Verdict::Failed { .. }), "said, and gone on");
}

#[tokio::test]
async fn only_a_word_about_the_code_says_that_the_secret_was_taken() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let taken = Verdict::Passed { note: Some(Note::NoSecretNeeded) };
    for (error, words, expected) in [
        ("invalid_grant", "expired authorization code", taken.clone()),
        ("invalid_grant", "invalid code verifier", taken),
        ("invalid_grant", "authentication failure", Verdict::CannotTell),
        ("invalid_grant", "ip restricted", Verdict::CannotTell),
        ("invalid_grant", "brand new words", Verdict::CannotTell),
        ("invalid_client", "brand new words", Verdict::CannotTell),
    ] {
        let merge = json!({ "error": error, "error_description": words }).as_object().cloned();
        let said = FaultOrder { merge, ..FaultOrder::once("token", FaultName::With) };
        story.practice.fault(said).expect("a fault");
        story.sign_in(uat.app).await.expect("signed in");
        assert_eq!(verdict_of(&story, Check::Secret), expected, "{error} {words}");
    }
}

#[tokio::test]
async fn a_salesforce_that_is_slow_is_waited_for_two_seconds_and_no_more() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    for kind in ["authorize", "token", "versions"] {
        let slow = FaultOrder { ms: Some(8000), ..FaultOrder::once(kind, FaultName::Slow) };
        story.practice.fault(slow).expect("a fault");
    }
    let (to, address) = oneshot::channel();
    let signing_in = story.sign_in_by(uat.app, hand_over(to));
    let cancel = async {
        address.await.expect("an address");
        let unanswered = story.practice.seen(0).iter().filter(|seen| seen.outcome == "pending").count();
        story.core.cancel_sign_in();
        unanswered
    };
    let (outcome, unanswered) = tokio::join!(signing_in, cancel);
    assert_eq!(outcome, Err(Failure::Cancelled));
    assert!(unanswered > 0, "the browser opened before Salesforce had answered");
    for check in [Check::Domain, Check::Clock, Check::KeyAndCallback, Check::Secret] {
        assert_eq!(verdict_of(&story, check), Verdict::CannotTell, "{check:?}");
    }
}

#[tokio::test]
async fn a_refusal_that_may_be_another_in_the_browser_is_left_to_the_browser() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let scopes = Some(vec!["api".to_owned()]);
    story.switch(&uat.key, SwitchChange { scopes, ..SwitchChange::default() });
    let opener = person(&story.practice, ANA, Press::Allow);
    let failure = story.sign_in_by(uat.app, opener).await.expect_err("a scope that the app lacks");
    let Failure::Refused { refusal } = failure else { panic!("{failure:?}") };
    assert_eq!(refusal.meaning, Some(Meaning::ScopeNotAllowed));
    assert!(
        matches!(verdict_of(&story, Check::KeyAndCallback), Verdict::Failed { .. }),
        "seen beforehand, too"
    );
    assert!(story.steps().iter().any(|step| matches!(step, SignInStep::Waiting { .. })));
}

#[tokio::test]
async fn a_clock_that_is_off_is_said_and_stops_no_browser() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.clock.advance(Duration::from_secs(400));
    story.sign_in(uat.app).await.expect("a browser's sign-in bears it");
    let Verdict::Warned { note: Note::ClockOff { seconds } } = verdict_of(&story, Check::Clock) else {
        panic!("{:?}", checks(&story));
    };
    assert!((390..410).contains(&seconds), "{seconds}");
}
