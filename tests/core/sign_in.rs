//! Signing in, as it goes well and as it goes wrong.

use std::time::Duration;

use keyperch_core::model::environment::Environment;
use keyperch_core::model::failure::Failure;
use keyperch_core::model::refusal::Meaning;
use keyperch_core::model::secret::Kind;
use keyperch_core::model::view::{Next, SignInStep, Status};
use practice_org::{FaultName, FaultOrder, Press, SwitchChange, follow};
use serde_json::json;
use tokio::sync::oneshot;

use super::support::browser::{hand_over, no_browser, person};
use super::support::story::{ANA, UAT};
use super::support::vault::{Broken, LOCKED};
use super::support::{PASSWORD, Story};

#[tokio::test]
async fn a_sign_in_ends_with_a_token_that_the_org_accepts() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    assert_eq!(story.status(uat.app).await, Status::SignIn);

    story.sign_in(uat.app).await.expect("signed in");

    let mut steps = story.steps();
    // What is looked at beforehand is announced one by one.
    steps.dedup();
    assert!(matches!(steps[0], SignInStep::Preparing));
    assert!(matches!(steps[1], SignInStep::Waiting { .. }));
    assert_eq!(steps[2..], [SignInStep::Exchanging, SignInStep::Done]);
    let grants = story.seen("token");
    assert_eq!(grants.len(), 1, "one code grant");
    let asked = grants[0].token.as_ref().expect("a token request");
    assert_eq!(asked.grant_type.as_deref(), Some("authorization_code"));
    assert!(asked.has_verifier && !asked.has_secret, "a verifier, and no secret where none is stored");
    assert!(!grants[0].parameters.contains(&"scope".to_owned()), "never a scope at the token endpoint");
    assert_eq!(story.seen("login").len(), 1, "one log-in");
    let (token, is_new) = story.copy(uat.app).await.expect("a token");
    assert!(!is_new, "the token of the sign-in is fresh");
    assert!(token.starts_with("00D"));
    assert!(story.port_is_free().await);
}

#[tokio::test]
async fn the_list_knows_afterwards_who_signed_in_to_what() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    let orgs = story.core.orgs().await.expect("the list");
    let org = &orgs[0];
    let at = story.practice.orgs().into_iter().find(|at| at.host == org.host).expect("it");
    assert_eq!(org.environment, Environment::Uat);
    assert_eq!(org.organization_id.as_deref(), Some(at.organization_id.as_str()));
    assert!(org.organization_name.is_some());
    let grant = org.apps[0].grant.as_ref().expect("a grant");
    assert_eq!(grant.username.as_deref(), Some(ANA));
    assert_eq!(grant.instance_url, format!("https://{}", org.host));
    assert!(grant.refreshable);
    assert!(grant.missing_scopes.is_empty());
    assert!(matches!(org.apps[0].status, Status::Fresh { next: Next::Renews, .. }));
}

#[tokio::test]
async fn the_callback_is_sent_byte_for_byte_with_and_without_a_final_slash() {
    for tail in ["", "/", "/OauthRedirect"] {
        let story = Story::begin().await;
        let callback = format!("{}{tail}", story.callback());
        let uat = story.add(UAT, &callback).await;
        story.sign_in(uat.app).await.expect("signed in");
        let asked = story.seen("authorize").remove(0).authorize.expect("an authorization request");
        assert_eq!(asked.redirect_uri, Some(callback));
    }
}

#[tokio::test]
async fn a_stored_secret_is_sent_and_a_stale_one_is_refused_by_name() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let secret = story.secret_of(&uat.key);
    super::entries::give_secret(&story, &uat, &secret).await;
    story.sign_in(uat.app).await.expect("signed in");
    assert!(story.seen("token")[0].token.as_ref().expect("it").has_secret);

    story.core.sign_out(uat.app).await.expect("signed out: nothing can prove a secret now");
    super::entries::give_secret(&story, &uat, &"0123456789ABCDEF".repeat(4)).await;
    let failure = story.sign_in(uat.app).await.expect_err("a wrong secret");
    let Failure::Refused { refusal } = &failure else { panic!("{failure:?}") };
    assert_eq!(
        refusal.meaning,
        Some(Meaning::WrongSecret),
        "a secret that is sent is checked, required or not"
    );
    assert!(matches!(story.status(uat.app).await, Status::Problem { .. }));
}

