//! The response to `GET /storage/{storage_id}`.

use deck_types::TaskRunFile;
use http::StatusCode;

use crate::changes::run::storage_item;
use crate::resource::wire_object::WireObject;
use crate::response::call::Call;
use crate::response::call::Reply;
use crate::response::error_response::ErrorResponse;
use crate::response::json;

/// Responds with the file of any run. The reference page shows no `request_id` with it, and there is nothing
/// to download, so `url` is null.
pub(crate) fn respond(call: &mut Call<'_>) -> Reply {
    call.check_query(&[])?;
    let run = call.state.runs.of_file(call.id);
    let is_wanted = |file: &&TaskRunFile| file.id.as_ref().is_some_and(|id| id.as_str() == call.id);
    let item = run.and_then(|run| {
        let file = run.decoded().storage.iter().flatten().find(is_wanted)?;
        Some(storage_item(run.id(), file))
    });
    let item = item.ok_or_else(|| ErrorResponse::unknown("storage", call.id))?;
    Ok(json::response(StatusCode::OK, &WireObject::item(&item)))
}
