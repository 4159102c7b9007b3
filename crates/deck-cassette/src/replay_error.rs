//! [`ReplayError`]: the difference between a replay and its recording.

use std::error::Error;
use std::fmt;

/// The requests that were recorded and not sent, and those that were sent and not recorded.
///
/// Each is a method and a URI. Recorded requests are in the order of the recording, sent ones in the order of
/// sending. The text of the error lists all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplayError {
    pub(crate) not_sent: Vec<String>,
    pub(crate) not_recorded: Vec<String>,
}

impl ReplayError {
    /// Returns the requests that were recorded and not sent.
    #[must_use]
    pub fn not_sent(&self) -> &[String] {
        &self.not_sent
    }

    /// Returns the requests that were sent and not recorded, scrubbed.
    #[must_use]
    pub fn not_recorded(&self) -> &[String] {
        &self.not_recorded
    }
}

impl fmt::Display for ReplayError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the replay differed from the recording")?;
        list(formatter, "recorded and not sent", &self.not_sent)?;
        list(formatter, "sent and not recorded", &self.not_recorded)
    }
}

impl Error for ReplayError {}

fn list(formatter: &mut fmt::Formatter<'_>, what: &str, requests: &[String]) -> fmt::Result {
    if requests.is_empty() {
        return Ok(());
    }
    write!(formatter, "; {what}: {}", requests.join(", "))
}
