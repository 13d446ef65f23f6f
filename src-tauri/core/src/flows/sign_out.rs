//! Sign out: revoke at Salesforce, then forget here. Two steps in this order, so that no living token is left behind.

use tracing::info;

use crate::core::Core;
use crate::model::error::Error;
use crate::model::grant::Grant;
use crate::model::ids::ClientAppId;
use crate::model::org::Org;
use crate::model::secret::{AccessToken, RefreshToken};

impl Core {
    /// Ends an app's sign-in, at Salesforce and here. Contacts Salesforce; writes keychain and disk.
    ///
    /// # Errors
    /// [`Error::Network`] when Salesforce cannot be told: the sign-in is then still there.
    pub async fn sign_out(&self, id: ClientAppId) -> Result<(), Error> {
        let (app, org) = self.rooms().registry.app(id).await?;
        let Some(grant) = self.rooms().registry.grant(id).await? else { return Ok(()) };
        let _turn = self.rooms().turn_of(grant.id).await?;
        self.revoke(&org, &grant).await?;
        self.forget_grant(&org, &grant).await?;
        self.rooms().note_problem(app.id, None);
        info!("signed out");
        self.announce_orgs().await;
        Ok(())
    }

    /// Ends an app's sign-in here in any case, and at Salesforce if it can be reached.
    pub(crate) async fn drop_grant(&self, org: &Org, app: ClientAppId) -> Result<(), Error> {
        let Some(grant) = self.rooms().registry.grant(app).await? else { return Ok(()) };
        let _turn = self.rooms().turn_of(grant.id).await?;
        let _best_effort = self.revoke(org, &grant).await;
        self.forget_grant(org, &grant).await
    }

    /// Tells Salesforce. The refresh token takes its access tokens with it.
    pub(crate) async fn revoke(&self, org: &Org, grant: &Grant) -> Result<(), Error> {
        if let Some(token) = self.rooms().vault.read::<RefreshToken>(grant.id.uuid()).await? {
            return self.rooms().salesforce.revoke_refresh(&org.host, &token).await;
        }
        match self.rooms().vault.read::<AccessToken>(grant.id.uuid()).await? {
            Some(token) => self.rooms().salesforce.revoke_access(&org.host, &token).await,
            None => Ok(()),
        }
    }

    async fn forget_grant(&self, org: &Org, grant: &Grant) -> Result<(), Error> {
        self.forget_tokens(grant.id.uuid()).await?;
        self.rooms().registry.remove_grant(grant.id).await?;
        self.rooms().registry.unpin(org.id).await
    }
}
