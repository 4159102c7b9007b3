//! Finding a cycle of any length in bounded memory.

use deck_types::Fingerprint;

use super::fingerprint_set::FingerprintSet;

/// The memory of one page out of all those before, moved on by Brent's method.
///
/// A server that sends a listing in circles with ever new cursors repeats its pages. The items of one page
/// are remembered: of the first, the third, the seventh, and so on, each time twice as far. When a cycle has
/// been entered and is not longer than the distance to the next page that will be remembered, a page that
/// ends with one of these items comes again. That is after at most three times the pages before the cycle and
/// its length.
#[derive(Clone, Debug, Default)]
pub(super) struct Cycle {
    remembered: FingerprintSet,
    /// How many pages were passed since the one that is remembered.
    passed: u64,
    /// How many pages are passed before another one is remembered.
    reach: u64,
}

impl Cycle {
    /// Counts a page, and remembers it when it is its turn.
    pub(super) fn pass(&mut self, page: impl IntoIterator<Item = Fingerprint>) {
        self.passed += 1;
        if self.passed > self.reach {
            self.remembered = page.into_iter().collect();
            self.reach = self.reach.saturating_mul(2).saturating_add(1);
            self.passed = 0;
        }
    }

    /// Returns whether the item stood on the page that is remembered.
    pub(super) fn contains(&self, item: Fingerprint) -> bool {
        self.remembered.contains(&item)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(number: u64) -> Fingerprint {
        Fingerprint::of_text(&number.to_string())
    }

    /// Returns whether a page is found to have come before, after at most three times the pages before the
    /// cycle and its length.
    fn is_found_in_time(before: u64, length: u64) -> bool {
        let mut cycle = Cycle::default();
        (0..=3 * (before + length)).any(|index| {
            let number = if index < before {
                index
            } else {
                before + (index - before) % length
            };
            let found = cycle.contains(item(number));
            cycle.pass([item(number)]);
            found
        })
    }

    #[test]
    fn every_cycle_is_found_after_three_times_the_pages_before_it_and_its_length() {
        for before in 0..40 {
            for length in 1..40 {
                assert!(is_found_in_time(before, length), "{before} {length}");
            }
        }
        assert!(is_found_in_time(1_000, 5_000));
    }

    #[test]
    fn the_first_page_is_remembered_and_then_each_that_is_twice_as_far_and_one_more() {
        let mut cycle = Cycle::default();
        let remembered = (1..=31).filter(|number| {
            cycle.pass([item(*number)]);
            cycle.contains(item(*number))
        });
        assert_eq!(remembered.collect::<Vec<_>>(), [1, 3, 7, 15, 31]);
    }
}
