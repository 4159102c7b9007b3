//! [`ReplayError`]: in what a replay differed from the recording.

use std::error::Error;
use std::fmt;

/// What was recorded and never asked, and what was asked and is not recorded.
///
/// Each is told as the method and the URI, in the order of the recording and of the asking. The text of the
/// error lists them all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplayError {
    pub(crate) not_asked: Vec<String>,
    pub(crate) not_answered: Vec<String>,
}

impl ReplayError {
    /// Returns the requests of the cassette that nobody made.
    #[must_use]
    pub fn not_asked(&self) -> &[String] {
        &self.not_asked
    }

    /// Returns the requests that were made and that the cassette has no answer for, scrubbed.
    #[must_use]
    pub fn not_answered(&self) -> &[String] {
        &self.not_answered
    }
}

impl fmt::Display for ReplayError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the replay differed from the recording")?;
        list(formatter, "recorded and not asked", &self.not_asked)?;
        list(formatter, "asked and not recorded", &self.not_answered)
    }
}

impl Error for ReplayError {}

fn list(formatter: &mut fmt::Formatter<'_>, what: &str, requests: &[String]) -> fmt::Result {
    if requests.is_empty() {
        return Ok(());
    }
    write!(formatter, "; {what}: {}", requests.join(", "))
}
