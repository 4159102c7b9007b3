//! A point in time, as the text that was received and as the instant it stands for.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;
use std::time::SystemTime;

use serde::Deserialize;
use serde::Serialize;

mod format;
mod instant;
#[cfg(feature = "jiff-1")]
mod jiff_1;
mod parse;
#[cfg(test)]
mod tests;
pub(crate) mod timestamp_error;

use crate::short_text::ShortText;
use instant::Instant;
use timestamp_error::TimestampError;

/// A point in time that keeps the text it came as.
///
/// Reading never loses a run over a date: serde and [`from_received`](Self::from_received) keep any text, and
/// an error comes only when the instant is asked for. `parse` ([`FromStr`]) is for texts that a program or a
/// person writes, and takes RFC 3339 only: offsets, lower-case `t` and `z`, fractions of any length, and the
/// leap second `23:59:60` of UTC, which counts as the second after it, as in POSIX.
///
/// Order is by instant, with the whole fraction, and then by text; texts that stand for no instant come last.
/// Equality is by text, so that equal values are written equally.
///
/// # Examples
///
/// Order goes by the instant, whatever the offset:
///
/// ```
/// use deck_types::Timestamp;
///
/// let paris: Timestamp = "2026-11-01T01:30:00+01:00".parse()?;
/// let utc: Timestamp = "2026-11-01T00:45:00.25Z".parse()?;
///
/// assert!(paris < utc);
/// assert_eq!(paris.as_str(), "2026-11-01T01:30:00+01:00");
/// assert_eq!(utc.unix_nanoseconds()?, 1_793_493_900_250_000_000);
/// # Ok::<(), deck_types::TimestampError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(ShortText);

impl Timestamp {
    /// Keeps a text that was received, even one that stands for no instant.
    pub fn from_received(text: impl AsRef<str>) -> Self {
        Self(ShortText::new(text.as_ref()))
    }

    /// Creates the UTC timestamp of an instant, given in nanoseconds since the start of 1970.
    ///
    /// The fraction is as short as it can be; there is none for a whole second.
    ///
    /// # Errors
    ///
    /// Fails only when the year is not one of 0 to 9999, which is all that RFC 3339 can write.
    pub fn from_unix_nanoseconds(nanoseconds: i128) -> Result<Self, TimestampError> {
        format::utc_text(nanoseconds).map(Self::from_received)
    }

    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the instant in nanoseconds since the start of 1970; digits of the fraction beyond the ninth
    /// are cut off.
    ///
    /// # Errors
    ///
    /// Fails only when the text is not RFC 3339.
    pub fn unix_nanoseconds(&self) -> Result<i128, TimestampError> {
        self.instant().map(|instant| instant.unix_nanoseconds())
    }

    /// Returns the instant as a [`SystemTime`].
    ///
    /// # Errors
    ///
    /// Fails only when the text is not RFC 3339, or when the platform's `SystemTime` does not reach that far.
    pub fn to_system_time(&self) -> Result<SystemTime, TimestampError> {
        let nanoseconds = self.unix_nanoseconds()?;
        system_time(nanoseconds).ok_or_else(|| TimestampError::out_of_reach(self.as_str()))
    }

    fn instant(&self) -> Result<Instant<'_>, TimestampError> {
        parse::instant(self.as_str())
    }
}

impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, TimestampError> {
        parse::instant(text)?;
        Ok(Self::from_received(text))
    }
}

impl TryFrom<SystemTime> for Timestamp {
    type Error = TimestampError;

    fn try_from(time: SystemTime) -> Result<Self, TimestampError> {
        Self::from_unix_nanoseconds(match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => signed_nanoseconds(after),
            Err(before) => -signed_nanoseconds(before.duration()),
        })
    }
}

impl Ord for Timestamp {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_instant = match (self.instant(), other.instant()) {
            (Ok(left), Ok(right)) => left.cmp(&right),
            (Ok(_), Err(_)) => Ordering::Less,
            (Err(_), Ok(_)) => Ordering::Greater,
            (Err(_), Err(_)) => Ordering::Equal,
        };
        by_instant.then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Timestamp({:?})", self.0)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

/// Returns the nanoseconds of a duration. Every one fits: 2^64 seconds are fewer than 2^94 nanoseconds.
fn signed_nanoseconds(duration: Duration) -> i128 {
    i128::from(duration.as_secs()) * 1_000_000_000 + i128::from(duration.subsec_nanos())
}

fn system_time(nanoseconds: i128) -> Option<SystemTime> {
    let distance = nanoseconds.unsigned_abs();
    let seconds = u64::try_from(distance / 1_000_000_000).ok()?;
    let fraction = u32::try_from(distance % 1_000_000_000).ok()?;
    let distance = Duration::new(seconds, fraction);
    if nanoseconds < 0 {
        SystemTime::UNIX_EPOCH.checked_sub(distance)
    } else {
        SystemTime::UNIX_EPOCH.checked_add(distance)
    }
}
