//! The vault over the system's keychain.
//!
//! Keychain calls block, and may ask a person to unlock: they run on a thread of their own, one at a time, and each is
//! bounded here, because some services never answer. The store behind them is built by us and built anew when its
//! connection has died. What is written is read back, what is deleted is looked for again, and "no such item" counts
//! only while an item of ours (the marker) can be read in the same breath: a keychain that is not open says it too.

mod platform;

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use fail::fail_point;
use keyring::{Entry, Error as KeyringError};
use keyring_core::CredentialStore;
use tokio::time::timeout;
use uuid::Uuid;

use crate::io::keychain::platform::Condition;
use crate::io::vault::{Answer, Item, SERVICE, Vault};
use crate::io::worker::Worker;
use crate::model::error::{KeychainTrouble, Prompt};
use crate::model::secret::{Kind, Place, Stored};

/// How long a call may take, and in which conditions it may then take longer: an open keychain can be slow, a locked
/// one waits for a person, and one that is neither will not answer.
const STAGES: [(Duration, &[Condition]); 3] = [
    (Duration::from_secs(3), &[Condition::Open, Condition::Locked]),
    (Duration::from_secs(12), &[Condition::Locked]),
    (Duration::from_secs(75), &[]),
];

/// Readable whenever the keychain is open: written before the first item.
const MARKER: Item = Item::of(Uuid::nil(), Kind::Marker, Place::First);

/// The system's keychain: Secret Service, macOS Keychain, Windows Credential Manager.
#[derive(Debug)]
pub struct Keychain {
    worker: Worker<Connection>,
}

impl Keychain {
    /// Prepares the thread. Nothing is asked of the keychain yet: a start of the program prompts nobody.
    ///
    /// # Errors
    /// When the system has no thread to give.
    pub fn new() -> std::io::Result<Self> {
        Ok(Self { worker: Worker::start("keychain", Connection::default())? })
    }

    /// Runs one job within the bounds.
    async fn bounded<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Connection) -> Result<T, KeychainTrouble> + Send + 'static,
    ) -> Result<T, KeychainTrouble> {
        let mut answer = std::pin::pin!(self.worker.run(job));
        for (patience, may_go_on) in STAGES {
            match timeout(patience, &mut answer).await {
                Ok(Ok(done)) => return done,
                Ok(Err(ended)) => return Err(KeychainTrouble::Refused(ended.into())),
                Err(_late) => match platform::condition().await {
                    condition if may_go_on.contains(&condition) => {}
                    Condition::Locked => return Err(KeychainTrouble::Locked(Prompt::Unanswered)),
                    _ => return Err(KeychainTrouble::Frozen),
                },
            }
        }
        Err(KeychainTrouble::Frozen)
    }
}

impl Vault for Keychain {
    fn put(&self, item: Item, content: Stored) -> Answer<'_, ()> {
        Box::pin(self.bounded(move |connection| {
            connection.mark()?;
            connection.put(item, &content)
        }))
    }

    fn get(&self, item: Item) -> Answer<'_, Option<Stored>> {
        Box::pin(self.bounded(move |connection| connection.get(item)))
    }

    fn delete(&self, item: Item) -> Answer<'_, ()> {
        Box::pin(self.bounded(move |connection| connection.delete(item)))
    }

    fn list(&self) -> Answer<'_, Vec<Item>> {
        Box::pin(self.bounded(Connection::list))
    }

    fn settled(&self) -> Option<Pin<Box<dyn Future<Output = ()> + Send>>> {
        let ended = self.worker.is_busy().then(|| self.worker.run(|_| ()))?;
        Some(Box::pin(async move {
            let _or_the_thread_is_gone = ended.await;
        }))
    }

    fn probe(&self) -> Answer<'_, ()> {
        Box::pin(self.bounded(|connection| {
            connection.mark()?;
            // One of its own: another process may be trying just now.
            let probe = Item::of(Uuid::new_v4(), Kind::Probe, Place::First);
            connection.put(probe, &Stored::from("probe".to_owned()))?;
            connection.delete(probe)
        }))
    }
}

/// The store, while it lives; on the keychain's thread alone.
#[derive(Default)]
struct Connection {
    store: Option<Arc<CredentialStore>>,
}

impl Connection {
    fn put(&mut self, item: Item, content: &Stored) -> Result<(), KeychainTrouble> {
        fail_point!("vault.put.mid");
        self.ask(item, |entry| entry.set_secret(content.expose().as_bytes()))?;
        fail_point!("vault.put.written");
        let kept = self.ask(item, Entry::get_secret).and_then(as_text)?;
        if kept.is_same_as(content) { Ok(()) } else { Err(KeychainTrouble::Unfaithful) }
    }

