//! Why a saved sandbox cannot be read.

use std::error::Error;
use std::fmt;
use std::io;

/// A saved sandbox cannot be read.
#[derive(Debug)]
#[non_exhaustive]
pub enum SavedSandboxError {
    /// The reader failed.
    Read(io::Error),
    /// An entry is not one of a saved sandbox.
    Entry {
        /// The number of the entry, from 1 on.
        number: usize,
        /// What is wrong with it.
        reason: String,
    },
}

impl fmt::Display for SavedSandboxError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SavedSandboxError::Read(_) => formatter.write_str("the saved sandbox cannot be read"),
            SavedSandboxError::Entry { number, reason } => {
                write!(
                    formatter,
                    "entry {number} is not one of a saved sandbox: {reason}"
                )
            }
        }
    }
}

impl Error for SavedSandboxError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            SavedSandboxError::Read(error) => Some(error),
            SavedSandboxError::Entry { .. } => None,
        }
    }
}

impl From<io::Error> for SavedSandboxError {
    fn from(error: io::Error) -> SavedSandboxError {
        SavedSandboxError::Read(error)
    }
}
