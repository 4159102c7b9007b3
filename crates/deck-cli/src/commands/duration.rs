//! The value of a flag that is a length of time.

use std::time::Duration;

use jiff::SignedDuration;

/// Reads a length of time with units, such as `90s`, `10m` or `1h 30m`.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let refused = || "give a length of time with units, such as 90s, 10m or 1h30m".to_owned();
    let read: SignedDuration = text.parse().map_err(|_| refused())?;
    let read = Duration::try_from(read).map_err(|_| refused())?;
    if read.is_zero() {
        Err(refused())
    } else {
        Ok(read)
    }
}

/// Returns a text that is read as the same length of time.
pub(super) fn length(duration: Duration) -> String {
    match duration.subsec_nanos() {
        0 => format!("{}s", duration.as_secs()),
        nanoseconds => format!("{}s{nanoseconds}ns", duration.as_secs()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_read_as_it_was() {
        for read in ["90s", "1500ms", "1ns"].map(|text| duration(text).unwrap()) {
            assert_eq!(duration(&length(read)), Ok(read));
        }
    }

    #[test]
    fn units_are_needed_and_add_up() {
        assert_eq!(duration("90s"), Ok(Duration::from_secs(90)));
        assert_eq!(duration("1h30m"), Ok(Duration::from_secs(5_400)));
        for text in ["", "10", "-1m", "0s", "soon", "1m 1"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }
}
