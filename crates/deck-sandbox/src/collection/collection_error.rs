//! The errors of collections and their objects.

use std::error::Error;
use std::fmt;

use deck_types::JsonError;

/// Why something cannot be a [`Collection`](crate::Collection), or an object of one.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum CollectionError {
    /// The path has no leading slash, or a segment that cannot be one.
    InvalidPath {
        /// The path.
        path: String,
    },
    /// The path belongs to an endpoint that the sandbox knows.
    TakenPath {
        /// The path.
        path: String,
    },
    /// The sandbox has no collection at the path.
    UnknownPath {
        /// The path.
        path: String,
    },
    /// A JSON text is not an object with an id.
    InvalidObject {
        /// The error of reading it.
        reason: JsonError,
    },
    /// The id of an object is empty.
    EmptyId,
}

impl fmt::Display for CollectionError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidPath { path } => {
                write!(formatter, "{path:?} cannot be the path of a collection")
            }
            Self::TakenPath { path } => {
                write!(formatter, "{path:?} is an endpoint that the sandbox knows")
            }
            Self::UnknownPath { path } => write!(formatter, "there is no collection at {path:?}"),
            Self::InvalidObject { .. } => {
                formatter.write_str("a JSON text is not an object with an id")
            }
            Self::EmptyId => formatter.write_str("the id of an object is empty"),
        }
    }
}

impl Error for CollectionError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::InvalidObject { reason } => Some(reason),
            _ => None,
        }
    }
}
