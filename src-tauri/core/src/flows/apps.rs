//! Add, edit and remove an External Client App.
//!
//! An item is on the list of loose ones before it is written, and until an entry claims it: whatever a crash leaves
//! behind is found again. A credential is never overwritten: its successor is written beside it.

use std::sync::Arc;

use fail::fail_point;
use tracing::warn;

use crate::core::Core;
use crate::io::registry::AppRow;
use crate::io::salesforce::AppAtHost;
use crate::io::vault::Item;
use crate::model::client_app::{CallbackUrl, ClientApp, Scopes};
use crate::model::environment::Environment;
use crate::model::error::Error;
use crate::model::field::{Field, Name, Problem};
use crate::model::ids::{ClientAppId, OrgId};
use crate::model::org::Org;
use crate::model::refusal::Meaning;
use crate::model::secret::{ConsumerKey, ConsumerSecret, Hinted, Kept, Pasted, Place, SecretHint};
use crate::model::view::{AppForm, Detail, KeyEntry, SecretEntry};

/// An app with the credentials that a request needs, out of the keychain for as long as this lives.
#[derive(Debug)]
pub(crate) struct OpenApp {
    pub(crate) app: ClientApp,
    pub(crate) org: Org,
    pub(crate) key: ConsumerKey,
    pub(crate) secret: Option<ConsumerSecret>,
}

impl OpenApp {
    /// As the token endpoint wants to know it.
    pub(crate) fn at_host(&self) -> AppAtHost<'_> {
        AppAtHost {
            host: &self.org.host,
            key: &self.key,
            secret: self.secret.as_ref(),
            callback: &self.app.callback_url,
        }
    }
}

impl Core {
    /// Adds an app to an org. Writes keychain and disk.
    ///
    /// # Errors
    /// [`Error::Field`], naming the field; [`Error::Keychain`]. Nothing is left behind then.
    pub async fn add_app(&self, org: OrgId, form: AppForm) -> Result<ClientAppId, Error> {
        let id = ClientAppId::new();
        let fields = Fields::parse(&form)?;
        self.rooms().registry.has_room_for(org, None, fields.name.clone()).await?;
        let new = self.new_credentials(&form)?;
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
            fail_point!("app.kept");
            let (secret, secret_place) =
                kept.map_or((None, Place::First), |(hint, place)| (Some(hint), place));
            let row = fields.row(Credentials { key, key_place, secret, secret_place });
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
        self.announce_orgs().await;
        Ok(id)
    }

    /// Changes an app. A new key ends its sign-in: tokens belong to the key that they were given to. A new secret, or
    /// none, is proved with a renewal before the old one goes. Reads and writes keychain and disk; contacts Salesforce.
    ///
    /// # Errors
    /// [`Error::Field`], naming the field, also for a secret that Salesforce does not take; [`Error::Gone`];
    /// [`Error::Keychain`]; [`Error::Network`] when it could not be proved. Nothing was changed then.
    pub async fn edit_app(&self, id: ClientAppId, form: AppForm) -> Result<(), Error> {
        let fields = Fields::parse(&form)?;
        let new = self.new_credentials(&form)?;
        let turn = self.rooms().turn_of(id.uuid()).await?;
        // Read with the turn: another edit may have moved what is in use.
        let (app, org) = self.rooms().registry.app(id).await?;
        self.rooms().registry.has_room_for(org.id, Some(id), fields.name.clone()).await?;
        let edited = self.edit(app, org, fields, &form, new).await;
        drop(turn);
        // What was written for nothing goes, and so does what was replaced.
        let _is_tried_again = self.delete_loose().await;
        edited?;
        self.rooms().note_problem(id, None);
        self.drafts_are_done(&form);
        self.announce_orgs().await;
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
        fail_point!("app.candidate_kept");
        let is_another_secret = kept.secret != app.secret || new.secret.is_some();
        if kept.key == app.key && is_another_secret {
            self.prove_secret(&app, &org, new).await?;
        }
        fail_point!("app.tested");
        self.rooms().registry.edit_app(id, org.id, fields.row(kept)).await?;
        fail_point!("app.edited");
        Ok(())
    }

