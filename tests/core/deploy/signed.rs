//! Apps with signed assertions: a key pair is made with them, its certificate deployed, and the private key kept.

use keyperch_core::model::secret::Pasted;
use keyperch_core::model::view::{
    Answer, CertificateOf, Credential, DeployForm, DeployState, FlowView, Outcome, RecipeId,
};
use practice_org::{FaultName, FaultOrder, OrgChange, UserChange};

use super::super::support::story::ANA;
use super::Making;

const ANSWERS: [(Answer, &str); 4] = [
    (Answer::Flow, "jwt_bearer"),
    (Answer::TheirCallback, "https://acme.com/callback"),
    (Answer::JwtUsername, ANA),
    (Answer::PermissionSet, "Lightning_Out"),
];

async fn begin() -> Making {
    let making = Making::begin(RecipeId::LightningOut, &ANSWERS).await;
    let assigned =
        UserChange { permission_sets: Some(vec!["Lightning_Out".to_owned()]), ..UserChange::default() };
    making.story.practice.change_user(ANA, assigned).expect("an order");
    making.change_org(OrgChange { new_apps_ready_after_seconds: Some(0), ..OrgChange::default() });
    making
}

#[tokio::test]
async fn an_app_with_signed_assertions_gives_a_token_without_another_step() {
    let making = begin().await;
    making.deploy(DeployForm { is_dry_run: true, ..making.form() }).await.expect("tried");
    let view = making.deploy(making.form()).await.expect("made");
    assert_eq!(view.state, DeployState::Succeeded, "{view:#?}");
    let app = making.view().await.progress.app.expect("the app");
    let FlowView::JwtBearer { username, .. } = making.story.shown(app).await.flow else {
        panic!("{view:#?}")
    };
    assert_eq!(username, ANA);
    making.story.copy(app).await.expect("a token that the org takes");
}

#[tokio::test]
async fn the_private_key_waits_for_a_consumer_key_that_the_org_does_not_give_out() {
    let making = begin().await;
    // May deploy, and not see apps over REST.
    let hidden = UserChange { may_see_apps: Some(false), ..UserChange::default() };
    making.story.practice.change_user(ANA, hidden).expect("an order");
    let view = making.deploy(making.form()).await.expect("made");
    assert_eq!((&view.state, view.has_read_credentials), (&DeployState::Succeeded, false), "{view:#?}");
    assert!(making.view().await.progress.app.is_none());
    let (key, _secret) = making.made().expect("the app");
    let pasted = making.story.core.paste_into_guide(making.guide, Credential::Key, Pasted::from(key));
    pasted.await.expect("saved");
    let app = making.view().await.progress.app.expect("the app");
    assert!(matches!(making.story.shown(app).await.flow, FlowView::JwtBearer { .. }));
    making.story.copy(app).await.expect("a token that the org takes");
}

#[tokio::test]
async fn a_permission_set_that_is_not_there_is_named() {
    let making = Making::begin(RecipeId::LightningOut, &ANSWERS).await;
    let view = making.deploy(making.form()).await.expect("begun");
    assert_eq!(view.state, DeployState::Rejected, "{view:#?}");
    let refused = view.components.iter().find(|one| one.outcome == Outcome::Refused).expect("one");
    assert!(refused.problem.as_ref().is_some_and(|problem| problem.contains("Lightning_Out")), "{refused:?}");
}

#[tokio::test]
async fn an_app_that_is_in_the_list_gets_its_private_key_without_another_step() {
    let making = begin().await;
    let hidden = UserChange { may_see_apps: Some(false), ..UserChange::default() };
    making.story.practice.change_user(ANA, hidden).expect("an order");
    let core = &making.story.core;
    // A key pair that was only tried, and then replaced, is not the one that is kept.
    making.deploy(DeployForm { is_dry_run: true, ..making.form() }).await.expect("tried");
    let key = Pasted::from(format!("3MVG9{}", "made".repeat(20)));
    core.paste_into_guide(making.guide, Credential::Key, key).await.expect("saved");
    let app = making.view().await.progress.app.expect("the app");
    assert!(matches!(making.story.shown(app).await.flow, FlowView::AuthorizationCode));
    making.deploy(making.form()).await.expect("made");
    assert!(matches!(making.story.shown(app).await.flow, FlowView::JwtBearer { .. }), "its key was waiting");
}

#[tokio::test]
async fn a_pair_that_was_tried_goes_when_another_is_made() {
    let making = begin().await;
    let core = &making.story.core;
    making.deploy(DeployForm { is_dry_run: true, ..making.form() }).await.expect("tried");
    let key = Pasted::from(format!("3MVG9{}", "made".repeat(20)));
    core.paste_into_guide(making.guide, Credential::Key, key).await.expect("saved");
    core.make_guide_certificate(making.guide).await.expect("a certificate");
    let app = making.view().await.progress.app.expect("the app");
    let made = core.certificate(CertificateOf::App { app }).await.expect("kept");
    making.deploy(making.form()).await.expect("made");
    assert_eq!(core.certificate(CertificateOf::App { app }).await.expect("kept"), made);
}

#[tokio::test]
async fn what_nobody_could_be_asked_about_is_not_known_and_its_private_key_waits() {
    let making = begin().await;
    let silent = FaultOrder { times: 20, ..FaultOrder::once("deploy_status", FaultName::DropAfterCommit) };
    making.story.practice.fault(silent).expect("a fault");
    let view = making.deploy(making.form()).await.expect("begun");
    assert!(matches!(view.state, DeployState::Unknown { .. }), "{view:#?}");
    let (key, _secret) = making.made().expect("it was carried out");
    let pasted = making.story.core.paste_into_guide(making.guide, Credential::Key, Pasted::from(key));
    pasted.await.expect("saved");
    let app = making.view().await.progress.app.expect("the app");
    making.story.copy(app).await.expect("a token that the org takes");
}
