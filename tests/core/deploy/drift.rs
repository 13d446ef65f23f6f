//! What the org says of an app, beside what its recipe wants.

use keyperch_core::model::error::Error;
use keyperch_core::model::setup_label::SetupLabel;
use keyperch_core::model::view::{DeployState, LineView, RecipeId, SettingValue, Tick};
use practice_org::{IpRelaxation, SwitchChange, UserChange};

use super::super::support::Story;
use super::super::support::story::ANA;
use super::{Making, setting};

async fn made() -> Making {
    let making = Making::begin(RecipeId::RehearsalTool, &[]).await;
    let view = making.deploy(making.form()).await.expect("made");
    assert_eq!(view.state, DeployState::Succeeded, "{view:#?}");
    making
}

async fn line(making: &Making, id: &str) -> LineView {
    let mut lines = making.view().await.sections.into_iter().flat_map(|section| section.lines);
    lines.find(|line| line.id.0 == id).unwrap_or_else(|| panic!("no line {id}"))
}

#[tokio::test]
async fn what_somebody_has_changed_in_setup_is_shown_and_refuted() {
    let making = made().await;
    assert_eq!(line(&making, "policies.ip_relaxation").await.tick, Some(Tick::Proved));
    let (key, _secret) = making.made().expect("the app");
    let change = SwitchChange {
        ip_relaxation: Some(IpRelaxation::Enforce),
        secret_required_for_web_server: Some(true),
        scopes: Some(vec!["api".to_owned(), "refresh_token".to_owned(), "full".to_owned()]),
        ..SwitchChange::default()
    };
    making.story.switch(&key, change);
    making.story.core.read_drift(making.guide).await.expect("read");
    let settings = making.view().await.drift.expect("what the org says").settings;
    let enforced = SettingValue::Choice { choice: SetupLabel::IpEnforce };
    assert_eq!(setting(&settings, SetupLabel::IpRelaxation).found, Some(enforced));
    let required = setting(&settings, SetupLabel::SecretForWebServer);
    assert_eq!(required.found, Some(SettingValue::Box { on: true }));
    assert!(required.line.is_some(), "it leads to its line");
    let scopes = setting(&settings, SetupLabel::OauthScopes);
    assert_eq!(scopes.found, Some(SettingValue::Text { text: "api full refresh_token".to_owned() }));
    assert_eq!(line(&making, "policies.ip_relaxation").await.tick, Some(Tick::Refuted));
    assert_eq!(line(&making, "oauth.scope.sfap_api").await.tick, Some(Tick::Refuted));
    assert_eq!(line(&making, "oauth.scope.api").await.tick, Some(Tick::Proved));
}

#[tokio::test]
async fn a_token_in_jwt_format_reads_all_but_the_boxes() {
    let story = Story::begin().await;
    let through = story.uat().await;
    story.switch(&through.key, SwitchChange { jwt_access_tokens: Some(true), ..SwitchChange::default() });
    story.sign_in(through.app).await.expect("signed in");
    let making = Making::with(story, through, RecipeId::RehearsalTool, &[]).await;
    let view = making.deploy(making.form()).await.expect("made");
    assert_eq!(view.state, DeployState::Succeeded, "deploying is no matter of the format: {view:#?}");
    assert!(setting(&view.read_back, SetupLabel::IpRelaxation).found.is_some());
    assert!(setting(&view.read_back, SetupLabel::OauthScopes).found.is_some());
    for label in [SetupLabel::Pkce, SetupLabel::CallbackUrl, SetupLabel::JwtBearerFlow] {
        assert_eq!(setting(&view.read_back, label).found, None, "{label:?}");
    }
}

#[tokio::test]
async fn what_nobody_may_see_is_not_known_and_no_failure() {
    let making = made().await;
    let hidden =
        UserChange { may_see_apps: Some(false), may_manage_apps: Some(false), ..UserChange::default() };
    making.story.practice.change_user(ANA, hidden).expect("an order");
    making.story.core.read_drift(making.guide).await.expect("asked");
    let settings = making.view().await.drift.expect("what the org says").settings;
    assert!(settings.iter().all(|setting| setting.found.is_none()), "{settings:#?}");
    assert!(!settings.is_empty());
    let given = making.story.core.read_credentials(making.guide).await.expect("asked");
    assert!(!given, "nor are credentials given out");
}

#[tokio::test]
async fn without_anybody_who_is_signed_in_nothing_can_be_asked() {
    let making = Making::begin(RecipeId::RehearsalTool, &[]).await;
    making.story.core.sign_out(making.through.app).await.expect("signed out");
    let refused = making.story.core.read_drift(making.guide).await;
    assert!(matches!(refused, Err(Error::NeedsSignIn { app }) if app == making.through.app), "{refused:?}");
}