    /// Renews the app's token with another secret, or without one. Where nobody is signed in, nothing can prove it
    /// before the next sign-in does.
    async fn prove_secret(&self, app: &ClientApp, org: &Org, new: NewCredentials) -> Result<(), Error> {
        let grant = self.rooms().registry.grant(app.id).await?;
        let Some(grant) = grant.filter(|grant| grant.refreshable && !grant.ended) else { return Ok(()) };
        let key = match &new.key {
            Some(key) => ConsumerKey::from_stored(key.to_stored()),
            None => self.consumer_key(app.id).await.map_err(|error| match error {
                Error::Gone => no_key(),
                other => other,
            })?,
        };
        let secret = new.secret.as_ref().map(|secret| ConsumerSecret::from_stored(secret.to_stored()));
        let opened = OpenApp { app: app.clone(), org: org.clone(), key, secret };
        let proved = self.to_its_end(move |core| async move { core.renew_with(&grant, opened).await }).await;
        match proved {
            Err(Error::Refused(refusal)) if refusal.meaning == Some(Meaning::WrongSecret) => {
                Err(Field::ConsumerSecret.refused(Problem::RefusedBySalesforce).into())
            }
            // Whoever must sign in anew proves it by that.
            Err(Error::NeedsSignIn { .. }) => Ok(()),
            Err(Error::Refused(refusal)) if refusal.meaning == Some(Meaning::GrantEnded) => Ok(()),
            proved => proved,
        }
    }

    /// Removes an app from this computer; with `sign_out`, Salesforce is told that its sign-in has ended. Contacts
    /// Salesforce; writes keychain and disk.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Registry`]. An item that the keychain does not give up now is deleted later.
    pub async fn remove_app(&self, id: ClientAppId, sign_out: bool) -> Result<(), Error> {
        self.rooms().registry.app(id).await?;
        self.cancel_sign_in_of(id);
        self.rooms().registry.remove_app(id, sign_out).await?;
        fail_point!("app.removed");
        self.rooms().note_problem(id, None);
        self.after_removal().await;
        Ok(())
    }

    /// Empties the keychain of what was removed, and tells Salesforce; what cannot be done now is done later.
    pub(crate) async fn after_removal(&self) {
        self.announce_orgs().await;
        if let Err(error) = self.delete_loose().await {
            warn!("what was removed is still in the keychain: {error}");
        }
        fail_point!("app.items_forgotten");
        self.tell_soon().await;
    }

