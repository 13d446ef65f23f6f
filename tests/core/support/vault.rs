//! A vault in memory that a story can break.

use std::sync::Mutex;

use keyperch_core::io::vault::{Answer, Item, MemoryVault, Vault};
use keyperch_core::model::error::KeychainTrouble;
use keyperch_core::model::secret::Stored;

/// Which calls fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    Everything,
    Writing(&'static str),
}

#[derive(Default)]
pub(crate) struct StoryVault {
    kept: MemoryVault,
    broken: Mutex<Option<Broken>>,
    /// Every item that was written, in order.
    written: Mutex<Vec<Item>>,
}

impl StoryVault {
    pub(crate) fn break_down(&self, how: Option<Broken>) {
        *self.broken.lock().unwrap() = how;
    }

    pub(crate) fn items(&self) -> usize {
        self.kept.len()
    }

    pub(crate) fn written(&self) -> Vec<&'static str> {
        self.written.lock().unwrap().iter().map(|item| item.kind).collect()
    }

    /// The item of a kind that was written last.
    pub(crate) async fn find(&self, kind: &str) -> String {
        let item = *self.written.lock().unwrap().iter().rfind(|item| item.kind == kind).expect(kind);
        self.kept.get(item).await.expect("it opens").expect(kind).expose().to_owned()
    }

    fn works(&self, kind: Option<&'static str>) -> Result<(), KeychainTrouble> {
        match *self.broken.lock().unwrap() {
            Some(Broken::Everything) => Err(KeychainTrouble::Locked),
            Some(Broken::Writing(broken)) if kind == Some(broken) => Err(KeychainTrouble::Locked),
            _ => Ok(()),
        }
    }
}

impl Vault for StoryVault {
    fn put(&self, item: Item, content: Stored) -> Answer<'_, ()> {
        match self.works(Some(item.kind)) {
            Ok(()) => {
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

    fn probe(&self) -> Answer<'_, ()> {
        let works = self.works(None);
        Box::pin(async { works })
    }
}
