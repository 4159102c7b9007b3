//! The values of flags that are durations.

use std::time::Duration;

use jiff::SignedDuration;

/// Reads a duration such as `250ms`, `90s`, `5m` or `1h 30m`.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let read = text.parse::<SignedDuration>().ok();
    read.and_then(|duration| Duration::try_from(duration).ok())
        .ok_or_else(|| "give a number and a unit, such as 250ms, 90s, 5m or 48h".to_owned())
}

/// Reads a duration of at least a second.
pub(super) fn seconds_or_longer(text: &str) -> Result<Duration, String> {
    let duration = duration(text)?;
    if duration < Duration::from_secs(1) {
        return Err("give at least 1s".to_owned());
    }
    Ok(duration)
}

/// Reads a duration that is not zero.
pub(super) fn positive_duration(text: &str) -> Result<Duration, String> {
    let duration = duration(text)?;
    if duration.is_zero() {
        return Err("give more than 0s".to_owned());
    }
    Ok(duration)
}

/// Returns a text that is read as this duration.
pub(super) fn text_of(duration: Duration) -> String {
    match duration.subsec_nanos() {
        0 => format!("{}s", duration.as_secs()),
        nanoseconds => format!("{}s{nanoseconds}ns", duration.as_secs()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_units_are_durations_and_nothing_else_is() {
        for (text, milliseconds) in [
            ("250ms", 250),
            ("90s", 90_000),
            ("5m", 300_000),
            ("1h30m", 5_400_000),
            ("1h 1m", 3_660_000),
        ] {
            assert_eq!(
                duration(text),
                Ok(Duration::from_millis(milliseconds)),
                "{text}"
            );
        }
        for text in [
            "",
            "5",
            "-5s",
            "soon",
            "1m 1",
            "5 parsecs",
            "99999999999999999999h",
        ] {
            assert!(duration(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_text_of_a_duration_is_read_as_that_duration() {
        for read in ["90s", "1500ms", "1ns"].map(|text| duration(text).unwrap()) {
            assert_eq!(duration(&text_of(read)), Ok(read));
        }
    }

    #[test]
    fn less_than_a_second_is_refused_where_that_is_too_often() {
        assert!(seconds_or_longer("999ms").is_err());
        assert_eq!(seconds_or_longer("1s"), Ok(Duration::from_secs(1)));
    }

    #[test]
    fn zero_is_refused_where_it_makes_no_sense() {
        assert!(positive_duration("0s").is_err());
        assert_eq!(positive_duration("1ns"), Ok(Duration::from_nanos(1)));
    }
}
