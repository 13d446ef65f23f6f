//! Add, edit and remove an External Client App.
//!
//! The keychain is written before the registry and emptied before it: no item is ever without its row, by which it can
//! be found again and removed.

use std::sync::Arc;

use uuid::Uuid;

use crate::core::Core;
use crate::io::registry::AppRow;
use crate::io::salesforce::AppAtHost;
use crate::model::client_app::{CallbackUrl, ClientApp, Scopes};
use crate::model::environment::Environment;
use crate::model::error::{Error, KeychainTrouble};
use crate::model::field::{Field, Name, Problem};
use crate::model::grant::Grant;
use crate::model::ids::{ClientAppId, OrgId};
use crate::model::org::Org;
use crate::model::secret::{
    AccessToken, ConsumerKey, ConsumerSecret, Kept, Pasted, RefreshToken, SecretHint,
};
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
        let stored = async {
            let key = self.keep(id, key, ConsumerKey::hint).await?;
            let secret = match &new.secret {
                Some(secret) => Some(self.keep(id, secret.as_ref(), ConsumerSecret::hint).await?),
                None => None,
            };
            self.rooms().registry.add_app(id, org, fields.row(key, secret)).await
        };
        if let Err(error) = stored.await {
            // What was written before it failed goes again; the first error is the one to tell.
            let _ = self.forget_credentials(id).await;
            return Err(error);
        }
        self.drafts_are_done(&form);
        self.announce_orgs().await;
        Ok(id)
    }

    /// Changes an app. A new key ends its sign-in: tokens belong to the key that they were given to. Writes keychain
    /// and disk.
    ///
    /// # Errors
    /// [`Error::Field`], naming the field; [`Error::Gone`]; [`Error::Keychain`].
    pub async fn edit_app(&self, id: ClientAppId, form: AppForm) -> Result<(), Error> {
        let fields = Fields::parse(&form)?;
        let (app, org) = self.rooms().registry.app(id).await?;
        self.rooms().registry.has_room_for(org.id, Some(id), fields.name.clone()).await?;
        let new = self.new_credentials(&form)?;
        let key = match &new.key {
            Some(key) if key.hint(self.rooms().registry.salt()) != app.key => {
                self.drop_grant(&org, id).await?;
                self.keep(id, key.as_ref(), ConsumerKey::hint).await?
            }
            _ => app.key,
        };
        let secret = match (&form.secret, &new.secret) {
            (_, Some(secret)) => Some(self.keep(id, secret.as_ref(), ConsumerSecret::hint).await?),
            (SecretEntry::Kept, None) => app.secret,
            (_, None) => {
                self.rooms().vault.forget::<ConsumerSecret>(id.uuid()).await?;
                None
            }
        };
        self.rooms().registry.edit_app(id, org.id, fields.row(key, secret)).await?;
        self.rooms().note_problem(id, None);
        self.drafts_are_done(&form);
        self.announce_orgs().await;
        Ok(())
    }

    /// Removes an app from this computer; Salesforce is not told. Writes keychain and disk.
    ///
    /// # Errors
    /// [`Error::Gone`]; [`Error::Keychain`]: the app is then still in the list.
    pub async fn remove_app(&self, id: ClientAppId) -> Result<(), Error> {
        let (app, _org) = self.rooms().registry.app(id).await?;
        let grant = self.rooms().registry.grant(id).await?;
        self.forget_app(&app, grant.as_ref()).await?;
        self.announce_orgs().await;
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
        Ok((format!("{} {}", org.client.name, org.name), org.environment()))
    }

    /// The consumer key, for the clipboard. Reads the keychain.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Keychain`].
    pub async fn consumer_key(&self, id: ClientAppId) -> Result<ConsumerKey, Error> {
        self.rooms().vault.read(id.uuid()).await?.ok_or(Error::Gone)
    }

    /// The consumer secret, for the clipboard. Reads the keychain.
    ///
    /// # Errors
    /// [`Error::Gone`] where none is stored, [`Error::Keychain`].
    pub async fn consumer_secret(&self, id: ClientAppId) -> Result<ConsumerSecret, Error> {
        self.rooms().vault.read(id.uuid()).await?.ok_or(Error::Gone)
    }

    /// Takes an app's credentials out of the keychain for one use.
    pub(crate) async fn open_app(&self, id: ClientAppId) -> Result<OpenApp, Error> {
        let (app, org) = self.rooms().registry.app(id).await?;
        let key = self.rooms().vault.read(id.uuid()).await?.ok_or_else(no_key)?;
        let secret = if app.secret.is_some() { self.rooms().vault.read(id.uuid()).await? } else { None };
        Ok(OpenApp { app, org, key, secret })
    }

    /// Empties the keychain of an app and takes it off the list.
    pub(crate) async fn forget_app(&self, app: &ClientApp, grant: Option<&Grant>) -> Result<(), Error> {
        if self.sign_in_view().is_some_and(|view| view.app == app.id) {
            self.cancel_sign_in();
        }
        let _turn = match grant {
            Some(grant) => Some(self.rooms().turn_of(grant.id).await?),
            None => None,
        };
        if let Some(grant) = grant {
            self.forget_tokens(grant.id.uuid()).await?;
        }
        self.forget_credentials(app.id).await?;
        self.rooms().registry.remove_app(app.id).await?;
        self.rooms().note_problem(app.id, None);
        self.rooms().registry.unpin(app.org).await
    }

    /// Empties the keychain of a grant.
    pub(crate) async fn forget_tokens(&self, grant: Uuid) -> Result<(), KeychainTrouble> {
        self.rooms().vault.forget::<RefreshToken>(grant).await?;
        self.rooms().vault.forget::<AccessToken>(grant).await
    }

    async fn forget_credentials(&self, app: ClientAppId) -> Result<(), KeychainTrouble> {
        self.rooms().vault.forget::<ConsumerSecret>(app.uuid()).await?;
        self.rooms().vault.forget::<ConsumerKey>(app.uuid()).await
    }

    /// Puts one credential into the keychain; what may be seen of it.
    async fn keep<S: Kept>(
        &self,
        app: ClientAppId,
        secret: &S,
        hint: impl Fn(&S, &[u8]) -> SecretHint,
    ) -> Result<SecretHint, KeychainTrouble> {
        self.rooms().vault.keep(app.uuid(), secret).await?;
        Ok(hint(secret, self.rooms().registry.salt()))
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

    fn row(self, key: SecretHint, secret: Option<SecretHint>) -> AppRow {
        let Self { name, callback_url, scopes } = self;
        AppRow { name, callback_url, scopes, key, secret }
    }
}

fn no_key() -> Error {
    Field::ConsumerKey.refused(Problem::Empty).into()
}
