//! One request in, one response out, for both forms of the sandbox.
//!
//! A request passes the key check, then the table of routes, then, if it is to change something, the
//! idempotency keys, and then the endpoint. Each of them either goes on or ends with an [`ErrorResponse`].

use std::time::SystemTime;

use bytes::Bytes;
use deck_types::ListTaskRunStorage;
use deck_types::ListTaskRuns;
use deck_types::ListTasks;
use deck_types::RequestId;
use http::Request;
use http::Response;
use http::header;

use crate::arrival::Arrival;
use crate::faults::page_fault::PageFault;
use crate::idempotency;
use crate::response::error_response::ErrorResponse;
use crate::response::response_kind::ResponseKind;
use crate::response::route::Endpoint;
use crate::response::route::Read;
use crate::response::route::Write;
use crate::response::route::route;
use crate::state::State;

pub(crate) mod response_kind;

pub(crate) mod error_response;

mod planned_error;

mod json;

mod changed_run;

pub(crate) mod route;

mod query;

pub(crate) mod body;

mod list;

mod listing;

mod get_task_run;

mod submit_interaction;

mod cancel_task_run;

mod get_task;

mod get_object;

mod run_task;

mod connection_test;

mod run_body;

mod wire_run;

mod wire_item;

mod wire_task;

/// Responds to `request`, which arrives at `arrival`, from `state`.
pub(crate) fn respond(
    state: &mut State,
    request: &Request<Bytes>,
    kind: ResponseKind,
    arrival: Arrival,
) -> Response<Bytes> {
    let request_id = state.next_request_id();
    let fault = match kind {
        ResponseKind::Status(status, body) => {
            return planned_error::respond(status, body, &request_id);
        }
        ResponseKind::RateLimited => {
            return ErrorResponse::rate_limited().into_response(&request_id);
        }
        ResponseKind::Page(fault) => Some(fault),
        ResponseKind::Correct => None,
    };
    let result = authorize(state, request)
        .and_then(|()| route(request, &state.collections))
        .and_then(|endpoint| match endpoint {
            Endpoint::Read(endpoint) => read(
                state,
                &endpoint,
                request,
                fault,
                arrival.time_of_day,
                &request_id,
            ),
            Endpoint::Write(endpoint) => {
                write_once(state, &endpoint, request, arrival, &request_id)
            }
        });
    result.unwrap_or_else(|error| error.into_response(&request_id))
}

fn read(
    state: &mut State,
    endpoint: &Read,
    request: &Request<Bytes>,
    fault: Option<PageFault>,
    now: SystemTime,
    request_id: &RequestId,
) -> Result<Response<Bytes>, ErrorResponse> {
    let query = request.uri().query().unwrap_or_default();
    match endpoint {
        Read::Test => connection_test::respond(query, request_id),
        Read::ListRuns => list::respond(state, ListTaskRuns::new(), query, fault, now, request_id),
        Read::GetRun(id) => get_task_run::respond(state, id, query, request_id),
        Read::ListStorage(id) => {
            let listing = ListTaskRunStorage::new(id.clone());
            list::respond(state, listing, query, fault, now, request_id)
        }
        Read::ListTasks => list::respond(state, ListTasks::new(), query, fault, now, request_id),
        Read::GetTask(id) => get_task::respond(state, id, query, request_id),
        Read::ListObjects(listing) => {
            list::respond(state, listing.clone(), query, fault, now, request_id)
        }
        Read::GetObject(path, id) => get_object::respond(state, path, id),
    }
}

/// Carries out `request`, unless it repeats one that was carried out; with a key, keeps the response.
fn write_once(
    state: &mut State,
    endpoint: &Write,
    request: &Request<Bytes>,
    arrival: Arrival,
    request_id: &RequestId,
) -> Result<Response<Bytes>, ErrorResponse> {
    let Some(key) = idempotency::key::read(request)? else {
        return write(state, endpoint, request, arrival, request_id);
    };
    let repeats = state.rules.concurrent_repeats;
    let kept = state.idempotency.look_up(&key, request, arrival, repeats)?;
    if let Some(response) = kept {
        return Ok(response);
    }
    let result = write(state, endpoint, request, arrival, request_id);
    let success = result.as_ref().ok().cloned();
    state.idempotency.keep(key, request, success, arrival);
    result
}

fn write(
    state: &mut State,
    endpoint: &Write,
    request: &Request<Bytes>,
    arrival: Arrival,
    request_id: &RequestId,
) -> Result<Response<Bytes>, ErrorResponse> {
    query::check(request.uri().query().unwrap_or_default(), &[])?;
    match endpoint {
        Write::RunTask(id) => run_task::respond(state, id, request, arrival, request_id),
        Write::SubmitInteraction(id) => {
            submit_interaction::respond(state, id, request, arrival, request_id)
        }
        Write::CancelRun(id) => cancel_task_run::respond(state, id, request, arrival, request_id),
    }
}

fn authorize(state: &State, request: &Request<Bytes>) -> Result<(), ErrorResponse> {
    let header = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    match header.split_once(' ') {
        Some((scheme, key))
            if scheme.eq_ignore_ascii_case("bearer") && key.trim() == state.rules.api_key =>
        {
            Ok(())
        }
        _ => Err(ErrorResponse::api_key_invalid()),
    }
}

#[cfg(test)]
mod tests;
