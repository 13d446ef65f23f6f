//! Tokens without a person: client credentials and signed assertions. There is no refresh token: one asks again.

use crate::core::Core;
use crate::flows::apps::OpenApp;
use crate::flows::fresh_token::FreshToken;
use crate::flows::sign_in::Whose;
use crate::model::client_app::ClientApp;
use crate::model::error::Error;
use crate::model::flow::Flow;
use crate::model::grant::Grant;
use crate::model::view::Accept;
use crate::oauth::assertion;
use crate::oauth::token_reply::TokenReply;

impl Core {
    /// Asks for a token as the app's flow does, without a person. Contacts Salesforce.
    ///
    /// # Errors
    /// [`Error::NeedsSignIn`] for an app that needs a person; [`Error::Refused`], [`Error::Network`].
    pub(crate) async fn ask_by_itself(&self, opened: &OpenApp) -> Result<TokenReply, Error> {
        let salesforce = &self.rooms().salesforce;
        match (&opened.app.flow, &opened.private_key) {
            (Flow::ClientCredentials, _) => salesforce.client_credentials(opened.at_host()).await,
            (Flow::JwtBearer(jwt), Some(key)) => {
                let now = self.rooms().clock.now();
                let assertion = assertion::sign(key, &opened.key, &jwt.username, jwt.audience, now)?;
                salesforce.jwt_bearer(&opened.org.host, &assertion).await
            }
            (Flow::JwtBearer(_) | Flow::AuthorizationCode, _) => {
                Err(Error::NeedsSignIn { app: opened.app.id })
            }
        }
    }

    /// A fresh token of an app that needs nobody: the one that is kept while it is fresh or alive, else a new one.
    /// Reads and writes keychain and disk; contacts Salesforce.
    ///
    /// # Errors
    /// As [`Core::ask_by_itself`]; [`Error::OtherOrg`] and [`Error::OtherUser`] when somebody else answers.
    pub(crate) async fn fresh_by_itself(&self, app: &ClientApp) -> Result<FreshToken, Error> {
        let Some(grant) = self.rooms().registry.grant(app.id).await? else {
            // One at a time: whoever came second would end what the first was given.
            let _turn = self.rooms().turn_of(app.id.uuid()).await?;
            return match self.rooms().registry.grant(app.id).await? {
                Some(grant) => self.fresh_of(app, grant).await,
                None => self.first_by_itself(app).await,
            };
        };
        self.fresh_of(app, grant).await
    }

    async fn fresh_of(&self, app: &ClientApp, grant: Grant) -> Result<FreshToken, Error> {
        let _turn = self.rooms().turn_of(grant.id.uuid()).await?;
        // Another turn may have renewed it meanwhile.
        let now = self.rooms().registry.grant(app.id).await?.filter(|now| now.id == grant.id && !now.ended);
        if let Some(now) = now
            && let Some(token) = self.living_of(&now).await?
        {
            return Ok(FreshToken { token, is_new: false });
        }
        self.ask_with_turn(app, &grant).await
    }

    /// Asks for one more token, however fresh the last one is.
    pub(crate) async fn ask_again(&self, app: &ClientApp, grant: &Grant) -> Result<FreshToken, Error> {
        let _turn = self.rooms().turn_of(grant.id.uuid()).await?;
        self.ask_with_turn(app, grant).await
    }

    async fn ask_with_turn(&self, app: &ClientApp, grant: &Grant) -> Result<FreshToken, Error> {
        let opened = self.open_app(app.id).await?;
        let reply = self.ask_by_itself(&opened).await?;
        self.refuse_stranger(&opened, &reply, grant).await?;
        if let Some(scopes) = reply.scopes.filter(|scopes| *scopes != grant.scopes) {
            self.rooms().registry.note_scopes(grant.id, scopes).await?;
        }
        if let Some(at) = reply.instance_url.transpose()?.filter(|at| *at != grant.instance_url) {
            self.rooms().registry.note_instance(grant.id, at).await?;
        }
        self.keep_access(grant.id, &reply.access).await;
        Ok(FreshToken { token: reply.access, is_new: true })
    }

    async fn first_by_itself(&self, app: &ClientApp) -> Result<FreshToken, Error> {
        let opened = self.open_app(app.id).await?;
        let reply = self.ask_by_itself(&opened).await?;
        let token = self.store_sign_in(&opened, reply, Whose::ours(Accept::Pinned)).await?;
        Ok(FreshToken { token, is_new: true })
    }
}