#[tokio::test]
async fn denied_is_told_and_leaves_nothing() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let items = story.vault.items();
    let failure =
        story.sign_in_by(uat.app, person(&story.practice, ANA, Press::Deny)).await.expect_err("denied");
    let Failure::Refused { refusal } = failure else { panic!("{failure:?}") };
    assert_eq!(refusal.meaning, Some(Meaning::Denied));
    nothing_is_left(&story, items).await;
    assert_eq!(story.status(uat.app).await, Status::SignIn, "to be denied is no problem of the app");
}

#[tokio::test]
async fn five_minutes_are_waited_and_more_when_they_are_asked_for() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let items = story.vault.items();
    let (to, address) = oneshot::channel();
    let signing_in = story.sign_in_by(uat.app, hand_over(to));
    let minutes = async {
        address.await.expect("an address");
        story.clock.advance(Duration::from_secs(299));
        story.core.extend_sign_in();
        // What would have ended it goes by.
        story.clock.advance(Duration::from_secs(299));
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(matches!(story.steps().last(), Some(SignInStep::Waiting { .. })), "still waiting");
        story.clock.advance(Duration::from_secs(2));
    };
    let (outcome, ()) = tokio::join!(signing_in, minutes);
    assert_eq!(outcome, Err(Failure::TimedOut));
    nothing_is_left(&story, items).await;
}

#[tokio::test]
async fn a_cancelled_sign_in_frees_the_port_at_once() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let items = story.vault.items();
    let (to, address) = oneshot::channel();
    let signing_in = story.sign_in_by(uat.app, hand_over(to));
    let cancel = async {
        address.await.expect("an address");
        story.core.cancel_sign_in();
    };
    let (outcome, ()) = tokio::join!(signing_in, cancel);
    assert_eq!(outcome, Err(Failure::Cancelled));
    assert!(std::net::TcpListener::bind(("127.0.0.1", story.port)).is_ok(), "no waiting for a last page");
    nothing_is_left(&story, items).await;
    story.sign_in(uat.app).await.expect("the next one works");
}

#[tokio::test]
async fn only_one_sign_in_at_a_time() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let (to, address) = oneshot::channel();
    let first = story.sign_in_by(uat.app, hand_over(to));
    let second = async {
        let address = address.await.expect("an address");
        assert_eq!(story.sign_in(uat.app).await, Err(Failure::SignInRunning));
        assert!(
            matches!(story.steps().last(), Some(SignInStep::Waiting { .. })),
            "the first is not disturbed"
        );
        let visit = story.practice.visit(&address, ANA, PASSWORD, Press::Allow).await;
        let practice_org::Visit::SentTo(callback) = visit else { panic!("{visit:?}") };
        assert_eq!(follow(&callback).await, [303, 200], "on to the last page, without code and state");
    };
    let (outcome, ()) = tokio::join!(first, second);
    outcome.expect("signed in");
}

#[tokio::test]
async fn a_desktop_without_a_browser_is_told() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let items = story.vault.items();
    assert_eq!(story.sign_in_by(uat.app, no_browser()).await, Err(Failure::BrowserNotFound));
    nothing_is_left(&story, items).await;
}

#[tokio::test]
async fn a_keychain_that_cannot_keep_is_met_before_the_browser_opens() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.vault.break_down(Some(Broken::Everything));
    let (to, mut address) = oneshot::channel();
    assert_eq!(story.sign_in_by(uat.app, hand_over(to)).await, Err(LOCKED));
    assert!(address.try_recv().is_err(), "no browser was opened");
    assert!(story.port_is_free().await);
}

#[tokio::test]
async fn what_cannot_be_kept_is_given_back() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let items = story.vault.items();
    story.vault.break_down(Some(Broken::Writing(Kind::RefreshToken)));
    assert_eq!(story.sign_in(uat.app).await, Err(LOCKED));
    story.vault.break_down(None);
    assert_eq!(story.living_grants(&uat.key), 0, "revoked at Salesforce");
    nothing_is_left(&story, items).await;
}

