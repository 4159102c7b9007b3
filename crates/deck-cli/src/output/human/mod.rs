//! Durations, ages and sizes in the units people use.

use std::time::Duration;
use std::time::SystemTime;

#[cfg(test)]
mod tests;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
const YEAR: u64 = 365 * DAY;

/// Returns a duration in its two largest units: `340ms`, `4.2s`, `37s`, `1m 12s`, `2h 5m`, `3d 4h`.
///
/// Digits that are not shown are cut, not rounded, so that nothing is ever shown as longer than it
/// was.
pub(crate) fn duration(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match seconds {
        0 => format!("{}ms", duration.as_millis()),
        1..10 => format!("{seconds}.{}s", duration.subsec_millis() / 100),
        10..MINUTE => format!("{seconds}s"),
        MINUTE..HOUR => two_units(seconds, (MINUTE, "m"), (1, "s")),
        HOUR..DAY => two_units(seconds, (HOUR, "h"), (MINUTE, "m")),
        _ => two_units(seconds, (DAY, "d"), (HOUR, "h")),
    }
}

/// Returns how long before `now` something happened, in its largest unit: `now`, `45s`, `12m`,
/// `5h`, `3d`, `2y`.
///
/// The clocks of the server and of this machine may differ a little, so the near future counts as
/// `now`.
pub(crate) fn age(then: SystemTime, now: SystemTime) -> String {
    let seconds = now
        .duration_since(then)
        .map_or(0, |elapsed| elapsed.as_secs());
    match seconds {
        0 => "now".to_owned(),
        1..MINUTE => format!("{seconds}s"),
        MINUTE..HOUR => format!("{}m", seconds / MINUTE),
        HOUR..DAY => format!("{}h", seconds / HOUR),
        DAY..YEAR => format!("{}d", seconds / DAY),
        _ => format!("{}y", seconds / YEAR),
    }
}

/// Returns a duration for people, and in milliseconds.
pub(crate) fn exact_duration(exact: Duration) -> String {
    format!("{} ({} ms)", duration(exact), exact.as_millis())
}

/// Returns a file size in its largest decimal unit: `812 B`, `4.2 kB`, `17.3 MB`.
pub(crate) fn size(bytes: u64) -> String {
    const UNITS: [(u64, &str); 4] = [
        (1_000_000_000_000, "TB"),
        (1_000_000_000, "GB"),
        (1_000_000, "MB"),
        (1_000, "kB"),
    ];
    match UNITS.iter().find(|(unit, _)| bytes >= *unit) {
        Some((unit, name)) => format!("{}.{} {name}", bytes / unit, bytes % unit / (unit / 10)),
        None => format!("{bytes} B"),
    }
}

fn two_units(seconds: u64, large: (u64, &str), small: (u64, &str)) -> String {
    let whole = seconds / large.0;
    match seconds % large.0 / small.0 {
        0 => format!("{whole}{}", large.1),
        rest => format!("{whole}{} {rest}{}", large.1, small.1),
    }
}
