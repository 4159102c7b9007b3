//! A line of NDJSON that is not a task run.

use std::fmt;

/// The largest number of characters of the line, and of the reason, that is kept.
const EXCERPT: usize = 160;

/// A line of NDJSON that is not a task run.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct RejectedLine {
    /// The number of the line, counted from 1, empty lines included.
    pub line: usize,
    /// The reason, with the place in the line.
    pub reason: String,
    /// The beginning of the line; what is not UTF-8 is replaced.
    pub excerpt: String,
}

impl RejectedLine {
    pub(crate) fn new(line: usize, reason: &str, bytes: &[u8]) -> RejectedLine {
        // No character has more than four bytes.
        let bytes = bytes.trim_ascii();
        let beginning = &bytes[..bytes.len().min(4 * EXCERPT)];
        let mut excerpt = shorten(&String::from_utf8_lossy(beginning));
        if beginning.len() < bytes.len() && !excerpt.ends_with(ELLIPSIS) {
            excerpt.push(ELLIPSIS);
        }
        RejectedLine {
            line,
            reason: shorten(reason),
            excerpt,
        }
    }
}

impl fmt::Display for RejectedLine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "line {}: {}: {}",
            self.line, self.reason, self.excerpt
        )
    }
}

const ELLIPSIS: char = '…';

fn shorten(text: &str) -> String {
    match text.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}{ELLIPSIS}", &text[..end]),
        None => text.to_owned(),
    }
}
