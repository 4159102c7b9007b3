//! Periods of time as people write them, and the window of instants that they stand for.

use std::time::SystemTime;

use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use self::calendar_period::CalendarPeriod;
use self::moment::Moment;
use self::period_error::PeriodError;
use self::window::Window;

mod calendar_period;
mod moment;
pub(crate) mod period_error;
pub(crate) mod window;
pub(crate) mod zone;

#[cfg(test)]
mod tests;

/// The heading of the help under which the flags of a period stand.
pub(crate) const PERIOD_HEADING: &str = "Period";

const SINCE_HELP: &str = "\
From this time on, such as 24h, yesterday or 2026-10-31

  90m, 24h, 7d, 2w        that long ago; days and weeks keep the time of day
  today, yesterday        the start of the day
  this-week, last-week    the start of its Monday
  this-month, last-month  the start of its first day
  2026-10-31, 2026-10     the start of the day, of the month
  2026-10-31T09:00        that time of day in the time zone of --timezone
  2026-10-31T09:00:00Z    that instant (RFC 3339)";

/// The period that is meant; without any flag, all of time.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = PERIOD_HEADING)]
pub(crate) struct PeriodArguments {
    /// From this time on, such as 24h, yesterday or 2026-10-31
    #[arg(long, value_name = "TIME", long_help = SINCE_HELP)]
    since: Option<Moment>,

    /// Up to this time, but not the instant itself; written as for --since
    ///
    /// Here too a day, a week or a month is its start: `--until today` ends with yesterday, and
    /// `--since 2026-10 --until 2026-11` is October.
    #[arg(long, value_name = "TIME")]
    until: Option<Moment>,

    /// All of this day, week or month: yesterday, last-week, this-month, 2026-10, 2026-10-31
    ///
    /// `--in yesterday` is `--since yesterday --until today`. What was created at midnight is in the day that
    /// begins then, and in no other.
    #[arg(long = "in", id = "in", value_name = "PERIOD")]
    #[arg(conflicts_with_all = ["since", "until"])]
    within: Option<CalendarPeriod>,
}

impl PeriodArguments {
    /// Returns whether no flag is given, so that all of time is meant.
    pub(crate) fn is_empty(&self) -> bool {
        self.since.is_none() && self.until.is_none() && self.within.is_none()
    }

    /// Returns the window of instants, from its first to the one behind its last.
    ///
    /// # Errors
    ///
    /// Fails when the window holds no instant, or reaches beyond the years 0 to 9999.
    pub(crate) fn window(&self, now: SystemTime, zone: &TimeZone) -> Result<Window, PeriodError> {
        let now = Timestamp::try_from(now).map_err(|_| PeriodError::OutOfReach)?;
        if let Some(period) = self.within {
            let (since, until) = period.bounds(now, zone)?;
            return Window::new(Some(since), Some(until));
        }
        let start = |moment: Option<Moment>| moment.map(|moment| moment.start(now, zone));
        Window::new(
            start(self.since).transpose()?,
            start(self.until).transpose()?,
        )
    }
}
