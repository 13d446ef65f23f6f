//! Keys and secrets that were pasted into a form and wait for it to be saved: in memory, never in the window.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use crate::core::{Core, lock};
use crate::model::error::Error;
use crate::model::field::{Field, Problem};
use crate::model::ids::DraftId;
use crate::model::secret::{ConsumerKey, ConsumerSecret, Hinted, Pasted};
use crate::model::view::{Credential, DraftView};

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

    /// Its form was saved.
    pub(crate) fn done(&self, id: DraftId) {
        let mut waiting = lock(&self.0);
        waiting.by_id.remove(&id);
        waiting.order.retain(|waits| *waits != id);
    }
}
