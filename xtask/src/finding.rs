//! What a check has to say about one place.

use std::error::Error;
use std::fmt;

/// One broken rule: where, what is wrong, and what to do about it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Finding {
    place: String,
    what: String,
    remedy: &'static str,
}

impl Finding {
    /// Creates a finding at `place`, a file, a line of a file, or a crate.
    pub(crate) fn new(
        place: impl Into<String>,
        what: impl Into<String>,
        remedy: &'static str,
    ) -> Self {
        Self {
            place: place.into(),
            what: what.into(),
            remedy,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\n    {}", self.place, self.what, self.remedy)
    }
}

/// Prints the findings of the check called `check`.
///
/// # Errors
///
/// When there is any finding; the message tells how many.
pub(crate) fn report(check: &str, findings: &[Finding]) -> Result<(), Box<dyn Error>> {
    for finding in findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => {
            println!("{check}: nothing to report");
            Ok(())
        }
        1 => Err(format!("{check}: 1 finding").into()),
        count => Err(format!("{check}: {count} findings").into()),
    }
}
