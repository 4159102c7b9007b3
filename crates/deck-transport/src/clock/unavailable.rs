//! Why a clock cannot be used where it was asked to wait.

use std::error::Error;
use std::fmt;

/// The reason why a [`Clock`](crate::Clock) cannot wait where it was asked to: for example a runtime that is
/// missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockUnavailable {
    reason: String,
}

impl ClockUnavailable {
    /// Creates the error from a sentence that says what is missing and what to do.
    #[must_use]
    pub fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
        }
    }
}

impl fmt::Display for ClockUnavailable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.reason)
    }
}

impl Error for ClockUnavailable {}
