//! A slot: what one of a grant's two places holds of its refresh token.
//!
//! A rotating refresh token is never overwritten by its successor: that goes into the other place, and says of itself
//! which generation it is, how long, and whether it is whole. So keychain and registry need no common transaction: the
//! highest generation that is whole is the one that counts. Pure text; who reads and writes it is `flows/renewal`.

use uuid::Uuid;

use crate::model::secret::{Kept, Place, RefreshToken, Stored};

const MARK: &str = "keyperch-slot 1 ";

/// The generation that a sign-in gives; each rotation adds one.
pub const FIRST: u64 = 1;

/// One refresh token, and the how-manieth of its grant it is.
#[derive(Debug)]
pub struct Record {
    /// From [`FIRST`]; 0: kept by a version that did not count.
    pub generation: u64,
    /// The token.
    pub token: RefreshToken,
}

/// What a place holds.
#[derive(Debug)]
pub enum Slot {
    /// Nothing.
    Empty,
    /// A placeholder: it was proved that the place can be written.
    Reserved,
    /// Something that is not whole, or not of this installation: never presented.
    Torn,
    /// A token.
    Holds(Record),
}

/// Both places of a grant.
#[derive(Debug)]
pub struct Slots {
    /// What [`Place::First`] holds.
    pub first: Slot,
    /// What [`Place::Second`] holds.
    pub second: Slot,
}

impl Record {
    /// As it is kept.
    pub fn to_stored(&self, install: Uuid) -> Stored {
        let token = self.token.expose();
        format!("{}\n{token}", head(self.generation, install, token)).into()
    }

    /// A placeholder of the same size for the other place.
    pub fn reservation(&self, install: Uuid) -> Stored {
        let padding = ".".repeat(self.token.expose().len());
        format!("{}\n{padding}", head(0, install, &padding)).into()
    }

    /// Whether an answer brought the same token again: then nothing was rotated.
    pub fn holds(&self, token: &RefreshToken) -> bool {
        self.token.to_stored().is_same_as(&token.to_stored())
    }
}

impl Slot {
    /// Reads what a place holds. Text without our head is a token that a version before slots kept.
    pub fn read(stored: Option<Stored>, install: Uuid) -> Self {
        let Some(stored) = stored else { return Self::Empty };
        let text = stored.expose();
        if !text.starts_with("keyperch-") {
            return Self::Holds(Record { generation: 0, token: text.to_owned().into() });
        }
        let Some((said, token)) = text.split_once('\n') else { return Self::Torn };
        let generation = said.strip_prefix(MARK).and_then(|said| said.split(' ').next()?.parse().ok());
        match generation {
            Some(generation) if said == head(generation, install, token) => match generation {
                0 => Self::Reserved,
                _ => Self::Holds(Record { generation, token: token.to_owned().into() }),
            },
            _ => Self::Torn,
        }
    }
}

impl Slots {
    /// The token that counts, and where it is.
    pub fn newest(self) -> Option<(Place, Record)> {
        match (self.first, self.second) {
            (Slot::Holds(first), Slot::Holds(second)) if second.generation > first.generation => {
                Some((Place::Second, second))
            }
            (Slot::Holds(first), _) => Some((Place::First, first)),
            (_, Slot::Holds(second)) => Some((Place::Second, second)),
            _ => None,
        }
    }
}

/// What a slot says of itself; the checksum covers the rest of it too.
fn head(generation: u64, install: Uuid, token: &str) -> String {
    let said = format!("{MARK}{generation} {install} {}", token.len());
    let mut checksum = crc32fast::Hasher::new();
    checksum.update(said.as_bytes());
    checksum.update(token.as_bytes());
    format!("{said} {:08x}", checksum.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    const INSTALL: Uuid = Uuid::from_u128(7);

    fn record(generation: u64, token: &str) -> Record {
        Record { generation, token: token.to_owned().into() }
    }

    fn read(text: &str) -> Slot {
        Slot::read(Some(text.to_owned().into()), INSTALL)
    }

    #[test]
    fn a_record_is_read_as_it_was_kept() {
        let stored = record(41, "5Aep861").to_stored(INSTALL);
        let Slot::Holds(read) = Slot::read(Some(stored), INSTALL) else { panic!("a record") };
        assert_eq!((read.generation, read.token.expose()), (41, "5Aep861"));
    }

    #[test]
    fn a_reservation_is_as_long_and_is_no_token() {
        let record = record(1, "5Aep861");
        let (kept, reserved) = (record.to_stored(INSTALL), record.reservation(INSTALL));
        assert_eq!(reserved.expose().len(), kept.expose().len());
        assert!(matches!(Slot::read(Some(reserved), INSTALL), Slot::Reserved));
    }

    #[test]
    fn whatever_is_changed_in_a_record_tears_it() {
        let stored = record(41, "5Aep861_token").to_stored(INSTALL);
        let text = stored.expose();
        for place in "keyperch-".len()..text.len() {
            let mut bytes = text.as_bytes().to_vec();
            bytes[place] ^= 1;
            let spoilt = String::from_utf8(bytes).expect("ASCII");
            assert!(matches!(read(&spoilt), Slot::Torn), "byte {place}");
            assert!(matches!(read(&text[..place]), Slot::Torn), "cut at {place}");
        }
        assert!(matches!(Slot::read(Some(stored), Uuid::from_u128(8)), Slot::Torn), "another installation");
    }

    #[test]
    fn the_highest_whole_generation_counts() {
        let newest =
            |first, second| Slots { first, second }.newest().map(|(place, kept)| (place, kept.generation));
        let holds = |generation| Slot::Holds(record(generation, "x"));
        assert_eq!(newest(holds(3), holds(4)), Some((Place::Second, 4)));
        assert_eq!(newest(holds(5), holds(4)), Some((Place::First, 5)));
        assert_eq!(newest(holds(5), Slot::Reserved), Some((Place::First, 5)));
        assert_eq!(newest(Slot::Torn, holds(4)), Some((Place::Second, 4)));
        assert_eq!(newest(Slot::Empty, Slot::Reserved), None);
    }

    #[test]
    fn a_token_of_the_time_before_slots_is_older_than_every_slot() {
        let Slot::Holds(kept) = read("5Aep861TSESvWeug") else { panic!("a token") };
        assert_eq!(kept.generation, 0);
        assert!(kept.holds(&"5Aep861TSESvWeug".to_owned().into()));
    }
}
