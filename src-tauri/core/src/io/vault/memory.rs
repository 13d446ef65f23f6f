//! A vault in memory: everything is gone when the program ends. For headless tests, and for "memory only this time".

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::io::vault::{Answer, Item, Vault};
use crate::model::secret::Stored;

/// Items in memory.
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

    fn list(&self) -> Answer<'_, Vec<Item>> {
        let names = self.items().keys().copied().collect();
        Box::pin(async { Ok(names) })
    }

    fn probe(&self) -> Answer<'_, ()> {
        Box::pin(async { Ok(()) })
    }
}
