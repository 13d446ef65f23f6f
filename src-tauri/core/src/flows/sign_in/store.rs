//! Is it who we meant, and is it kept? What cannot be kept is given back.

use fail::fail_point;
use tokio::time::timeout;

use crate::core::Core;
use crate::flows::NICE_TO_DO;
use crate::flows::apps::OpenApp;
use crate::io::registry::Leaving;
use crate::io::vault::Item;
use crate::model::error::Error;
use crate::model::grant::{End, Grant, Identity};
use crate::model::host::{ForeignInstance, InstanceUrl};
use crate::model::ids::GrantId;
use crate::model::secret::{AccessToken, Kind, Place};
use crate::model::slot::{self, Record};
use crate::model::view::Accept;
use crate::oauth::token_reply::TokenReply;

use super::Whose;

impl Core {
    /// Stores what a sign-in gave, in the place of what the last one of the same holder gave.
    ///
    /// # Errors
    /// When it is not the pinned org or user, or cannot be kept. Then it is revoked, and nothing was stored.
    pub(crate) async fn store_sign_in(
        &self,
        opened: &OpenApp,
        mut reply: TokenReply,
        whose: Whose,
    ) -> Result<AccessToken, Error> {
        let id = GrantId::new();
        let refresh = reply.refresh.take().map(|token| Record { generation: slot::FIRST, token });
        self.rooms().safe.welcome(id.uuid());
        let mut is_finished_later = false;
        let stored = async {
            let last = self.last_of(opened.app.id, whose).await?;
            let turn = self.rooms().turn_of(id.uuid()).await?;
            let kept = self.keep_sign_in(opened, id, whose, last.as_ref(), &reply, refresh.as_ref()).await;
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
        Ok(reply.access)
    }

    /// Puts what came on record, into the keychain, and in the place of what the last sign-in gave. Cut short anywhere,
    /// it is finished at the next start, or has left nothing.
    async fn keep_sign_in(
        &self,
        opened: &OpenApp,
        id: GrantId,
        whose: Whose,
        last: Option<&Grant>,
        reply: &TokenReply,
        refresh: Option<&Record>,
    ) -> Result<Grant, Error> {
        let (tool, accept) = (whose.tool, whose.accept);
        let grant = Grant { tool, ..self.accept(opened, id, reply, refresh.is_some())? };
        self.refuse_others(opened, &grant.identity, &grant.instance_url, &reply.access, accept, last).await?;
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
        self.rooms().registry.admit(id, slot::FIRST, accept == Accept::OtherOrg).await?;
        fail_point!("sign_in.admitted");
        Ok(grant)
    }

    /// What an answer says, as a grant of the entry.
    fn accept(
        &self,
        opened: &OpenApp,
        id: GrantId,
        reply: &TokenReply,
        refreshable: bool,
    ) -> Result<Grant, Error> {
        let instance_url = match &reply.instance_url {
            Some(Ok(at)) => at.clone(),
            Some(Err(foreign)) => return Err(ForeignInstance(foreign.0.clone()).into()),
            None => return Err(Error::Nonsense("the answer does not say where the APIs are")),
        };
        let identity =
            reply.identity.clone().ok_or(Error::Nonsense("the answer does not say who it is for"))?;
        let now = self.rooms().clock.now();
        Ok(Grant {
            id,
            app: opened.app.id,
            tool: None,
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
            ends: None,
            renewed_at: None,
            server_use: None,
            handed_over_at: None,
        })
    }

    /// The org is pinned by its first sign-in, the app by its last: anybody else is refused, and named.
    async fn refuse_others(
        &self,
        opened: &OpenApp,
        answered: &Identity,
        at: &InstanceUrl,
        token: &AccessToken,
        accept: Accept,
        last: Option<&Grant>,
    ) -> Result<(), Error> {
        let pinned = opened.org.organization_id.as_ref().filter(|_| accept != Accept::OtherOrg);
        let last = last.filter(|_| accept == Accept::Pinned);
        let other_org = pinned.filter(|pinned| **pinned != answered.organization);
        let other_user = last.filter(|last| last.identity.user != answered.user);
        if other_org.is_none() && other_user.is_none() {
            return Ok(());
        }
        let salesforce = &self.rooms().salesforce;
        let whoami = timeout(NICE_TO_DO, salesforce.whoami(at, token)).await;
        let username = whoami.ok().and_then(Result::ok).map(|whoami| whoami.preferred_username);
        if let Some(pinned) = other_org {
            let name = opened.org.organization.as_ref().map(|organization| organization.name.clone());
            let expected = name.unwrap_or_else(|| pinned.as_str().to_owned());
            let user = username.map(|username| format!(" ({username})")).unwrap_or_default();
            // A company gives several orgs one name: the id tells them apart.
            let said = timeout(NICE_TO_DO, salesforce.organization(at, token)).await;
            let said = said.ok().and_then(Result::ok);
            let name = said.map(|said| format!("{}, ", said.name)).unwrap_or_default();
            return Err(Error::OtherOrg {
                expected,
                answered: format!("{name}{}{user}", answered.organization.as_str()),
                host: at.host().to_owned(),
            });
        }
        let id_of = |last: &Grant| last.identity.user.as_str().to_owned();
        let expected = last.map(|last| last.username.clone().unwrap_or_else(|| id_of(last)));
        Err(Error::OtherUser {
            expected: expected.unwrap_or_default(),
            answered: username.unwrap_or_else(|| answered.user.as_str().to_owned()),
        })
    }

    /// Refuses, names and revokes what a renewal gave for somebody else than the grant's own user.
    pub(crate) async fn refuse_stranger(
        &self,
        opened: &OpenApp,
        reply: &TokenReply,
        grant: &Grant,
    ) -> Result<(), Error> {
        let token = &reply.access;
        let refused = match (&reply.identity, &reply.instance_url) {
            (_, Some(Err(foreign))) => Err(ForeignInstance(foreign.0.clone()).into()),
            (None, _) => Err(Error::Nonsense("the answer does not say who it is for")),
            (Some(identity), at) => {
                let at = at.as_ref().and_then(|at| at.as_ref().ok()).unwrap_or(&grant.instance_url);
                self.refuse_others(opened, identity, at, token, Accept::Pinned, Some(grant)).await
            }
        };
        if refused.is_err() {
            let _best_effort = self.rooms().salesforce.revoke_access(&opened.org.host, token).await;
        }
        refused
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

    /// Asks when a token ends; nobody else says it. That it could not be learnt ends nothing.
    pub(crate) async fn learn_end(&self, opened: &OpenApp, grant: GrantId, token: &AccessToken) {
        let asked = self.rooms().salesforce.introspect(opened.at_host(), token).await;
        if let Ok(Some(at)) = asked {
            let end = End { at, asked_at: self.rooms().clock.now() };
            let _ = self.rooms().registry.note_end(grant, Some(end)).await;
        }
    }

    /// Learns the user's name and what kind of org it is. That it could not be learnt ends nothing.
    async fn get_to_know(&self, opened: &OpenApp, grant: &Grant, token: &AccessToken) {
        let at = &grant.instance_url;
        let end = async {
            // When a tool's token ends is the tool's affair.
            if grant.tool.is_none() {
                self.learn_end(opened, grant.id, token).await;
            }
        };
        let (whoami, organization, ()) = tokio::join!(
            self.rooms().salesforce.whoami(at, token),
            self.rooms().salesforce.organization(at, token),
            end
        );
        if let Ok(whoami) = whoami {
            let _ = self.rooms().registry.note_username(grant.id, whoami.preferred_username).await;
        }
        if let Ok(organization) = organization {
            let _ = self.learn_organization(opened.org.id, organization).await;
        }
    }
}
