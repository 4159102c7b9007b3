//! The table of operations: which function responds to which request.

use std::borrow::Cow;
use std::collections::BTreeMap;

use bytes::Bytes;
use deck_types::Agent;
use deck_types::CancelTaskRun;
use deck_types::CreateAgent;
use deck_types::CreateCredential;
use deck_types::CreateEventDestination;
use deck_types::CreateSessionToken;
use deck_types::CreateSource;
use deck_types::CreateTask;
use deck_types::Credential;
use deck_types::DeleteAgent;
use deck_types::DeleteCredential;
use deck_types::DeleteEventDestination;
use deck_types::DeleteSource;
use deck_types::EndSession;
use deck_types::Event;
use deck_types::GetAgent;
use deck_types::GetCredential;
use deck_types::GetEvent;
use deck_types::GetEventDestination;
use deck_types::GetSession;
use deck_types::GetSource;
use deck_types::GetStorageItem;
use deck_types::GetTask;
use deck_types::GetTaskRun;
use deck_types::GetTestStatus;
use deck_types::ListAgents;
use deck_types::ListCredentials;
use deck_types::ListEventDeliveries;
use deck_types::ListEventDestinations;
use deck_types::ListEvents;
use deck_types::ListSources;
use deck_types::ListTaskRunStorage;
use deck_types::ListTaskRuns;
use deck_types::ListTasks;
use deck_types::Listing;
use deck_types::Operation;
use deck_types::ResetTask;
use deck_types::RunTask;
use deck_types::Source;
use deck_types::SubmitInteraction;
use deck_types::Task;
use deck_types::UpdateCredential;
use deck_types::UpdateEventDestination;
use deck_types::percent;
use http::Request;

use crate::collection::Collection;
use crate::resource::destination::Destination;
use crate::response::call::Call;
use crate::response::call::Reply;
use crate::response::cancel_task_run;
use crate::response::connection_test;
use crate::response::create_agent;
use crate::response::create_credential;
use crate::response::create_event_destination;
use crate::response::create_session_token;
use crate::response::create_source;
use crate::response::create_task;
use crate::response::delete;
use crate::response::delete_credential;
use crate::response::end_session;
use crate::response::error_response::ErrorResponse;
use crate::response::get;
use crate::response::get_session;
use crate::response::get_storage_item;
use crate::response::get_task_run;
use crate::response::list;
use crate::response::listing::objects::ListObjects;
use crate::response::reset_task;
use crate::response::run_task;
use crate::response::submit_interaction;
use crate::response::update_credential;
use crate::response::update_event_destination;

/// The path of the base URL, which every path of the API begins with.
pub(crate) const BASE_PATH: &str = "/v2";

/// An operation, and the function that responds to it.
pub(crate) struct Route {
    /// The method and the path with its placeholder, if it has one.
    name: &'static str,
    pub(crate) effect: Effect,
    pub(crate) respond: fn(&mut Call<'_>) -> Reply,
}

/// What an operation does to the state.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Effect {
    Read,
    Create,
    Change,
}

/// All operations of the API.
static ROUTES: [Route; 36] = [
    reads(GetTestStatus::NAME, connection_test::respond),
    reads(ListTaskRuns::NAME, |call| {
        list::respond(call, ListTaskRuns::new())
    }),
    reads(GetTaskRun::NAME, get_task_run::respond),
    reads(ListTaskRunStorage::NAME, |call| {
        list::respond(call, ListTaskRunStorage::new(call.id))
    }),
    changes(SubmitInteraction::NAME, submit_interaction::respond),
    changes(CancelTaskRun::NAME, cancel_task_run::respond),
    reads(ListTasks::NAME, |call| {
        list::respond(call, ListTasks::new())
    }),
    creates(CreateTask::NAME, create_task::respond),
    reads(GetTask::NAME, get::respond::<Task>),
    creates(RunTask::NAME, run_task::respond),
    changes(ResetTask::NAME, reset_task::respond),
    reads(ListAgents::NAME, |call| {
        list::respond(call, ListAgents::new())
    }),
    creates(CreateAgent::NAME, create_agent::respond),
    reads(GetAgent::NAME, get::respond::<Agent>),
    changes(DeleteAgent::NAME, delete::respond::<Agent>),
    reads(ListSources::NAME, |call| {
        list::respond(call, ListSources::new())
    }),
    creates(CreateSource::NAME, create_source::respond),
    reads(GetSource::NAME, get::respond::<Source>),
    changes(DeleteSource::NAME, delete::respond::<Source>),
    reads(ListCredentials::NAME, |call| {
        list::respond(call, ListCredentials::new())
    }),
    creates(CreateCredential::NAME, create_credential::respond),
    reads(GetCredential::NAME, get::respond::<Credential>),
    changes(UpdateCredential::NAME, update_credential::respond),
    changes(DeleteCredential::NAME, delete_credential::respond),
    reads(GetSession::NAME, get_session::respond),
    changes(EndSession::NAME, end_session::respond),
    reads(GetStorageItem::NAME, get_storage_item::respond),
    reads(ListEvents::NAME, |call| {
        list::respond(call, ListEvents::new())
    }),
    reads(GetEvent::NAME, get::respond::<Event>),
    reads(ListEventDestinations::NAME, |call| {
        list::respond(call, ListEventDestinations::new())
    }),
    creates(
        CreateEventDestination::NAME,
        create_event_destination::respond,
    ),
    reads(GetEventDestination::NAME, get::respond::<Destination>),
    changes(
        UpdateEventDestination::NAME,
        update_event_destination::respond,
    ),
    changes(DeleteEventDestination::NAME, delete::respond::<Destination>),
    reads(ListEventDeliveries::NAME, |call| {
        list::respond(call, ListEventDeliveries::new(call.id))
    }),
    creates(CreateSessionToken::NAME, create_session_token::respond),
];

