//! Why nothing of a listing can be sent.

use deck_types::PathError;
use deck_types::QueryError;
use deck_types::ResumeTokenError;

use crate::Error;

/// The reason why a listing cannot be sent, told by its stream and by its resume token alike.
#[derive(Clone, Debug)]
pub(super) enum Unsendable {
    Query(QueryError),
    Path(PathError),
    Token(ResumeTokenError),
}

impl Unsendable {
    /// Returns the error, whose source is the reason.
    pub(super) fn error(&self) -> Error {
        match self.clone() {
            Self::Query(reason) => Error::invalid_request(reason),
            Self::Path(reason) => Error::invalid_request(reason),
            Self::Token(reason) => Error::invalid_request(reason),
        }
    }
}
