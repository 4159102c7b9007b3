//! The random part of a wait.

use std::fmt;
use std::hash::BuildHasher;
use std::hash::RandomState;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

/// A source of the random fractions of backoffs.
///
/// Any closure that returns a number is one, so that tests can choose the waits.
///
/// # Examples
///
/// ```
/// use deck_client::{Jitter, SeededJitter};
///
/// let longest = || 1.0;
/// assert_eq!(longest.fraction(), 1.0);
/// assert_eq!(SeededJitter::new(7).fraction(), SeededJitter::new(7).fraction());
/// ```
pub trait Jitter: Send + Sync {
    /// Returns a number from 0 to 1.
    fn fraction(&self) -> f64;
}

impl<F: Fn() -> f64 + Send + Sync> Jitter for F {
    fn fraction(&self) -> f64 {
        self()
    }
}

/// Evenly spread fractions that follow from a seed: the same seed gives the same sequence.
///
/// The default of a client is one with a random seed. It is no source of secrets.
#[derive(Debug)]
pub struct SeededJitter(AtomicU64);

impl SeededJitter {
    /// Creates the sequence of `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    /// Creates a sequence that differs from process to process and from call to call.
    #[must_use]
    pub fn random() -> Self {
        Self::new(RandomState::new().hash_one(0_u8))
    }
}

impl Jitter for SeededJitter {
    fn fraction(&self) -> f64 {
        const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
        let state = self.0.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
        // 53 bits are what an `f64` holds exactly.
        (mixed(state) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Mixes the bits of a state: the output function of the generator `SplitMix64` (Steele, Lea, Flood: Fast
/// splittable pseudorandom number generators, 2014).
fn mixed(state: u64) -> u64 {
    let mut bits = state;
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// A source of any type, cheap to clone.
#[derive(Clone)]
pub(crate) struct SharedJitter(Arc<dyn Jitter>);

impl SharedJitter {
    pub(crate) fn new(jitter: impl Jitter + 'static) -> Self {
        Self(Arc::new(jitter))
    }

    pub(crate) fn fraction(&self) -> f64 {
        self.0.fraction()
    }
}

impl fmt::Debug for SharedJitter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SharedJitter")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_stay_in_range_and_spread_over_it() {
        let jitter = SeededJitter::new(1);
        let mut tenths = [0_u32; 10];
        for _ in 0..10_000 {
            let fraction = jitter.fraction();
            assert!((0.0..1.0).contains(&fraction), "{fraction}");
            tenths[(fraction * 10.0) as usize] += 1;
        }
        assert!(
            tenths.iter().all(|count| (800..1200).contains(count)),
            "{tenths:?}"
        );
    }

    #[test]
    fn the_bits_are_those_of_split_mix_64() {
        let state = 1_234_567 + 0x9e37_79b9_7f4a_7c15;
        assert_eq!(mixed(state), 6_457_827_717_110_365_317);
    }

    #[test]
    fn a_closure_gives_what_it_returns() {
        let quarter = SharedJitter::new(|| 0.25);
        assert_eq!(quarter.fraction().to_bits(), 0.25_f64.to_bits());
    }

    #[test]
    fn two_random_sequences_differ() {
        let (one, other) = (SeededJitter::random(), SeededJitter::random());
        assert!((0..4).any(|_| one.fraction().to_bits() != other.fraction().to_bits()));
    }
}
