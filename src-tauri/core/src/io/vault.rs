//! The vault: where secrets are kept. One trait, because two things are one: the system's keychain, and memory.
//!
//! An item's name is its owner's UUID and the kind of secret; no name that a person gave is in it.

use std::collections::HashMap;
use std::fmt;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

use uuid::Uuid;

use crate::model::error::KeychainTrouble;
use crate::model::secret::{Kept, Stored};

/// The service under which every item of ours is kept.
pub const SERVICE: &str = "Keyperch";

/// An answer of a vault, which may take as long as a person takes to unlock it.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, KeychainTrouble>> + Send + 'a>>;

/// The name of one item.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Item {
    /// The app or grant that it belongs to.
    pub owner: Uuid,
    /// Which of its secrets.
    pub kind: &'static str,
}

impl fmt::Display for Item {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.owner, self.kind)
    }
}

/// Keeps secrets. When `put` has returned, the item has been read back; when `delete` has, it is gone.
pub trait Vault: Send + Sync {
    /// Writes an item, over an older one if there is one.
    fn put(&self, item: Item, content: Stored) -> Answer<'_, ()>;

    /// Reads an item. None means that it is certainly not there, not that the vault is closed.
    fn get(&self, item: Item) -> Answer<'_, Option<Stored>>;

    /// Deletes an item; one that is not there is deleted already.
    fn delete(&self, item: Item) -> Answer<'_, ()>;

    /// Writes, reads and deletes an item of no meaning: can a secret be kept now?
    fn probe(&self) -> Answer<'_, ()>;
}

impl dyn Vault {
    /// Keeps a secret of `owner`.
    ///
    /// # Errors
    /// [`KeychainTrouble`]; an older one may then still be there.
    pub async fn keep<Secret: Kept>(&self, owner: Uuid, secret: &Secret) -> Result<(), KeychainTrouble> {
        self.put(Item { owner, kind: Secret::KIND }, secret.to_stored()).await
    }

    /// Reads a secret of `owner`.
    ///
    /// # Errors
    /// [`KeychainTrouble`]; that is not the same as its not being there.
    pub async fn read<Secret: Kept>(&self, owner: Uuid) -> Result<Option<Secret>, KeychainTrouble> {
        Ok(self.get(Item { owner, kind: Secret::KIND }).await?.map(Secret::from_stored))
    }

    /// Forgets a secret of `owner`.
    ///
    /// # Errors
    /// [`KeychainTrouble`]; it is then still there.
    pub async fn forget<Secret: Kept>(&self, owner: Uuid) -> Result<(), KeychainTrouble> {
        self.delete(Item { owner, kind: Secret::KIND }).await
    }
}

/// A vault in memory: everything is gone when the program ends. For headless tests.
#[derive(Debug, Default)]
pub struct MemoryVault {
    items: Mutex<HashMap<Item, Stored>>,
}

impl MemoryVault {
    /// How many items it holds.
    pub fn len(&self) -> usize {
        self.items().len()
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.items().is_empty()
    }

    fn items(&self) -> std::sync::MutexGuard<'_, HashMap<Item, Stored>> {
        self.items.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Vault for MemoryVault {
    fn put(&self, item: Item, content: Stored) -> Answer<'_, ()> {
        self.items().insert(item, content);
        Box::pin(async { Ok(()) })
    }

    fn get(&self, item: Item) -> Answer<'_, Option<Stored>> {
        let found = self.items().get(&item).map(Stored::again);
        Box::pin(async { Ok(found) })
    }

    fn delete(&self, item: Item) -> Answer<'_, ()> {
        self.items().remove(&item);
        Box::pin(async { Ok(()) })
    }

    fn probe(&self) -> Answer<'_, ()> {
        Box::pin(async { Ok(()) })
    }
}
