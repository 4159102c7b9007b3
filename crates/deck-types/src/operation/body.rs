//! Reading the body of a response.

use std::str::Utf8Error;

use serde::de::DeserializeOwned;

use crate::excerpt::excerpt;
use crate::json::json_error::JsonError;
use crate::page::page_item::read_item;

/// Reads the body of a response as one JSON value.
///
/// A struct is read from an object only: derived implementations would take an array of its values too.
///
/// # Errors
///
/// Fails when the body is not UTF-8, not JSON, or has not the shape of the type.
///
/// # Examples
///
/// ```
/// use deck_types::{TaskRun, read_body};
///
/// let run: TaskRun = read_body(br#"{"id": "trun_1"}"#)?;
/// assert_eq!(run.id, "trun_1");
///
/// let error = read_body::<TaskRun>(br#"{"id": 7}"#).unwrap_err();
/// assert_eq!(error.path(), "$.id");
/// # Ok::<(), deck_types::BodyError>(())
/// ```
pub fn read_body<T: DeserializeOwned>(body: &[u8]) -> Result<T, BodyError> {
    let text = str::from_utf8(body).map_err(|error| BodyError::not_utf8(body, error))?;
    read_item(text).map_err(|error| BodyError::unreadable(body, &error))
}

/// Why the body of a response could not be read.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("response body could not be read: {reason} at {path}")]
pub struct BodyError {
    path: String,
    reason: String,
    excerpt: String,
    item_limit: Option<usize>,
}

impl BodyError {
    pub(crate) fn not_utf8(body: &[u8], error: Utf8Error) -> Self {
        Self {
            path: "$".into(),
            reason: format!("byte {} is not UTF-8", error.valid_up_to()),
            excerpt: excerpt(body),
            item_limit: None,
        }
    }

    pub(crate) fn unreadable(body: &[u8], error: &JsonError) -> Self {
        Self {
            path: error.path().into(),
            reason: error.reason().into(),
            excerpt: excerpt(body),
            item_limit: None,
        }
    }

    pub(crate) fn too_many_items(body: &[u8], limit: usize) -> Self {
        Self {
            path: "$.data".into(),
            reason: format!("page has more than {limit} items"),
            excerpt: excerpt(body),
            item_limit: Some(limit),
        }
    }

    /// Returns the limit where a page was refused because it has more items; `None` for any other reason.
    #[must_use]
    pub fn item_limit(&self) -> Option<usize> {
        self.item_limit
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

#[cfg(test)]
mod tests {
    use super::read_body;
    use crate::task_run::TaskRun;

    #[test]
    fn an_array_of_the_values_of_a_run_is_no_run() {
        assert!(read_body::<TaskRun>(br#"["trun_1", "task_run"]"#).is_err());
    }

    #[test]
    fn what_is_not_utf_8_is_told_with_its_place() {
        let error = read_body::<TaskRun>(b"{\"id\": \"\xFF\"}").unwrap_err();
        assert_eq!(error.reason(), "byte 8 is not UTF-8");
    }
}
