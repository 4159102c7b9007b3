//! The generator behind seeded data.
//!
//! It is `SplitMix64`: eight bytes of state, the same numbers on every platform and in every release of the
//! compiler, which is what "same seed, same bytes" needs. It is not for secrets.

use serde::Deserialize;
use serde::Serialize;

/// The characters of generated ids: what public ids of the API are made of.
const ALPHANUMERIC: [char; 62] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I',
    'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z', 'a', 'b',
    'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u',
    'v', 'w', 'x', 'y', 'z',
];

/// The length of a generated id behind its prefix.
pub(crate) const ID_LENGTH: usize = 16;

/// A deterministic stream of numbers and of choices made with them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Random(u64);

impl Random {
    /// Starts the stream that belongs to `seed` and `stream`: streams of one seed are independent of each
    /// other.
    pub(crate) fn new(seed: u64, stream: u64) -> Random {
        let mut mixer = Random(seed);
        let start = mixer.next() ^ stream.wrapping_mul(0xD6E8_FEB8_6659_FD93);
        Random(start)
    }

    /// Returns the next number of the stream.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number of `low..=high`; `low` when the range is empty.
    pub(crate) fn between(&mut self, low: u64, high: u64) -> u64 {
        let span = high.saturating_sub(low).saturating_add(1);
        low + self.next() % span
    }

    /// Returns true in `percent` of a hundred cases.
    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }

    /// Returns one of `items`, each as likely as the others.
    pub(crate) fn pick<'a, T, const N: usize>(&mut self, items: &'a [T; N]) -> &'a T {
        const { assert!(N > 0, "there must be something to pick from") };
        &items[(self.next() % N as u64) as usize]
    }

    /// Returns `prefix` with sixteen letters and digits behind it.
    pub(crate) fn id(&mut self, prefix: &str) -> String {
        let mut id = String::with_capacity(prefix.len() + ID_LENGTH);
        id.push_str(prefix);
        id.extend((0..ID_LENGTH).map(|_| *self.pick(&ALPHANUMERIC)));
        id
    }

    /// Returns `count` decimal digits.
    pub(crate) fn digits(&mut self, count: usize) -> String {
        (0..count)
            .map(|_| char::from(b'0' + (self.next() % 10) as u8))
            .collect()
    }

    /// Returns an amount of money in `low..=high` whole units, with cents.
    pub(crate) fn amount(&mut self, low: u64, high: u64) -> f64 {
        let cents = self.between(low * 100, high * 100);
        cents as f64 / 100.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_and_stream_give_the_same_numbers() {
        let mut first = Random::new(7, 3);
        let mut second = Random::new(7, 3);

        assert_eq!(
            [first.next(), first.next(), first.next()],
            [second.next(), second.next(), second.next()]
        );
    }

    #[test]
    fn streams_and_seeds_differ() {
        let of = |seed, stream| Random::new(seed, stream).next();

        assert_ne!(of(1, 0), of(1, 1));
        assert_ne!(of(1, 0), of(2, 0));
    }

    #[test]
    fn the_numbers_are_those_of_splitmix64() {
        let mut random = Random(1_234_567);

        assert_eq!(
            [random.next(), random.next()],
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]
        );
    }

    #[test]
    fn ids_have_the_prefix_and_sixteen_alphanumerics() {
        let id = Random::new(1, 0).id("trun_");

        assert_eq!(id.len(), 21);
        assert!(
            id.strip_prefix("trun_")
                .is_some_and(|rest| rest.chars().all(|c| c.is_ascii_alphanumeric())),
            "{id}"
        );
    }

    #[test]
    fn a_range_keeps_its_ends() {
        let mut random = Random::new(5, 0);

        assert!(
            (0..1_000)
                .map(|_| random.between(3, 5))
                .all(|number| (3..=5).contains(&number))
        );
        assert_eq!(random.between(9, 9), 9);
    }
}
