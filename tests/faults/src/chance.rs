//! Chance that can be had again: numbers from a seed, which is printed. No library: what matters is only that a run can
//! be repeated.

/// A source of numbers (`SplitMix64`).
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// From a seed: the same seed, the same numbers.
    pub fn of(seed: u64) -> Self {
        Self(seed)
    }

    /// A source of its own for one part, so that parts can run in any order.
    pub fn for_part(seed: u64, part: &str, number: u64) -> Self {
        let label = part.bytes().fold(number, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
        let mut mixed = Self(seed ^ label.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        mixed.draw();
        mixed
    }

    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.draw() % limit.max(1)
    }

    /// True so many times in a thousand.
    pub fn in_a_thousand(&mut self, times: u64) -> bool {
        self.below(1000) < times
    }

    /// One of several.
    pub fn one_of<'a, Thing>(&mut self, things: &'a [Thing]) -> Option<&'a Thing> {
        let place = usize::try_from(self.below(things.len() as u64)).unwrap_or_default();
        things.get(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers_and_each_part_its_own() {
        let numbers = |mut chance: Chance| (0..20).map(|_| chance.below(1000)).collect::<Vec<_>>();
        assert_eq!(numbers(Chance::of(7)), numbers(Chance::of(7)));
        assert_ne!(numbers(Chance::for_part(7, "R1", 0)), numbers(Chance::for_part(7, "R1", 1)));
        assert_ne!(numbers(Chance::for_part(7, "R1", 0)), numbers(Chance::for_part(8, "R1", 0)));
    }

    #[test]
    fn five_percent_is_about_that() {
        let mut chance = Chance::of(1);
        let hits = (0..10_000).filter(|_| chance.in_a_thousand(50)).count();
        assert!((400..600).contains(&hits), "{hits}");
    }
}
