//! The vault: where secrets are kept. One trait, because two things are one: the system's keychain, and memory.
//!
//! A vault knows items, one by one. What is built of them (long secrets in parts, what is kept in memory only this
//! time) is the [`Safe`]'s, through which everybody else keeps and reads.

mod memory;
mod parts;
mod safe;

use std::fmt;
use std::pin::Pin;

use uuid::Uuid;

use crate::model::error::KeychainTrouble;
use crate::model::secret::{Kind, Place, Stored};

pub use memory::MemoryVault;
pub(crate) use safe::Safe;

/// The service under which every item of ours is kept.
pub const SERVICE: &str = "Keyperch";

/// An answer of a vault, which may take as long as a person takes to unlock it.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, KeychainTrouble>> + Send + 'a>>;

/// The name of one item: its owner's UUID and the kind of secret; no name that a person gave is in it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Item {
    /// The app or grant that it belongs to.
    pub owner: Uuid,
    /// Which of its secrets.
    pub kind: Kind,
    /// Which of the two places that a secret has.
    pub place: Place,
    /// 0 for the item itself, from 1 for the parts of a content that is too long for one item.
    pub part: u16,
}

impl Item {
    /// The item of a secret.
    pub const fn of(owner: Uuid, kind: Kind, place: Place) -> Self {
        Self { owner, kind, place, part: 0 }
    }

    /// A part of it.
    pub(crate) const fn part(self, part: u16) -> Self {
        Self { part, ..self }
    }

    /// Reads a name that [`Item::to_string`] wrote.
    pub fn parse(name: &str) -> Option<Self> {
        let (owner, rest) = name.split_once('/')?;
        let (rest, part) = match rest.split_once('.') {
            Some((rest, part)) => (rest, part.parse().ok().filter(|part| *part > 0)?),
            None => (rest, 0),
        };
        let (kind, place) = match rest.strip_suffix("-2") {
            Some(kind) => (kind, Place::Second),
            None => (rest, Place::First),
        };
        Some(Self { owner: Uuid::parse_str(owner).ok()?, kind: Kind::from_word(kind)?, place, part })
    }
}

impl fmt::Display for Item {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.owner, self.kind.as_word())?;
        if self.place == Place::Second {
            formatter.write_str("-2")?;
        }
        if self.part > 0 { write!(formatter, ".{}", self.part) } else { Ok(()) }
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

    /// Names every item of Keyperch's; names that are none of ours are left out.
    fn list(&self) -> Answer<'_, Vec<Item>>;

    /// Writes, reads and deletes an item of no meaning: can a secret be kept now?
    fn probe(&self) -> Answer<'_, ()>;

    /// Returns when every call that was begun has come to its end, also one that nobody waits for any more; none: no
    /// call is under way.
    fn settled(&self) -> Option<Pin<Box<dyn Future<Output = ()> + Send>>> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_it_was_written() {
        let owner = Uuid::from_u128(7);
        for kind in Kind::ALL {
            for place in Place::BOTH {
                for part in [0, 1, 12] {
                    let item = Item::of(owner, kind, place).part(part);
                    assert_eq!(Item::parse(&item.to_string()), Some(item), "{item}");
                }
            }
        }
    }

    #[test]
    fn other_names_are_not_ours() {
        let owner = Uuid::from_u128(7);
        for name in ["", "marker", &format!("{owner}"), &format!("{owner}/password"), "7/refresh-token"] {
            assert_eq!(Item::parse(name), None, "{name}");
        }
        assert_eq!(Item::parse(&format!("{owner}/refresh-token.0")), None, "a part counts from 1");
    }
}