#[tokio::test]
async fn an_answer_that_is_not_json_is_told_as_that() {
    for (fault, expected) in [
        (FaultName::Html, "captive_portal"),
        (FaultName::Status, "server_trouble"),
        (FaultName::Truncate, "not_salesforce"),
        (FaultName::Redirect, "not_salesforce"),
        (FaultName::DropBefore, "unreachable"),
    ] {
        let story = Story::begin().await;
        let uat = story.uat().await;
        let items = story.vault.items();
        let to =
            (fault == FaultName::Redirect).then(|| "https://acme.my.salesforce.com/elsewhere".to_owned());
        story.fault_at_exchange(FaultOrder { to, ..FaultOrder::once("token", fault) });
        let failure = story.sign_in(uat.app).await.expect_err("no token");
        assert_eq!(json!(failure)["code"], expected, "{fault:?}: {failure:?}");
        assert!(
            story.practice.seen(0).iter().all(|seen| seen.path != "/elsewhere"),
            "no redirect is followed"
        );
        nothing_is_left(&story, items).await;
    }
}

#[tokio::test]
async fn an_answer_may_say_less_or_more() {
    for merge in [
        json!({"issued_at": "1790000000000"}),
        json!({"issued_at": 7, "novelty": {"a": [1, 2]}, "expires_in": 9}),
    ] {
        let story = Story::begin().await;
        let uat = story.uat().await;
        let merge = merge.as_object().cloned();
        story.fault_at_exchange(FaultOrder { merge, ..FaultOrder::once("token", FaultName::With) });
        story.sign_in(uat.app).await.expect("signed in");
    }
    let story = Story::begin().await;
    let uat = story.uat().await;
    let fields = Some(vec!["refresh_token".to_owned(), "scope".to_owned(), "signature".to_owned()]);
    story.fault_at_exchange(FaultOrder { fields, ..FaultOrder::once("token", FaultName::Without) });
    story.sign_in(uat.app).await.expect("signed in");
    let grant = story.shown(uat.app).await.grant.expect("a grant");
    assert!(!grant.refreshable, "without a refresh token it does not stay signed in");
    assert!(matches!(story.status(uat.app).await, Status::Fresh { next: Next::SignIn, .. }));
}

#[tokio::test]
async fn the_setup_step_is_known_for_what_the_org_refuses_at_the_exchange() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let change = SwitchChange { secret_required_for_web_server: Some(true), ..SwitchChange::default() };
    story.switch(&uat.key, change);
    let failure = story.sign_in(uat.app).await.expect_err("a secret is required");
    let Failure::Refused { refusal } = failure else { panic!("{failure:?}") };
    assert_eq!((refusal.error.as_str(), refusal.meaning), ("invalid_client", Some(Meaning::WrongSecret)));
    assert!(matches!(story.status(uat.app).await, Status::Problem { .. }), "it stays until it is mended");
    let change = SwitchChange { secret_required_for_web_server: Some(false), ..SwitchChange::default() };
    story.switch(&uat.key, change);
    story.sign_in(uat.app).await.expect("mended");
    assert!(matches!(story.status(uat.app).await, Status::Fresh { .. }));
}

#[tokio::test]
async fn signing_in_again_replaces_the_sign_in_before() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    let items = story.vault.items();
    for _ in 0..6 {
        story.sign_in(uat.app).await.expect("signed in again");
    }
    assert_eq!(story.living_grants(&uat.key), 1, "each replaced one is given back: a user has five");
    assert_eq!(story.vault.items(), items);
    story.copy(uat.app).await.expect("the last one works");
}

/// Nothing that a sign-in stores is there, and nobody listens.
async fn nothing_is_left(story: &Story, items: usize) {
    assert_eq!(story.vault.items(), items, "no item is left in the keychain");
    let orgs = story.core.orgs().await.expect("the list");
    assert!(orgs.iter().flat_map(|org| &org.apps).all(|app| app.grant.is_none()), "no grant in the list");
    assert!(orgs.iter().all(|org| org.organization_id.is_none()), "nobody is pinned");
    assert!(story.port_is_free().await, "the port is free");
}
