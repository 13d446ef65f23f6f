//! The safe: what everybody keeps secrets in. Over the keychain, or, for what was begun so, over memory only.
//!
//! "Memory only this time" is a person's choice, for this run of the program, and holds for what is added from then
//! on: an owner whose items are in the keychain keeps them there, because a token that was rotated into memory would
//! be lost with it. Nothing is ever written to a file.

use std::collections::HashSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use uuid::Uuid;

use crate::io::vault::parts::{self, Head};
use crate::io::vault::{Item, MemoryVault, Vault};
use crate::model::error::KeychainTrouble;
use crate::model::secret::{Kept, Kind, Place, Stored};

/// Keeps secrets whole, however long they are.
pub(crate) struct Safe {
    keychain: Arc<dyn Vault>,
    memory: MemoryVault,
    /// Whose items are in memory; none: nobody's, everything goes to the keychain.
    passing: Mutex<Option<HashSet<Uuid>>>,
}

impl fmt::Debug for Safe {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Safe")
    }
}

impl Safe {
    /// Over a keychain. Asks nothing of it yet.
    pub(crate) fn over(keychain: Arc<dyn Vault>) -> Self {
        Self { keychain, memory: MemoryVault::default(), passing: Mutex::default() }
    }

    /// From now on, and until the program ends, what is added is kept in memory only.
    pub(crate) fn keep_in_memory(&self) {
        self.passing().get_or_insert_default();
    }

    /// Whether it is.
    pub(crate) fn is_in_memory(&self) -> bool {
        self.passing().is_some()
    }

    /// Says that `owner` is new, and has nothing in the keychain: its items go where new ones go.
    pub(crate) fn welcome(&self, owner: Uuid) {
        if let Some(owners) = self.passing().as_mut() {
            owners.insert(owner);
        }
    }

    /// Can a new secret be kept now? Writes, reads and deletes an item of the keychain.
    ///
    /// # Errors
    /// [`KeychainTrouble`].
    pub(crate) async fn probe(&self) -> Result<(), KeychainTrouble> {
        if self.is_in_memory() { Ok(()) } else { self.keychain.probe().await }
    }

    /// Keeps a secret of `owner`, and reads it back.
    ///
    /// # Errors
    /// [`KeychainTrouble`]; an older one may then still be there.
    pub(crate) async fn keep<Secret: Kept>(
        &self,
        owner: Uuid,
        place: Place,
        secret: &Secret,
    ) -> Result<(), KeychainTrouble> {
        self.put(Item::of(owner, Secret::KIND, place), secret.to_stored()).await
    }

    /// Reads a secret of `owner`.
    ///
    /// # Errors
    /// [`KeychainTrouble`]; that is not the same as its not being there.
    pub(crate) async fn read<Secret: Kept>(
        &self,
        owner: Uuid,
        place: Place,
    ) -> Result<Option<Secret>, KeychainTrouble> {
        Ok(self.get(Item::of(owner, Secret::KIND, place)).await?.map(Secret::from_stored))
    }

    /// Writes a content, in parts where it is too long for one item: the item itself last, so that it speaks of parts
    /// that are there.
    ///
    /// # Errors
    /// [`KeychainTrouble`]; what is there then may be neither the old content nor the new one.
    pub(crate) async fn put(&self, item: Item, content: Stored) -> Result<(), KeychainTrouble> {
        let vault = self.vault_of(item.owner);
        let Some((head, pieces)) = parts::cut(&content) else { return vault.put(item, content).await };
        for (part, piece) in (1..).zip(pieces) {
            vault.put(item.part(part), piece).await?;
        }
        vault.put(item, head).await
    }

    /// Reads a content, whole.
    ///
    /// # Errors
    /// [`KeychainTrouble::Unfaithful`] when its parts do not belong together; other [`KeychainTrouble`].
    pub(crate) async fn get(&self, item: Item) -> Result<Option<Stored>, KeychainTrouble> {
        let vault = self.vault_of(item.owner);
        let Some(content) = vault.get(item).await? else { return Ok(None) };
        let Some(head) = Head::read(&content) else { return Ok(Some(content)) };
        let mut pieces = Vec::new();
        for part in 1..=head.count {
            pieces.push(vault.get(item.part(part)).await?.ok_or(KeychainTrouble::Unfaithful)?);
        }
        head.join(&pieces).map(Some).ok_or(KeychainTrouble::Unfaithful)
    }

