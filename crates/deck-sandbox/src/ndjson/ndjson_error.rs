//! An import in which some lines are not task runs.

use std::error::Error;
use std::fmt;

use crate::RejectedLine;

/// Some lines of an import are not task runs. Its text names the first of them;
/// [`rejected`](NdjsonError::rejected) has all.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NdjsonError {
    first: RejectedLine,
    rejected: Vec<RejectedLine>,
}

impl NdjsonError {
    /// Creates an error of `rejected`, unless there are no lines.
    pub(crate) fn of(rejected: Vec<RejectedLine>) -> Option<NdjsonError> {
        let first = rejected.first()?.clone();
        Some(NdjsonError { first, rejected })
    }

    /// Returns the lines, at least one, in their order.
    #[must_use]
    pub fn rejected(&self) -> &[RejectedLine] {
        &self.rejected
    }
}

impl fmt::Display for NdjsonError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.rejected.len() {
            1 => write!(formatter, "no task run on {}", self.first),
            count => write!(
                formatter,
                "{count} lines are not task runs, the first is {}",
                self.first
            ),
        }
    }
}

impl Error for NdjsonError {}
