//! The set-up guide: begun, opened, closed, removed. One is open at a time.
//!
//! Lines come out of the recipe and the answers (`lines`), ticks out of the registry (`ticks`), key and secret out of the
//! clipboard (`credentials`, `catching`); `before` looks at what has to be true first, `proof` proves it all.

pub mod answers;
pub mod before;
pub mod catching;
pub mod credentials;
pub(crate) mod desk;
pub(crate) mod lines;
pub mod proof;
mod proven;
pub mod ticks;
pub mod view;

use std::collections::BTreeMap;

use crate::core::Core;
use crate::model::error::Error;
use crate::model::guide::Guide;
use crate::model::ids::{GuideId, OrgId};
use crate::model::recipe::plan::Plan;
use crate::model::recipe::{Answers, Recipe};
use crate::model::view::{Answer, Change, RecipeId, RecipeView};

use lines::Sources;

impl Core {
    /// The recipes that can be followed.
    pub fn recipes(&self) -> Vec<RecipeView> {
        Recipe::all().iter().map(shown).collect()
    }

    /// Begins a guide in an org, and opens it. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Registry`].
    pub async fn begin_guide(&self, org: OrgId, recipe: RecipeId) -> Result<GuideId, Error> {
        let found = Recipe::of(recipe).ok_or(Error::Nonsense("a recipe was not compiled in"))?;
        let mut answers = Answers::default();
        if let Some(email) = self.rooms().registry.contact_email().await? {
            // One that is no address any more is asked for anew.
            let _is_asked_anew = answers.give(found, Answer::ContactEmail, &email);
        }
        let guide = Guide {
            id: GuideId::new(),
            org,
            recipe,
            app: None,
            answers,
            begun_at: self.rooms().clock.now(),
            proven_at: None,
            ticks: BTreeMap::new(),
        };
        self.lay_open(guide).await
    }

    /// Keeps a guide that is begun, and opens it. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Registry`].
    pub(crate) async fn lay_open(&self, guide: Guide) -> Result<GuideId, Error> {
        let (id, org) = (guide.id, guide.org);
        self.rooms().registry.begin_guide(guide).await?;
        self.rooms().desk.turn_to(Some(id));
        self.announce_org(org).await;
        Ok(id)
    }

    /// Opens a guide where it was left. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Registry`].
    pub async fn open_guide(&self, id: GuideId) -> Result<(), Error> {
        self.rooms().registry.guide(id).await?;
        if self.rooms().desk.open() != Some(id) {
            self.stop_catching().await;
        }
        self.rooms().desk.turn_to(Some(id));
        self.announce_guide().await;
        Ok(())
    }

    /// Closes the guide that is open; it can be opened again where it was left.
    pub async fn close_guide(&self) {
        self.stop_catching().await;
        self.rooms().desk.turn_to(None);
        self.announce_guide().await;
    }

    /// Removes a guide; its app stays. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn remove_guide(&self, id: GuideId) -> Result<(), Error> {
        let org = self.rooms().registry.guide(id).await.map(|guide| guide.org);
        self.rooms().registry.remove_guide(id).await?;
        self.forget_guide(id);
        match org {
            Ok(org) => self.announce_org(org).await,
            Err(_) => self.announce_orgs().await,
        }
        self.announce_guide().await;
        Ok(())
    }

    /// Nothing of a guide that is there no more stays in memory.
    pub(crate) fn forget_guide(&self, id: GuideId) {
        let desk::Noted { key, secret, .. } = self.rooms().desk.forget(id);
        for waiting in [key, secret].into_iter().flatten() {
            self.rooms().drafts.done(waiting.draft);
        }
        self.forget_pair(id);
    }

    /// The plan of a guide: its recipe with its answers, one app as it has to be. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Registry`].
    pub async fn plan_of(&self, id: GuideId) -> Result<Plan, Error> {
        Ok(self.opened_guide(id).await?.plan)
    }

    /// Tells the window how the open guide is now. One that is there no more, as its org or app, is closed.
    pub(crate) async fn announce_guide(&self) {
        let Some(id) = self.rooms().desk.open() else {
            return self.rooms().announce(Change::Guide { guide: None });
        };
        let change = match self.guide_view(id).await {
            Ok(guide) => Change::Guide { guide: Some(Box::new(guide)) },
            Err(Error::Gone) => {
                self.forget_guide(id);
                Change::Guide { guide: None }
            }
            Err(error) => Change::Failed { failure: error.into() },
        };
        self.rooms().announce(change);
    }

    /// The guide that is open, for a page that is loaded anew. Reads the disk.
    pub async fn open_guide_view(&self) -> Option<crate::model::view::GuideView> {
        let id = self.rooms().desk.open()?;
        self.guide_view(id).await.ok()
    }
}

fn shown(recipe: &Recipe) -> RecipeView {
    let answers = Answers::default();
    let plan = Plan::of(recipe, &answers);
    let sections = lines::sections(&Sources { recipe, answers: &answers, plan: &plan }).len();
    RecipeView {
        recipe: recipe.recipe,
        dated: recipe.dated.clone(),
        flows: recipe.flows.clone(),
        sections: u16::try_from(sections).unwrap_or(u16::MAX),
    }
}