const fn reads(name: &'static str, respond: fn(&mut Call<'_>) -> Reply) -> Route {
    route_to(name, Effect::Read, respond)
}

const fn creates(name: &'static str, respond: fn(&mut Call<'_>) -> Reply) -> Route {
    route_to(name, Effect::Create, respond)
}

const fn changes(name: &'static str, respond: fn(&mut Call<'_>) -> Reply) -> Route {
    route_to(name, Effect::Change, respond)
}

const fn route_to(
    name: &'static str,
    effect: Effect,
    respond: fn(&mut Call<'_>) -> Reply,
) -> Route {
    Route {
        name,
        effect,
        respond,
    }
}

/// What a request asks for.
pub(crate) enum Target {
    /// An operation of the API, with the id in its path.
    Operation(&'static Route, String),
    ListObjects(ListObjects),
    /// The path of a collection, and an id.
    GetObject(String, String),
}

/// Returns what `request` asks for.
pub(crate) fn target(
    request: &Request<Bytes>,
    collections: &BTreeMap<String, Collection>,
) -> Result<Target, ErrorResponse> {
    let path = path_below_base(request.uri().path())?;
    let mut allowed = Vec::new();
    for route in &ROUTES {
        if let Some((parameter, id)) = route.matching(path) {
            if route.method() == request.method().as_str() {
                return Ok(Target::Operation(route, decode(parameter, id)?));
            }
            allowed.push(route.method());
        }
    }
    if allowed.is_empty() {
        let target = object_target(path, collections)?;
        if request.method() == http::Method::GET {
            return Ok(target);
        }
        allowed.push("GET");
    }
    Err(ErrorResponse::method_not_allowed(
        request.method(),
        &allowed,
    ))
}

/// Returns whether an operation of the API is at `path`.
pub(crate) fn is_taken(path: &str) -> bool {
    ROUTES.iter().any(|route| route.matching(path).is_some())
}

impl Route {
    fn method(&self) -> &'static str {
        self.name.split(' ').next().unwrap_or_default()
    }

    /// Returns the name of the placeholder and what `path` has in its place, both empty where there is none;
    /// nothing when `path` is that of another operation.
    fn matching<'p>(&self, path: &'p str) -> Option<(&'static str, &'p str)> {
        let (_, pattern) = self.name.split_once(' ')?;
        let mut found = ("", "");
        let mut segments = path.split('/');
        for expected in pattern.split('/') {
            let segment = segments.next()?;
            match expected.strip_prefix('{') {
                Some(_) if segment.is_empty() => return None,
                Some(name) => found = (name.trim_end_matches('}'), segment),
                None if expected != segment => return None,
                None => {}
            }
        }
        segments.next().is_none().then_some(found)
    }
}

/// Returns what follows the path of the base URL in `path`.
fn path_below_base(path: &str) -> Result<&str, ErrorResponse> {
    path.strip_prefix(BASE_PATH)
        .filter(|rest| rest.is_empty() || rest.starts_with('/'))
        .ok_or_else(|| ErrorResponse::path_outside_base(path))
}

/// Returns what `path` is to the collections: one of them, or an object of one.
fn object_target(
    path: &str,
    collections: &BTreeMap<String, Collection>,
) -> Result<Target, ErrorResponse> {
    let unknown = || ErrorResponse::unknown_path(path);
    let path = canonical_path(path)?.ok_or_else(unknown)?;
    if let Some(collection) = collections.get(&path) {
        return Ok(Target::ListObjects(ListObjects::new(collection)));
    }
    let (parent, id) = path.rsplit_once('/').ok_or_else(unknown)?;
    if !collections.contains_key(parent) {
        return Err(unknown());
    }
    Ok(Target::GetObject(parent.to_owned(), decode("id", id)?))
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

fn decode(name: &str, segment: &str) -> Result<String, ErrorResponse> {
    percent::decode(segment)
        .map(Cow::into_owned)
        .map_err(|error| ErrorResponse::malformed_escape(name, error))
}
