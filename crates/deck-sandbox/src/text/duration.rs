//! Durations as text: a whole number and a unit, such as `250ms`.

use std::time::Duration;

use crate::TextError;

/// The units in nanoseconds, from the largest down.
const UNITS: [(&str, u128); 6] = [
    ("h", 3_600_000_000_000),
    ("m", 60_000_000_000),
    ("s", 1_000_000_000),
    ("ms", 1_000_000),
    ("us", 1_000),
    ("ns", 1),
];

/// Writes `duration` in whole seconds, or in the largest unit below in which it is whole.
pub(crate) fn write(duration: Duration) -> String {
    let nanoseconds = duration.as_nanos();
    let below_minutes = UNITS.iter().skip(2);
    below_minutes
        .clone()
        .find(|(_, unit)| nanoseconds.is_multiple_of(*unit))
        .map(|(name, unit)| format!("{}{name}", nanoseconds / unit))
        .unwrap_or_default()
}

/// Reads a whole number and a unit.
pub(crate) fn read(text: &str) -> Result<Duration, TextError> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let unit = UNITS.iter().find(|(name, _)| *name == unit);
    let (Some((_, unit)), Ok(number)) = (unit, number.parse::<u128>()) else {
        let expected = "is not a duration: a whole number and ns, us, ms, s, m or h";
        return Err(TextError::new(text, expected));
    };
    let too_long = || TextError::new(text, "is longer than a duration can be");
    let nanoseconds = number.checked_mul(*unit).ok_or_else(too_long)?;
    let seconds = u64::try_from(nanoseconds / 1_000_000_000).map_err(|_| too_long())?;
    // The rest is below 1000000000.
    let rest = (nanoseconds % 1_000_000_000) as u32;
    Ok(Duration::new(seconds, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_read() {
        for (text, milliseconds) in [
            ("250ms", 250),
            ("2s", 2_000),
            ("3m", 180_000),
            ("1h", 3_600_000),
            ("0s", 0),
        ] {
            assert_eq!(
                read(text),
                Ok(Duration::from_millis(milliseconds)),
                "{text}"
            );
        }
        assert_eq!(read("7us"), Ok(Duration::from_micros(7)));
    }

    #[test]
    fn every_duration_is_read_as_it_was_written() {
        for duration in [
            Duration::ZERO,
            Duration::MAX,
            Duration::from_nanos(1_000_001),
            Duration::from_secs(86_400),
        ] {
            assert_eq!(read(&write(duration)), Ok(duration));
        }
    }

    #[test]
    fn what_is_no_duration_is_refused() {
        for text in [
            "",
            "5",
            "s",
            "-1s",
            "1.5s",
            "1 s",
            "5 min",
            "99999999999999999999s",
            "18446744073709551615h",
            "340282366920938463463374607431768211455h",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
