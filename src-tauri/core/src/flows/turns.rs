//! Turns: one at a time uses the secrets of an app or a grant, in this process and across processes.
//!
//! A keychain call that was given up may still be carried out, long after. In this process everything else waits behind
//! it; another one would not. So the lock that others respect is let go only when the keychain has come to rest.

use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::OwnedMutexGuard;
use tokio::time::timeout;
use uuid::Uuid;

use crate::core::{Rooms, lock as hold};
use crate::io::lock::{self, Held, Locks};
use crate::io::vault::Vault;
use crate::model::error::Error;

/// How long another turn in this process is waited for; as long as one of another process.
const PATIENCE: Duration = lock::PATIENCE;

/// The turns of all owners.
pub(crate) struct Turns {
    here: Mutex<HashMap<Uuid, Arc<tokio::sync::Mutex<()>>>>,
    everywhere: Locks,
    vault: Arc<dyn Vault>,
    late: Late,
}

/// Locks that are held beyond their turn, because a call that was given up is still under way.
type Late = Arc<Mutex<HashMap<Uuid, Arc<Held>>>>;

/// A turn that was waited for. When it is dropped, the next one has it.
pub(crate) struct Turn {
    owner: Uuid,
    everywhere: Arc<Held>,
    vault: Arc<dyn Vault>,
    late: Late,
    _here: OwnedMutexGuard<()>,
}

impl Turns {
    /// Turns whose locks are in a data folder. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Lock`].
    pub(crate) fn in_folder(data_dir: &Path, vault: Arc<dyn Vault>) -> Result<Self, Error> {
        let everywhere = Locks::in_folder(data_dir)?;
        Ok(Self { here: Mutex::default(), everywhere, vault, late: Late::default() })
    }

    async fn take(&self, owner: Uuid) -> Result<Turn, Error> {
        let mutex = Arc::clone(hold(&self.here).entry(owner).or_default());
        let here = timeout(PATIENCE, mutex.lock_owned()).await.map_err(|_late| Error::InUse)?;
        let late = hold(&self.late).get(&owner).cloned();
        let everywhere = match late {
            // Still ours: what was given up is carried out before anything that is asked from now on.
            Some(held) => held,
            None => Arc::new(self.everywhere.take(owner).await?),
        };
        let (vault, late) = (Arc::clone(&self.vault), Arc::clone(&self.late));
        Ok(Turn { owner, everywhere, vault, late, _here: here })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let (Some(settled), Ok(runtime)) = (self.vault.settled(), Handle::try_current()) else { return };
        let (owner, late) = (self.owner, Arc::clone(&self.late));
        hold(&late).insert(owner, Arc::clone(&self.everywhere));
        runtime.spawn(async move {
            settled.await;
            hold(&late).remove(&owner);
        });
    }
}

impl Rooms {
    /// The turn to use the secrets of an app or a grant; until it is dropped, nobody else does.
    ///
    /// # Errors
    /// [`Error::InUse`] when somebody else does not let go in time; [`Error::Lock`].
    pub(crate) async fn turn_of(&self, owner: Uuid) -> Result<Turn, Error> {
        self.turns.take(owner).await
    }
}

impl fmt::Debug for Turn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Turn({})", self.owner)
    }
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;
    use tokio::sync::watch;

    use super::*;
    use crate::io::vault::{Answer, Item};
    use crate::model::secret::Stored;

    /// A keychain with a call under way for as long as it is told so.
    struct Blocked(watch::Receiver<bool>);

    impl Vault for Blocked {
        fn put(&self, _: Item, _: Stored) -> Answer<'_, ()> {
            Box::pin(async { Ok(()) })
        }
        fn get(&self, _: Item) -> Answer<'_, Option<Stored>> {
            Box::pin(async { Ok(None) })
        }
        fn delete(&self, _: Item) -> Answer<'_, ()> {
            Box::pin(async { Ok(()) })
        }
        fn list(&self) -> Answer<'_, Vec<Item>> {
            Box::pin(async { Ok(Vec::new()) })
        }
        fn probe(&self) -> Answer<'_, ()> {
            Box::pin(async { Ok(()) })
        }
        fn settled(&self) -> Option<Pin<Box<dyn Future<Output = ()> + Send>>> {
            let mut blocked = self.0.clone();
            blocked.borrow().then_some(())?;
            Some(Box::pin(async move { drop(blocked.wait_for(|blocked| !*blocked).await) }))
        }
    }

    #[tokio::test]
    async fn a_lock_is_let_go_when_what_was_given_up_has_ended() {
        let folder = std::env::temp_dir().join(format!("keyperch-turns-{}", Uuid::new_v4()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let (blocked, block) = watch::channel(true);
        let ours = Turns::in_folder(&folder, Arc::new(Blocked(block))).expect("turns");
        let theirs = Turns::in_folder(&folder, Arc::new(Blocked(watch::channel(false).1))).expect("turns");
        let owner = Uuid::from_u128(1);
        drop(ours.take(owner).await.expect("a turn"));
        let waits = tokio::time::timeout(Duration::from_millis(100), theirs.take(owner)).await;
        assert!(waits.is_err(), "another process waits");
        drop(ours.take(owner).await.expect("we ourselves go on"));
        blocked.send(false).expect("it ends");
        drop(theirs.take(owner).await.expect("now the other has it"));
        drop(ours.take(owner).await.expect("and we after it"));
        std::fs::remove_dir_all(folder).expect("removed");
    }
}
