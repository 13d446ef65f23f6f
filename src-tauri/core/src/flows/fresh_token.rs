//! A fresh access token: obtained or proved by us less than ten minutes ago.
//!
//! One turn a grant, in this process and across processes: a rotating refresh token that is spent twice ends
//! everything. Whatever Salesforce gives is stored before it is handed out.

use std::time::Duration;

use tracing::info;

use crate::core::Core;
use crate::flows::apps::OpenApp;
use crate::io::salesforce::Proof;
use crate::model::error::Error;
use crate::model::failure::Failure;
use crate::model::grant::{FRESH, Grant};
use crate::model::ids::ClientAppId;
use crate::model::refusal::{Meaning, Refusal};
use crate::model::secret::{AccessToken, RefreshToken};
use crate::oauth::token_reply::TokenReply;

/// How long is paused before a keychain that failed is written to again.
const ONCE_MORE: [Duration; 3] =
    [Duration::from_millis(100), Duration::from_millis(400), Duration::from_secs(1)];

/// A fresh access token.
#[derive(Debug)]
pub struct FreshToken {
    /// The token.
    pub token: AccessToken,
    /// Whether Salesforce has just given it.
    pub is_new: bool,
}

impl Core {
    /// Gets a fresh access token: the stored one while it is fresh, proved with one call when it is older, renewed
    /// when it is dead. Reads and writes the keychain; contacts Salesforce unless the token is fresh.
    ///
    /// # Errors
    /// [`Error::NeedsSignIn`] when only a person can help; [`Error::Refused`], [`Error::Network`],
    /// [`Error::Keychain`].
    pub async fn fresh_token(&self, id: ClientAppId) -> Result<FreshToken, Failure> {
        let outcome = self.get_fresh(id).await.map_err(Failure::from);
        self.rooms().note_problem(id, outcome.as_ref().err());
        self.announce_orgs().await;
        outcome
    }

    async fn get_fresh(&self, id: ClientAppId) -> Result<FreshToken, Error> {
        let needs_sign_in = || Error::NeedsSignIn { app: id };
        let grant = self.rooms().registry.grant(id).await?.ok_or_else(needs_sign_in)?;
        let _turn = self.rooms().turn_of(grant.id).await?;
        // Whoever held it before may have renewed the token meanwhile, or signed out.
        let grant = self.rooms().registry.grant(id).await?.ok_or_else(needs_sign_in)?;
        if grant.ended {
            return Err(needs_sign_in());
        }
        if let Some(token) = self.living_token(&grant).await? {
            return Ok(FreshToken { token, is_new: false });
        }
        let Some(spent) = self.rooms().vault.read::<RefreshToken>(grant.id.uuid()).await? else {
            self.rooms().registry.note_ended(grant.id).await?;
            return Err(needs_sign_in());
        };
        let opened = self.open_app(id).await?;
        let token = self.renew(&opened, &grant, spent).await?;
        Ok(FreshToken { token, is_new: true })
    }

    /// The stored access token, if it is fresh or proves to be alive.
    async fn living_token(&self, grant: &Grant) -> Result<Option<AccessToken>, Error> {
        let Some(token) = self.rooms().vault.read::<AccessToken>(grant.id.uuid()).await? else {
            return Ok(None);
        };
        let now = self.rooms().clock.now();
        if now.since(grant.proven_at).is_some_and(|age| age < FRESH) {
            return Ok(Some(token));
        }
        match self.rooms().salesforce.prove(&grant.instance_url, &token, &grant.scopes).await? {
            Proof::Alive => {
                self.rooms().registry.note_proven(grant.id, now).await?;
                Ok(Some(token))
            }
            Proof::Dead => Ok(None),
        }
    }

    /// Spends the refresh token. What came for it is durable before anything else is done with it.
    async fn renew(
        &self,
        opened: &OpenApp,
        grant: &Grant,
        spent: RefreshToken,
    ) -> Result<AccessToken, Error> {
        // A keychain that could not keep the answer is met now, while nothing is spent.
        self.rooms().vault.probe().await?;
        let reply = self.rooms().salesforce.refresh(opened.at_host(), &spent).await;
        let reply = match reply {
            Err(Error::Refused(refusal)) => return Err(self.refused(grant, refusal).await),
            reply => reply?,
        };
        drop(spent);
        let TokenReply { access, refresh, identity, instance_url, .. } = reply;
        if let Some(refresh) = refresh {
            self.keep_rotated(opened, grant, &refresh).await?;
        }
        if identity.is_some_and(|identity| identity != grant.identity) {
            return Err(Error::Nonsense("a refresh answered for somebody else"));
        }
        if let Some(at) = instance_url.transpose()?.filter(|at| *at != grant.instance_url) {
            self.rooms().registry.note_instance(grant.id, at).await?;
        }
        // Best effort: without it the next copy finds the old one, which is not called fresh, and renews again.
        if self.rooms().vault.keep(grant.id.uuid(), &access).await.is_ok() {
            self.rooms().registry.note_proven(grant.id, self.rooms().clock.now()).await?;
        }
        info!("renewed an access token");
        Ok(access)
    }

    /// Keeps the refresh token that came for a spent one. One that cannot be kept is given back, and the sign-in has
    /// ended: to present the spent one again would end it all the same.
    async fn keep_rotated(
        &self,
        opened: &OpenApp,
        grant: &Grant,
        rotated: &RefreshToken,
    ) -> Result<(), Error> {
        let mut pauses = ONCE_MORE.into_iter();
        loop {
            let Err(trouble) = self.rooms().vault.keep(grant.id.uuid(), rotated).await else { return Ok(()) };
            let Some(pause) = pauses.next() else {
                let _best_effort = self.rooms().salesforce.revoke_refresh(&opened.org.host, rotated).await;
                self.rooms().registry.note_ended(grant.id).await?;
                return Err(trouble.into());
            };
            tokio::time::sleep(pause).await;
        }
    }

    /// A refusal that only a new sign-in mends is noted, so that nobody presents that token again.
    async fn refused(&self, grant: &Grant, refusal: Refusal) -> Error {
        if refusal.meaning == Some(Meaning::GrantEnded)
            && let Err(error) = self.rooms().registry.note_ended(grant.id).await
        {
            return error;
        }
        refusal.into()
    }
}
