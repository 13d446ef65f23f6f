//! An app's key, secret and private key: into the keychain, and out of it for one use.

use std::sync::Arc;

use fail::fail_point;

use crate::core::Core;
use crate::io::salesforce::AppAtHost;
use crate::io::vault::Item;
use crate::model::client_app::ClientApp;
use crate::model::error::Error;
use crate::model::field::{Field, Problem};
use crate::model::flow::{Flow, JwtBearer};
use crate::model::ids::ClientAppId;
use crate::model::org::Org;
use crate::model::secret::{
    ConsumerKey, ConsumerSecret, Hinted, Kept, Pasted, Place, PrivateKey, SecretHint,
};
use crate::model::view::{AppForm, FlowForm, KeyEntry, PrivateKeyEntry, SecretEntry};
use crate::oauth::private_key::KeyWithCertificate;

use super::form::FlowFields;

/// An app with the credentials that a request needs, out of the keychain for as long as this lives.
#[derive(Debug)]
pub(crate) struct OpenApp {
    pub(crate) app: ClientApp,
    pub(crate) org: Org,
    pub(crate) key: ConsumerKey,
    pub(crate) secret: Option<ConsumerSecret>,
    pub(crate) private_key: Option<PrivateKey>,
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

/// What a form brings that is not stored yet.
pub(super) struct NewCredentials {
    pub(super) key: Option<Arc<ConsumerKey>>,
    pub(super) secret: Option<Arc<ConsumerSecret>>,
    pub(super) private_key: Option<Arc<KeyWithCertificate>>,
}

/// What the keychain holds of an app, and where.
pub(super) struct Credentials {
    pub(super) key: SecretHint,
    pub(super) key_place: Place,
    pub(super) secret: Option<SecretHint>,
    pub(super) secret_place: Place,
}

impl Credentials {
    pub(super) fn of(app: &ClientApp) -> Self {
        let (key, secret) = (app.key.clone(), app.secret.clone());
        Self { key, key_place: app.key_place, secret, secret_place: app.secret_place }
    }
}

impl Core {
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
        let mut private_key: Option<PrivateKey> = None;
        if let Flow::JwtBearer(jwt) = &app.flow {
            let missing = || Field::PrivateKey.refused(Problem::Empty);
            let found: Option<PrivateKey> = safe.read(id.uuid(), jwt.key_place).await?;
            private_key = Some(found.filter(|key| key.hint(salt) == jwt.key).ok_or_else(missing)?);
        }
        Ok(OpenApp { app, org, key, secret, private_key })
    }

    /// Puts a credential into the place beside the one that is in use, on the list of loose items until an entry
    /// claims it; what may be seen of it, and where it is.
    pub(super) async fn keep_beside<S: Kept + Hinted>(
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

    /// Keeps what a flow needs besides key and secret: for signed assertions, the private key.
    pub(super) async fn keep_flow(
        &self,
        app: ClientAppId,
        was: Option<&Flow>,
        fields: FlowFields,
        new: &NewCredentials,
    ) -> Result<Flow, Error> {
        let (username, audience) = match fields {
            FlowFields::AuthorizationCode => return Ok(Flow::AuthorizationCode),
            FlowFields::ClientCredentials => return Ok(Flow::ClientCredentials),
            FlowFields::JwtBearer { username, audience } => (username, audience),
        };
        let was = was.and_then(Flow::jwt);
        let (key, key_place, certificate) = match (&new.private_key, was) {
            (Some(made), was) => {
                let in_use = was.map(|jwt| jwt.key_place);
                let (hint, place) = self.keep_beside(app, in_use, &made.key).await?;
                (hint, place, made.certificate.clone())
            }
            (None, Some(jwt)) => (jwt.key.clone(), jwt.key_place, jwt.certificate.clone()),
            (None, None) => return Err(Field::PrivateKey.refused(Problem::Empty).into()),
        };
        fail_point!("app.private_key_kept");
        Ok(Flow::JwtBearer(JwtBearer { username, audience, key, key_place, certificate }))
    }

    pub(super) fn new_credentials(&self, form: &AppForm) -> Result<NewCredentials, Error> {
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
        let private_key = match &form.flow {
            FlowForm::JwtBearer { key: PrivateKeyEntry::Draft { draft }, .. } => {
                Some(drafts.private_key(*draft)?)
            }
            _ => None,
        };
        Ok(NewCredentials { key, secret, private_key })
    }

    pub(super) fn drafts_are_done(&self, form: &AppForm) {
        let drafts = &self.rooms().drafts;
        if let KeyEntry::Pasted { draft } = form.key {
            drafts.done(draft);
        }
        if let SecretEntry::Pasted { draft } = form.secret {
            drafts.done(draft);
        }
        if let FlowForm::JwtBearer { key: PrivateKeyEntry::Draft { draft }, .. } = form.flow {
            drafts.done(draft);
        }
    }
}

pub(super) fn no_key() -> Error {
    Field::ConsumerKey.refused(Problem::Empty).into()
}
