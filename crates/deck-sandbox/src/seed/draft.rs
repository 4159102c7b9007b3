//! A seeded run without its payloads.

use std::ops::Range;
use std::time::Duration;
use std::time::SystemTime;

use deck_types::Json;
use deck_types::Outcome;
use deck_types::TaskRun;
use deck_types::TaskRunStatus;
use deck_types::Timestamp;
use serde_json::Value;

use crate::seed::directory::Trade;
use crate::seed::file;
use crate::seed::interaction;
use crate::seed::payload;
use crate::seed::random::Random;

/// The last time of whole seconds that has a text.
const LAST: &str = "9999-12-31T23:59:59Z";

const NANOSECONDS: i128 = 1_000_000_000;

/// The times that have a text: the years from 0 to 9999.
const WITH_TEXT: Range<i128> = -62_167_219_200 * NANOSECONDS..253_402_300_800 * NANOSECONDS;

/// A seeded run without its times, what it was given and what it brought back.
pub(crate) struct Draft {
    pub(crate) run: TaskRun,
    pub(super) created: SystemTime,
    pub(super) updated: SystemTime,
    /// What the rest is drawn from.
    pub(super) random: Random,
    pub(super) trade: Trade,
}

impl Draft {
    /// Draws the rest.
    pub(crate) fn finish(mut self) -> TaskRun {
        let updated_at = timestamp(self.updated);
        let day = updated_at.as_str().split('T').next().unwrap_or_default();
        self.run.created_at = Some(timestamp(self.created));
        let random = &mut self.random;
        let completed = self.run.status == Some(TaskRunStatus::Completed);
        let encrypted = random.chance(4);
        let mut input = payload::input(random, self.trade, day);
        let mut output = match (completed, &self.run.result) {
            (true, Some(Outcome::Success)) => payload::output(random, self.trade, day),
            (true, Some(Outcome::Failure)) => payload::nothing_found(random),
            _ => Value::Null,
        };
        if encrypted {
            input = payload::encrypted(random);
            output = if completed {
                payload::encrypted(random)
            } else {
                output
            };
        }
        self.run.input = json(&input);
        self.run.output = json(&output);
        self.run.storage = Some(if completed {
            file::files(random, &updated_at)
        } else {
            Vec::new()
        });
        if self.run.status == Some(TaskRunStatus::InteractionRequired) {
            self.run.interaction = json(&interaction::interaction(random));
        }
        let is_canceled = self.run.status == Some(TaskRunStatus::Canceled);
        self.run.canceled_at = is_canceled.then(|| updated_at.clone());
        self.run.updated_at = Some(updated_at);
        self.run
    }

    /// Returns the creation in nanoseconds since 1970, as the run tells it.
    pub(crate) fn created_nanoseconds(&self) -> i128 {
        nanoseconds(self.created)
    }

    /// Returns the last change in nanoseconds since 1970, as the run tells it.
    pub(crate) fn updated_nanoseconds(&self) -> i128 {
        nanoseconds(self.updated)
    }
}

/// Returns `time` as text, or the last one where it has none.
pub(super) fn timestamp(time: SystemTime) -> Timestamp {
    let timestamp = Timestamp::try_from(time);
    timestamp.unwrap_or_else(|_| Timestamp::from_received(LAST))
}

/// Returns what the [`timestamp`] of `time` says, without making it.
fn nanoseconds(time: SystemTime) -> i128 {
    let since_1970 = time.duration_since(SystemTime::UNIX_EPOCH);
    let signed = |duration: Duration| i128::try_from(duration.as_nanos()).unwrap_or(i128::MAX);
    let nanoseconds = since_1970.map_or_else(|before| -signed(before.duration()), signed);
    if WITH_TEXT.contains(&nanoseconds) {
        nanoseconds
    } else {
        WITH_TEXT.end - NANOSECONDS
    }
}

fn json(value: &Value) -> Option<Json> {
    Json::encode(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nanoseconds_are_those_of_the_text() {
        let seconds = [
            0,
            1,
            1_793_620_800,
            62_167_219_199,
            62_167_219_201,
            253_402_300_799,
        ];
        let more = [253_402_300_801, 300_000_000_000];
        for seconds in seconds.into_iter().chain(more) {
            let distance = Duration::new(seconds, 7_000_000);
            let times = [
                SystemTime::UNIX_EPOCH.checked_add(distance),
                SystemTime::UNIX_EPOCH.checked_sub(distance),
            ];
            for time in times.into_iter().flatten() {
                let text = timestamp(time);
                assert_eq!(text.unix_nanoseconds(), Ok(nanoseconds(time)), "{text}");
            }
        }
    }
}
