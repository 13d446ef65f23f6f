//! Each recipe is followed to its end, and proven: what a token shows is ticked, and nothing else is.

use std::time::Duration;

use keyperch_core::model::environment::Environment;
use keyperch_core::model::failure::Failure;
use keyperch_core::model::field::{Field, Problem};
use keyperch_core::model::refusal::Meaning;
use keyperch_core::model::view::{
    Answer, AppForm, CertificateOf, ConnectedView, Credential, ProofStep, RecipeId, SignInForm, Tick, Verdict,
};
use practice_org::{FaultName, FaultOrder, PermittedUsers, Press, SwitchChange, UserChange};

use super::super::support::browser::person;
use super::super::support::story::{ANA, BOB, kept};
use super::{Following, id};

fn passed(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Passed { .. })
}

#[tokio::test]
async fn the_rehearsal_tools_app_is_proven_step_by_step() {
    let following = Following::begin(RecipeId::RehearsalTool).await;
    let core = &following.story.core;
    core.look_before_guide(following.guide).await.expect("looked");
    assert_eq!(following.tick("before.domain").await, Some(Tick::Proved));
    assert_eq!(following.tick("before.kind").await, Some(Tick::Proved));
    core.tick_copied(following.guide, id("basic.app_name")).await.expect("copied");
    let app = following.paste_key().await;
    following.prove().await.expect("proven");
    let view = following.view().await;
    let proof = view.proof.expect("a proof");
    let scope = |scope: &str| ProofStep::Scope { scope: scope.to_owned() };
    let steps: Vec<&ProofStep> = proof.steps.iter().map(|step| &step.step).collect();
    let [signed_in, one, two, three, stays, renewed, ProofStep::Call { request, answer }] = &steps[..] else {
        panic!("{steps:?}")
    };
    assert_eq!(
        (*signed_in, *stays, *renewed),
        (&ProofStep::SignedIn, &ProofStep::StaysSignedIn, &ProofStep::Renewed)
    );
    assert_eq!([*one, *two, *three], [&scope("api"), &scope("refresh_token"), &scope("sfap_api")]);
    assert!(proof.is_finished && proof.steps.iter().all(|step| passed(&step.verdict)), "{proof:?}");
    assert!(
        request.starts_with("GET https://acme--uat.sandbox.my.salesforce.com/services/data/v"),
        "{request}"
    );
    assert!(answer.as_ref().is_some_and(|answer| answer.contains("IsSandbox: true")), "{answer:?}");
    let ConnectedView { organization, environment, username } = proof.connected.expect("connected");
    assert_eq!((environment, username.as_str()), (Environment::Uat, ANA));
    assert!(!organization.is_empty());
    for line in ["credentials.key", "oauth.callbacks", "oauth.scope.api", "oauth.box.enable_oauth"] {
        assert_eq!(following.tick(line).await, Some(Tick::Proved), "{line}");
    }
    for line in
        ["oauth.box.pkce", "oauth.box.secret_for_web_server", "policies.ip_relaxation", "credentials.secret"]
    {
        assert_eq!(following.tick(line).await, None, "no token shows {line}");
    }
    assert!(view.progress.is_proven);
    assert_eq!(following.story.seen("token").len(), 2, "the code, and one renewal");
    assert!(following.story.copy(app).await.is_ok());
}

#[tokio::test]
async fn a_secret_that_the_app_does_not_ask_for_is_proven_when_it_is_sent() {
    let following = Following::begin(RecipeId::RehearsalTool).await;
    following.paste(Credential::Secret, &following.secret).await.expect("it waits");
    following.paste_key().await;
    following.prove().await.expect("proven");
    let secret = following.line("credentials.secret").await;
    assert_eq!((secret.tick, secret.can_be_proven), (Some(Tick::Proved), true));
}

#[tokio::test]
async fn every_step_is_announced_as_it_happens() {
    let following = Following::begin(RecipeId::RehearsalTool).await;
    following.paste_key().await;
    following.prove().await.expect("proven");
    let mut lengths: Vec<usize> = following
        .announced()
        .into_iter()
        .filter_map(|guide| guide?.proof.map(|proof| proof.steps.len()))
        .collect();
    lengths.dedup();
    assert_eq!(lengths, [0, 1, 2, 3, 4, 5, 6, 7]);
}

#[tokio::test]
async fn a_callback_that_is_altered_by_one_character_is_said_before_the_browser_opens() {
    let following = Following::begin(RecipeId::RehearsalTool).await;
    following.paste_key().await;
    let callback_urls = Some(vec![format!("{}/", following.story.callback())]);
    following.story.switch(&following.key, SwitchChange { callback_urls, ..SwitchChange::default() });
    let failure = following.prove().await.expect_err("it is not the same");
    let Failure::Refused { refusal } = &failure else { panic!("{failure:?}") };
    assert_eq!(refusal.meaning, Some(Meaning::CallbackMismatch));
    assert!(following.story.seen("login").is_empty(), "no browser was opened");
    assert_eq!(following.tick("oauth.callbacks").await, Some(Tick::Refuted));
    let view = following.view().await;
    let proof = view.proof.expect("a proof");
    assert!(proof.is_finished && proof.connected.is_none() && !view.progress.is_proven);
    assert_eq!(proof.steps.len(), 1);
    assert_eq!(proof.steps[0].verdict, Verdict::Failed { failure }, "with what mends it");
    let callback_urls = Some(vec![following.story.callback()]);
    following.story.switch(&following.key, SwitchChange { callback_urls, ..SwitchChange::default() });
    following.prove().await.expect("mended");
    assert_eq!(following.tick("oauth.callbacks").await, Some(Tick::Proved));
}

