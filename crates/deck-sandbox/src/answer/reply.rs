//! The JSON response that every answer is.

use bytes::Bytes;
use deck_types::RequestId;
use deck_types::TaskRun;
use deck_types::TaskRunStatus;
use deck_types::Timestamp;
use http::HeaderValue;
use http::Response;
use http::StatusCode;
use http::header;
use serde::Serialize;

use crate::answer::wire_run::WireRun;
use crate::arrival::Arrival;
use crate::state::State;

const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");

/// Returns a response with `body` as JSON.
pub(crate) fn json(status: StatusCode, body: &impl Serialize) -> Response<Bytes> {
    // Bodies are structures of text and numbers, which serde_json always writes; an empty body is what a
    // failure would look like.
    let text = serde_json::to_vec(body).unwrap_or_default();
    let mut response = Response::new(Bytes::from(text));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, JSON);
    response
}

/// Stamps `run`, which a request has changed, puts it in its place, and returns it as a response.
pub(crate) fn changed_run(
    state: &mut State,
    mut run: TaskRun,
    arrival: Arrival,
    request_id: &RequestId,
) -> Response<Bytes> {
    let now = Timestamp::try_from(arrival.time_of_day).ok();
    // Time that is set back must not make a change look older than the one before.
    if run.updated_at < now {
        run.updated_at.clone_from(&now);
    }
    if run.status == Some(TaskRunStatus::Canceled) {
        run.canceled_at.clone_from(&run.updated_at);
    }
    let response = json(StatusCode::OK, &WireRun::answer(&run, request_id));
    state.runs.insert(run);
    response
}
