//! The instant that a timestamp stands for, as exact as its text.

/// Whole seconds since the start of 1970, and the digits of the fraction.
///
/// The derived order is the order in time: fractions without trailing zeros compare like their digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Instant<'a> {
    seconds: i64,
    fraction: &'a str,
}

impl<'a> Instant<'a> {
    /// Puts an instant together; `fraction` is digits only and may be empty.
    pub(crate) fn new(seconds: i64, fraction: &'a str) -> Self {
        Self {
            seconds,
            fraction: fraction.trim_end_matches('0'),
        }
    }

    /// Returns nanoseconds since the start of 1970, rounded down.
    pub(crate) fn unix_nanoseconds(&self) -> i128 {
        let digits = self.fraction.bytes().chain(std::iter::repeat(b'0')).take(9);
        let fraction = digits.fold(0, |number, digit| number * 10 + i128::from(digit - b'0'));
        i128::from(self.seconds) * 1_000_000_000 + fraction
    }
}
