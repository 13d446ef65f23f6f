//! How a deployment goes: tried, carried out, refused, called off, cut off.

use keyperch_core::model::setup_label::SetupLabel;
use keyperch_core::model::view::{Change, DeployForm, DeployState, Outcome, RecipeId, SettingValue, Tick};
use practice_org::{FaultName, FaultOrder, OrgChange};
use serde_json::json;

use super::super::support::log;
use super::{Making, setting};

#[tokio::test]
async fn a_dry_run_changes_nothing_and_the_real_one_makes_the_app_and_reads_it_back() {
    let making = Making::begin(RecipeId::RehearsalTool, &[]).await;
    let tried = making.deploy(DeployForm { is_dry_run: true, ..making.form() }).await.expect("tried");
    assert_eq!(tried.state, DeployState::Succeeded, "{tried:#?}");
    assert_eq!((tried.components.len(), tried.read_back.len()), (5, 0));
    assert!(making.made().is_none(), "nothing was made");
    making.story.core.dismiss_deploy();

    let made = making.deploy(making.form()).await.expect("made");
    assert_eq!(made.state, DeployState::Succeeded, "{made:#?}");
    assert!(made.components.iter().all(|one| one.outcome == Outcome::Created), "{made:#?}");
    // The key is read. The secret, which the tool is to get, this org does not give out.
    assert_eq!((made.done, made.of, made.has_read_credentials), (5, 5, false));
    let pkce = setting(&made.read_back, SetupLabel::Pkce);
    assert_eq!(pkce.wanted, SettingValue::Box { on: false });
    assert_eq!(pkce.found, Some(SettingValue::Box { on: true }), "the org has pinned it, and it is shown");
    let relaxed = SettingValue::Choice { choice: SetupLabel::IpRelax };
    assert_eq!(setting(&made.read_back, SetupLabel::IpRelaxation).found, Some(relaxed));
    let (key, _secret) = making.made().expect("the app");
    let view = making.view().await;
    assert_eq!(view.key.expect("its key").last_four, key[key.len() - 4..], "the key is in the guide");
    assert!(view.progress.app.is_some(), "and the app in the list");
    let lines = view.sections.iter().flat_map(|section| &section.lines);
    let proved = lines.filter(|line| line.tick == Some(Tick::Proved)).count();
    assert!(proved >= 6, "{proved} lines are proved by what the org says");
    let (running, reading) = (DeployState::Running, DeployState::ReadingBack);
    let run = [DeployState::Sending, running.clone(), DeployState::Succeeded];
    let real = [DeployState::Sending, running, reading, DeployState::Succeeded];
    assert_eq!(making.states(), [&run[..], &real[..]].concat());
}

#[tokio::test]
async fn an_app_that_is_there_already_is_called_changed_by_a_dry_run() {
    let making = Making::begin(RecipeId::RehearsalTool, &[]).await;
    making.deploy(making.form()).await.expect("made");
    let again = making.deploy(DeployForm { is_dry_run: true, ..making.form() }).await.expect("tried");
    assert_eq!(again.state, DeployState::Succeeded);
    assert!(again.components.iter().all(|one| one.outcome != Outcome::Created), "{again:#?}");
}

#[tokio::test]
async fn a_component_that_is_refused_says_why_and_nothing_is_made() {
    let making = Making::begin(RecipeId::RehearsalTool, &[]).await;
    making.change_org(OrgChange { refuses_unlocked_flags: Some(true), ..OrgChange::default() });
    let view = making.deploy(making.form()).await.expect("begun");
    assert_eq!(view.state, DeployState::Rejected, "{view:#?}");
    let refused = view.components.iter().find(|one| one.outcome == Outcome::Refused).expect("one");
    assert_eq!(refused.kind, "ExtlClntAppGlobalOauthSettings");
    assert!(refused.problem.as_ref().is_some_and(|problem| !problem.is_empty()), "{refused:?}");
    assert!(making.made().is_none());
}

