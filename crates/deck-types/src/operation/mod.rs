//! The trait of an operation: one request of the API as a value.

pub(crate) mod any_body;
pub(crate) mod body;
pub(crate) mod by_id;
pub(crate) mod extra_member_error;
pub(crate) mod members;
pub(crate) mod method;
pub(crate) mod path;
pub(crate) mod query;

use crate::json::Json;
use crate::json::json_error::JsonError;
use crate::listing::query_error::QueryError;
use crate::operation::body::BodyError;
use crate::operation::method::Method;
use crate::operation::path::PathError;

/// An operation of the API: what is sent, and what comes back.
///
/// A value holds the parameters of one request. It knows no transport: whoever has one sends
/// [`METHOD`](Self::METHOD), [`path`](Self::path), [`query`](Self::query) and [`body`](Self::body), and gives
/// the body of a successful response to [`read`](Self::read). `deck-client` does all of that for any
/// implementor, those of other crates included.
///
/// # Examples
///
/// An endpoint that this crate does not have:
///
/// ```
/// use deck_types::{BodyError, Json, Operation, PathError, path, read_body};
///
/// struct GetReport {
///     id: String,
/// }
///
/// impl Operation for GetReport {
///     type Output = Json;
///     const NAME: &'static str = "GET /reports/{report_id}";
///
///     fn path(&self) -> Result<String, PathError> {
///         path(["reports", &self.id])
///     }
///
///     fn read(body: &[u8]) -> Result<Json, BodyError> {
///         read_body(body)
///     }
/// }
///
/// let operation = GetReport { id: "rep_1".into() };
/// assert_eq!(operation.path()?, "/reports/rep_1");
/// assert_eq!(operation.query()?, "");
/// assert!(operation.body()?.is_none());
/// assert_eq!(GetReport::read(br#"{"id": "rep_1"}"#)?.as_str(), r#"{"id": "rep_1"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Operation {
    /// What a successful response holds.
    type Output;

    /// The method and the path with its placeholders, such as `GET /task-runs/{run_id}`.
    ///
    /// Errors and traces name the operation by it; it never holds the value of a parameter.
    const NAME: &'static str;

    /// The method of the request. Default: [`Method::Get`].
    const METHOD: Method = Method::Get;

    /// Returns the path below the base URL, which begins with `/`; [`path`](crate::path) makes one of
    /// segments.
    ///
    /// # Errors
    ///
    /// Fails when an id cannot be a segment of a path.
    fn path(&self) -> Result<String, PathError>;

    /// Returns the query string without a leading `?`; [`query`](crate::query) makes one of pairs. Default:
    /// empty.
    ///
    /// # Errors
    ///
    /// Fails when parameters contradict each other.
    fn query(&self) -> Result<String, QueryError> {
        Ok(String::new())
    }

    /// Returns the body of the request. Default: none.
    ///
    /// A client asks for it once, and sends the same bytes with every attempt.
    ///
    /// # Errors
    ///
    /// Fails when a value of the caller's cannot be written as JSON.
    fn body(&self) -> Result<Option<Json>, JsonError> {
        Ok(None)
    }

    /// Reads the body of a successful response; [`read_body`](crate::read_body) does it for a type that
    /// implements `Deserialize`.
    ///
    /// # Errors
    ///
    /// Fails when the body is not what the operation returns.
    fn read(body: &[u8]) -> Result<Self::Output, BodyError>;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_status::GetTestStatus;

    #[test]
    fn an_operation_reads_and_sends_neither_query_nor_body_unless_it_says_otherwise() {
        assert_eq!(GetTestStatus::METHOD, Method::Get);
        assert_eq!(GetTestStatus.query(), Ok(String::new()));
        assert!(GetTestStatus.body().unwrap().is_none());
    }
}
