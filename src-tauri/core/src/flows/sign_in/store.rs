//! Is it who we meant, and is it kept? What cannot be kept is given back.

use std::time::Duration;

use tokio::time::timeout;

use crate::core::Core;
use crate::flows::apps::OpenApp;
use crate::model::error::Error;
use crate::model::grant::{Grant, Identity};
use crate::model::host::InstanceUrl;
use crate::model::ids::GrantId;
use crate::model::secret::AccessToken;
use crate::oauth::token_reply::TokenReply;

/// Names and kinds are nice to know; the tokens are safe by then, and nobody waits longer than this for them.
const NICE_TO_KNOW: Duration = Duration::from_secs(10);

impl Core {
    /// Stores what a sign-in gave, in the place of what the last one gave.
    ///
    /// # Errors
    /// When it is not the pinned org or user, or cannot be kept. Then it is revoked, and nothing was stored.
    pub(super) async fn store_sign_in(&self, opened: &OpenApp, reply: TokenReply) -> Result<(), Error> {
        let id = GrantId::new();
        let last = self.rooms().registry.grant(opened.app.id).await?;
        let stored = async {
            // Nobody spends the last one's refresh token while it is replaced.
            let turn = match &last {
                Some(last) => Some(self.rooms().turn_of(last.id).await?),
                None => None,
            };
            let grant = self.accept(opened, id, &reply, last.as_ref()).await?;
            if let Some(refresh) = &reply.refresh {
                self.rooms().vault.keep(id.uuid(), refresh).await?;
            }
            let kept = self.rooms().vault.keep(id.uuid(), &reply.access).await;
            if reply.refresh.is_none() {
                kept?; // without it there is nothing; beside a refresh token it is best effort
            }
            let (host, key) = (opened.org.host.clone(), opened.app.key.fingerprint.clone());
            self.rooms().registry.put_grant(grant.clone(), host, key).await?;
            Ok((grant, turn))
        };
        let (grant, _turn) = match stored.await {
            Ok(grant) => grant,
            Err(error) => {
                self.give_back(opened, id, &reply).await;
                return Err(error);
            }
        };
        if let Some(last) = last {
            // A user has five approvals of an app: the one that was replaced is given back.
            let _best_effort = self.revoke(&opened.org, &last).await;
            let _best_effort = self.forget_tokens(last.id.uuid()).await;
        }
        let _in_time = timeout(NICE_TO_KNOW, self.get_to_know(opened, &grant, &reply.access)).await;
        Ok(())
    }

    /// Checks that an answer is for the entry that was meant.
    async fn accept(
        &self,
        opened: &OpenApp,
        id: GrantId,
        reply: &TokenReply,
        last: Option<&Grant>,
    ) -> Result<Grant, Error> {
        let instance_url = match &reply.instance_url {
            Some(Ok(at)) => at.clone(),
            Some(Err(foreign)) => return Err(crate::model::host::ForeignInstance(foreign.0.clone()).into()),
            None => return Err(Error::Nonsense("the answer does not say where the APIs are")),
        };
        let identity =
            reply.identity.clone().ok_or(Error::Nonsense("the answer does not say who it is for"))?;
        self.refuse_others(opened, &identity, &instance_url, &reply.access, last).await?;
        let now = self.rooms().clock.now();
        Ok(Grant {
            id,
            app: opened.app.id,
            identity,
            username: None,
            scopes: reply.scopes.clone().unwrap_or_else(|| opened.app.scopes.clone()),
            instance_url,
            refreshable: reply.refresh.is_some(),
            proven_at: now,
            signed_in_at: now,
            ended: false,
        })
    }

    /// The org is pinned by its first sign-in, the app by its last: anybody else is refused, and named.
    async fn refuse_others(
        &self,
        opened: &OpenApp,
        answered: &Identity,
        at: &InstanceUrl,
        token: &AccessToken,
        last: Option<&Grant>,
    ) -> Result<(), Error> {
        let pinned = opened.org.organization_id.as_ref();
        let other_org = pinned.filter(|pinned| **pinned != answered.organization);
        let other_user = last.filter(|last| last.identity.user != answered.user);
        if other_org.is_none() && other_user.is_none() {
            return Ok(());
        }
        let whoami = timeout(NICE_TO_KNOW, self.rooms().salesforce.whoami(at, token)).await;
        let username = whoami.ok().and_then(Result::ok).map(|whoami| whoami.preferred_username);
        if let Some(pinned) = other_org {
            let name = opened.org.organization.as_ref().map(|organization| organization.name.clone());
            let expected = name.unwrap_or_else(|| pinned.as_str().to_owned());
            let user = username.map(|username| format!(" ({username})")).unwrap_or_default();
            return Err(Error::OtherOrg {
                expected,
                answered: format!("{}{user}", answered.organization.as_str()),
            });
        }
        let expected = last.and_then(|last| last.username.clone()).unwrap_or_default();
        Err(Error::OtherUser {
            expected,
            answered: username.unwrap_or_else(|| answered.user.as_str().to_owned()),
        })
    }

    /// Revokes what Salesforce gave and takes it out of the keychain, as far as that can be done.
    async fn give_back(&self, opened: &OpenApp, id: GrantId, reply: &TokenReply) {
        let host = &opened.org.host;
        let _best_effort = match &reply.refresh {
            Some(refresh) => self.rooms().salesforce.revoke_refresh(host, refresh).await,
            None => self.rooms().salesforce.revoke_access(host, &reply.access).await,
        };
        let _best_effort = self.forget_tokens(id.uuid()).await;
    }

    /// Learns the user's name and what kind of org it is. That it could not be learnt ends nothing.
    async fn get_to_know(&self, opened: &OpenApp, grant: &Grant, token: &AccessToken) {
        let at = &grant.instance_url;
        let (whoami, organization) = tokio::join!(
            self.rooms().salesforce.whoami(at, token),
            self.rooms().salesforce.organization(at, token)
        );
        if let Ok(whoami) = whoami {
            let _ = self.rooms().registry.note_username(grant.id, whoami.preferred_username).await;
        }
        if let Ok(organization) = organization {
            let _ = self.rooms().registry.learn_organization(opened.org.id, organization).await;
        }
    }
}
