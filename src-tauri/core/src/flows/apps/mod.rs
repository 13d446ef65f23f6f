//! Add and edit an External Client App.
//!
//! What the forms bring is read in `form`; how it gets into the keychain and out of it is written in `credentials`; a
//! secret is proved in `proof`.
//!
//! An item is on the list of loose ones before it is written, and until an entry claims it: whatever a crash leaves
//! behind is found again. A credential is never overwritten: its successor is written beside it.

mod beside;
mod credentials;
mod form;
mod proof;

use fail::fail_point;

use crate::core::Core;
use crate::model::client_app::ClientApp;
use crate::model::environment::Environment;
use crate::model::error::Error;
use crate::model::ids::{ClientAppId, OrgId};
use crate::model::org::Org;
use crate::model::secret::{ConsumerKey, ConsumerSecret, Place};
use crate::model::view::{AppForm, Detail, SecretEntry};

pub(crate) use credentials::OpenApp;
use credentials::{Credentials, NewCredentials, no_key};
use form::{Fields, refuse_without_secret};

impl Core {
    /// Adds an app to an org. Writes keychain and disk.
    ///
    /// # Errors
    /// [`Error::Field`], naming the field; [`Error::Keychain`]. Nothing is left behind then.
    pub async fn add_app(&self, org: OrgId, form: AppForm) -> Result<ClientAppId, Error> {
        let id = ClientAppId::new();
        let at = self.rooms().registry.org(org).await?;
        let fields = Fields::parse(&form, &at)?;
        self.rooms().registry.has_room_for(org, None, fields.name.clone()).await?;
        let new = self.new_credentials(&form)?;
        refuse_without_secret(&fields.flow, new.secret.is_some())?;
        let key = new.key.as_deref().ok_or_else(no_key)?;
        let turn = self.rooms().turn_of(id.uuid()).await?;
        self.rooms().safe.welcome(id.uuid());
        let stored = async {
            let (key, key_place) = self.keep_beside(id, None, key).await?;
            fail_point!("app.key_kept");
            let kept = match &new.secret {
                Some(secret) => Some(self.keep_beside(id, None, secret.as_ref()).await?),
                None => None,
            };
            let flow = self.keep_flow(id, None, fields.flow.clone(), &new).await?;
            fail_point!("app.kept");
            let (secret, secret_place) =
                kept.map_or((None, Place::First), |(hint, place)| (Some(hint), place));
            let row = fields.row(Credentials { key, key_place, secret, secret_place }, flow);
            self.rooms().registry.add_app(id, org, row).await
        };
        let stored = stored.await;
        fail_point!("app.added");
        drop(turn);
        if let Err(error) = stored {
            // What was written before it failed goes again; the first error is the one to tell.
            let _ = self.delete_loose().await;
            return Err(error);
        }
        self.drafts_are_done(&form);
        self.announce_org(org).await;
        self.removal_may_be_over().await;
        Ok(id)
    }

    /// Changes an app. A new key ends its sign-in: tokens belong to the key that they were given to. A new secret, or
    /// none, is proved with a renewal before the old one goes. Reads and writes keychain and disk; contacts Salesforce.
    ///
    /// # Errors
    /// [`Error::Field`], naming the field, also for a secret that Salesforce does not take; [`Error::Gone`];
    /// [`Error::Keychain`]; [`Error::Network`] when it could not be proved. Nothing was changed then.
    pub async fn edit_app(&self, id: ClientAppId, form: AppForm) -> Result<(), Error> {
        let new = self.new_credentials(&form)?;
        let turn = self.rooms().turn_of(id.uuid()).await?;
        // Read with the turn: another edit may have moved what is in use.
        let (app, org) = self.rooms().registry.app(id).await?;
        let fields = Fields::parse(&form, &org)?;
        self.rooms().registry.has_room_for(org.id, Some(id), fields.name.clone()).await?;
        let org_id = org.id;
        let edited = self.edit(app, org, fields, &form, new).await;
        drop(turn);
        // What was written for nothing goes, and so does what was replaced.
        let _is_tried_again = self.delete_loose().await;
        edited?;
        self.rooms().note_problem(id, None);
        self.drafts_are_done(&form);
        self.announce_org(org_id).await;
        self.removal_may_be_over().await;
        self.tell_soon().await;
        Ok(())
    }

