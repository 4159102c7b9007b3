//! Why a text stands for no instant.

use crate::quoted::Quoted;

/// What keeps a timestamp from being an instant, and where in its text.
///
/// The message shows at most 80 characters of the text, and says how a timestamp is written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("timestamp {}: {}", Quoted(text), self.reason_and_remedy())]
pub struct TimestampError {
    text: Box<str>,
    fault: Fault,
}

/// What is wrong with a text that is not a timestamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Fault {
    #[error("expected {what} at byte {position}")]
    Expected { what: &'static str, position: usize },
    #[error("the {what} at byte {position} does not exist")]
    NoSuch { what: &'static str, position: usize },
    #[error("the leap second is not at 23:59:60 of UTC")]
    MisplacedLeapSecond,
    #[error("the year is not one of 0 to 9999")]
    YearOutOfRange,
    #[error("the instant is out of the reach of the wanted type")]
    OutOfReach,
}

impl TimestampError {
    pub(crate) fn new(text: &str, fault: Fault) -> Self {
        Self {
            text: text.into(),
            fault,
        }
    }

    pub(crate) fn out_of_reach(text: &str) -> Self {
        Self::new(text, Fault::OutOfReach)
    }

    /// Returns the text at fault; for an instant that has no text, its seconds since the start of 1970,
    /// followed by ` s`.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns what is wrong and where, without the text.
    #[must_use]
    pub fn reason(&self) -> String {
        self.fault.to_string()
    }

    pub(crate) fn reason_and_remedy(&self) -> String {
        format!("{}; {}", self.fault, self.fault.remedy())
    }
}

impl Fault {
    fn remedy(self) -> &'static str {
        match self {
            Self::Expected { .. } | Self::NoSuch { .. } | Self::MisplacedLeapSecond => {
                "write RFC 3339, such as 2026-11-01T00:00:00Z"
            }
            Self::YearOutOfRange => "give an instant that RFC 3339 can write",
            Self::OutOfReach => "take its nanoseconds, which reach every instant",
        }
    }
}
