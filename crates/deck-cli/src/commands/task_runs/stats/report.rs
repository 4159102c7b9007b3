//! The numbers as programs read them: the fields of `--output json`, which stay from version to version.

use serde::Serialize;

use super::counter::Counter;
use super::tally::Ended;
use super::tally::HoursOfWeek;
use super::tally::Tally;

/// What the success rate is of.
const SUCCESS_RATE_OF: &str = "successes / (successes + failures) of ended runs";

/// All numbers.
#[derive(Debug, Serialize)]
pub(super) struct Report<'a> {
    pub(super) runs: u64,
    pub(super) timezone: String,
    pub(super) ended: u64,
    pub(super) success_rate: SuccessRate,
    pub(super) duration_ms: Option<DurationReport>,
    pub(super) status: Group<'a>,
    pub(super) outcome: Group<'a>,
    pub(super) agent: Group<'a>,
    pub(super) source: Group<'a>,
    pub(super) error: Group<'a>,
    pub(super) days: Vec<Day>,
    /// Runs of days before the first of `days`.
    pub(super) earlier: u64,
    /// By day from Monday on, and hour.
    pub(super) hours_of_week: &'a HoursOfWeek,
    /// Runs that do not say when they were created.
    pub(super) undated: u64,
    /// Lines of the file, or items of the API, that could not be read as runs.
    pub(super) unreadable: u64,
}

/// How many of the ended runs were a success.
#[derive(Debug, Serialize)]
pub(super) struct SuccessRate {
    /// From 0 to 1; null where no run ended with success or failure.
    pub(super) value: Option<f64>,
    pub(super) of: &'static str,
    pub(super) successes: u64,
    pub(super) failures: u64,
    /// Ended runs with another outcome than these.
    pub(super) unknown: u64,
    /// Ended runs with no outcome.
    pub(super) without_outcome: u64,
}

/// How long runs took.
#[derive(Debug, Serialize)]
pub(super) struct DurationReport {
    /// Runs that say how long they took.
    pub(super) runs: u64,
    pub(super) p50: u64,
    pub(super) p90: u64,
    pub(super) p99: u64,
    pub(super) method: &'static str,
}

/// Runs by a word that they have.
#[derive(Debug, Serialize)]
pub(super) struct Group<'a> {
    /// The most frequent words.
    pub(super) top: Vec<Entry<'a>>,
    /// How often other words come.
    pub(super) others: u64,
    /// How many different words there are; null where they are too many to tell.
    pub(super) distinct: Option<usize>,
    /// By how much each number in `top` may be too small.
    pub(super) undercount_at_most: u64,
}

/// A word, and how many runs have it.
#[derive(Debug, Serialize)]
pub(super) struct Entry<'a> {
    pub(super) value: &'a str,
    pub(super) runs: u64,
}

/// The runs of a day.
#[derive(Debug, Serialize)]
pub(super) struct Day {
    pub(super) day: String,
    pub(super) runs: u64,
    pub(super) successes: u64,
    pub(super) failures: u64,
}

impl<'a> Report<'a> {
    /// Returns the numbers, with the `top` most frequent words of each group.
    pub(super) fn new(tally: &'a mut Tally, timezone: String, top: usize, unreadable: u64) -> Self {
        let duration_ms = DurationReport::of(tally);
        let tally = &*tally;
        let group = |counter: &'a Counter| Group::of(counter, top);
        let days = tally.days.iter().map(|(day, count)| Day {
            day: day.to_string(),
            runs: count.runs,
            successes: count.successes,
            failures: count.failures,
        });
        Self {
            runs: tally.runs,
            timezone,
            ended: tally.ended.runs,
            success_rate: SuccessRate::of(tally.ended),
            duration_ms,
            status: group(&tally.status),
            outcome: group(&tally.outcome),
            agent: group(&tally.agent),
            source: group(&tally.source),
            error: group(&tally.error),
            days: days.collect(),
            earlier: tally.days.earlier().runs,
            hours_of_week: &tally.hours,
            undated: tally.undated,
            unreadable,
        }
    }

    /// Returns the groups with their names.
    pub(super) fn groups(&self) -> [(&'static str, &Group<'a>); 5] {
        [
            ("status", &self.status),
            ("outcome", &self.outcome),
            ("agent", &self.agent),
            ("source", &self.source),
            ("error", &self.error),
        ]
    }
}

impl SuccessRate {
    fn of(ended: Ended) -> Self {
        let decided = ended.successes + ended.failures;
        #[expect(
            clippy::cast_precision_loss,
            reason = "a rate of more than 2^53 runs may be rounded"
        )]
        let value = (decided > 0).then(|| ended.successes as f64 / decided as f64);
        Self {
            value,
            of: SUCCESS_RATE_OF,
            successes: ended.successes,
            failures: ended.failures,
            unknown: ended.unknown,
            without_outcome: ended.without_outcome(),
        }
    }
}

impl DurationReport {
    fn of(tally: &mut Tally) -> Option<Self> {
        let [p50, p90, p99] = tally.durations.percentiles([50, 90, 99])?;
        Some(Self {
            runs: tally.durations.total(),
            p50,
            p90,
            p99,
            method: match tally.durations.are_exact() {
                true => "nearest rank, exact",
                false => "nearest rank in a histogram, at most 0.4 % off",
            },
        })
    }
}

impl<'a> Group<'a> {
    fn of(counter: &'a Counter, top: usize) -> Self {
        let entry = |(value, runs)| Entry { value, runs };
        let top: Vec<Entry<'_>> = counter.top(top).into_iter().map(entry).collect();
        let shown = top.iter().map(|entry| entry.runs).sum::<u64>();
        Self {
            top,
            others: counter.total() - shown,
            distinct: counter.distinct(),
            undercount_at_most: counter.undercount(),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::super::line;
    use super::*;

    #[test]
    fn of_many_words_the_most_frequent_are_shown_and_the_others_are_one_number() {
        let mut tally = Tally::default();
        for number in 0..100 {
            let line = format!(r#"{{"id":"1","agent_id":"agt_{}"}}"#, number % 40);
            tally.add(&line::read(&line).unwrap(), &TimeZone::UTC);
        }
        let report = Report::new(&mut tally, "UTC".to_owned(), 2, 0);
        assert_eq!((report.agent.top.len(), report.agent.others), (2, 94));
        assert_eq!(
            (report.agent.top[0].value, report.agent.top[0].runs),
            ("agt_0", 3)
        );
        assert_eq!(report.agent.distinct, Some(40));
        assert_eq!(report.success_rate.value, None);
    }
}
