//! How many runs were created on each day, in bounded memory whatever the days are.

use std::collections::BTreeMap;

use jiff::civil::Date;

/// What happened to the runs of a day.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct DayCount {
    /// How many runs were created.
    pub(super) runs: u64,
    /// How many of them ended with success.
    pub(super) successes: u64,
    /// How many of them ended with failure.
    pub(super) failures: u64,
}

impl DayCount {
    fn add(&mut self, other: Self) {
        self.runs += other.runs;
        self.successes += other.successes;
        self.failures += other.failures;
    }
}

/// The runs of each day; of the latest 10,000 days one by one, of all before them together.
#[derive(Debug, Default)]
pub(super) struct Days {
    days: BTreeMap<Date, DayCount>,
    earlier: DayCount,
}

impl Days {
    /// The most days that are told apart, some 27 years.
    const MOST: usize = 10_000;

    /// Adds to what is known of a day.
    pub(super) fn add(&mut self, day: Date, count: DayCount) {
        self.days.entry(day).or_default().add(count);
        if self.days.len() > Self::MOST
            && let Some((_, earliest)) = self.days.pop_first()
        {
            self.earlier.add(earliest);
        }
    }

    /// Adds what another part of the runs has.
    pub(super) fn merge(&mut self, other: Self) {
        self.earlier.add(other.earlier);
        for (day, count) in other.days {
            self.add(day, count);
        }
    }

    /// Returns the latest days that have runs, the earliest of them first.
    pub(super) fn iter(
        &self,
    ) -> impl DoubleEndedIterator<Item = (Date, DayCount)> + ExactSizeIterator {
        self.days.iter().map(|(day, count)| (*day, *count))
    }

    /// Returns the runs of all days before those.
    pub(super) fn earlier(&self) -> DayCount {
        self.earlier
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;

    use super::*;

    fn of(numbers: impl IntoIterator<Item = i64>) -> Days {
        let mut days = Days::default();
        for number in numbers {
            let count = DayCount {
                runs: 1,
                ..DayCount::default()
            };
            days.add(date(1990, 1, 1).saturating_add(number.days()), count);
        }
        days
    }

    #[test]
    fn the_latest_days_are_kept_whatever_the_order_and_the_parts() {
        let most = i64::try_from(Days::MOST).unwrap();
        let mut odd = of((0..2 * most).filter(|number| number % 2 == 1));
        odd.merge(of((0..2 * most).rev().filter(|number| number % 2 == 0)));
        let whole = of(0..2 * most);
        assert_eq!(
            odd.iter().collect::<Vec<_>>(),
            whole.iter().collect::<Vec<_>>()
        );
        assert_eq!(odd.iter().len(), Days::MOST);
        assert_eq!(odd.earlier().runs, Days::MOST as u64);
    }
}
