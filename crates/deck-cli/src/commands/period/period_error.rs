//! Why a period is no window of time.

use std::error::Error;
use std::fmt;

use jiff::Timestamp;

/// Why a period is no window of time.
#[derive(Debug)]
pub(crate) enum PeriodError {
    /// It ends where it begins, or before.
    Empty {
        /// The first instant that is meant.
        since: Timestamp,
        /// The first one that is no longer meant.
        until: Timestamp,
    },
    /// It reaches beyond the years that can be written.
    OutOfReach,
}

impl fmt::Display for PeriodError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty { since, until } if since == until => write!(
                formatter,
                "the period is empty: --since and --until are both {since}, which is the first instant \
                 that --until leaves out"
            ),
            Self::Empty { since, until } => write!(
                formatter,
                "the period ends before it begins: --since is {since}, and --until is {until}"
            ),
            Self::OutOfReach => {
                formatter.write_str("the period reaches beyond the years 0 to 9999")
            }
        }
    }
}

impl Error for PeriodError {}

/// The calendar's own errors are all about dates beyond its years.
impl From<jiff::Error> for PeriodError {
    fn from(_: jiff::Error) -> Self {
        Self::OutOfReach
    }
}