#[tokio::test]
async fn a_sign_in_that_was_begun_in_the_list_ticks_what_it_shows() {
    let following = Following::begin(RecipeId::RehearsalTool).await;
    let app = following.paste_key().await;
    following.story.sign_in(app).await.expect("signed in");
    assert_eq!(following.tick("oauth.scope.sfap_api").await, Some(Tick::Proved));
    let view = following.view().await;
    assert!(view.proof.is_none() && !view.progress.is_proven, "it has not renewed, and not called");
}

#[tokio::test]
async fn what_was_seen_before_the_browser_stays_seen_when_the_person_says_no() {
    let following = Following::begin(RecipeId::RehearsalTool).await;
    following.paste_key().await;
    let open = person(&following.story.practice, ANA, Press::Deny);
    let core = &following.story.core;
    let failure = core.prove_guide(following.guide, SignInForm::default(), None, open).await;
    failure.expect_err("denied");
    assert_eq!(following.tick("credentials.key").await, Some(Tick::Proved));
    assert_eq!(following.tick("oauth.callbacks").await, Some(Tick::Proved));
    assert_eq!(following.tick("oauth.scope.api").await, None);
}

#[tokio::test]
async fn an_app_that_is_not_ready_yet_is_refuted_and_then_proved_by_itself() {
    let following = Following::begin(RecipeId::RehearsalTool).await;
    let app = following.paste_key().await;
    let not_yet = SwitchChange { ready_after_seconds: Some(50), ..SwitchChange::default() };
    following.story.switch(&following.key, not_yet);
    following.prove().await.expect_err("nobody knows it yet");
    assert_eq!(following.tick("credentials.key").await, Some(Tick::Refuted));
    following.story.core.wait_until_ready(app).await.expect("a wait");
    following.story.later(Duration::from_secs(60));
    for _ in 0..200 {
        if following.tick("credentials.key").await == Some(Tick::Proved) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("it did not turn green");
}

#[tokio::test]
async fn client_credentials_are_proven_without_a_person() {
    let following = Following::begin(RecipeId::ClientCredentials).await;
    let core = &following.story.core;
    core.answer_guide(following.guide, Answer::RunAs, BOB).await.expect("a user");
    following.story.switch(
        &following.key,
        SwitchChange {
            client_credentials_flow: Some(true),
            client_credentials_policy: Some(true),
            run_as: Some(BOB.to_owned()),
            ..SwitchChange::default()
        },
    );
    following.paste(Credential::Key, &following.key).await.expect("saved");
    assert!(following.view().await.progress.app.is_some(), "the key is not lost by a restart");
    let early = following.prove().await.expect_err("no secret yet");
    assert_eq!(early, Failure::Field { refused: Field::ConsumerSecret.refused(Problem::Empty) });
    following.paste(Credential::Secret, &following.secret).await.expect("saved");
    following.prove().await.expect("proven");
    let view = following.view().await;
    let proof = view.proof.expect("a proof");
    assert_eq!(proof.connected.expect("connected").username, BOB);
    let stays = proof.steps.iter().find(|step| step.step == ProofStep::StaysSignedIn).expect("a step");
    assert_eq!(stays.verdict, Verdict::NotNeeded);
    for line in [
        "credentials.secret",
        "oauth.box.client_credentials_flow",
        "policies.client_credentials_flow",
        "policies.run_as",
        "oauth.scope.api",
    ] {
        assert_eq!(following.tick(line).await, Some(Tick::Proved), "{line}");
    }
    assert!(following.story.seen("authorize").is_empty(), "nobody was sent to a browser");
    assert_eq!(following.story.seen("token").len(), 2, "and one token more");
}

#[tokio::test]
async fn another_user_than_the_one_who_was_to_run_it_refutes_that_line() {
    let following = Following::begin(RecipeId::ClientCredentials).await;
    following.story.core.answer_guide(following.guide, Answer::RunAs, ANA).await.expect("a user");
    following.story.switch(
        &following.key,
        SwitchChange {
            client_credentials_flow: Some(true),
            client_credentials_policy: Some(true),
            run_as: Some(BOB.to_owned()),
            ..SwitchChange::default()
        },
    );
    following.paste(Credential::Secret, &following.secret).await.expect("it waits");
    following.paste(Credential::Key, &following.key).await.expect("saved");
    following.prove().await.expect("proven");
    assert_eq!(following.tick("policies.run_as").await, Some(Tick::Refuted));
}

#[tokio::test]
async fn signed_assertions_are_proven_with_a_certificate_that_the_guide_made() {
    let following = Following::begin(RecipeId::LightningOut).await;
    let (core, guide) = (&following.story.core, following.guide);
    core.answer_guide(guide, Answer::Flow, "jwt_bearer").await.expect("a way");
    let early = core.make_guide_certificate(guide).await.map_err(Failure::from).expect_err("no key yet");
    assert_eq!(early, Failure::Field { refused: Field::ConsumerKey.refused(Problem::Empty) });
    following.paste(Credential::Key, &following.key).await.expect("saved");
    let early = following.prove().await.expect_err("no certificate yet");
    assert_eq!(early, Failure::Field { refused: Field::PrivateKey.refused(Problem::Empty) });
    let early = core.make_guide_certificate(guide).await.map_err(Failure::from).expect_err("for nobody");
    assert_eq!(early, Failure::Field { refused: Field::JwtUsername.refused(Problem::Empty) });
    core.answer_guide(guide, Answer::JwtUsername, ANA).await.expect("a user");
    core.make_guide_certificate(guide).await.expect("a certificate");
    assert_eq!(following.tick("certificate.make").await, Some(Tick::Claimed));
    let app = following.view().await.progress.app.expect("an app");
    let certificate = core.certificate(CertificateOf::App { app }).await.expect("it is kept with the app");
    let permission_sets = Some(vec!["Lightning_Out".to_owned()]);
    let user = UserChange { permission_sets: permission_sets.clone(), ..UserChange::default() };
    following.story.practice.change_user(ANA, user).expect("a user");
    following.story.switch(
        &following.key,
        SwitchChange {
            certificate: Some(certificate),
            permitted_users: Some(PermittedUsers::AdminApproved),
            permission_sets,
            ..SwitchChange::default()
        },
    );
    following.prove().await.expect("signed in");
    let view = following.view().await;
    assert!(view.proof.is_some_and(|proof| proof.is_finished && proof.connected.is_none()));
    assert!(!view.progress.is_proven, "two scopes are missing");
    assert_eq!(following.tick("oauth.scope.web").await, Some(Tick::Refuted));
    let scopes = ["api", "refresh_token", "web", "lightning"].map(str::to_owned).to_vec();
    let scopes = SwitchChange { scopes: Some(scopes), ..SwitchChange::default() };
    following.story.switch(&following.key, scopes);
    following.prove().await.expect("proven");
    assert_eq!(following.tick("oauth.scope.web").await, Some(Tick::Proved));
    let proof = following.view().await.proof.expect("a proof");
    assert_eq!(proof.connected.expect("connected").username, ANA);
    for line in ["certificate.make", "certificate.username", "certificate.box.jwt_bearer_flow"] {
        assert_eq!(following.tick(line).await, Some(Tick::Proved), "{line}");
    }
}

#[tokio::test]
async fn an_org_that_does_not_say_as_whom_fails_the_last_step() {
    let following = Following::begin(RecipeId::RehearsalTool).await;
    following.paste_key().await;
    let silent = FaultOrder { times: 20, ..FaultOrder::once("userinfo", FaultName::Status) };
    following.story.practice.fault(silent).expect("a fault");
    following.prove().await.expect("signed in");
    let proof = following.view().await.proof.expect("a proof");
    assert!(proof.is_finished && proof.connected.is_none());
    let last = proof.steps.last().expect("a step");
    assert!(matches!(&last.step, ProofStep::Call { answer: Some(_), .. }), "{last:?}");
    assert!(matches!(last.verdict, Verdict::Failed { .. }), "{last:?}");
}

#[tokio::test]
async fn a_scope_that_the_entry_does_not_ask_for_is_missed() {
    let following = Following::begin(RecipeId::RehearsalTool).await;
    let app = following.paste_key().await;
    let form = AppForm { scopes: "api refresh_token".to_owned(), ..kept(&following.story) };
    following.story.core.edit_app(app, form).await.expect("saved");
    following.prove().await.expect("signed in");
    let proof = following.view().await.proof.expect("a proof");
    let scope = ProofStep::Scope { scope: "sfap_api".to_owned() };
    let step = proof.steps.iter().find(|step| step.step == scope).expect("its step");
    assert!(matches!(step.verdict, Verdict::Warned { .. }), "{step:?}");
    assert!(proof.connected.is_none(), "not as it was to be");
    assert_eq!(following.tick("oauth.scope.sfap_api").await, None, "nobody has looked");
}

#[tokio::test]
async fn a_guide_without_a_key_has_nothing_to_prove() {
    let following = Following::begin(RecipeId::ApiIntegration).await;
    let failure = following.prove().await.expect_err("no key");
    assert_eq!(failure, Failure::Field { refused: Field::ConsumerKey.refused(Problem::Empty) });
    assert_eq!(following.view().await.proof, None);
}
