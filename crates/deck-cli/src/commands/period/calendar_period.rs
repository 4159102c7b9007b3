//! Days, weeks and months, named by a date or counted from today.

use std::str::FromStr;

use jiff::Span;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::period_error::PeriodError;

/// A day, a week or a month.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum CalendarPeriod {
    /// The day of a date.
    Day(Date),
    /// The month that begins on a date.
    Month(Date),
    /// So many days from today.
    DayFromToday(i8),
    /// So many weeks from this one.
    WeekFromThis(i8),
    /// So many months from this one.
    MonthFromThis(i8),
}

const WORDS: [(&str, CalendarPeriod); 6] = [
    ("today", CalendarPeriod::DayFromToday(0)),
    ("yesterday", CalendarPeriod::DayFromToday(-1)),
    ("this-week", CalendarPeriod::WeekFromThis(0)),
    ("last-week", CalendarPeriod::WeekFromThis(-1)),
    ("this-month", CalendarPeriod::MonthFromThis(0)),
    ("last-month", CalendarPeriod::MonthFromThis(-1)),
];

impl CalendarPeriod {
    /// Reads a word, a date or a month; `None` for a text that looks like none of them.
    ///
    /// # Errors
    ///
    /// Fails for a date that the calendar does not have.
    pub(super) fn read(text: &str) -> Result<Option<Self>, String> {
        let word = text.to_ascii_lowercase().replace(['_', ' '], "-");
        if let Some((_, period)) = WORDS.iter().find(|(name, _)| *name == word) {
            return Ok(Some(*period));
        }
        let shape: String = text
            .chars()
            .map(|letter| if letter.is_ascii_digit() { '0' } else { letter })
            .collect();
        let of_date = |date: &str| {
            date.parse::<Date>()
                .map_err(|_| "the calendar has no such date".to_owned())
        };
        match shape.as_str() {
            "0000-00-00" => of_date(text).map(|date| Some(Self::Day(date))),
            "0000-00" => of_date(&format!("{text}-01")).map(|date| Some(Self::Month(date))),
            _ => Ok(None),
        }
    }

    /// Returns the first instant, and the first one behind the last.
    pub(super) fn bounds(
        self,
        now: Timestamp,
        zone: &TimeZone,
    ) -> Result<(Timestamp, Timestamp), PeriodError> {
        let (first, length) = self.days(zone.to_datetime(now).date())?;
        let behind = first.checked_add(length)?;
        let midnight = |date: Date| date.to_zoned_datetime(zone.clone());
        // Where the clocks are put forward at midnight, the day begins with the first time it has.
        Ok((midnight(first)?.timestamp(), midnight(behind)?.timestamp()))
    }

    /// Returns the first day, and the length from there.
    fn days(self, today: Date) -> Result<(Date, Span), PeriodError> {
        let (day, week, month) = (
            Span::new().days(1),
            Span::new().weeks(1),
            Span::new().months(1),
        );
        Ok(match self {
            Self::Day(date) => (date, day),
            Self::Month(first) => (first, month),
            Self::DayFromToday(count) => (today.checked_add(day * i64::from(count))?, day),
            Self::WeekFromThis(count) => {
                let since_monday = today.weekday().to_monday_zero_offset();
                let monday = today.checked_sub(Span::new().days(since_monday))?;
                (monday.checked_add(week * i64::from(count))?, week)
            }
            Self::MonthFromThis(count) => {
                let first = today.first_of_month();
                (first.checked_add(month * i64::from(count))?, month)
            }
        })
    }
}

impl FromStr for CalendarPeriod {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::read(text)?.ok_or_else(|| {
            "give a day, a week or a month: today, yesterday, this-week, last-week, this-month, last-month, \
             2026-10 or 2026-10-31; what began some time ago is `--since 24h`"
                .to_owned()
        })
    }
}
