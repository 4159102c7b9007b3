//! The home of [`answer`]: one request in, one response out, for both forms of the sandbox.
//!
//! A request passes the key check, then the table of routes, then the endpoint. Each of them either goes on or ends with a [`Refusal`].

use bytes::Bytes;
use deck_types::TaskRunId;
use deck_types::percent;
use http::Method;
use http::Request;
use http::Response;
use http::StatusCode;
use http::header;

use crate::ErrorBody;
use crate::answer::refusal::Refusal;
use crate::faults::fault::Effect;
use crate::faults::page_fault::PageFault;
use crate::state::State;

mod refusal;

mod error_answer;

mod reply;

mod query;

mod list;

mod selection;

mod get;

mod connection_test;

mod wire_run;

mod wire_item;

/// The prefix of every path of the API; requests without it are understood as well.
const VERSION_PREFIX: &str = "/v2";

const TASK_RUNS: &str = "/task-runs";

/// What kind of an answer it is to be.
#[derive(Clone, Copy)]
pub(crate) enum Reply {
    /// The correct one.
    Correct,
    /// The one for requests beyond the rate limit.
    RateLimited,
    /// An error that was planned.
    Status(StatusCode, ErrorBody),
    /// The correct one, but for the pages.
    Page(PageFault),
}

impl Reply {
    /// Returns what an answer with the fault `effect` begins with.
    pub(crate) fn of(effect: &Effect) -> Reply {
        match effect {
            Effect::Status(status, body) => Reply::Status(*status, *body),
            Effect::Page(fault) => Reply::Page(*fault),
            Effect::Nothing | Effect::ContentType(_) | Effect::Wire(_) => Reply::Correct,
        }
    }
}

/// Answers `request` from `state`, which changes in nothing but the number of requests answered and what the latest listing was.
pub(crate) fn answer(state: &mut State, request: &Request<Bytes>, reply: Reply) -> Response<Bytes> {
    let request_id = state.next_request_id();
    let fault = match reply {
        Reply::Status(status, body) => return error_answer::answer(status, body, &request_id),
        Reply::RateLimited => return Refusal::rate_limited().into_response(&request_id),
        Reply::Page(fault) => Some(fault),
        Reply::Correct => None,
    };
    let answered = authorize(state, request)
        .and_then(|()| route(request))
        .and_then(|endpoint| {
            let query = request.uri().query().unwrap_or_default();
            match endpoint {
                Endpoint::List => list::answer(state, query, fault, &request_id),
                Endpoint::Get(id) => get::answer(state, &id, query, &request_id),
                Endpoint::Test => connection_test::answer(query, &request_id),
            }
        });
    answered.unwrap_or_else(|refusal| refusal.into_response(&request_id))
}

/// What the sandbox has an answer for.
enum Endpoint {
    List,
    Get(TaskRunId),
    Test,
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

fn route(request: &Request<Bytes>) -> Result<Endpoint, Refusal> {
    let path = request.uri().path();
    let endpoint = match path.strip_prefix(VERSION_PREFIX).unwrap_or(path) {
        TASK_RUNS => Endpoint::List,
        "/test" => Endpoint::Test,
        short => {
            let segment = id_segment(short).ok_or_else(|| Refusal::unknown_path(path))?;
            Endpoint::Get(run_id(segment)?)
        }
    };
    if request.method() != Method::GET {
        return Err(Refusal::method_not_allowed(request.method()));
    }
    Ok(endpoint)
}

/// Returns what stands in the place of the id in the path of one run.
fn id_segment(path: &str) -> Option<&str> {
    let segment = path.strip_prefix(TASK_RUNS)?.strip_prefix('/')?;
    (!segment.is_empty() && !segment.contains('/')).then_some(segment)
}

fn run_id(segment: &str) -> Result<TaskRunId, Refusal> {
    let id =
        percent::decode(segment).map_err(|error| Refusal::malformed_escape("run_id", error))?;
    Ok(TaskRunId::from(id.into_owned()))
}

#[cfg(test)]
mod tests;
