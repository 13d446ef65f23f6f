//! What Salesforce itself says of a sign-in's use. A use that is not ours shows there and nowhere else.

use tracing::warn;

use crate::core::Core;
use crate::model::client_app::ClientApp;
use crate::model::error::Error;
use crate::model::failure::Failure;
use crate::model::ids::ClientAppId;
use crate::model::recipe::Recipe;
use crate::model::recipe::plan::Plan;
use crate::model::view::ServerUse;

impl Core {
    /// Asks the org when its user used an app last, and how often; through the app's own sign-in, and for its own user
    /// alone. An org that does not say so is noted as one that was asked: that is no failure. Reads and writes keychain and
    /// disk; contacts Salesforce.
    ///
    /// # Errors
    /// [`Error::NeedsSignIn`], [`Error::Network`] and others for which it could not be asked; nothing is noted then.
    pub async fn ask_server(&self, id: ClientAppId) -> Result<(), Failure> {
        let fresh = self.fresh_token(id).await?;
        let (registry, salesforce) = (&self.rooms().registry, &self.rooms().salesforce);
        let grant = registry.grant(id).await.map_err(Failure::from)?;
        let grant = grant.ok_or(Error::NeedsSignIn { app: id })?;
        let (app, _org) = registry.app(id).await?;
        let said = match salesforce.uses_of(&grant.instance_url, &fresh.token, &grant.identity.user).await {
            Ok(uses) => uses,
            Err(error @ Error::Refused(_)) => {
                warn!("the use of an app could not be read: {error}");
                Vec::new()
            }
            Err(error) => return Err(error.into()),
        };
        let names = self.names_of(&app).await?;
        let asked_at = self.rooms().clock.now();
        let mut server_use = ServerUse { last_used: None, uses: None, asked_at };
        for one in said.iter().filter(|one| names.iter().any(|name| name.eq_ignore_ascii_case(&one.app_name)))
        {
            server_use.last_used = server_use.last_used.max(one.last_used);
            server_use.uses = match (server_use.uses, one.uses) {
                (Some(uses), Some(more)) => Some(uses.saturating_add(more)),
                (uses, more) => uses.or(more),
            };
        }
        registry.note_server_use(grant.id, server_use).await?;
        self.announce_org(app.org).await;
        Ok(())
    }

    /// What an app may be called in its org: as in the list, or as its guides have it. Nobody tells its true name.
    async fn names_of(&self, app: &ClientApp) -> Result<Vec<String>, Error> {
        let mut names = vec![app.name.to_string()];
        let guides = self.rooms().registry.guides().await?;
        for guide in guides.into_iter().filter(|guide| guide.app == Some(app.id)) {
            names.extend(Recipe::of(guide.recipe).map(|recipe| Plan::of(recipe, &guide.answers).name));
        }
        Ok(names)
    }
}
