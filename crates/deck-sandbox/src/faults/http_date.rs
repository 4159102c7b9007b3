//! The home of the three formats of a date in HTTP (RFC 9110, 5.6.7).

use std::time::SystemTime;

const DAYS: [&str; 7] = [
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
];

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

const SECONDS_OF_A_DAY: u64 = 86_400;

/// Returns `time` as `Mon, 02 Nov 2026 12:00:00 GMT`.
pub(crate) fn fixed(time: SystemTime) -> String {
    let parts = Parts::of(time);
    format!(
        "{}, {:02} {} {:04} {} GMT",
        &parts.weekday[..3],
        parts.day,
        parts.month,
        parts.year,
        parts.clock
    )
}

/// Returns `time` as `Monday, 02-Nov-26 12:00:00 GMT`.
pub(crate) fn rfc850(time: SystemTime) -> String {
    let parts = Parts::of(time);
    format!(
        "{}, {:02}-{}-{:02} {} GMT",
        parts.weekday,
        parts.day,
        parts.month,
        parts.year % 100,
        parts.clock
    )
}

/// Returns `time` as `Mon Nov  2 12:00:00 2026`.
pub(crate) fn asctime(time: SystemTime) -> String {
    let parts = Parts::of(time);
    format!(
        "{} {} {:2} {} {:04}",
        &parts.weekday[..3],
        parts.month,
        parts.day,
        parts.clock,
        parts.year
    )
}

struct Parts {
    weekday: &'static str,
    day: u64,
    month: &'static str,
    year: u64,
    clock: String,
}

impl Parts {
    /// Reads the calendar; what lies before 1970 counts as its beginning.
    fn of(time: SystemTime) -> Parts {
        let seconds = time
            .duration_since(SystemTime::UNIX_EPOCH)
            .map_or(0, |since| since.as_secs());
        let days = seconds / SECONDS_OF_A_DAY;
        let second = seconds % SECONDS_OF_A_DAY;
        let (year, month, day) = civil(days);
        Parts {
            weekday: DAYS[(days % 7) as usize],
            day,
            month: MONTHS[(month - 1) as usize],
            year,
            clock: format!(
                "{:02}:{:02}:{:02}",
                second / 3_600,
                second / 60 % 60,
                second % 60
            ),
        }
    }
}

/// Returns year, month and day of the day `days` after 1 January 1970.
///
/// Years are counted from March, so that the leap day is the last of its year, in eras of 400 years, which all have the same length.
fn civil(days: u64) -> (u64, u64, u64) {
    const DAYS_BEFORE_1970: u64 = 719_468;
    const DAYS_OF_AN_ERA: u64 = 146_097;

    let days = days + DAYS_BEFORE_1970;
    let (era, day_of_era) = (days / DAYS_OF_AN_ERA, days % DAYS_OF_AN_ERA);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn time(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn the_example_of_the_standard_is_written_in_all_three_formats() {
        let time = time(784_111_777);

        assert_eq!(fixed(time), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(rfc850(time), "Sunday, 06-Nov-94 08:49:37 GMT");
        assert_eq!(asctime(time), "Sun Nov  6 08:49:37 1994");
    }

    #[test]
    fn leap_days_and_the_ends_of_years_are_where_they_belong() {
        assert_eq!(fixed(time(0)), "Thu, 01 Jan 1970 00:00:00 GMT");
        assert_eq!(fixed(time(951_782_400)), "Tue, 29 Feb 2000 00:00:00 GMT");
        assert_eq!(fixed(time(1_798_761_599)), "Thu, 31 Dec 2026 23:59:59 GMT");
        assert_eq!(fixed(time(4_107_542_400)), "Mon, 01 Mar 2100 00:00:00 GMT");
    }
}
