//! Reading the body of a response.

use std::fmt;
use std::str::Utf8Error;

use serde::de::DeserializeOwned;

use crate::error_response::ErrorResponse;
use crate::excerpt::beginning;
use crate::excerpt::excerpt;
use crate::json::json_error::JsonError;
use crate::one_line::OneLine;
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
///
/// It prints the place and the reason, in the words of JSON:
///
/// ```
/// let error = deck_types::read_body::<deck_types::TaskRun>(br#"{"id": []}"#).unwrap_err();
/// assert_eq!(error.to_string(), "response body at $.id: expected a string, found an array");
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct BodyError {
    path: String,
    reason: String,
    excerpt: String,
    item_limit: Option<usize>,
}

impl BodyError {
    /// Describes a body that is encoded, as its `Content-Encoding` says: for clients that know the headers.
    ///
    /// Without them the encodings `gzip`, `zstd` and `deflate` are found out by how the body begins.
    #[must_use]
    pub fn encoded(body: &[u8], encoding: &str) -> Self {
        let reason = format!(
            "it is encoded ({}) and was not decoded; let the transport decode it, or not ask for it \
             (Accept-Encoding)",
            beginning(encoding, SHOWN_OF_ENCODING).escape_debug()
        );
        Self::whole(body, reason)
    }

    pub(crate) fn not_utf8(body: &[u8], error: Utf8Error) -> Self {
        match encoding_of(body) {
            Some(encoding) => Self::encoded(body, encoding),
            None => Self::whole(body, format!("byte {} is not UTF-8", error.valid_up_to())),
        }
    }

    pub(crate) fn unreadable(body: &[u8], error: &JsonError) -> Self {
        match body.trim_ascii_start().first() {
            None => return Self::whole(body, "it is empty".into()),
            Some(b'<') => return Self::whole(body, "it is HTML or XML and no JSON".into()),
            Some(_) => {}
        }
        let mut reason = error.reason().to_owned();
        if ErrorResponse::reported_in_success(200, body).is_some() {
            reason = format!("{reason}; {REPORTS_ERROR}");
        }
        Self {
            path: error.path().into(),
            ..Self::whole(body, reason)
        }
    }

    /// Describes a body that reports an error.
    pub(crate) fn reports_error(body: &[u8]) -> Self {
        Self::whole(body, REPORTS_ERROR.into())
    }

    fn whole(body: &[u8], reason: String) -> Self {
        Self {
            path: "$".into(),
            reason,
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

impl fmt::Display for BodyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("response body")?;
        if self.path != "$" {
            write!(formatter, " at {}", OneLine(&self.path))?;
        }
        write!(formatter, ": {}", OneLine(&self.reason))
    }
}

impl std::error::Error for BodyError {}

const REPORTS_ERROR: &str = "it reports an error in place of a result";

/// The registered names of encodings are shorter.
const SHOWN_OF_ENCODING: usize = 64;

/// Returns the encoding whose mark a body begins with. `br` has none.
fn encoding_of(body: &[u8]) -> Option<&'static str> {
    match body {
        [0x1F, 0x8B, ..] => Some("gzip"),
        [0x28, 0xB5, 0x2F, 0xFD, ..] => Some("zstd"),
        [0x78, level, ..] if (0x7800 + u16::from(*level)) % 31 == 0 => Some("deflate"),
        _ => None,
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

    #[track_caller]
    fn text_of(body: &[u8]) -> String {
        read_body::<TaskRun>(body).unwrap_err().to_string()
    }

    #[test]
    fn a_body_that_was_not_decoded_is_told_as_such() {
        for (body, encoding) in [
            (&[0x1F, 0x8B, 0x08, 0xFF][..], "gzip"),
            (&[0x28, 0xB5, 0x2F, 0xFD, 0x04], "zstd"),
            (&[0x78, 0x9C, 0xFF], "deflate"),
        ] {
            let expected = format!("response body: it is encoded ({encoding}) and was not decoded");
            assert!(text_of(body).starts_with(&expected), "{}", text_of(body));
        }
        assert_eq!(text_of(b"x\xFF"), "response body: byte 1 is not UTF-8");
    }

    #[test]
    fn a_body_that_is_something_else_is_told_by_what_it_is() {
        assert_eq!(text_of(b" \n"), "response body: it is empty");
        assert_eq!(
            text_of(b" <html>"),
            "response body: it is HTML or XML and no JSON"
        );
        assert_eq!(
            text_of(br#"{"errors": [{"type": "api", "code": "api_error"}]}"#),
            "response body: missing field `id`; it reports an error in place of a result"
        );
    }
}
