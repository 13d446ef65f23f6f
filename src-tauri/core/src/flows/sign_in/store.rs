//! Is it who we meant, and is it kept? What cannot be kept is given back.

use fail::fail_point;
use tokio::time::timeout;

use crate::core::Core;
use crate::flows::NICE_TO_DO;
use crate::flows::apps::OpenApp;
use crate::io::registry::Leaving;
use crate::io::vault::Item;
use crate::model::error::Error;
use crate::model::grant::{Grant, Identity};
use crate::model::host::InstanceUrl;
use crate::model::ids::GrantId;
use crate::model::secret::{AccessToken, Kind, Place};
use crate::model::slot::{self, Record};
use crate::oauth::token_reply::TokenReply;

impl Core {
    /// Stores what a sign-in gave, in the place of what the last one gave.
    ///
    /// # Errors
    /// When it is not the pinned org or user, or cannot be kept. Then it is revoked, and nothing was stored.
    pub(super) async fn store_sign_in(&self, opened: &OpenApp, mut reply: TokenReply) -> Result<(), Error> {
        let id = GrantId::new();
        let refresh = reply.refresh.take().map(|token| Record { generation: slot::FIRST, token });
        self.rooms().safe.welcome(id.uuid());
        let mut is_finished_later = false;
        let stored = async {
            let last = self.rooms().registry.grant(opened.app.id).await?;
            let turn = self.rooms().turn_of(id.uuid()).await?;
            let kept = self.keep_sign_in(opened, id, last.as_ref(), &reply, refresh.as_ref()).await;
            if kept.is_err() {
                // With the turn: nobody finishes what is about to be given back. What cannot be turned away stays.
                is_finished_later = self.rooms().registry.turn_away(id).await.is_err();
            }
            drop(turn);
            kept.map(|grant| (grant, last))
        };
        let stored = stored.await;
        let (grant, last) = match stored {
            Ok(stored) => stored,
            Err(error) if is_finished_later => {
                self.rooms().upkeep_is_due();
                return Err(error);
            }
            Err(error) => {
                self.give_back(opened, id, &reply.access, refresh).await;
                return Err(error);
            }
        };
        fail_point!("sign_in.before_page");
        if let Some(last) = last {
            // A user has five approvals of an app: the one that was replaced is given back.
            let replaced = Leaving { id: last.id, host: last.host };
            let _waits_otherwise = timeout(NICE_TO_DO, self.tell(&replaced)).await;
            self.rest_is_later().await;
        }
        let _in_time = timeout(NICE_TO_DO, self.get_to_know(opened, &grant, &reply.access)).await;
        Ok(())
    }

    /// Puts what came on record, into the keychain, and in the place of what the last sign-in gave. Cut short anywhere,
    /// it is finished at the next start, or has left nothing.
    async fn keep_sign_in(
        &self,
        opened: &OpenApp,
        id: GrantId,
        last: Option<&Grant>,
        reply: &TokenReply,
        refresh: Option<&Record>,
    ) -> Result<Grant, Error> {
        let grant = self.accept(opened, id, reply, refresh.is_some(), last).await?;
        self.rooms().registry.arrive(grant.clone(), opened.app.key.fingerprint.clone()).await?;
        fail_point!("sign_in.arriving");
        if let Some(refresh) = refresh {
            let item = Item::of(id.uuid(), Kind::RefreshToken, Place::First);
            let stored = refresh.to_stored(self.rooms().registry.install());
            self.rooms().safe.put(item, stored).await?;
        }
        fail_point!("sign_in.slot_kept");
        let kept = self.rooms().safe.keep(id.uuid(), Place::First, &reply.access).await;
        if refresh.is_none() {
            kept?; // without it there is nothing; beside a refresh token it is best effort
        }
        fail_point!("sign_in.access_kept");
        self.rooms().registry.admit(id, slot::FIRST).await?;
        fail_point!("sign_in.admitted");
        Ok(grant)
    }

    /// Checks that an answer is for the entry that was meant.
    async fn accept(
        &self,
        opened: &OpenApp,
        id: GrantId,
        reply: &TokenReply,
        refreshable: bool,
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
            host: opened.org.host.clone(),
            identity,
            username: None,
            scopes: reply.scopes.clone().unwrap_or_else(|| opened.app.scopes.clone()),
            instance_url,
            refreshable,
            proven_at: now,
            signed_in_at: now,
            ended: false,
            generation: slot::FIRST,
            intent: None,
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
        let whoami = timeout(NICE_TO_DO, self.rooms().salesforce.whoami(at, token)).await;
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

    /// Revokes what Salesforce gave, from memory: it may not be in the keychain. What of it is there leaves as a sign-out
    /// does.
    async fn give_back(&self, opened: &OpenApp, id: GrantId, access: &AccessToken, refresh: Option<Record>) {
        let (host, salesforce) = (&opened.org.host, &self.rooms().salesforce);
        let _best_effort = match &refresh {
            Some(refresh) => salesforce.revoke_refresh(host, &refresh.token).await,
            None => salesforce.revoke_access(host, access).await,
        };
        self.tell(&Leaving { id, host: host.clone() }).await;
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
