//! [`CassetteError`]: why a text is not a cassette.

use std::error::Error;
use std::fmt;
use std::io;

/// The reason why a [`Cassette`](crate::Cassette) could not be read.
///
/// # Examples
///
/// ```
/// use deck_cassette::Cassette;
///
/// let error = "{\"version\": 1, \"exchanges\": [}".parse::<Cassette>().unwrap_err();
/// assert_eq!(error.line(), Some(1));
/// assert!(error.to_string().starts_with("the cassette cannot be understood: "));
///
/// let error = "{\"version\": 7}".parse::<Cassette>().unwrap_err();
/// assert_eq!(error.to_string(), "the cassette is of version 7, and this crate reads version 1");
/// ```
#[derive(Debug)]
pub struct CassetteError(Reason);

#[derive(Debug)]
enum Reason {
    Unreadable(io::Error),
    Version(u64),
    Content(serde_json::Error),
}

impl CassetteError {
    pub(crate) fn unreadable(error: io::Error) -> Self {
        Self(Reason::Unreadable(error))
    }

    pub(crate) fn version(version: u64) -> Self {
        Self(Reason::Version(version))
    }

    pub(crate) fn content(error: serde_json::Error) -> Self {
        Self(Reason::Content(error))
    }

    /// Returns the line, counted from 1, at or just before which the text is wrong.
    ///
    /// Absent when the text could not be read at all or is of another version.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        match &self.0 {
            Reason::Content(error) => Some(error.line()),
            Reason::Unreadable(_) | Reason::Version(_) => None,
        }
    }
}

impl fmt::Display for CassetteError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Reason::Unreadable(_) => formatter.write_str("the cassette cannot be read"),
            Reason::Version(version) => {
                let known = crate::text::VERSION;
                write!(
                    formatter,
                    "the cassette is of version {version}, and this crate reads version {known}"
                )
            }
            // The JSON library's error is part of the text and therefore no source.
            Reason::Content(error) => {
                write!(formatter, "the cassette cannot be understood: {error}")
            }
        }
    }
}

impl Error for CassetteError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.0 {
            Reason::Unreadable(error) => Some(error),
            Reason::Version(_) | Reason::Content(_) => None,
        }
    }
}
