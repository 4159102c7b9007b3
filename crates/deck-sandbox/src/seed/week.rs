//! A company's week: when its runs begin, how long they work, and the hour in which most of them fail.

use std::time::Duration;
use std::time::SystemTime;

use deck_types::Outcome;
use deck_types::TaskRunStatus;

use crate::seed::directory::Trade;
use crate::seed::progress::Progress;
use crate::seed::random::Random;

const HOUR_MS: u64 = 3_600_000;
const DAY: u64 = 86_400;

/// The stream that the incident is drawn from; runs use the streams from 1 on, and the ids of what is made
/// later those at the end.
const STREAM: u64 = u64::MAX - 1_000;

/// How many runs begin in each hour of a weekday, as parts of each other.
const WEEKDAY: [u64; 24] = [
    2, 2, 2, 2, 2, 4, 8, 16, 40, 64, 80, 72, 48, 60, 76, 68, 52, 32, 16, 12, 8, 6, 4, 2,
];

/// What a Saturday and a Sunday have of that, in percent.
const SATURDAY: u64 = 35;
const SUNDAY: u64 = 15;

/// The share of the runs that fail in the incident, in percent.
const FAILING: u64 = 85;

/// The last whole week before some time, in UTC and from Monday on.
pub(crate) struct Week {
    /// The time from its beginning to the time that counts as now.
    age_ms: u64,
    /// The first parts of all hours before each hour, and of the whole week.
    parts_before: Vec<u64>,
    incident_hour: u64,
}

impl Week {
    /// Returns the week before `now`, whose incident is drawn from `seed`.
    pub(crate) fn before(now: SystemTime, seed: u64) -> Week {
        let since_1970 = now.duration_since(SystemTime::UNIX_EPOCH);
        let since_1970 = since_1970.unwrap_or(Duration::ZERO);
        let days = since_1970.as_secs() / DAY;
        // The first day of 1970 was a Thursday.
        let since_monday = (days + 3) % 7;
        let today = since_1970.saturating_sub(Duration::from_secs(days * DAY));
        let age = Duration::from_secs((since_monday + 7) * DAY).saturating_add(today);
        let mut parts_before = vec![0];
        for day in 0..7 {
            for part in WEEKDAY {
                let percent = match day {
                    5 => SATURDAY,
                    6 => SUNDAY,
                    _ => 100,
                };
                let before = parts_before.last().copied().unwrap_or(0);
                parts_before.push(before + part * percent);
            }
        }
        let mut random = Random::new(seed, STREAM);
        Week {
            age_ms: u64::try_from(age.as_millis()).unwrap_or(u64::MAX),
            parts_before,
            // On a weekday, while many runs begin.
            incident_hour: 24 * random.between(0, 4) + random.between(9, 15),
        }
    }

    /// Returns the ages of `count` runs in milliseconds, newest first.
    ///
    /// Each has its place among equal parts of the week's work, so that a small week has the form of a large
    /// one.
    pub(crate) fn ages(&self, seed: u64, count: usize) -> Vec<u64> {
        let total = self.parts_before.last().copied().unwrap_or(0);
        let mut random = Random::new(seed, STREAM - 1);
        let scale = 1_u128 << 32;
        let mut ages: Vec<_> = (0..count)
            .map(|index| {
                let within = u128::from(random.between(0, u64::from(u32::MAX)));
                let place =
                    (index as u128 * scale + within) * u128::from(total) * u128::from(HOUR_MS)
                        / (count as u128 * scale);
                self.age_ms - self.time_of(place)
            })
            .collect();
        ages.reverse();
        ages
    }

    /// Returns the progress that a run of `trade` makes in the week which is `age_ms` old.
    pub(crate) fn progress(
        &self,
        random: &mut Random,
        trade: Trade,
        progress: Progress,
        age_ms: u64,
    ) -> Progress {
        let hour = self.age_ms.saturating_sub(age_ms) / HOUR_MS;
        let fails = hour == self.incident_hour && random.chance(FAILING);
        let waited_ms = progress.changed_after_ms - progress.runtime_ms.unwrap_or(0);
        let runtime_ms = duration_ms(random, trade);
        let progress = Progress {
            runtime_ms: progress.runtime_ms.map(|_| runtime_ms),
            changed_after_ms: waited_ms + progress.runtime_ms.map_or(0, |_| runtime_ms),
            ..progress
        };
        if !fails {
            return progress;
        }
        Progress {
            status: TaskRunStatus::Failed,
            outcome: Some(Outcome::Failure),
            runtime_ms: Some(runtime_ms),
            changed_after_ms: waited_ms + runtime_ms,
        }
    }

    /// Returns the time since the beginning of the week by which `place` of the work was begun, in parts of
    /// milliseconds.
    fn time_of(&self, place: u128) -> u64 {
        let parts = u64::try_from(place / u128::from(HOUR_MS)).unwrap_or(u64::MAX);
        let after = self.parts_before.partition_point(|before| *before <= parts);
        let hour = after.saturating_sub(1).min(self.parts_before.len() - 2);
        let (start, end) = (self.parts_before[hour], self.parts_before[hour + 1]);
        let within = place - u128::from(start) * u128::from(HOUR_MS);
        let within = within / u128::from((end - start).max(1));
        let within = u64::try_from(within).unwrap_or(0).min(HOUR_MS - 1);
        hour as u64 * HOUR_MS + within
    }
}

/// Draws how long a run works: most about as long as others of their task, one in six much longer.
fn duration_ms(random: &mut Random, trade: Trade) -> u64 {
    let usual_ms = match trade {
        Trade::Balance => 12_000,
        Trade::Shipments => 15_000,
        Trade::MeterReadings => 20_000,
        Trade::AddressChange => 25_000,
        Trade::Coverage => 30_000,
        Trade::Orders => 45_000,
        Trade::Transactions => 60_000,
        Trade::PayStubs => 75_000,
        Trade::Invoices => 95_000,
        Trade::Appointments => 130_000,
        Trade::Employment => 180_000,
        Trade::Claims => 240_000,
    };
    let percent = if random.chance(16) {
        random.between(150, 450)
    } else {
        // The sum of two is nearer to the middle than one would be.
        random.between(35, 65) + random.between(35, 65)
    };
    usual_ms * percent / 100
}
