//! The error of a setting whose text cannot be read.

use std::error::Error;
use std::fmt;

/// The largest number of characters of the text that an error keeps.
const EXCERPT: usize = 80;

/// The text form of a setting that cannot be read.
///
/// It says which part of the text it is about and what is expected there.
///
/// # Examples
///
/// ```
/// use deck_sandbox::FaultPlan;
///
/// let error = "3:statsu=503".parse::<FaultPlan>().unwrap_err();
///
/// assert!(error.to_string().starts_with("`statsu=503` is not a fault"));
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TextError {
    excerpt: String,
    reason: String,
}

impl TextError {
    /// Creates an error about `part`, whose `reason` continues a sentence, such as "is not a number".
    pub(crate) fn new(part: &str, reason: impl Into<String>) -> TextError {
        let mut excerpt: String = part.chars().take(EXCERPT).collect();
        if excerpt.len() < part.len() {
            excerpt.push('…');
        }
        TextError {
            excerpt,
            reason: reason.into(),
        }
    }
}

impl fmt::Display for TextError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` {}", self.excerpt, self.reason)
    }
}

impl Error for TextError {}
