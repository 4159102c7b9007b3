//! Why there is no such profile, or a file of profiles cannot be used.

use std::error::Error;
use std::fmt;
use std::path::Path;
use std::path::PathBuf;

/// Why there is no such profile, or a file of profiles cannot be used. It never repeats a key.
#[derive(Debug)]
pub(crate) struct ProfileError {
    /// File and line, if there is one.
    place: Option<String>,
    message: String,
    advice: Option<String>,
}

impl ProfileError {
    /// Fails because of the file as a whole.
    pub(super) fn of_file(path: &Path, message: impl Into<String>) -> Self {
        Self {
            place: Some(path.display().to_string()),
            message: message.into(),
            advice: None,
        }
    }

    /// Fails because of a line, counted from 1.
    pub(super) fn at_line(path: &Path, line: usize, message: impl Into<String>) -> Self {
        Self {
            place: Some(format!("{}:{line}", path.display())),
            message: message.into(),
            advice: None,
        }
    }

    /// Fails because there is no file that could have the profile.
    pub(super) fn no_file(name: &str, path: Option<PathBuf>) -> Self {
        Self {
            place: None,
            message: format!("there is no profile {name}, since there is no file of profiles"),
            advice: path.map(|path| {
                let path = path.display();
                format!("write [profile.{name}] and its settings into {path}")
            }),
        }
    }

    /// Adds what to do about it.
    pub(super) fn with_advice(mut self, advice: Option<String>) -> Self {
        self.advice = advice;
        self
    }

    /// Returns what to do about it, where that is known.
    pub(crate) fn advice(&self) -> Option<&str> {
        self.advice.as_deref()
    }
}

impl fmt::Display for ProfileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(formatter, "{place}: ")?;
        }
        formatter.write_str(&self.message)
    }
}

impl Error for ProfileError {}
