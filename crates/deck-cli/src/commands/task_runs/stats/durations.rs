//! How long runs took: exact percentiles of a million, and near ones of any number.

/// The most durations that are kept one by one.
const MOST_EXACT: usize = 1_000_000;

/// How many buckets there are for durations from one power of two to the next.
const BUCKETS_PER_OCTAVE: u64 = 128;

/// Durations in milliseconds.
///
/// Up to a million are kept one by one. With more they are counted in buckets, 128 from one power of two to
/// the next, and the middle of a bucket is at most 0.4 % off.
#[derive(Debug, Default)]
pub(super) struct Durations {
    /// Each of them, in no order, as long as they are not too many.
    values: Vec<u64>,
    /// All of them, when they are.
    buckets: Option<Buckets>,
}

/// How many durations lie in each bucket.
#[derive(Debug)]
struct Buckets {
    counts: Vec<u64>,
    total: u64,
    shortest: u64,
    longest: u64,
}

impl Durations {
    /// Adds a duration.
    pub(super) fn add(&mut self, milliseconds: u64) {
        match &mut self.buckets {
            Some(buckets) => buckets.add(milliseconds),
            None => self.values.push(milliseconds),
        }
        if self.values.len() > MOST_EXACT {
            self.fill_buckets();
        }
    }

    /// Adds all durations of another part of the runs.
    pub(super) fn merge(&mut self, other: Self) {
        if let Some(more) = &other.buckets {
            self.fill_buckets().merge(more);
        }
        other.values.into_iter().for_each(|value| self.add(value));
    }

    /// Returns how many there are.
    pub(super) fn total(&self) -> u64 {
        let in_buckets = self.buckets.as_ref().map(|buckets| buckets.total);
        in_buckets.unwrap_or(self.values.len() as u64)
    }

    /// Returns whether percentiles are exact.
    pub(super) fn are_exact(&self) -> bool {
        self.buckets.is_none()
    }

    /// Returns percentiles by the nearest rank: the smallest duration that so many in a hundred do not
    /// exceed.
    pub(super) fn percentiles<const N: usize>(&mut self, wanted: [u64; N]) -> Option<[u64; N]> {
        let total = self.total();
        if total == 0 {
            return None;
        }
        let rank = |percent: u64| (total * percent).div_ceil(100).max(1) - 1;
        if let Some(buckets) = &self.buckets {
            return Some(wanted.map(|percent| buckets.at(rank(percent))));
        }
        self.values.sort_unstable();
        let at = |rank| self.values.get(usize::try_from(rank).ok()?).copied();
        Some(wanted.map(|percent| at(rank(percent)).unwrap_or(0)))
    }

    fn fill_buckets(&mut self) -> &mut Buckets {
        let buckets = self.buckets.get_or_insert_with(Buckets::new);
        std::mem::take(&mut self.values)
            .into_iter()
            .for_each(|value| buckets.add(value));
        buckets
    }
}

impl Buckets {
    fn new() -> Self {
        Self {
            counts: vec![0; place(u64::MAX) + 1],
            total: 0,
            shortest: u64::MAX,
            longest: 0,
        }
    }

    fn add(&mut self, milliseconds: u64) {
        self.counts[place(milliseconds)] += 1;
        self.total += 1;
        self.shortest = self.shortest.min(milliseconds);
        self.longest = self.longest.max(milliseconds);
    }

    fn merge(&mut self, other: &Self) {
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count += more;
        }
        self.total += other.total;
        self.shortest = self.shortest.min(other.shortest);
        self.longest = self.longest.max(other.longest);
    }

    /// Returns the middle of the bucket of the duration at this rank, which no duration exceeds.
    fn at(&self, rank: u64) -> u64 {
        let mut seen = 0;
        let place = self.counts.iter().position(|count| {
            seen += count;
            seen > rank
        });
        let middle = place.map_or(self.longest, middle);
        middle.clamp(self.shortest, self.longest)
    }
}

/// Returns the place of the bucket of a duration; up to 255 ms each has one of its own.
fn place(milliseconds: u64) -> usize {
    let octave = milliseconds.checked_ilog2().unwrap_or(0).saturating_sub(7);
    let within = milliseconds >> octave;
    // Both are far below the limits of the type: 57 octaves of 128 buckets, and 256 in all within the first.
    usize::try_from(u64::from(octave) * BUCKETS_PER_OCTAVE + within).unwrap_or(usize::MAX)
}

/// Returns the middle of a bucket.
fn middle(place: usize) -> u64 {
    let place = place as u64;
    if place < 2 * BUCKETS_PER_OCTAVE {
        return place;
    }
    let octave = place / BUCKETS_PER_OCTAVE - 1;
    let lowest = (place - octave * BUCKETS_PER_OCTAVE) << octave;
    lowest + ((1_u64 << octave) - 1) / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: impl IntoIterator<Item = u64>) -> Durations {
        let mut durations = Durations::default();
        values.into_iter().for_each(|value| durations.add(value));
        durations
    }

    #[test]
    fn percentiles_are_by_the_nearest_rank() {
        assert_eq!(of([]).percentiles([50]), None);
        assert_eq!(of([7]).percentiles([50, 90, 99]), Some([7, 7, 7]));
        assert_eq!(
            of((1..=100).rev()).percentiles([50, 90, 99]),
            Some([50, 90, 99])
        );
        assert_eq!(of([1, 2, 3]).percentiles([50, 90, 99]), Some([2, 3, 3]));
    }

    #[test]
    fn a_million_are_exact_however_they_were_divided() {
        let mut left = of(1..=400_000);
        left.merge(of(400_001..=1_000_000));
        assert!(left.are_exact());
        assert_eq!(left.percentiles([50, 99]), Some([500_000, 990_000]));
    }

    #[test]
    fn more_than_a_million_are_off_by_less_than_said() {
        let mut left = of(1..=1_000_000);
        left.merge(of(1_000_001..=1_500_000));
        assert!(!left.are_exact());
        assert_eq!(left.total(), 1_500_000);
        let wanted = [1, 10, 50, 90, 99, 100];
        for (percent, found) in wanted.into_iter().zip(left.percentiles(wanted).unwrap()) {
            let exact = 15_000 * percent;
            assert!(
                found.abs_diff(exact) * 1_000 <= 4 * exact,
                "{percent}: {found}"
            );
        }
    }

    #[test]
    fn the_middle_of_every_bucket_lies_in_it_and_is_near_to_all_of_it() {
        let largest = place(u64::MAX);
        for bucket in 0..=largest {
            let middle = middle(bucket);
            assert_eq!(place(middle), bucket);
        }
        for value in
            (0..64).flat_map(|shift| [1_u64 << shift, (1_u64 << shift) - 1, u64::MAX >> shift])
        {
            let near = middle(place(value));
            assert!(
                u128::from(near.abs_diff(value)) * 1_000 <= 4 * u128::from(value),
                "{value}"
            );
        }
    }
}
