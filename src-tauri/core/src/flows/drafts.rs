//! Keys and secrets that wait for their form to be saved: in memory, never in the window.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use crate::core::{Core, lock};
use crate::model::error::Error;
use crate::model::field::{Field, Problem};
use crate::model::ids::DraftId;
use crate::model::secret::{ConsumerKey, ConsumerSecret, Hinted, Pasted, ProxyPassword, SecretHint};
use crate::model::view::{Credential, DraftView};
use crate::oauth::private_key::{KeyWithCertificate, LockedKey};

/// Forms that were left without saving leave drafts behind; only the newest are kept.
const MOST: usize = 16;

/// What waits for its form.
#[derive(Debug, Default)]
pub(crate) struct Drafts(Mutex<Waiting>);

#[derive(Debug, Default)]
struct Waiting {
    by_id: HashMap<DraftId, Draft>,
    order: Vec<DraftId>,
}

#[derive(Clone, Debug)]
enum Draft {
    Key(Arc<ConsumerKey>),
    Secret(Arc<ConsumerSecret>),
    PrivateKey(Arc<KeyWithCertificate>),
    LockedKey(Arc<LockedKey>),
    ProxyPassword(Arc<ProxyPassword>),
}

impl Core {
    /// Takes what came from the clipboard for one of an app's credentials; the window sees a hint of it.
    ///
    /// # Errors
    /// [`Error::Field`] when it cannot be one, or looks like the other.
    pub fn paste(&self, credential: Credential, pasted: Pasted) -> Result<DraftView, Error> {
        let salt = self.rooms().registry.salt();
        let (hint, draft) = match credential {
            Credential::Key => {
                let key = pasted.into_consumer_key()?;
                (key.hint(salt), Draft::Key(key.into()))
            }
            Credential::Secret => {
                let secret = pasted.into_consumer_secret()?;
                (secret.hint(salt), Draft::Secret(secret.into()))
            }
        };
        Ok(DraftView { draft: self.rooms().drafts.add(draft), hint })
    }

    /// Takes what came from the clipboard for the password of the proxy. The window sees nothing of it: a person chose
    /// it, and a few of its characters, or of its digest, could be enough to guess it.
    ///
    /// # Errors
    /// [`Error::Field`] when it cannot be one.
    pub fn paste_proxy_password(&self, pasted: Pasted) -> Result<DraftView, Error> {
        let draft = Draft::ProxyPassword(pasted.into_proxy_password()?.into());
        Ok(DraftView { draft: self.rooms().drafts.add(draft), hint: SecretHint::default() })
    }
}

impl Drafts {
    fn add(&self, draft: Draft) -> DraftId {
        let id = DraftId::new();
        let mut waiting = lock(&self.0);
        waiting.by_id.insert(id, draft);
        waiting.order.push(id);
        if waiting.order.len() > MOST {
            let oldest = waiting.order.remove(0);
            waiting.by_id.remove(&oldest);
        }
        id
    }

    /// A pasted key. It waits on until [`Drafts::done`]: a form that could not be saved can be saved again.
    pub(crate) fn key(&self, id: DraftId) -> Result<Arc<ConsumerKey>, Error> {
        match lock(&self.0).by_id.get(&id) {
            Some(Draft::Key(key)) => Ok(Arc::clone(key)),
            _ => Err(Field::ConsumerKey.refused(Problem::Empty).into()),
        }
    }

    /// A pasted secret, as [`Drafts::key`].
    pub(crate) fn secret(&self, id: DraftId) -> Result<Arc<ConsumerSecret>, Error> {
        match lock(&self.0).by_id.get(&id) {
            Some(Draft::Secret(secret)) => Ok(Arc::clone(secret)),
            _ => Err(Field::ConsumerSecret.refused(Problem::Empty).into()),
        }
    }

    /// A private key with its certificate, as [`Drafts::key`].
    pub(crate) fn private_key(&self, id: DraftId) -> Result<Arc<KeyWithCertificate>, Error> {
        match lock(&self.0).by_id.get(&id) {
            Some(Draft::PrivateKey(key)) => Ok(Arc::clone(key)),
            _ => Err(Field::PrivateKey.refused(Problem::Empty).into()),
        }
    }

    /// A private key that waits for its passphrase.
    pub(crate) fn locked_key(&self, id: DraftId) -> Result<Arc<LockedKey>, Error> {
        match lock(&self.0).by_id.get(&id) {
            Some(Draft::LockedKey(key)) => Ok(Arc::clone(key)),
            _ => Err(Field::PrivateKey.refused(Problem::Empty).into()),
        }
    }

    /// Takes a private key.
    pub(crate) fn add_private_key(&self, key: impl Into<Arc<KeyWithCertificate>>) -> DraftId {
        self.add(Draft::PrivateKey(key.into()))
    }

    /// Takes an encrypted private key.
    pub(crate) fn add_locked_key(&self, key: LockedKey) -> DraftId {
        self.add(Draft::LockedKey(key.into()))
    }

    /// A pasted password of a proxy, as [`Drafts::key`].
    pub(crate) fn proxy_password(&self, id: DraftId) -> Result<Arc<ProxyPassword>, Error> {
        match lock(&self.0).by_id.get(&id) {
            Some(Draft::ProxyPassword(password)) => Ok(Arc::clone(password)),
            _ => Err(Field::ProxyPassword.refused(Problem::Empty).into()),
        }
    }

    /// Its form was saved.
    pub(crate) fn done(&self, id: DraftId) {
        let mut waiting = lock(&self.0);
        waiting.by_id.remove(&id);
        waiting.order.retain(|waits| *waits != id);
    }
}
