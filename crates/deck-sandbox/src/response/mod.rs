//! One request in, one response out, for both forms of the sandbox.
//!
//! A request passes the key check, then the table of routes, then, if it is to change something, the
//! idempotency keys, and then the function of its route. Each of them either goes on or ends with an
//! [`ErrorResponse`].

use bytes::Bytes;
use http::Request;
use http::Response;
use http::header;

use crate::arrival::Arrival;
use crate::idempotency;
use crate::response::call::Call;
use crate::response::call::Reply;
use crate::response::error_response::ErrorResponse;
use crate::response::response_kind::ResponseKind;
use crate::response::route::Effect;
use crate::response::route::Route;
use crate::response::route::Target;
use crate::rules::IdempotencyEdition;
use crate::state::State;

pub(crate) mod response_kind;

pub(crate) mod error_response;

mod planned_error;

pub(crate) mod json;

pub(crate) mod call;

pub(crate) mod route;

mod query;

pub(crate) mod body;

mod list;

pub(crate) mod listing;

mod get;

mod delete;

mod get_object;

mod connection_test;

mod get_task_run;

mod run_task;

mod submit_interaction;

mod cancel_task_run;

mod create_agent;

mod create_source;

mod create_task;

mod reset_task;

mod create_credential;

mod update_credential;

mod delete_credential;

mod get_session;

mod end_session;

mod get_storage_item;

mod create_event_destination;

mod update_event_destination;

mod create_session_token;

pub(crate) mod run_body;

mod wire_run;

mod wire_item;

/// Responds to `request`, which arrives at `arrival`, from `state`.
pub(crate) fn respond(
    state: &mut State,
    request: &Request<Bytes>,
    kind: ResponseKind,
    arrival: Arrival,
) -> Response<Bytes> {
    let request_id = state.ids.request();
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
    let target =
        authorize(state, request).and_then(|()| route::target(request, &state.collections));
    let call = Call {
        state,
        request,
        id: "",
        moment: arrival.moment,
        fault,
        request_id: &request_id,
    };
    target
        .and_then(|target| respond_to(call, &target, arrival))
        .unwrap_or_else(|error| error.into_response(&request_id))
}

fn respond_to<'a>(mut call: Call<'a>, target: &'a Target, arrival: Arrival) -> Reply {
    match target {
        Target::Operation(route, id) => {
            call.id = id;
            operate(&mut call, route, arrival)
        }
        Target::ListObjects(listing) => list::respond(&mut call, listing.clone()),
        Target::GetObject(path, id) => get_object::respond(call.state, path, id),
    }
}

/// Carries out an operation, unless it repeats one that was carried out.
fn operate(call: &mut Call<'_>, route: &Route, arrival: Arrival) -> Reply {
    let has_keys = match call.state.rules.idempotency {
        IdempotencyEdition::Newest => route.effect != Effect::Read,
        IdempotencyEdition::Oldest => route.effect == Effect::Create,
    };
    if !has_keys {
        return (route.respond)(call);
    }
    let Some(key) = idempotency::key::read(call.request)? else {
        return (route.respond)(call);
    };
    let repeats = call.state.rules.concurrent_repeats;
    let store = &mut call.state.idempotency;
    if let Some(response) = store.look_up(&key, call.request, arrival, repeats)? {
        return Ok(response);
    }
    let result = (route.respond)(call);
    let (response, kept) = match (result, call.state.rules.idempotency) {
        (Ok(response), _) => (Ok(response.clone()), Some(response)),
        (Err(error), IdempotencyEdition::Newest) => (Err(error), None),
        (Err(error), IdempotencyEdition::Oldest) => {
            let response = error.into_response(call.request_id);
            (Ok(response.clone()), Some(response))
        }
    };
    call.state
        .idempotency
        .keep(key, call.request, kept, arrival);
    response
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
