//! A content that is too long for one item, in parts: some keychains take 2,560 bytes and no more.
//!
//! The item itself then says how many parts there are, how long the whole is, and its checksum: parts of two contents
//! that were mixed by a crash are not taken for one.

use crate::model::secret::Stored;

/// More than this is kept in parts, everywhere: all systems then behave alike.
const LONGEST: usize = 2_000;

const MARK: &str = "keyperch-parts 1 ";

/// What an item says when its content is in parts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Head {
    pub(super) count: u16,
    length: usize,
    checksum: u32,
}

/// A content cut into what one item takes, with what the item itself then says; none: it is short enough.
pub(super) fn cut(content: &Stored) -> Option<(Stored, Vec<Stored>)> {
    let text = content.expose();
    if text.len() <= LONGEST {
        return None;
    }
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = (1..=LONGEST.min(rest.len())).rev().find(|end| rest.is_char_boundary(*end));
        let (piece, after) = rest.split_at(end.unwrap_or(rest.len()));
        pieces.push(Stored::from(piece.to_owned()));
        rest = after;
    }
    let head = format!("{MARK}{} {} {:08x}", pieces.len(), text.len(), crc32fast::hash(text.as_bytes()));
    Some((head.into(), pieces))
}

impl Head {
    /// Reads what an item says, if it says that its content is in parts.
    pub(super) fn read(content: &Stored) -> Option<Self> {
        let mut words = content.expose().strip_prefix(MARK)?.split(' ');
        let (count, length, checksum) = (words.next()?, words.next()?, words.next()?);
        Some(Self {
            count: count.parse().ok()?,
            length: length.parse().ok()?,
            checksum: u32::from_str_radix(checksum, 16).ok()?,
        })
    }

    /// The parts as one; none: they are not all of this content.
    pub(super) fn join(self, pieces: &[Stored]) -> Option<Stored> {
        let whole: String = pieces.iter().map(Stored::expose).collect();
        let is_it = whole.len() == self.length && crc32fast::hash(whole.as_bytes()) == self.checksum;
        let whole = Stored::from(whole);
        is_it.then_some(whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(text: &str) -> Stored {
        text.to_owned().into()
    }

    #[test]
    fn a_short_content_stays_whole() {
        assert!(cut(&stored(&"x".repeat(LONGEST))).is_none());
        assert!(Head::read(&stored("5Aep861")).is_none());
    }

    #[test]
    fn a_long_content_comes_back_from_its_parts() {
        for text in ["J".repeat(LONGEST + 1), "J".repeat(40_000), "✓".repeat(3_000)] {
            let (head, pieces) = cut(&stored(&text)).expect("too long for one");
            assert!(pieces.iter().all(|piece| piece.expose().len() <= LONGEST));
            let head = Head::read(&head).expect("a head");
            assert_eq!(usize::from(head.count), pieces.len());
            assert_eq!(head.join(&pieces).expect("whole").expose(), text);
        }
    }

    #[test]
    fn parts_of_two_contents_are_none() {
        let (_, older) = cut(&stored(&"a".repeat(5_000))).expect("parts");
        let (head, newer) = cut(&stored(&"b".repeat(5_000))).expect("parts");
        let head = Head::read(&head).expect("a head");
        let mixed = [stored(newer[0].expose()), stored(older[1].expose()), stored(newer[2].expose())];
        assert!(head.join(&mixed).is_none());
        assert!(head.join(&newer[..2]).is_none(), "one is missing");
    }
}
