//! Points in time as people write them.

use std::str::FromStr;

use jiff::Span;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::calendar_period::CalendarPeriod;
use super::period_error::PeriodError;

/// A point in time, which may depend on the present and on the time zone.
#[derive(Clone, Copy, Debug)]
pub(super) enum Moment {
    /// The present.
    Now,
    /// An instant.
    At(Timestamp),
    /// A date and a time of day in the time zone.
    Local(DateTime),
    /// So long ago.
    Ago(Span),
    /// The first instant of a day, a week or a month.
    StartOf(CalendarPeriod),
}

const FORMS: &str = "give a time such as 24h, 7d, yesterday, last-month, 2026-10-31, 2026-10, \
                     2026-10-31T09:00 or 2026-10-31T09:00:00Z";

impl Moment {
    /// Returns the instant.
    pub(super) fn start(self, now: Timestamp, zone: &TimeZone) -> Result<Timestamp, PeriodError> {
        Ok(match self {
            Self::Now => now,
            Self::At(instant) => instant,
            Self::Local(time) => time.to_zoned_datetime(zone.clone())?.timestamp(),
            Self::Ago(span) => {
                let local = now.to_zoned_datetime(zone.clone());
                local.checked_sub(span)?.timestamp()
            }
            Self::StartOf(period) => period.bounds(now, zone)?.0,
        })
    }
}

impl FromStr for Moment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.eq_ignore_ascii_case("now") {
            return Ok(Self::Now);
        }
        if let Some(period) = CalendarPeriod::read(text)? {
            return Ok(Self::StartOf(period));
        }
        if let Some(span) = ago(text) {
            return span.map(Self::Ago);
        }
        if let Ok(time) = text.parse::<deck_types::Timestamp>() {
            let instant = time.unix_nanoseconds().map_err(|error| error.to_string())?;
            let instant = Timestamp::from_nanosecond(instant);
            return instant.map(Self::At).map_err(|error| error.to_string());
        }
        local(text).map(Self::Local).ok_or_else(|| FORMS.to_owned())
    }
}

/// Reads a number with a unit; `None` for what is none.
fn ago(text: &str) -> Option<Result<Span, String>> {
    let digits = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let unit = &text[digits.len()..];
    if digits.is_empty() || unit.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let count = digits.parse::<i64>().ok();
    let span = match unit {
        "s" => count.and_then(|count| Span::new().try_seconds(count).ok()),
        "m" => count.and_then(|count| Span::new().try_minutes(count).ok()),
        "h" => count.and_then(|count| Span::new().try_hours(count).ok()),
        "d" => count.and_then(|count| Span::new().try_days(count).ok()),
        "w" => count.and_then(|count| Span::new().try_weeks(count).ok()),
        _ => {
            return Some(Err(format!(
                "`{unit}` is no unit of time; give s, m (minutes), h, d or w, such as 90m or 7d"
            )));
        }
    };
    Some(span.ok_or_else(|| "that is longer ago than the calendar reaches".to_owned()))
}

/// Reads a date and a time of day without an offset.
fn local(text: &str) -> Option<DateTime> {
    let shape: String = text
        .chars()
        .map(|letter| if letter.is_ascii_digit() { '0' } else { letter })
        .collect();
    let shape = shape.replacen(['t', ' '], "T", 1);
    let is_local = matches!(shape.as_str(), "0000-00-00T00:00" | "0000-00-00T00:00:00");
    is_local.then(|| text.parse().ok()).flatten()
}