    /// Forgets a secret of `owner`, in the one place, with every part of it.
    ///
    /// # Errors
    /// [`KeychainTrouble`]; some of it is then still there.
    pub(crate) async fn forget(&self, owner: Uuid, kind: Kind, place: Place) -> Result<(), KeychainTrouble> {
        let (vault, item) = (self.vault_of(owner), Item::of(owner, kind, place));
        // A longer content that was there before may have left more parts than the last one had.
        let mut last = 0;
        while vault.get(item.part(last + 1)).await?.is_some() {
            last += 1;
        }
        // From the last one down: cut short, what is left is found again.
        for part in (0..=last).rev() {
            vault.delete(item.part(part)).await?;
        }
        Ok(())
    }

    /// Deletes one item of the keychain that belongs to nobody.
    ///
    /// # Errors
    /// [`KeychainTrouble`]; it is then still there.
    pub(crate) async fn delete(&self, item: Item) -> Result<(), KeychainTrouble> {
        self.keychain.delete(item).await
    }

    /// Names every item of ours, in the keychain and in memory.
    ///
    /// # Errors
    /// [`KeychainTrouble`].
    pub(crate) async fn list(&self) -> Result<Vec<Item>, KeychainTrouble> {
        let mut items = self.memory.list().await?;
        if !self.is_in_memory() {
            items.extend(self.keychain.list().await?);
        }
        Ok(items)
    }

    fn vault_of(&self, owner: Uuid) -> &dyn Vault {
        let in_memory = self.passing().as_ref().is_some_and(|owners| owners.contains(&owner));
        if in_memory { &self.memory } else { &*self.keychain }
    }

    fn passing(&self) -> std::sync::MutexGuard<'_, Option<HashSet<Uuid>>> {
        self.passing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::secret::AccessToken;

    fn safe() -> (Safe, Arc<MemoryVault>) {
        let keychain = Arc::new(MemoryVault::default());
        (Safe::over(Arc::<MemoryVault>::clone(&keychain)), keychain)
    }

    #[tokio::test]
    async fn a_long_secret_is_kept_read_and_forgotten_whole() {
        let (safe, keychain) = safe();
        let owner = Uuid::from_u128(1);
        for length in [9_000, 3_000, 10] {
            let token = AccessToken::from("J".repeat(length));
            safe.keep(owner, Place::First, &token).await.expect("kept");
            let read: AccessToken = safe.read(owner, Place::First).await.expect("it opens").expect("it");
            assert_eq!(read.expose().len(), length);
        }
        safe.forget(owner, Kind::AccessToken, Place::First).await.expect("forgotten");
        assert!(keychain.is_empty(), "no part is left of what was longer before");
    }

    #[tokio::test]
    async fn a_content_without_all_its_parts_is_none() {
        let (safe, keychain) = safe();
        let item = Item::of(Uuid::from_u128(1), Kind::AccessToken, Place::First);
        safe.put(item, "J".repeat(5_000).into()).await.expect("kept");
        keychain.delete(item.part(2)).await.expect("deleted");
        assert!(matches!(safe.get(item).await, Err(KeychainTrouble::Unfaithful)));
    }

    #[tokio::test]
    async fn only_who_is_new_is_kept_in_memory_only() {
        let (safe, keychain) = safe();
        let (older, newer) = (Uuid::from_u128(1), Uuid::from_u128(2));
        safe.keep(older, Place::First, &AccessToken::from("a".to_owned())).await.expect("kept");
        safe.keep_in_memory();
        safe.welcome(newer);
        for owner in [older, newer] {
            safe.keep(owner, Place::First, &AccessToken::from("b".to_owned())).await.expect("kept");
            assert!(safe.read::<AccessToken>(owner, Place::First).await.expect("it opens").is_some());
        }
        assert_eq!(keychain.len(), 1, "the older one stays where it was");
    }
}
