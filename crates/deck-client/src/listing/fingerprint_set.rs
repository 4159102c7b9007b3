//! Sets of fingerprints.

use std::collections::HashSet;
use std::hash::BuildHasher;
use std::hash::Hasher;
use std::hash::RandomState;

use deck_types::Fingerprint;

/// A set of fingerprints, which are hashes themselves and need little more hashing.
pub(super) type FingerprintSet = HashSet<Fingerprint, Seeded>;

/// Mixes a fingerprint with a random number, so that nobody can make ids that all fall into one place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seeded(u64);

impl Default for Seeded {
    fn default() -> Self {
        Self(RandomState::new().hash_one(0_u64))
    }
}

impl BuildHasher for Seeded {
    type Hasher = Mixed;

    fn build_hasher(&self) -> Mixed {
        Mixed(self.0)
    }
}

#[derive(Debug)]
pub(super) struct Mixed(u64);

impl Hasher for Mixed {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    /// Multiplies and folds both halves of the product, on which every bit of the number has its effect.
    fn write_u64(&mut self, number: u64) {
        let product = u128::from(self.0 ^ number) * u128::from(MULTIPLIER);
        self.0 = (product >> 64) as u64 ^ product as u64;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The fraction of the golden ratio in 64 bits: odd, and without a pattern in its bits.
const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_that_differ_in_one_bit_fall_into_different_places() {
        let seeded = Seeded::default();
        let hashes = (0..64).map(|bit| {
            let mut hasher = seeded.build_hasher();
            hasher.write_u64(1 << bit);
            hasher.finish()
        });
        assert_eq!(hashes.collect::<HashSet<_>>().len(), 64);
    }

    #[test]
    fn a_set_knows_what_it_holds() {
        let fingerprints = (0..1_000).map(|number: u32| Fingerprint::of_text(&number.to_string()));
        let set: FingerprintSet = fingerprints.clone().collect();
        assert!(fingerprints.clone().all(|item| set.contains(&item)));
        assert_eq!(set.len(), 1_000);
        assert!(!set.contains(&Fingerprint::of_text("other")));
    }
}
