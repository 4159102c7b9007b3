//! The response to `GET /storage/{storage_id}`.

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
    let runs = call.state.runs.forward(call.state.rules.order, None);
    let files = runs.flat_map(|run| {
        let files = run.decoded().storage.iter().flatten();
        files.map(move |file| (run.id(), file))
    });
    let is_wanted =
        |file: &deck_types::TaskRunFile| file.id.as_ref().is_some_and(|id| id.as_str() == call.id);
    let (run_id, file) = files
        .into_iter()
        .find(|(_, file)| is_wanted(file))
        .ok_or_else(|| ErrorResponse::unknown("storage", call.id))?;
    let item = storage_item(run_id, file);
    Ok(json::response(StatusCode::OK, &WireObject::item(&item)))
}
