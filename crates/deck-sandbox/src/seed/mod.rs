//! Task runs that look real, drawn from a seed number.
//!
//! A run is a function of the seed, of its place counted from the newest, and of the time that counts as now.
//! The same three give the same bytes, and a larger dataset begins with the smaller one.

use std::time::Duration;
use std::time::SystemTime;

use deck_types::Timestamp;

mod directory;

mod draft;

pub(crate) mod progress;

pub(crate) mod payload;

pub(crate) mod resources;

pub(crate) mod run_source;

pub(crate) mod seeded_runs;

pub(crate) mod task;

pub(crate) mod interaction;

mod file;

mod week;

pub(crate) mod trouble;

pub(crate) mod random;

/// Returns the time `age_ms` milliseconds before `now`, or the nearest one that has a text.
fn timestamp(now: SystemTime, age_ms: u64) -> Timestamp {
    let time = now
        .checked_sub(Duration::from_millis(age_ms))
        .unwrap_or(SystemTime::UNIX_EPOCH);
    Timestamp::try_from(time).unwrap_or_else(|_| Timestamp::from_received("9999-12-31T23:59:59Z"))
}