    fn get(&mut self, item: Item) -> Result<Option<Stored>, KeychainTrouble> {
        match self.read(item)? {
            Some(bytes) => as_text(bytes).map(Some),
            None if self.read(MARKER)?.is_some() => Ok(None),
            None => Err(platform::why_nothing_is_found()),
        }
    }

    fn delete(&mut self, item: Item) -> Result<(), KeychainTrouble> {
        // Whoever emptied the keychain took the marker too, and then nothing would be known to be deleted.
        self.mark()?;
        match self.try_twice(|connection| connection.entry(item)?.delete_credential()) {
            Ok(()) | Err(KeyringError::NoEntry) => {}
            Err(error) => return Err(trouble(&error)),
        }
        // Some stores say that they have deleted what they were not allowed to.
        if self.read(item)?.is_some() {
            return Err(KeychainTrouble::Unfaithful);
        }
        fail_point!("vault.delete.done");
        Ok(())
    }

    /// Every item under our service. An open keychain names the marker at least; a closed one may name nothing.
    fn list(&mut self) -> Result<Vec<Item>, KeychainTrouble> {
        self.mark()?;
        let found = self.try_twice(|connection| connection.store()?.search(&platform::all_of(SERVICE)));
        let found = found.map_err(|error| trouble(&error))?;
        let names =
            found.iter().filter_map(keyring_core::Entry::get_specifiers).map(|(_service, account)| account);
        Ok(names.filter_map(|name| Item::parse(&name)).filter(|item| !item.owner.is_nil()).collect())
    }

    /// Makes sure that the marker is there.
    fn mark(&mut self) -> Result<(), KeychainTrouble> {
        if self.read(MARKER)?.is_some() {
            return Ok(());
        }
        self.put(MARKER, &Stored::from("Keyperch keeps its items here".to_owned()))
    }

    fn read(&mut self, item: Item) -> Result<Option<Vec<u8>>, KeychainTrouble> {
        match self.try_twice(|connection| connection.entry(item)?.get_secret()) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(KeyringError::NoEntry) => Ok(None),
            Err(error) => Err(trouble(&error)),
        }
    }

    fn ask<T>(
        &mut self,
        item: Item,
        question: impl Fn(&Entry) -> keyring::Result<T>,
    ) -> Result<T, KeychainTrouble> {
        let answer = self.try_twice(|connection| question(&connection.entry(item)?));
        answer.map_err(|error| trouble(&error))
    }

    /// A store whose service was restarted answers with failures for ever: it is built anew, once.
    fn try_twice<T>(&mut self, question: impl Fn(&mut Self) -> keyring::Result<T>) -> keyring::Result<T> {
        match question(self) {
            Err(KeyringError::PlatformFailure(_)) => {
                self.store = None;
                question(self)
            }
            answer => answer,
        }
    }

    fn store(&mut self) -> keyring::Result<&Arc<CredentialStore>> {
        match &mut self.store {
            Some(store) => Ok(store),
            none => Ok(none.insert(platform::build_store()?)),
        }
    }

    fn entry(&mut self, item: Item) -> keyring::Result<Entry> {
        let account = item.to_string();
        let label = format!("Keyperch: {} ({})", item.kind.as_word(), &account[..8]);
        let inner = self.store()?.build(SERVICE, &account, Some(&platform::modifiers(&label)))?;
        Ok(Entry { inner })
    }
}

fn as_text(bytes: Vec<u8>) -> Result<Stored, KeychainTrouble> {
    String::from_utf8(bytes).map(Stored::from).map_err(|_| KeychainTrouble::Unfaithful)
}

/// Takes from the library's error what is certainly no secret: some of them carry the item's bytes.
fn trouble(error: &KeyringError) -> KeychainTrouble {
    match error {
        KeyringError::NoStorageAccess(_) => platform::why_access_was_refused(),
        KeyringError::NoEntry | KeyringError::NoDefaultStore => platform::why_nothing_is_found(),
        KeyringError::PlatformFailure(failure) => platform::why_it_failed(failure.as_ref()),
        KeyringError::BadEncoding(_) | KeyringError::BadDataFormat(..) | KeyringError::BadStoreFormat(_) => {
            KeychainTrouble::Unfaithful
        }
        KeyringError::TooLong(..) => {
            KeychainTrouble::Refused("an item is longer than this keychain takes".into())
        }
        KeyringError::Ambiguous(_) => KeychainTrouble::Refused("two items bear one name".into()),
        _ => KeychainTrouble::Refused("the keychain does not know this request".into()),
    }
}
