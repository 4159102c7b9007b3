//! How far an export is: a rule that takes the time as an argument, and says it in one line.

use std::collections::VecDeque;
use std::time::Duration;
use std::time::Instant;

use deck_types::Timestamp;

use crate::output::human;

/// The window of the API's rate limit, over which requests and runs are counted.
const RATE_WINDOW: Duration = Duration::from_secs(10);

/// How far an export is.
#[derive(Debug)]
pub(super) struct Progress {
    expected: Option<u64>,
    /// Counts of the last ten seconds, the oldest first.
    samples: VecDeque<Sample>,
    last_line: Instant,
}

/// How many there were at a moment.
#[derive(Clone, Copy, Debug)]
struct Sample {
    at: Instant,
    requests: u64,
    runs: u64,
}

/// What is known at a moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts<'a> {
    /// How many runs are written.
    pub(super) runs: u64,
    /// How many requests were sent since the start.
    pub(super) requests: u64,
    /// When the run was created that was written last.
    pub(super) reached: Option<&'a Timestamp>,
}

impl Progress {
    /// Starts with the runs that are written already.
    pub(super) fn new(now: Instant, runs: u64, expected: Option<u64>) -> Self {
        let first = Sample {
            at: now,
            requests: 0,
            runs,
        };
        Self {
            expected,
            samples: VecDeque::from([first]),
            last_line: now,
        }
    }

    /// Takes counts in, and returns the line that says how far it is.
    pub(super) fn line(&mut self, now: Instant, facts: &Facts<'_>) -> String {
        let window = self.sample(now, facts);
        let mut parts = vec![
            match self.expected.filter(|expected| *expected > facts.runs) {
                Some(expected) => format!("{} of about {expected} runs", facts.runs),
                None => format!("{} runs", facts.runs),
            },
        ];
        let seconds = now.saturating_duration_since(window.at).as_secs_f64();
        let fresh = facts.runs.saturating_sub(window.runs);
        let rate = per_second(fresh, seconds);
        if let Some(rate) = rate {
            parts.push(format!("{rate:.0} runs/s"));
        }
        if let Some(left) = self.left(facts.runs, rate) {
            parts.push(format!("about {} left", human::duration(left)));
        }
        let requests = facts.requests.saturating_sub(window.requests);
        parts.push(format!("{requests} requests in 10s"));
        if let Some(reached) = facts.reached {
            parts.push(format!("at {reached}"));
        }
        parts.join(", ")
    }

    /// Returns the line where one is due: when so much time has passed since the last.
    pub(super) fn due_line(
        &mut self,
        now: Instant,
        interval: Duration,
        facts: &Facts<'_>,
    ) -> Option<String> {
        if now.saturating_duration_since(self.last_line) < interval {
            self.sample(now, facts);
            return None;
        }
        self.last_line = now;
        Some(self.line(now, facts))
    }

    /// Takes counts in, forgets those that are too old, and returns the oldest left.
    fn sample(&mut self, now: Instant, facts: &Facts<'_>) -> Sample {
        let sample = Sample {
            at: now,
            requests: facts.requests,
            runs: facts.runs,
        };
        self.samples.push_back(sample);
        while let Some(second) = self.samples.get(1)
            && now.saturating_duration_since(second.at) >= RATE_WINDOW
        {
            self.samples.pop_front();
        }
        self.samples.front().copied().unwrap_or(sample)
    }

    /// Returns how long it will take yet, at this rate.
    fn left(&self, runs: u64, rate: Option<f64>) -> Option<Duration> {
        let left = self.expected?.checked_sub(runs).filter(|left| *left > 0)?;
        let rate = rate.filter(|rate| *rate > 0.0)?;
        let seconds = u32::try_from(left).map_or(f64::from(u32::MAX), f64::from) / rate;
        Duration::try_from_secs_f64(seconds.ceil()).ok()
    }
}

/// Returns a rate, where enough time has passed for one.
fn per_second(count: u64, seconds: f64) -> Option<f64> {
    let count = u32::try_from(count).map_or(f64::from(u32::MAX), f64::from);
    (seconds >= 0.1).then(|| count / seconds)
}

#[cfg(test)]
mod tests {
    use deck_transport::Clock;
    use deck_transport::TokioClock;

    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    fn start() -> Instant {
        TokioClock.now()
    }

    fn facts(runs: u64, requests: u64) -> Facts<'static> {
        Facts {
            runs,
            requests,
            reached: None,
        }
    }

    #[test]
    fn a_line_has_rate_requests_place_and_time_left() {
        let now = start();
        let mut progress = Progress::new(now, 1000, Some(9000));
        let reached: Timestamp = "2026-10-04T12:00:00Z".parse().unwrap();
        let facts = Facts {
            reached: Some(&reached),
            ..facts(5000, 41)
        };
        assert_eq!(
            progress.line(now + Duration::from_secs(4), &facts),
            "5000 of about 9000 runs, 1000 runs/s, about 4.0s left, 41 requests in 10s, \
             at 2026-10-04T12:00:00Z"
        );
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        let now = start();
        let mut progress = Progress::new(now, 0, None);
        assert_eq!(
            progress.line(now, &facts(7, 1)),
            "7 runs, 1 requests in 10s"
        );
    }

    #[test]
    fn more_than_was_expected_is_no_wonder() {
        let now = start();
        let mut progress = Progress::new(now, 0, Some(10));
        let line = progress.line(now + Duration::from_secs(1), &facts(20, 1));
        assert_eq!(line, "20 runs, 20 runs/s, 1 requests in 10s");
    }

    #[test]
    fn rates_are_those_of_the_last_ten_seconds() {
        let now = start();
        let mut progress = Progress::new(now, 0, None);
        for second in 1..=30 {
            progress.line(
                now + Duration::from_secs(second),
                &facts(100 * second, second),
            );
        }
        let line = progress.line(now + Duration::from_secs(31), &facts(3000, 35));
        assert_eq!(line, "3000 runs, 90 runs/s, 14 requests in 10s");
    }

    #[test]
    fn a_line_is_due_once_an_interval() {
        let now = start();
        let mut progress = Progress::new(now, 0, None);
        let mut lines = 0;
        for quarter in 1..=4 * 150 {
            let now = now + Duration::from_millis(250 * quarter);
            lines += u32::from(progress.due_line(now, MINUTE, &facts(0, 0)).is_some());
        }
        assert_eq!(lines, 2);
    }
}
