//! How often each word comes, in bounded memory whatever the words are.

use std::cmp::Reverse;
use std::collections::HashMap;

/// Counts how many runs have each word.
///
/// The counts are exact while there are at most 40,000 different words. With more, the rare ones are
/// forgotten, and a count is too small by at most [`undercount`](Self::undercount), which is never more than
/// one in 20,000 of all that was counted (the summary of Misra and Gries). Two counters that counted parts of
/// the same runs can be merged, and the bound holds for what comes out.
#[derive(Debug, Default)]
pub(super) struct Counter {
    counts: HashMap<Box<str>, u64>,
    total: u64,
    undercount: u64,
}

impl Counter {
    /// How many words are kept when there are too many; twice as many are the most at any time.
    const CAPACITY: usize = 20_000;

    /// The longest word that is kept whole; ids have at most 255 characters.
    const MOST_BYTES: usize = 256;

    /// Counts one run with this word.
    pub(super) fn add(&mut self, word: &str) {
        self.total += 1;
        self.count(beginning(word), 1);
        self.prune();
    }

    /// Adds what another counter has counted.
    pub(super) fn merge(&mut self, other: Self) {
        self.total += other.total;
        self.undercount += other.undercount;
        for (word, count) in other.counts {
            self.count(&word, count);
        }
        self.prune();
    }

    /// Returns how many runs were counted, one for each word that it has.
    pub(super) fn total(&self) -> u64 {
        self.total
    }

    /// Returns by how much a count may be too small; 0 where all are exact.
    pub(super) fn undercount(&self) -> u64 {
        self.undercount
    }

    /// Returns how many different words there are, if none was forgotten.
    pub(super) fn distinct(&self) -> Option<usize> {
        (self.undercount == 0).then_some(self.counts.len())
    }

    /// Returns the most frequent words, the most frequent first and equal ones by the alphabet.
    pub(super) fn top(&self, most: usize) -> Vec<(&str, u64)> {
        let words = self.counts.iter();
        let mut words: Vec<(&str, u64)> = words.map(|(word, count)| (&**word, *count)).collect();
        words.sort_unstable_by_key(|(word, count)| (Reverse(*count), *word));
        words.truncate(most);
        words
    }

    fn count(&mut self, word: &str, count: u64) {
        match self.counts.get_mut(word) {
            Some(known) => *known += count,
            None => {
                self.counts.insert(word.into(), count);
            }
        }
    }

    /// Forgets the rare words if there are too many, and takes as much from all others.
    fn prune(&mut self) {
        if self.counts.len() <= 2 * Self::CAPACITY {
            return;
        }
        let mut counts: Vec<u64> = self.counts.values().copied().collect();
        let (_, most_of_rare, _) =
            counts.select_nth_unstable_by_key(Self::CAPACITY, |count| Reverse(*count));
        let most_of_rare = *most_of_rare;
        self.undercount += most_of_rare;
        self.counts.retain(|_, count| {
            *count = count.saturating_sub(most_of_rare);
            *count > 0
        });
    }
}

/// Returns as much of a word as is kept.
fn beginning(word: &str) -> &str {
    if word.len() <= Counter::MOST_BYTES {
        return word;
    }
    let mut ends = (0..=Counter::MOST_BYTES).rev();
    let end = ends.find(|end| word.is_char_boundary(*end));
    &word[..end.unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_and_the_most_frequent_come_first() {
        let mut counter = Counter::default();
        for word in ["b", "a", "c", "a", "b", "d"] {
            counter.add(word);
        }
        assert_eq!(counter.top(3), [("a", 2), ("b", 2), ("c", 1)]);
        assert_eq!((counter.total(), counter.distinct()), (6, Some(4)));
    }

    #[test]
    fn counters_of_two_parts_are_one_of_the_whole() {
        let (mut left, mut right) = (Counter::default(), Counter::default());
        left.add("a");
        right.add("a");
        right.add("b");
        left.merge(right);
        assert_eq!(left.top(9), [("a", 2), ("b", 1)]);
        assert_eq!((left.total(), left.undercount()), (3, 0));
    }

    #[test]
    fn a_million_words_take_no_more_room_and_frequent_ones_are_wrong_by_little() {
        let (mut left, mut right) = (Counter::default(), Counter::default());
        for number in 0..200_000_u64 {
            let counter = if number % 2 == 0 {
                &mut left
            } else {
                &mut right
            };
            counter.add(&number.to_string());
            if number % 10 < 4 {
                counter.add("frequent");
            }
        }
        left.merge(right);
        assert!(left.counts.len() <= 2 * Counter::CAPACITY);
        assert!(left.undercount() > 0 && left.distinct().is_none());
        assert!(left.undercount() <= left.total() / Counter::CAPACITY as u64);
        let (word, count) = left.top(1)[0];
        assert_eq!(word, "frequent");
        assert!(
            (80_000 - left.undercount()..=80_000).contains(&count),
            "{count}"
        );
    }

    #[test]
    fn a_long_word_is_cut_between_characters() {
        let mut counter = Counter::default();
        counter.add(&"é".repeat(1_000_001));
        counter.add(&format!("x{}", "é".repeat(1_000_000)));
        let lengths: Vec<_> = counter.top(9).iter().map(|(word, _)| word.len()).collect();
        assert_eq!(lengths, [255, 256]);
    }
}
