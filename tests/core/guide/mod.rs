//! The set-up guide against the practice org: from a recipe to an app that is proven.
//!
//! The practice org's apps stand for those that a person makes in Setup meanwhile; what is pasted are their keys.

mod catching;
mod looking;
mod pasting;
mod proving;
mod refuted;
mod resuming;

use keyperch_core::model::failure::Failure;
use keyperch_core::model::ids::{ClientAppId, GuideId, OrgId};
use keyperch_core::model::secret::Pasted;
use keyperch_core::model::view::{
    AppForm, Change, Credential, GuideView, KeyEntry, LineId, LineView, RecipeId, SecretEntry, SignInForm,
    Tick,
};
use practice_org::{Press, SwitchChange};

use super::support::Story;
use super::support::browser::person;
use super::support::story::{ANA, UAT, app_form, org_form};

/// A guide in the UAT sandbox, and the app of the practice org that it is about to make.
pub(crate) struct Following {
    pub(crate) story: Story,
    pub(crate) org: OrgId,
    pub(crate) guide: GuideId,
    pub(crate) key: String,
    pub(crate) secret: String,
}

impl Following {
    pub(crate) async fn begin(recipe: RecipeId) -> Self {
        let story = Story::begin().await;
        let orgs = story.practice.orgs();
        let made = orgs.iter().find(|org| org.host == UAT).expect("an org of practice").apps[0].clone();
        let (key, secret) = (made.consumer_key, made.consumer_secret);
        let callback_urls = Some(vec![story.callback()]);
        story.switch(&key, SwitchChange { callback_urls, ..SwitchChange::default() });
        let org = story.core.add_org(org_form(UAT, "Acme", "UAT")).await.expect("an org");
        let guide = story.core.begin_guide(org, recipe).await.expect("a guide");
        Self { story, org, guide, key, secret }
    }

    pub(crate) async fn paste(&self, into: Credential, text: &str) -> Result<(), Failure> {
        let pasted = Pasted::from(text.to_owned());
        Ok(self.story.core.paste_into_guide(self.guide, into, pasted).await?)
    }

    /// Pastes the key; the entry then listens on the story's own port.
    pub(crate) async fn paste_key(&self) -> ClientAppId {
        self.paste(Credential::Key, &self.key).await.expect("saved");
        let app = self.view().await.progress.app.expect("an app");
        self.listen_here(app).await;
        app
    }

    /// Stories run side by side: each has a port of its own.
    async fn listen_here(&self, app: ClientAppId) {
        let shown = self.story.shown(app).await;
        let form = AppForm {
            key: KeyEntry::Kept,
            secret: SecretEntry::Kept,
            scopes: shown.scopes.join(" "),
            ..app_form(&shown.name, &self.story.callback(), "")
        };
        self.story.core.edit_app(app, form).await.expect("saved");
    }

    pub(crate) async fn view(&self) -> GuideView {
        self.story.core.guide_view(self.guide).await.expect("the guide")
    }

    async fn line(&self, id: &str) -> LineView {
        let mut lines = self.view().await.sections.into_iter().flat_map(|section| section.lines);
        lines.find(|line| line.id.0 == id).unwrap_or_else(|| panic!("no line {id}"))
    }

    pub(crate) async fn tick(&self, id: &str) -> Option<Tick> {
        self.line(id).await.tick
    }

    /// Ana signs in and presses Allow, where a browser is opened at all.
    pub(crate) async fn prove(&self) -> Result<(), Failure> {
        let open = person(&self.story.practice, ANA, Press::Allow);
        self.story.core.prove_guide(self.guide, SignInForm::default(), None, open).await
    }

    /// What was announced of the guide, from first to last.
    fn announced(&self) -> Vec<Option<GuideView>> {
        let changes = self.story.changes.lock().unwrap();
        let guide = |change: &Change| match change {
            Change::Guide { guide } => Some(guide.as_deref().cloned()),
            _ => None,
        };
        changes.iter().filter_map(guide).collect()
    }
}

fn id(line: &str) -> LineId {
    LineId(line.to_owned())
}
