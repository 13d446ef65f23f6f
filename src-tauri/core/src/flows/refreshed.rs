//! "This sandbox was refreshed": another org is under the same name, and nothing of the one before is of use.
//!
//! The entry stays as a person made it. Its sign-ins are forgotten without a word to Salesforce: whom they were of is
//! gone. A guide begins with what is known of the app already, so that the new key comes into the same entry.

use std::collections::BTreeMap;

use tracing::info;

use crate::core::Core;
use crate::io::registry::Listing;
use crate::model::client_app::ClientApp;
use crate::model::deed::Particular;
use crate::model::error::Error;
use crate::model::flow::Flow;
use crate::model::guide::{Guide, OLD_KEY, OLD_SECRET};
use crate::model::ids::{GuideId, OrgId};
use crate::model::recipe::{Answers, Recipe};
use crate::model::view::{Answer, Deed, LineId, RecipeId, Tick};

impl Core {
    /// Notes that an org is a new one under its old name, and begins a guide for its app, in the place of that app's last
    /// one. Every app of it needs a new key and a sign-in from then on. Writes keychain and disk.
    ///
    /// # Errors
    /// [`Error::Field`] for what is no sandbox; [`Error::Gone`]. Nothing was changed then. [`Error::Registry`], too,
    /// where the guide could not begin: the org is marked all the same, and its sign-ins are forgotten.
    pub async fn mark_refreshed(&self, id: OrgId) -> Result<GuideId, Error> {
        let rooms = self.rooms();
        let entry = rooms.registry.listing().await?.into_iter().find(|entry| entry.org.id == id);
        let Listing { apps, .. } = entry.ok_or(Error::Gone)?;
        let guides = rooms.registry.guides().await?;
        let of_org: Vec<&Guide> = guides.iter().filter(|guide| guide.org == id).collect();
        let app = used_last(apps.iter().map(|(app, _grant)| app));
        // The newest comes first.
        let last = of_org.iter().find(|guide| guide.app == app.map(|app| app.id));
        let (recipe, mut answers) = match (last, app) {
            (Some(last), _) => (last.recipe, last.answers.clone()),
            (None, Some(app)) => fits(app)?,
            (None, None) => (RecipeId::RehearsalTool, Answers::default()),
        };
        if let (Some(found), Some(email), None) =
            (Recipe::of(recipe), rooms.registry.contact_email().await?, answers.to(Answer::ContactEmail))
        {
            // One that is no address any more is asked for anew.
            let _is_asked_anew = answers.give(found, Answer::ContactEmail, &email);
        }
        rooms.registry.mark_refreshed(id, rooms.clock.now()).await?;
        self.removal_may_be_over().await;
        info!("an org is a new one under its old name");
        for (app, _grant) in &apps {
            self.cancel_sign_in_of(app.id);
            rooms.note_problem(app.id, None);
            if self.readiness().is_some_and(|wait| wait.app == app.id) {
                self.stop_waiting_until_ready().await;
            }
        }
        for guide in &of_org {
            rooms.desk.note(guide.id, |noted| {
                (noted.proof, noted.drift) = (None, None);
                noted.looks.clear();
            });
        }
        self.stop_catching().await;
        let guide = Guide {
            id: GuideId::new(),
            org: id,
            recipe,
            app: app.map(|app| app.id),
            answers,
            begun_at: rooms.clock.now(),
            proven_at: None,
            ticks: app.map(old).unwrap_or_default(),
        };
        let begun = self.begin_in_place_of(last.map(|last| last.id), guide).await;
        self.note_org_deed(id, Deed::Refreshed, Particular::none());
        self.after_removal().await;
        begun
    }

    async fn begin_in_place_of(&self, last: Option<GuideId>, guide: Guide) -> Result<GuideId, Error> {
        let begun = self.lay_open(guide).await?;
        if let Some(last) = last {
            // What was answered in it stands in the new one; two for one app would be one too many.
            self.rooms().registry.remove_guide(last).await?;
            self.forget_guide(last);
        }
        Ok(begun)
    }
}

/// The app that was used last; the first where none was.
fn used_last<'a>(apps: impl Iterator<Item = &'a ClientApp>) -> Option<&'a ClientApp> {
    apps.reduce(|one, other| if other.used.at > one.used.at { other } else { one })
}

/// The recipe that an app may have been made by, and what it answers itself.
fn fits(app: &ClientApp) -> Result<(RecipeId, Answers), Error> {
    let recipe = match app.flow {
        Flow::ClientCredentials => RecipeId::ClientCredentials,
        Flow::JwtBearer(_) => RecipeId::LightningOut,
        // Its guide alone wants this scope.
        Flow::AuthorizationCode if app.scopes.has("sfap_api") => RecipeId::RehearsalTool,
        Flow::AuthorizationCode => RecipeId::ApiIntegration,
    };
    let found = Recipe::of(recipe).ok_or(Error::Nonsense("a recipe was not compiled in"))?;
    let mut answers = Answers::default();
    let mut own = vec![(Answer::AppName, app.name.to_string())];
    if let Flow::JwtBearer(jwt) = &app.flow {
        own.push((Answer::Flow, "jwt_bearer".to_owned()));
        own.push((Answer::JwtUsername, jwt.username.as_str().to_owned()));
    }
    for (answer, value) in own {
        // One that Setup would not take is asked anew.
        let _is_asked_anew = answers.give(found, answer, &value);
    }
    Ok((recipe, answers))
}

/// What an app still has of key and secret is of the org before.
fn old(app: &ClientApp) -> BTreeMap<LineId, Tick> {
    let mark = |name: &str| (LineId(name.to_owned()), Tick::Claimed);
    let secret = app.secret.is_some().then(|| mark(OLD_SECRET));
    std::iter::once(mark(OLD_KEY)).chain(secret).collect()
}
