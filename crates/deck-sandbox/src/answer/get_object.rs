//! The answer to `GET` of an object of a collection.

use bytes::Bytes;
use http::Response;
use http::StatusCode;

use crate::answer::refusal::Refusal;
use crate::answer::reply;
use crate::state::State;

/// Answers with the exact text of the object that has `id`, whatever the query: the sandbox does not know the
/// endpoint.
pub(crate) fn answer(state: &State, path: &str, id: &str) -> Result<Response<Bytes>, Refusal> {
    let object = state
        .collections
        .get(path)
        .and_then(|collection| collection.shelf.get(id))
        .ok_or_else(|| Refusal::unknown_object(id))?;
    Ok(reply::json(StatusCode::OK, &object.text))
}
