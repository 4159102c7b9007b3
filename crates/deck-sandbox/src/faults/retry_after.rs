//! The header `Retry-After` in all of its forms, correct and wrong.

use std::time::Duration;
use std::time::SystemTime;

use http::HeaderValue;

/// The value of a `Retry-After` header.
///
/// HTTP has seconds and dates, and dates in three formats, two of which are obsolete but must still be read.
/// A date is counted from the `Date` of the response, which is the sandbox's time of day; without a clock,
/// from [`SandboxBuilder::now`](crate::SandboxBuilder::now).
///
/// # Examples
///
/// ```
/// use deck_sandbox::RetryAfter;
/// use http::HeaderValue;
///
/// assert_eq!(RetryAfter::from(2), RetryAfter::Seconds(2));
///
/// let nonsense = RetryAfter::from(HeaderValue::from_static("soon"));
/// assert_eq!(nonsense, RetryAfter::Literal(HeaderValue::from_static("soon")));
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum RetryAfter {
    /// Whole seconds: `120`.
    Seconds(u64),
    /// The date this long from now, in whole seconds: `Mon, 02 Nov 2026 12:00:00 GMT`.
    Date(Duration),
    /// The same in the obsolete format of RFC 850: `Monday, 02-Nov-26 12:00:00 GMT`.
    Rfc850Date(Duration),
    /// The same in the obsolete format of C's `asctime`: `Mon Nov  2 12:00:00 2026`.
    AsctimeDate(Duration),
    /// This text, whatever it means: a fraction, a negative number, a date in the past, no number at all.
    Literal(HeaderValue),
}

impl RetryAfter {
    /// Returns the header at `now`.
    pub(crate) fn header(&self, now: SystemTime) -> HeaderValue {
        let text = match self {
            RetryAfter::Seconds(seconds) => return HeaderValue::from(*seconds),
            RetryAfter::Literal(value) => return value.clone(),
            RetryAfter::Date(wait) => http_date(later(now, *wait)),
            RetryAfter::Rfc850Date(wait) => rfc850_date(later(now, *wait)),
            RetryAfter::AsctimeDate(wait) => asctime_date(later(now, *wait)),
        };
        // Dates are letters, digits and punctuation, which are always a header; zero is what a failure would
        // look like.
        HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from(0))
    }
}

impl From<u64> for RetryAfter {
    fn from(seconds: u64) -> RetryAfter {
        RetryAfter::Seconds(seconds)
    }
}

impl From<HeaderValue> for RetryAfter {
    fn from(value: HeaderValue) -> RetryAfter {
        RetryAfter::Literal(value)
    }
}

/// Returns `time` as `Mon, 02 Nov 2026 12:00:00 GMT`, which is 29 bytes of ASCII.
///
/// The format has four digits for the year, and `httpdate` panics on a time that it cannot write. What lies
/// before 1970 or after 9999 becomes the nearest that it can.
pub(crate) fn http_date(time: SystemTime) -> String {
    const SECONDS_UNTIL_10000: u64 = 253_402_300_800;

    let last = SystemTime::UNIX_EPOCH + Duration::from_secs(SECONDS_UNTIL_10000 - 1);
    httpdate::fmt_http_date(time.clamp(SystemTime::UNIX_EPOCH, last))
}

/// Returns `time` as `Monday, 02-Nov-26 12:00:00 GMT`.
fn rfc850_date(time: SystemTime) -> String {
    const DAYS: [&str; 7] = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ];

    let date = http_date(time);
    let weekday = DAYS.into_iter().find(|day| day.starts_with(&date[..3]));
    format!(
        "{}, {}-{}-{}",
        weekday.unwrap_or_default(),
        &date[5..7],
        &date[8..11],
        &date[14..]
    )
}

/// Returns `time` as `Mon Nov  2 12:00:00 2026`.
fn asctime_date(time: SystemTime) -> String {
    let date = http_date(time);
    format!(
        "{} {} {:>2} {} {}",
        &date[..3],
        &date[8..11],
        date[5..7].trim_start_matches('0'),
        &date[17..25],
        &date[12..16]
    )
}

fn later(now: SystemTime, wait: Duration) -> SystemTime {
    now.checked_add(wait).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_standard_is_written_in_all_three_formats() {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);

        assert_eq!(http_date(time), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(rfc850_date(time), "Sunday, 06-Nov-94 08:49:37 GMT");
        assert_eq!(asctime_date(time), "Sun Nov  6 08:49:37 1994");
    }

    #[test]
    fn a_time_that_no_date_can_say_becomes_the_nearest_that_one_can() {
        let past = SystemTime::UNIX_EPOCH - Duration::from_secs(1);
        let future = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000_000);

        assert_eq!(http_date(past), "Thu, 01 Jan 1970 00:00:00 GMT");
        assert_eq!(http_date(future), "Fri, 31 Dec 9999 23:59:59 GMT");
    }
}
