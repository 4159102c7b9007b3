//! Counting runs: what is kept of them, one after the other, in bounded memory.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use deck_types::Outcome;
use deck_types::TaskRunStatus;

use super::counter::Counter;
use super::days::DayCount;
use super::days::Days;
use super::durations::Durations;
use super::facts::ErrorWords;
use super::facts::Facts;

/// The hours of a week, by the day from Monday on and the hour.
pub(super) type HoursOfWeek = [[u64; 24]; 7];

/// What was counted.
///
/// Parts of the runs are counted apart, in threads of their own, and merged.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) runs: u64,
    pub(super) ended: Ended,
    pub(super) status: Counter,
    pub(super) outcome: Counter,
    pub(super) agent: Counter,
    pub(super) source: Counter,
    /// Runs by what went wrong in them; a run with two errors counts for both.
    pub(super) error: Counter,
    pub(super) durations: Durations,
    pub(super) days: Days,
    pub(super) hours: HoursOfWeek,
    /// Runs that do not say when they were created.
    pub(super) undated: u64,
}

/// How runs that ended have ended.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Ended {
    pub(super) runs: u64,
    pub(super) successes: u64,
    pub(super) failures: u64,
    /// Runs whose outcome is `unknown`, or a word that this version does not know.
    pub(super) unknown: u64,
}

impl Ended {
    /// Returns how many have no outcome at all.
    pub(super) fn without_outcome(self) -> u64 {
        self.runs - self.successes - self.failures - self.unknown
    }

    fn add(&mut self, other: Self) {
        self.runs += other.runs;
        self.successes += other.successes;
        self.failures += other.failures;
        self.unknown += other.unknown;
    }
}

impl Tally {
    /// Counts a run; days and hours are those of the time zone.
    pub(super) fn add(&mut self, run: &Facts<'_>, zone: &TimeZone) {
        self.runs += 1;
        let status = run.status.as_deref().map(TaskRunStatus::from);
        let status = status.map(|status| status.normalized());
        if let Some(status) = &status {
            self.status.add(status.as_str());
        }
        let ended = ended(status.as_ref(), run.outcome.as_deref());
        self.ended.add(ended);
        for (counter, word) in [
            (&mut self.outcome, &run.outcome),
            (&mut self.agent, &run.agent),
            (&mut self.source, &run.source),
        ] {
            if let Some(word) = word {
                counter.add(word);
            }
        }
        self.add_errors(run);
        if let Some(milliseconds) = run.runtime_ms {
            self.durations.add(milliseconds);
        }
        match run.created().and_then(|created| local(created, zone)) {
            Some(created) => self.add_time(created, ended),
            None => self.undated += 1,
        }
    }

    /// Adds what was counted of another part of the runs.
    pub(super) fn merge(&mut self, other: Self) {
        self.runs += other.runs;
        self.ended.add(other.ended);
        self.status.merge(other.status);
        self.outcome.merge(other.outcome);
        self.agent.merge(other.agent);
        self.source.merge(other.source);
        self.error.merge(other.error);
        self.durations.merge(other.durations);
        self.days.merge(other.days);
        self.undated += other.undated;
        let hours = self.hours.iter_mut().flatten();
        for (count, more) in hours.zip(other.hours.iter().flatten()) {
            *count += more;
        }
    }

    fn add_errors(&mut self, run: &Facts<'_>) {
        match run.errors.as_slice() {
            [] => {}
            [error] => self.error.add(&error.word()),
            errors => {
                let mut words: Vec<String> = errors.iter().map(ErrorWords::word).collect();
                words.sort_unstable();
                words.dedup();
                words.iter().for_each(|word| self.error.add(word));
            }
        }
    }

    fn add_time(&mut self, created: DateTime, ended: Ended) {
        let count = DayCount {
            runs: 1,
            successes: ended.successes,
            failures: ended.failures,
        };
        self.days.add(created.date(), count);
        let day = usize::try_from(created.weekday().to_monday_zero_offset());
        let hour = usize::try_from(created.hour());
        if let (Ok(day), Ok(hour)) = (day, hour) {
            self.hours[day][hour] += 1;
        }
    }
}

