//! What a request asks for: the table of paths and methods.

use std::borrow::Cow;

use bytes::Bytes;
use deck_types::TaskRunId;
use deck_types::percent;
use http::Request;

use crate::answer::refusal::Refusal;

/// The prefix of every path of the API; requests without it are understood as well.
const VERSION_PREFIX: &str = "/v2";

/// What the sandbox has an answer for.
pub(crate) enum Endpoint {
    Read(Read),
    Write(Write),
}

/// What changes nothing.
pub(crate) enum Read {
    Test,
    ListRuns,
    GetRun(TaskRunId),
    ListTasks,
    GetTask(String),
}

/// What changes something.
pub(crate) enum Write {
    RunTask(String),
    SubmitInteraction(TaskRunId),
    CancelRun(TaskRunId),
}

/// Returns what `request` asks for.
pub(crate) fn route(request: &Request<Bytes>) -> Result<Endpoint, Refusal> {
    let path = path(request);
    let endpoint = endpoint(path)?.ok_or_else(|| Refusal::unknown_path(path))?;
    let allowed = match endpoint {
        Endpoint::Read(_) => "GET",
        Endpoint::Write(_) => "POST",
    };
    if request.method().as_str() != allowed {
        return Err(Refusal::method_not_allowed(request.method(), allowed));
    }
    Ok(endpoint)
}

/// Returns the path of `request` below the base URL.
pub(crate) fn path(request: &Request<Bytes>) -> &str {
    let path = request.uri().path();
    path.strip_prefix(VERSION_PREFIX).unwrap_or(path)
}

fn endpoint(path: &str) -> Result<Option<Endpoint>, Refusal> {
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    if !path.starts_with('/') || segments.contains(&"") {
        return Ok(None);
    }
    Ok(Some(match segments[..] {
        ["test"] => Endpoint::Read(Read::Test),
        ["task-runs"] => Endpoint::Read(Read::ListRuns),
        ["task-runs", id] => Endpoint::Read(Read::GetRun(run_id(id)?)),
        ["task-runs", id, "interaction"] => Endpoint::Write(Write::SubmitInteraction(run_id(id)?)),
        ["task-runs", id, "cancel"] => Endpoint::Write(Write::CancelRun(run_id(id)?)),
        ["tasks"] => Endpoint::Read(Read::ListTasks),
        ["tasks", id] => Endpoint::Read(Read::GetTask(decode("task_id", id)?)),
        ["tasks", id, "run"] => Endpoint::Write(Write::RunTask(decode("task_id", id)?)),
        _ => return Ok(None),
    }))
}

fn run_id(segment: &str) -> Result<TaskRunId, Refusal> {
    decode("run_id", segment).map(TaskRunId::from)
}

fn decode(name: &str, segment: &str) -> Result<String, Refusal> {
    percent::decode(segment)
        .map(Cow::into_owned)
        .map_err(|error| Refusal::malformed_escape(name, error))
}
