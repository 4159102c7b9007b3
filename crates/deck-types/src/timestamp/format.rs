//! Writes an instant in the shortest exact form of RFC 3339, in UTC.

use jiff::SignedDuration;
use jiff::civil::DateTime;

use super::timestamp_error::Fault;
use super::timestamp_error::TimestampError;

/// Returns the text of an instant given in nanoseconds since the start of 1970.
pub(super) fn utc_text(nanoseconds: i128) -> Result<String, TimestampError> {
    let seconds = nanoseconds.div_euclid(1_000_000_000);
    let fraction = nanoseconds.rem_euclid(1_000_000_000);
    let Some(civil) = utc(seconds) else {
        return Err(TimestampError::new(
            &format!("{seconds} s"),
            Fault::YearOutOfRange,
        ));
    };
    let whole = civil.strftime("%Y-%m-%dT%H:%M:%S");
    match fraction {
        0 => Ok(format!("{whole}Z")),
        _ => Ok(format!(
            "{whole}.{}Z",
            format!("{fraction:09}").trim_end_matches('0')
        )),
    }
}

/// Returns the date and time of UTC, if the year can be written in four digits.
fn utc(seconds: i128) -> Option<DateTime> {
    let distance = SignedDuration::from_secs(i64::try_from(seconds).ok()?);
    let civil = DateTime::constant(1970, 1, 1, 0, 0, 0, 0)
        .checked_add(distance)
        .ok()?;
    (civil.year() >= 0).then_some(civil)
}
