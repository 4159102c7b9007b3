//! The home of [`RetryAfter`]: the header in all of its forms, right and wrong.

use std::time::Duration;
use std::time::SystemTime;

use http::HeaderValue;

use crate::faults::http_date;

/// The value of a `Retry-After` header.
///
/// HTTP knows seconds and a date, and dates in three formats, two of which are obsolete and still to be understood. A date is counted
/// from the time of day of the sandbox's clock; without a clock, from [`SandboxBuilder::now`](crate::SandboxBuilder::now).
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
            RetryAfter::Date(wait) => http_date::fixed(later(now, *wait)),
            RetryAfter::Rfc850Date(wait) => http_date::rfc850(later(now, *wait)),
            RetryAfter::AsctimeDate(wait) => http_date::asctime(later(now, *wait)),
        };
        // Dates are letters, digits and punctuation, which are always a header; zero is what a failure would look like.
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

fn later(now: SystemTime, wait: Duration) -> SystemTime {
    now.checked_add(wait).unwrap_or(now)
}
