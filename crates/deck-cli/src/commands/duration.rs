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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_units_are_durations_and_nothing_else_is() {
        for (text, milliseconds) in [
            ("250ms", 250),
            ("90s", 90_000),
            ("5m", 300_000),
            ("1h 1m", 3_660_000),
        ] {
            assert_eq!(
                duration(text),
                Ok(Duration::from_millis(milliseconds)),
                "{text}"
            );
        }
        for text in ["", "5", "-5s", "soon", "5 parsecs", "99999999999999999999h"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }

    #[test]
    fn less_than_a_second_is_refused_where_that_is_too_often() {
        assert!(seconds_or_longer("999ms").is_err());
        assert_eq!(seconds_or_longer("1s"), Ok(Duration::from_secs(1)));
    }
}
