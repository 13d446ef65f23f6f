//! A fresh access token: obtained or proved by us less than ten minutes ago.
//!
//! How a refresh token is spent is written in [`renewal`]; here is who asks, and what is done with what came.

use tracing::info;

use crate::core::Core;
use crate::flows::apps::OpenApp;
use crate::flows::renewal::{self, Got, RealGround};
use crate::model::deed::Particular;
use crate::model::error::Error;
use crate::model::failure::Failure;
use crate::model::grant::{Grant, Identity};
use crate::model::ids::{ClientAppId, GrantId};
use crate::model::secret::{AccessToken, Place};
use crate::model::view::Deed;
use crate::oauth::token_reply::TokenReply;

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
    /// when it is dead. Reads and writes keychain and disk; contacts Salesforce unless the token is fresh.
    ///
    /// It runs to its end even if nobody waits for it any more: what Salesforce gives is kept in any case, and so is said
    /// how the app stands then.
    ///
    /// # Errors
    /// [`Error::NeedsSignIn`] when only a person can help; [`Error::Refused`], [`Error::Network`],
    /// [`Error::Keychain`].
    pub async fn fresh_token(&self, id: ClientAppId) -> Result<FreshToken, Failure> {
        let asked = self.to_its_end(move |core| async move {
            let outcome = core.get_fresh(id).await.map_err(Failure::from);
            core.rooms().note_problem(id, outcome.as_ref().err());
            match &outcome {
                Ok(fresh) if fresh.is_new => core.note_deed(id, Deed::Renewed, Particular::none()),
                Ok(_) => {}
                Err(failure) => core.note_failed(id, failure),
            }
            core.announce_org_of(id).await;
            Ok(outcome)
        });
        asked.await?
    }

    pub(crate) async fn get_fresh(&self, id: ClientAppId) -> Result<FreshToken, Error> {
        let (app, _org) = self.rooms().registry.app(id).await?;
        if app.flow.needs_nobody() {
            return self.fresh_by_itself(&app).await;
        }
        let grant = self.rooms().registry.grant(id).await?.ok_or(Error::NeedsSignIn { app: id })?;
        // A new one that memory alone holds is kept first: it is the only one that is not spent.
        self.save_unsaved(grant.id).await?;
        self.renew(&grant, RealGround::of(self, id, grant.id)).await
    }

    /// Sees whether Salesforce takes an app as `opened` describes it, by renewing its access token.
    pub(crate) async fn renew_with(&self, grant: &Grant, opened: OpenApp) -> Result<(), Error> {
        self.save_unsaved(grant.id).await?;
        self.renew(grant, RealGround::with(self, grant.id, opened)).await.map(drop)
    }

    /// Uses a grant's refresh token, however fresh its access token is.
    pub(crate) async fn renew_in_any_case(&self, grant: &Grant) -> Result<(), Error> {
        self.save_unsaved(grant.id).await?;
        self.renew(grant, RealGround::in_any_case(self, grant.app, grant.id)).await.map(drop)
    }

    async fn renew(&self, grant: &Grant, ground: RealGround<'_>) -> Result<FreshToken, Error> {
        let got = renewal::fresh(&ground).await?;
        if !matches!(got, Got::Living(_)) {
            // Best effort: a use that is not on record only makes the sign-in look older than it is.
            let _looks_older = self.rooms().registry.note_renewed(grant.id, self.rooms().clock.now()).await;
        }
        match got {
            Got::Living(token) => Ok(FreshToken { token, is_new: false }),
            Got::New(reply, _turn) => {
                let token = self.take(grant, *reply).await?;
                info!("renewed an access token");
                Ok(FreshToken { token, is_new: true })
            }
            Got::Unsaved(unsaved, trouble) => {
                self.hold_unsaved(grant, *unsaved, &trouble).await;
                Err(trouble.into())
            }
        }
    }

    /// Takes the rest of what came: the refresh token is durable by now.
    async fn take(&self, grant: &Grant, reply: TokenReply) -> Result<AccessToken, Error> {
        let TokenReply { access, identity, instance_url, .. } = reply;
        if let Some(answered) = identity.filter(|answered| *answered != grant.identity) {
            let host = instance_url.and_then(Result::ok).map_or_else(String::new, |at| at.host().to_owned());
            return Err(somebody_else(&grant.identity, &answered, host));
        }
        if let Some(at) = instance_url.transpose()?.filter(|at| *at != grant.instance_url) {
            self.rooms().registry.note_instance(grant.id, at).await?;
        }
        self.keep_access(grant.id, &access).await;
        Ok(access)
    }

    /// Keeps an access token, best effort: without it the next copy finds the old one, which is not called fresh, and
    /// renews again.
    pub(crate) async fn keep_access(&self, grant: GrantId, access: &AccessToken) {
        let rooms = self.rooms();
        if rooms.safe.keep(grant.uuid(), Place::First, access).await.is_ok() {
            let _then_it_is_proved_again = rooms.registry.note_new_access(grant, rooms.clock.now()).await;
        }
    }
}

/// A refresh was answered for somebody else than it was asked for. Nobody is asked who they are with such a token.
fn somebody_else(expected: &Identity, answered: &Identity, host: String) -> Error {
    if expected.organization == answered.organization {
        let (expected, answered) = (expected.user.as_str().to_owned(), answered.user.as_str().to_owned());
        return Error::OtherUser { expected, answered };
    }
    let (expected, answered) = (expected.organization.as_str(), answered.organization.as_str());
    Error::OtherOrg { expected: expected.to_owned(), answered: answered.to_owned(), host }
}