/// Returns how a run has ended, if it has.
fn ended(status: Option<&TaskRunStatus>, outcome: Option<&str>) -> Ended {
    if status.and_then(TaskRunStatus::is_terminal) != Some(true) {
        return Ended::default();
    }
    let outcome = outcome.map(Outcome::from);
    let is = |wanted: bool| u64::from(wanted);
    Ended {
        runs: 1,
        successes: is(outcome == Some(Outcome::Success)),
        failures: is(outcome == Some(Outcome::Failure)),
        unknown: is(outcome
            .is_some_and(|outcome| outcome != Outcome::Success && outcome != Outcome::Failure)),
    }
}

/// Returns what clocks in the zone show at the instant, unless that is beyond the year 9999.
fn local(nanoseconds: i128, zone: &TimeZone) -> Option<DateTime> {
    let instant = Timestamp::from_nanosecond(nanoseconds).ok()?;
    Some(zone.to_datetime(instant))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::line;
    use super::*;

    fn tally(zone: &TimeZone, lines: &[&str]) -> Tally {
        let mut tally = Tally::default();
        for line in lines {
            tally.add(&line::read(line).unwrap(), zone);
        }
        tally
    }

    #[test]
    fn only_runs_that_ended_have_a_part_in_the_success_rate() {
        let tally = tally(
            &TimeZone::UTC,
            &[
                r#"{"id":"1","status":"completed","result":"success"}"#,
                r#"{"id":"2","status":"failed","result":"failure"}"#,
                r#"{"id":"3","status":"running","result":"success"}"#,
                r#"{"id":"4","status":"canceled","result":"unknown"}"#,
                r#"{"id":"5","status":"canceled"}"#,
                r#"{"id":"6","status":"hibernating","result":"failure"}"#,
            ],
        );
        let expected = Ended {
            runs: 4,
            successes: 1,
            failures: 1,
            unknown: 1,
        };
        assert_eq!(tally.ended, expected);
        assert_eq!(tally.ended.without_outcome(), 1);
        assert_eq!(tally.undated, 6);
    }

    #[test]
    fn both_spellings_of_cancelling_are_one_status() {
        let lines = [
            r#"{"id":"1","status":"canceling"}"#,
            r#"{"id":"2","status":"cancelling"}"#,
        ];
        assert_eq!(
            tally(&TimeZone::UTC, &lines).status.top(9),
            [("cancelling", 2)]
        );
    }

    #[test]
    fn a_run_counts_once_for_each_error_that_it_has() {
        let line =
            r#"{"id":"1","errors":[{"type":"a","code":"b"},{"code":"c"},{"type":"a","code":"b"}]}"#;
        assert_eq!(
            tally(&TimeZone::UTC, &[line]).error.top(9),
            [("-/c", 1), ("a/b", 1)]
        );
    }

    #[test]
    fn days_and_hours_are_those_of_the_zone_at_both_changes_of_the_clock() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let lines = [
            r#"{"id":"1","created_at":"2026-03-29T00:59:59Z"}"#,
            r#"{"id":"2","created_at":"2026-03-29T01:00:00Z"}"#,
            r#"{"id":"3","created_at":"2026-10-24T21:59:59Z"}"#,
            r#"{"id":"4","created_at":"2026-10-24T22:00:00Z"}"#,
            r#"{"id":"5","created_at":"2026-10-25T00:30:00Z"}"#,
            r#"{"id":"6","created_at":"2026-10-25T01:30:00Z"}"#,
        ];
        let tally = tally(&zone, &lines);
        let days: Vec<_> = tally
            .days
            .iter()
            .map(|(day, count)| (day, count.runs))
            .collect();
        let expected = [
            (date(2026, 3, 29), 2),
            (date(2026, 10, 24), 1),
            (date(2026, 10, 25), 3),
        ];
        assert_eq!(days, expected);
        assert_eq!(tally.hours[6][..4], [1, 1, 2, 1], "on Sundays");
        assert_eq!(tally.hours[5][23], 1, "on Saturdays");
    }

    #[test]
    fn a_time_that_is_none_is_undated() {
        let lines = [
            r#"{"id":"1","created_at":"yesterday"}"#,
            r#"{"id":"2","created_at":"9999-12-31T23:59:59-23:59"}"#,
        ];
        assert_eq!(tally(&TimeZone::UTC, &lines).undated, 2);
    }
}
