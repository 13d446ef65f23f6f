//! *Create it for me* against the practice org, which takes deployments as strictly as it can.
//!
//! The Rehearsal Tool's app, which is there from the start, is signed in to; through it another app is made.

mod course;
mod drift;
mod permission;
mod saved;
mod signed;

use std::time::Duration;

use keyperch_core::model::error::Error;
use keyperch_core::model::failure::Failure;
use keyperch_core::model::ids::GuideId;
use keyperch_core::model::setup_label::SetupLabel;
use keyperch_core::model::view::{
    Answer, Change, DeployForm, DeployState, DeployView, GuideView, RecipeId, SettingView,
};
use practice_org::OrgChange;

use super::support::Story;
use super::support::story::{Entry, UAT};

/// A guide of an app that the org does not have yet, and an app that is signed in to the org.
struct Making {
    story: Story,
    through: Entry,
    guide: GuideId,
}

impl Making {
    async fn begin(recipe: RecipeId, answers: &[(Answer, &str)]) -> Self {
        let story = Story::begin().await;
        let through = story.uat().await;
        story.sign_in(through.app).await.expect("signed in");
        Self::with(story, through, recipe, answers).await
    }

    async fn with(story: Story, through: Entry, recipe: RecipeId, answers: &[(Answer, &str)]) -> Self {
        story.clock.runs_by_itself();
        let guide = story.core.begin_guide(through.org, recipe).await.expect("a guide");
        let usual = [(Answer::AppName, "Made for it"), (Answer::ContactEmail, "ana@acme.com")];
        for (answer, value) in usual.iter().chain(answers) {
            story.core.answer_guide(guide, *answer, value).await.expect("an answer");
        }
        Self { story, through, guide }
    }

    fn form(&self) -> DeployForm {
        DeployForm { through: self.through.app, is_dry_run: false, is_production_confirmed: false }
    }

    /// Deploys, and waits until it is over.
    async fn deploy(&self, form: DeployForm) -> Result<DeployView, Error> {
        self.story.core.deploy_guide(self.guide, form).await?;
        Ok(self.over().await)
    }

    async fn over(&self) -> DeployView {
        self.until(|state| {
            let states = [DeployState::Succeeded, DeployState::Cancelled, DeployState::Rejected];
            states.contains(state)
                || matches!(state, DeployState::Failed { .. } | DeployState::Unknown { .. })
        })
        .await
    }

    async fn until(&self, is_so: impl Fn(&DeployState) -> bool) -> DeployView {
        for _ in 0..1000 {
            let view = self.story.core.deploy_view().expect("a deployment");
            if is_so(&view.state) {
                return view;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("it does not come to an end: {:#?}", self.story.core.deploy_view());
    }

    fn change_org(&self, change: OrgChange) {
        self.story.practice.change_org(UAT, change).expect("an order");
    }

    /// The app in the org, by its name: key and secret.
    fn made(&self) -> Option<(String, String)> {
        let orgs = self.story.practice.orgs();
        let org = orgs.iter().find(|org| org.host == UAT).expect("the org");
        let app = org.apps.iter().find(|app| app.name == "Made for it");
        app.map(|app| (app.consumer_key.clone(), app.consumer_secret.clone()))
    }

    async fn view(&self) -> GuideView {
        self.story.core.guide_view(self.guide).await.expect("the guide")
    }

    /// The states that were announced, each once in a row.
    fn states(&self) -> Vec<DeployState> {
        let changes = self.story.changes.lock().unwrap();
        let state = |change: &Change| match change {
            Change::Deploy { deploy: Some(view) } => Some(view.state.clone()),
            _ => None,
        };
        let mut states: Vec<DeployState> = changes.iter().filter_map(state).collect();
        states.dedup();
        states
    }
}

fn setting(settings: &[SettingView], label: SetupLabel) -> &SettingView {
    settings.iter().find(|setting| setting.setting == label).expect("that setting")
}

fn refused(state: &DeployState) -> &str {
    match state {
        DeployState::Failed { failure: Failure::Refused { refusal } } => &refusal.error,
        other => panic!("{other:?}"),
    }
}
