//! A vault in memory that a story can break.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use keyperch_core::io::vault::{Answer, Item, MemoryVault, Vault};
use keyperch_core::model::error::{KeychainTrouble, Prompt};
use keyperch_core::model::failure::Failure;
use keyperch_core::model::secret::{Kind, Stored};

/// Which calls fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    Everything,
    Writing(Kind),
    /// That many more items of the kind are written, and then none.
    WritingAfter(usize, Kind),
}

#[derive(Default)]
pub(crate) struct StoryVault {
    kept: MemoryVault,
    broken: Mutex<Option<Broken>>,
    /// Every item that was written, in order.
    written: Mutex<Vec<Item>>,
    asked: AtomicUsize,
}

impl StoryVault {
    pub(crate) fn break_down(&self, how: Option<Broken>) {
        *self.broken.lock().unwrap() = how;
    }

    pub(crate) fn items(&self) -> usize {
        self.kept.len()
    }

    /// What is in it, by kind.
    pub(crate) async fn kinds(&self) -> Vec<Kind> {
        self.kept.list().await.expect("the items").into_iter().map(|item| item.kind).collect()
    }

    pub(crate) fn written(&self) -> Vec<Kind> {
        self.written.lock().unwrap().iter().map(|item| item.kind).collect()
    }

    /// The item of a kind that was written last.
    pub(crate) async fn find(&self, kind: Kind) -> String {
        let item =
            *self.written.lock().unwrap().iter().rfind(|item| item.kind == kind).expect("such an item");
        let content = self.kept.get(item).await.expect("it opens").expect("such an item");
        // A slot says of itself what it is before the token.
        content.expose().rsplit('\n').next().expect("a secret").to_owned()
    }

    /// How often anything was asked of it.
    pub(crate) fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }

    fn works(&self, kind: Option<Kind>) -> Result<(), KeychainTrouble> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        match *self.broken.lock().unwrap() {
            Some(Broken::Everything) => Err(KeychainTrouble::Locked(Prompt::Dismissed)),
            Some(Broken::Writing(broken)) if kind == Some(broken) => {
                Err(KeychainTrouble::Locked(Prompt::Dismissed))
            }
            Some(Broken::WritingAfter(0, broken)) if kind == Some(broken) => {
                Err(KeychainTrouble::Locked(Prompt::Dismissed))
            }
            _ => Ok(()),
        }
    }
}

impl Vault for StoryVault {
    fn put(&self, item: Item, content: Stored) -> Answer<'_, ()> {
        match self.works(Some(item.kind)) {
            Ok(()) => {
                if let Some(Broken::WritingAfter(left, kind)) = &mut *self.broken.lock().unwrap()
                    && *kind == item.kind
                {
                    *left = left.saturating_sub(1);
                }
                self.written.lock().unwrap().push(item);
                self.kept.put(item, content)
            }
            Err(trouble) => Box::pin(async { Err(trouble) }),
        }
    }

    fn get(&self, item: Item) -> Answer<'_, Option<Stored>> {
        match self.works(None) {
            Ok(()) => self.kept.get(item),
            Err(trouble) => Box::pin(async { Err(trouble) }),
        }
    }

    fn delete(&self, item: Item) -> Answer<'_, ()> {
        match self.works(None) {
            Ok(()) => self.kept.delete(item),
            Err(trouble) => Box::pin(async { Err(trouble) }),
        }
    }

    fn list(&self) -> Answer<'_, Vec<Item>> {
        match self.works(None) {
            Ok(()) => self.kept.list(),
            Err(trouble) => Box::pin(async { Err(trouble) }),
        }
    }

    fn probe(&self) -> Answer<'_, ()> {
        let works = self.works(None);
        Box::pin(async { works })
    }
}

/// How a broken vault's trouble is told to the window.
pub(crate) const LOCKED: Failure = Failure::KeychainLocked { prompt: Prompt::Dismissed };
