//! The response to `GET` of one object.

use http::StatusCode;

use crate::resource::Resource;
use crate::resource::wire_object::WireObject;
use crate::response::call::Call;
use crate::response::call::Reply;
use crate::response::json;

/// Responds with the object that the path names.
pub(crate) fn respond<R: Resource>(call: &mut Call<'_>) -> Reply {
    call.check_query(&[])?;
    let object = call.object::<R>()?;
    Ok(json::response(
        StatusCode::OK,
        &WireObject::alone(object, call.request_id),
    ))
}