    async fn edit(
        &self,
        app: ClientApp,
        org: Org,
        fields: Fields,
        form: &AppForm,
        new: NewCredentials,
    ) -> Result<(), Error> {
        let (id, mut kept) = (app.id, Credentials::of(&app));
        // Also the one that it has: the keychain may have it no more.
        if let Some(key) = &new.key {
            (kept.key, kept.key_place) = self.keep_beside(id, Some(app.key_place), key.as_ref()).await?;
        }
        match (&form.secret, &new.secret) {
            (_, Some(secret)) => {
                let old = app.secret.as_ref().map(|_| app.secret_place);
                let (hint, place) = self.keep_beside(id, old, secret.as_ref()).await?;
                (kept.secret, kept.secret_place) = (Some(hint), place);
            }
            (SecretEntry::Kept, None) => {}
            (_, None) => kept.secret = None,
        }
        refuse_without_secret(&fields.flow, kept.secret.is_some())?;
        let flow = self.keep_flow(id, Some(&app.flow), fields.flow.clone(), &new).await?;
        fail_point!("app.candidate_kept");
        let is_another_secret = kept.secret != app.secret || new.secret.is_some();
        // Another flow, or another user, signs in anew: that proves it.
        if kept.key == app.key && app.flow.is_for_whom(&flow) && is_another_secret {
            self.prove_secret(&app, &org, new).await?;
        }
        fail_point!("app.tested");
        self.rooms().registry.edit_app(id, org.id, fields.row(kept, flow)).await?;
        fail_point!("app.edited");
        Ok(())
    }

    /// A plain value of an app, its org or its sign-in, for the clipboard. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Gone`] where it is not known yet.
    pub async fn detail(&self, id: ClientAppId, detail: Detail) -> Result<String, Error> {
        let (app, org) = self.rooms().registry.app(id).await?;
        let grant = self.rooms().registry.grant(id).await?;
        let text = match detail {
            Detail::CallbackUrl => Some(app.callback_url.as_str().to_owned()),
            Detail::Host => Some(org.host.to_string()),
            Detail::InstanceUrl => grant.map(|grant| grant.instance_url.into()),
            Detail::OrganizationId => org.organization_id.map(|id| id.as_str().to_owned()),
            Detail::Username => grant.and_then(|grant| grant.username),
        };
        text.ok_or(Error::Gone)
    }

    /// Whose an app is: the org's name with its client's, and the org's kind. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Gone`].
    pub async fn whose(&self, id: ClientAppId) -> Result<(String, Environment), Error> {
        let (_app, org) = self.rooms().registry.app(id).await?;
        Ok((org.called(), org.environment()))
    }

    /// The consumer key, for the clipboard. Reads the keychain.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Keychain`].
    pub async fn consumer_key(&self, id: ClientAppId) -> Result<ConsumerKey, Error> {
        let (app, _org) = self.rooms().registry.app(id).await?;
        self.rooms().safe.read(id.uuid(), app.key_place).await?.ok_or(Error::Gone)
    }

    /// The consumer secret, for the clipboard. Reads the keychain.
    ///
    /// # Errors
    /// [`Error::Gone`] where none is stored, [`Error::Guarded`], [`Error::Keychain`].
    pub async fn consumer_secret(&self, id: ClientAppId) -> Result<ConsumerSecret, Error> {
        let (app, org) = self.rooms().registry.app(id).await?;
        self.guard(&[org.id]).await?;
        self.rooms().safe.read(id.uuid(), app.secret_place).await?.ok_or(Error::Gone)
    }
}