#[tokio::test]
async fn a_deployment_that_is_called_off_makes_nothing() {
    let making = Making::begin(RecipeId::RehearsalTool, &[]).await;
    making.change_org(OrgChange { deploy_takes_polls: Some(10_000), ..OrgChange::default() });
    making.story.core.deploy_guide(making.guide, making.form()).await.expect("begun");
    making.until(|state| *state == DeployState::Running).await;
    making.story.core.dismiss_deploy();
    assert!(making.story.core.deploy_view().is_some(), "what is under way is not cleared away");
    making.story.core.cancel_deploy();
    assert_eq!(making.over().await.state, DeployState::Cancelled);
    assert!(making.made().is_none());
    making.story.core.dismiss_deploy();
    assert!(making.story.core.deploy_view().is_none());
    let last = making.story.changes.lock().unwrap().last().cloned();
    assert_eq!(last, Some(Change::Deploy { deploy: None }));
}

#[tokio::test]
async fn an_order_to_call_it_off_that_does_not_arrive_is_sent_again() {
    let making = Making::begin(RecipeId::RehearsalTool, &[]).await;
    making.change_org(OrgChange { deploy_takes_polls: Some(10_000), ..OrgChange::default() });
    making.story.core.deploy_guide(making.guide, making.form()).await.expect("begun");
    making.until(|state| *state == DeployState::Running).await;
    let fault = FaultOrder { times: 4, ..FaultOrder::once("deploy_status", FaultName::DropBefore) };
    making.story.practice.fault(fault).expect("a fault");
    making.story.core.cancel_deploy();
    assert_eq!(making.over().await.state, DeployState::Cancelled);
    assert!(making.made().is_none());
}

#[tokio::test]
async fn a_question_that_goes_unanswered_is_asked_again() {
    let making = Making::begin(RecipeId::RehearsalTool, &[]).await;
    let fault = FaultOrder { times: 3, ..FaultOrder::once("deploy_status", FaultName::DropBefore) };
    making.story.practice.fault(fault).expect("a fault");
    let view = making.deploy(making.form()).await.expect("made");
    assert_eq!(view.state, DeployState::Succeeded, "{view:#?}");
}

#[tokio::test]
async fn a_question_that_is_refused_or_cannot_be_asked_is_no_failed_deployment() {
    let making = Making::begin(RecipeId::RehearsalTool, &[]).await;
    let merge = json!({ "error": "INSUFFICIENT_ACCESS" }).as_object().cloned();
    let fault = FaultOrder { times: 2, merge, ..FaultOrder::once("deploy_status", FaultName::Refuse) };
    making.story.practice.fault(fault).expect("a fault");
    let view = making.deploy(making.form()).await.expect("made");
    assert_eq!(view.state, DeployState::Succeeded, "{view:#?}");
    making.change_org(OrgChange { deploy_takes_polls: Some(10_000), ..OrgChange::default() });
    making.story.core.deploy_guide(making.guide, making.form()).await.expect("begun");
    making.until(|state| *state == DeployState::Running).await;
    making.story.core.sign_out(making.through.app).await.expect("signed out");
    let over = making.over().await;
    assert!(matches!(over.state, DeployState::Unknown { .. }), "{over:#?}");
}

#[tokio::test]
async fn a_secret_that_was_read_is_in_no_log_and_in_nothing_that_the_window_sees() {
    let making = Making::begin(RecipeId::RehearsalTool, &[]).await;
    making.change_org(OrgChange { secrets_over_rest: Some(true), ..OrgChange::default() });
    let view = making.deploy(making.form()).await.expect("made");
    assert!(view.has_read_credentials, "{view:#?}");
    let (key, secret) = making.made().expect("the app");
    let guide = making.view().await;
    assert_eq!(guide.secret.as_ref().expect("its secret").last_four, secret[secret.len() - 4..]);
    let changes = making.story.changes.lock().unwrap().clone();
    let seen = json!({ "changes": changes, "guide": guide }).to_string();
    for (place, text) in
        [("the window", seen), ("debug texts", format!("{changes:?}")), ("the log", log::heard())]
    {
        assert!(!text.is_empty(), "{place} holds something");
        for canary in [&key, &secret] {
            assert!(!text.contains(canary.as_str()), "found in {place}");
            assert!(!text.contains(&canary[4..20]), "a part is found in {place}");
        }
    }
}
