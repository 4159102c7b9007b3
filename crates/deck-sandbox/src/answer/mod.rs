//! One request in, one response out, for both forms of the sandbox.
//!
//! A request passes the key check, then the table of routes, then, if it is to change something, the
//! idempotency keys, and then the endpoint. Each of them either goes on or ends with a [`Refusal`].

use bytes::Bytes;
use deck_types::ListTaskRunStorage;
use deck_types::ListTaskRuns;
use deck_types::ListTasks;
use deck_types::RequestId;
use http::Request;
use http::Response;
use http::StatusCode;
use http::header;

use crate::ErrorBody;
use crate::answer::refusal::Refusal;
use crate::answer::route::Endpoint;
use crate::answer::route::Read;
use crate::answer::route::Write;
use crate::answer::route::route;
use crate::arrival::Arrival;
use crate::faults::page_fault::PageFault;
use crate::idempotency;
use crate::state::State;

pub(crate) mod refusal;

mod error_answer;

mod reply;

pub(crate) mod route;

mod query;

pub(crate) mod body;

mod list;

mod listing;

mod get;

mod submit_interaction;

mod cancel_task_run;

mod get_task;

mod get_object;

mod run_task;

mod connection_test;

mod wire_run;

mod wire_item;

mod wire_task;

/// What kind of an answer it is to be.
#[derive(Clone, Copy)]
pub(crate) enum Reply {
    /// The correct one.
    Correct,
    /// The one for requests beyond the rate limit.
    RateLimited,
    /// An error that was planned, for which nothing is carried out.
    Status(StatusCode, ErrorBody),
    /// The correct one, but for the pages.
    Page(PageFault),
}

/// Answers `request`, which arrives at `arrival`, from `state`.
pub(crate) fn answer(
    state: &mut State,
    request: &Request<Bytes>,
    reply: Reply,
    arrival: Arrival,
) -> Response<Bytes> {
    let request_id = state.next_request_id();
    let fault = match reply {
        Reply::Status(status, body) => return error_answer::answer(status, body, &request_id),
        Reply::RateLimited => return Refusal::rate_limited().into_response(&request_id),
        Reply::Page(fault) => Some(fault),
        Reply::Correct => None,
    };
    let answered = authorize(state, request)
        .and_then(|()| route(request, &state.collections))
        .and_then(|endpoint| match endpoint {
            Endpoint::Read(endpoint) => read(state, &endpoint, request, fault, &request_id),
            Endpoint::Write(endpoint) => {
                write_once(state, &endpoint, request, arrival, &request_id)
            }
        });
    answered.unwrap_or_else(|refusal| refusal.into_response(&request_id))
}

fn read(
    state: &mut State,
    endpoint: &Read,
    request: &Request<Bytes>,
    fault: Option<PageFault>,
    request_id: &RequestId,
) -> Result<Response<Bytes>, Refusal> {
    let query = request.uri().query().unwrap_or_default();
    match endpoint {
        Read::Test => connection_test::answer(query, request_id),
        Read::ListRuns => list::answer(state, ListTaskRuns::new(), query, fault, request_id),
        Read::GetRun(id) => get::answer(state, id, query, request_id),
        Read::ListStorage(id) => {
            let listing = ListTaskRunStorage::new(id.clone());
            list::answer(state, listing, query, fault, request_id)
        }
        Read::ListTasks => list::answer(state, ListTasks::new(), query, fault, request_id),
        Read::GetTask(id) => get_task::answer(state, id, query, request_id),
        Read::ListObjects(listing) => {
            list::answer(state, listing.clone(), query, fault, request_id)
        }
        Read::GetObject(path, id) => get_object::answer(state, path, id),
    }
}

/// Carries `request` out, unless it is the repeat of one that was; with a key, remembers what came of it.
fn write_once(
    state: &mut State,
    endpoint: &Write,
    request: &Request<Bytes>,
    arrival: Arrival,
    request_id: &RequestId,
) -> Result<Response<Bytes>, Refusal> {
    let Some(key) = idempotency::key::read(request)? else {
        return write(state, endpoint, request, arrival, request_id);
    };
    let repeats = state.rules.concurrent_repeats;
    let kept = state.idempotency.look_up(&key, request, arrival, repeats)?;
    if let Some(response) = kept {
        return Ok(response);
    }
    let answered = write(state, endpoint, request, arrival, request_id);
    let success = answered.as_ref().ok().cloned();
    state.idempotency.keep(key, request, success, arrival);
    answered
}

fn write(
    state: &mut State,
    endpoint: &Write,
    request: &Request<Bytes>,
    arrival: Arrival,
    request_id: &RequestId,
) -> Result<Response<Bytes>, Refusal> {
    query::check(request.uri().query().unwrap_or_default(), &[])?;
    match endpoint {
        Write::RunTask(id) => run_task::answer(state, id, request, arrival, request_id),
        Write::SubmitInteraction(id) => {
            submit_interaction::answer(state, id, request, arrival, request_id)
        }
        Write::CancelRun(id) => cancel_task_run::answer(state, id, request, arrival, request_id),
    }
}

fn authorize(state: &State, request: &Request<Bytes>) -> Result<(), Refusal> {
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
        _ => Err(Refusal::api_key_invalid()),
    }
}

#[cfg(test)]
mod tests;
