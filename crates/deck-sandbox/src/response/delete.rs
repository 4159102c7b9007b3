//! The response to `DELETE` of one object.

use bytes::Bytes;
use deck_types::RequestId;
use http::Response;
use http::StatusCode;
use serde::Serialize;

use crate::resource::Resource;
use crate::response::call::Call;
use crate::response::call::Reply;
use crate::response::error_response::ErrorResponse;
use crate::response::json;
use crate::rules::IdempotencyEdition;
use crate::shelf::objects::Objects;

/// What is said of a deleted object, in the order of the reference page.
#[derive(Serialize)]
struct Body<'a> {
    id: &'a str,
    object: &'a str,
    deleted: bool,
    request_id: &'a RequestId,
}

/// Deletes the object that the path names. What belongs to it stays: the documentation does not tell.
pub(crate) fn respond<R: Resource>(call: &mut Call<'_>) -> Reply {
    call.check_query(&[])?;
    call.optional_body(&[])?;
    if let Some(object) = R::shelf_mut(call.state).delete(call.id) {
        call.state.emit_resource(&object, "deleted", call.moment);
        return Ok(deleted::<R>(call));
    }
    let was_there = R::shelf(call.state).former_place(call.id).is_some();
    if was_there && call.state.rules.idempotency == IdempotencyEdition::Oldest {
        return Ok(deleted::<R>(call));
    }
    Err(ErrorResponse::unknown(R::OBJECT, call.id))
}

/// Returns the response that says that the object is gone.
pub(crate) fn deleted<R: Resource>(call: &Call<'_>) -> Response<Bytes> {
    json::response(
        StatusCode::OK,
        &Body {
            id: call.id,
            object: R::OBJECT,
            deleted: true,
            request_id: call.request_id,
        },
    )
}
