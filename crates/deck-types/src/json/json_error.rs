//! The error of reading or writing JSON.

use std::fmt;
use std::str::Utf8Error;

use super::json_path::Stop;
use super::json_path::path_of;
use super::json_reason::in_words_of_json;
use crate::excerpt::excerpt;
use crate::one_line::OneLine;

/// What was wrong with a JSON text, and where. Path and reason are at most
/// [`EXCERPT_BYTES`](crate::EXCERPT_BYTES) each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    path: String,
    line: usize,
    column: usize,
    reason: String,
}

impl JsonError {
    /// Describes why a text could not be read.
    pub(crate) fn reading(text: &str, error: &serde_json::Error) -> Self {
        let message = error.to_string();
        let reason = reason_of(error, &message);
        let offset = offset_of(text, error.line(), error.column());
        let path = path_of(text, offset, stop_of(&message, text, offset));
        Self {
            // Keys are as long as their author likes.
            path: excerpt(path.as_bytes()),
            line: error.line(),
            column: error.column(),
            reason,
        }
    }

    /// Describes bytes that are no text.
    pub(crate) fn not_utf8(bytes: &[u8], error: Utf8Error) -> Self {
        let (good, _) = bytes.split_at(error.valid_up_to());
        let last_line = good.rsplit(|byte| *byte == b'\n').next();
        Self {
            path: "$".into(),
            line: good.iter().filter(|byte| **byte == b'\n').count() + 1,
            column: last_line.map_or(0, <[u8]>::len) + 1,
            reason: format!("byte {} is not UTF-8", error.valid_up_to()),
        }
    }

    /// Describes why a value could not be written.
    pub(crate) fn writing(error: &serde_json::Error) -> Self {
        Self {
            path: "$".into(),
            line: 0,
            column: 0,
            reason: reason_of(error, &error.to_string()),
        }
    }

    /// Returns the place inside the value, such as `$.storage[2].file_size`; `$` is the value itself.
    ///
    /// A type that checks its text after reading it (with `try_from`, say) may be named by the value around
    /// it.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the line, counted from 1; 0 when a value could not be written.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// Returns the column in bytes, counted from 1; 0 stands before the first byte of the line.
    #[must_use]
    pub fn column(&self) -> usize {
        self.column
    }

    /// Returns what was wrong, without the place.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{} at {}",
            OneLine(&self.reason),
            OneLine(&self.path)
        )?;
        match self.line {
            0 => Ok(()),
            line => write!(formatter, " (line {line}, column {})", self.column),
        }
    }
}

impl std::error::Error for JsonError {}

/// Cuts off the position, which `serde_json` writes into its messages.
fn reason_of(error: &serde_json::Error, message: &str) -> String {
    let position = format!(" at line {} column {}", error.line(), error.column());
    let reason = message.strip_suffix(&position).unwrap_or(message);
    // It may repeat the value at fault, which is as long as its author likes.
    excerpt(in_words_of_json(reason).as_bytes())
}

/// Returns how many bytes had been read.
fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    before + column
}

/// Returns on which side of the position the value at fault stands: `serde_json` reads scalars before it
/// refuses them, but refuses containers unread. Those that this crate refuses were read to their end.
fn stop_of(message: &str, text: &str, offset: usize) -> Stop {
    let containers = ["invalid type: map", "invalid type: sequence"];
    let is_container = containers.iter().any(|start| message.starts_with(start));
    let is_read = matches!(
        text.as_bytes().get(offset.wrapping_sub(1)),
        Some(b']' | b'}')
    );
    if is_container && !is_read {
        Stop::Before
    } else {
        Stop::After
    }
}
