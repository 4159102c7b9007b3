//! The error of a body that is not a page.

use std::str::Utf8Error;

use crate::excerpt::excerpt;
use crate::json::json_error::JsonError;

/// Why a body is not a page of a listing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("answer is not a page of a listing: {reason} at {path}")]
pub struct PageError {
    path: String,
    reason: String,
    excerpt: String,
}

impl PageError {
    pub(super) fn not_utf8(body: &[u8], error: Utf8Error) -> Self {
        let reason = format!("byte {} is not UTF-8", error.valid_up_to());
        Self {
            path: "$".into(),
            reason,
            excerpt: excerpt(body),
        }
    }

    pub(super) fn not_a_page(body: &[u8], error: &JsonError) -> Self {
        Self {
            path: error.path().into(),
            reason: error.reason().into(),
            excerpt: excerpt(body),
        }
    }

    /// Returns the place of the fault inside the body, such as `$.has_more`; `$` is the body itself.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns what was wrong there.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Returns the beginning of the body, at most [`EXCERPT_BYTES`](crate::EXCERPT_BYTES) bytes of it.
    #[must_use]
    pub fn excerpt(&self) -> &str {
        &self.excerpt
    }
}