    /// Cancels the sign-in that is under way, if it is this app's.
    pub(crate) fn cancel_sign_in_of(&self, app: ClientAppId) {
        if self.sign_in_view().is_some_and(|view| view.app == app) {
            self.cancel_sign_in();
        }
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
        Ok((format!("{} {}", org.client.name, org.name), org.environment()))
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
    /// [`Error::Gone`] where none is stored, [`Error::Keychain`].
    pub async fn consumer_secret(&self, id: ClientAppId) -> Result<ConsumerSecret, Error> {
        let (app, _org) = self.rooms().registry.app(id).await?;
        self.rooms().safe.read(id.uuid(), app.secret_place).await?.ok_or(Error::Gone)
    }

    /// Takes an app's credentials out of the keychain for one use.
    pub(crate) async fn open_app(&self, id: ClientAppId) -> Result<OpenApp, Error> {
        // An edit may put others into their place between the two looks.
        match self.try_to_open_app(id).await {
            Err(Error::Field(_)) => self.try_to_open_app(id).await,
            opened => opened,
        }
    }

    async fn try_to_open_app(&self, id: ClientAppId) -> Result<OpenApp, Error> {
        let (app, org) = self.rooms().registry.app(id).await?;
        let (safe, salt) = (&self.rooms().safe, self.rooms().registry.salt());
        let key: Option<ConsumerKey> = safe.read(id.uuid(), app.key_place).await?;
        // A keychain that was brought back from elsewhere may hold another.
        let key = key.filter(|key| key.hint(salt) == app.key).ok_or_else(no_key)?;
        let mut secret: Option<ConsumerSecret> = None;
        if app.secret.is_some() {
            // One that should be there and is not is missed here, not by Salesforce.
            let missing = || Field::ConsumerSecret.refused(Problem::Empty);
            secret = Some(safe.read(id.uuid(), app.secret_place).await?.ok_or_else(missing)?);
        }
        Ok(OpenApp { app, org, key, secret })
    }

    /// Puts a credential into the place beside the one that is in use, on the list of loose items until an entry
    /// claims it; what may be seen of it, and where it is.
    async fn keep_beside<S: Kept + Hinted>(
        &self,
        app: ClientAppId,
        in_use: Option<Place>,
        secret: &S,
    ) -> Result<(SecretHint, Place), Error> {
        let place = in_use.map_or(Place::First, Place::other);
        self.rooms().registry.note_loose(vec![Item::of(app.uuid(), S::KIND, place)]).await?;
        fail_point!("app.loose_noted");
        self.rooms().safe.keep(app.uuid(), place, secret).await?;
        Ok((secret.hint(self.rooms().registry.salt()), place))
    }

    fn new_credentials(&self, form: &AppForm) -> Result<NewCredentials, Error> {
        let drafts = &self.rooms().drafts;
        let key = match &form.key {
            KeyEntry::Kept => None,
            KeyEntry::Typed { key } => Some(Arc::new(Pasted::from(key.clone()).into_consumer_key()?)),
            KeyEntry::Pasted { draft } => Some(drafts.key(*draft)?),
        };
        let secret = match &form.secret {
            SecretEntry::Kept | SecretEntry::None => None,
            SecretEntry::Pasted { draft } => Some(drafts.secret(*draft)?),
        };
        Ok(NewCredentials { key, secret })
    }

    fn drafts_are_done(&self, form: &AppForm) {
        if let KeyEntry::Pasted { draft } = form.key {
            self.rooms().drafts.done(draft);
        }
        if let SecretEntry::Pasted { draft } = form.secret {
            self.rooms().drafts.done(draft);
        }
    }
}

/// What a form brings that is not stored yet.
struct NewCredentials {
    key: Option<Arc<ConsumerKey>>,
    secret: Option<Arc<ConsumerSecret>>,
}

/// What a form says besides, parsed.
struct Fields {
    name: Name,
    callback_url: CallbackUrl,
    scopes: Scopes,
}

impl Fields {
    fn parse(form: &AppForm) -> Result<Self, Error> {
        Ok(Self {
            name: Name::parse(Field::AppName, &form.name)?,
            callback_url: CallbackUrl::parse(&form.callback_url)?,
            scopes: Scopes::parse(&form.scopes)?,
        })
    }

    fn row(self, kept: Credentials) -> AppRow {
        let Self { name, callback_url, scopes } = self;
        let Credentials { key, key_place, secret, secret_place } = kept;
        AppRow { name, callback_url, scopes, key, secret, key_place, secret_place }
    }
}

/// What the keychain holds of an app, and where.
struct Credentials {
    key: SecretHint,
    key_place: Place,
    secret: Option<SecretHint>,
    secret_place: Place,
}

impl Credentials {
    fn of(app: &ClientApp) -> Self {
        let (key, secret) = (app.key.clone(), app.secret.clone());
        Self { key, key_place: app.key_place, secret, secret_place: app.secret_place }
    }
}

fn no_key() -> Error {
    Field::ConsumerKey.refused(Problem::Empty).into()
}
