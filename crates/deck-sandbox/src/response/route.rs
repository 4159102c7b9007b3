//! The endpoint of a request: the table of paths and methods.

use std::borrow::Cow;
use std::collections::BTreeMap;

use bytes::Bytes;
use deck_types::TaskRunId;
use deck_types::percent;
use http::Request;

use crate::collection::Collection;
use crate::response::error_response::ErrorResponse;
use crate::response::listing::objects::ListObjects;

/// The path of the base URL, which every path of the API begins with.
pub(crate) const BASE_PATH: &str = "/v2";

/// An endpoint of the sandbox.
pub(crate) enum Endpoint {
    Read(Read),
    Write(Write),
}

/// An endpoint that changes nothing.
pub(crate) enum Read {
    Test,
    ListRuns,
    GetRun(TaskRunId),
    ListTasks,
    GetTask(String),
    ListStorage(TaskRunId),
    ListObjects(ListObjects),
    /// The path of a collection, and an id.
    GetObject(String, String),
}

/// An endpoint that changes something.
pub(crate) enum Write {
    RunTask(String),
    SubmitInteraction(TaskRunId),
    CancelRun(TaskRunId),
}

/// Returns what `request` asks for.
pub(crate) fn route(
    request: &Request<Bytes>,
    collections: &BTreeMap<String, Collection>,
) -> Result<Endpoint, ErrorResponse> {
    let path = path_below_base(request.uri().path())?;
    let endpoint = match endpoint(path)? {
        Some(endpoint) => endpoint,
        None => Endpoint::Read(object_endpoint(path, collections)?),
    };
    let allowed = match endpoint {
        Endpoint::Read(_) => "GET",
        Endpoint::Write(_) => "POST",
    };
    if request.method().as_str() != allowed {
        return Err(ErrorResponse::method_not_allowed(request.method(), allowed));
    }
    Ok(endpoint)
}

/// Returns what follows the path of the base URL in `path`.
fn path_below_base(path: &str) -> Result<&str, ErrorResponse> {
    path.strip_prefix(BASE_PATH)
        .filter(|rest| rest.is_empty() || rest.starts_with('/'))
        .ok_or_else(|| ErrorResponse::path_outside_base(path))
}

/// Returns the endpoint of the API at `path`.
pub(crate) fn endpoint(path: &str) -> Result<Option<Endpoint>, ErrorResponse> {
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    if !path.starts_with('/') || segments.contains(&"") {
        return Ok(None);
    }
    Ok(Some(match segments[..] {
        ["test"] => Endpoint::Read(Read::Test),
        ["task-runs"] => Endpoint::Read(Read::ListRuns),
        ["task-runs", id] => Endpoint::Read(Read::GetRun(run_id(id)?)),
        ["task-runs", id, "storage"] => Endpoint::Read(Read::ListStorage(run_id(id)?)),
        ["task-runs", id, "interaction"] => Endpoint::Write(Write::SubmitInteraction(run_id(id)?)),
        ["task-runs", id, "cancel"] => Endpoint::Write(Write::CancelRun(run_id(id)?)),
        ["tasks"] => Endpoint::Read(Read::ListTasks),
        ["tasks", id] => Endpoint::Read(Read::GetTask(decode("task_id", id)?)),
        ["tasks", id, "run"] => Endpoint::Write(Write::RunTask(decode("task_id", id)?)),
        _ => return Ok(None),
    }))
}

/// Returns what `path` is to the collections: one of them, or an object of one.
fn object_endpoint(
    path: &str,
    collections: &BTreeMap<String, Collection>,
) -> Result<Read, ErrorResponse> {
    let unknown = || ErrorResponse::unknown_path(path);
    let path = canonical_path(path)?.ok_or_else(unknown)?;
    if let Some(collection) = collections.get(&path) {
        return Ok(Read::ListObjects(ListObjects::new(collection)));
    }
    let (parent, id) = path.rsplit_once('/').ok_or_else(unknown)?;
    if !collections.contains_key(parent) {
        return Err(unknown());
    }
    Ok(Read::GetObject(parent.to_owned(), decode("id", id)?))
}

/// Returns `path` in the one spelling that paths of collections have; nothing for a path that cannot be one.
pub(crate) fn canonical_path(path: &str) -> Result<Option<String>, ErrorResponse> {
    let Some(rest) = path.strip_prefix('/') else {
        return Ok(None);
    };
    let segments = rest.split('/').map(|segment| decode("path", segment));
    let segments = segments.collect::<Result<Vec<_>, _>>()?;
    Ok(deck_types::path(segments.iter().map(String::as_str)).ok())
}

fn run_id(segment: &str) -> Result<TaskRunId, ErrorResponse> {
    decode("run_id", segment).map(TaskRunId::from)
}

fn decode(name: &str, segment: &str) -> Result<String, ErrorResponse> {
    percent::decode(segment)
        .map(Cow::into_owned)
        .map_err(|error| ErrorResponse::malformed_escape(name, error))
}
