//! Reading a response whose body is not documented.

use serde::de::DeserializeOwned;

use crate::error_response::ErrorResponse;
use crate::operation::body::BodyError;
use crate::operation::body::read_body;

/// Reads a value where the body is one, and `None` where it is anything else, nothing or no JSON at all: an
/// operation that worked must not read as an error.
///
/// # Errors
///
/// Fails only when the body reports an error.
pub(crate) fn read_any<T: DeserializeOwned>(body: &[u8]) -> Result<Option<T>, BodyError> {
    if ErrorResponse::reported_in_success(200, body).is_some() {
        return Err(BodyError::reports_error(body));
    }
    Ok(read_body(body).ok())
}
