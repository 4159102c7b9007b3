//! The answer to `GET /tasks`.

use bytes::Bytes;
use deck_types::ListTasks;
use deck_types::PagePosition;
use deck_types::PageRequest;
use deck_types::RequestId;
use deck_types::Task;
use http::Response;
use http::StatusCode;
use serde::Serialize;

use crate::answer::refusal::Refusal;
use crate::answer::reply;
use crate::answer::wire_task::WireTask;
use crate::cursor;
use crate::rules::Order;
use crate::sort_key::SortKey;
use crate::state::State;

#[derive(Serialize)]
struct Envelope<'a> {
    data: Vec<WireTask<'a>>,
    has_more: bool,
    next_cursor: Option<String>,
    request_id: &'a RequestId,
}

/// Answers with the page that `query` asks for. The reference page has `cursor` for this listing and no
/// positions by id.
pub(crate) fn answer(
    state: &State,
    query: &str,
    request_id: &RequestId,
) -> Result<Response<Bytes>, Refusal> {
    let PageRequest {
        listing, position, ..
    } = PageRequest::<ListTasks>::from_query(query)?;
    let size = listing.page_size.unwrap_or_default().get() as usize;
    let fingerprint = fingerprint(&listing, state.rules.order);
    let place = match &position {
        PagePosition::Cursor(cursor) => {
            Some(cursor::decode(cursor.as_str(), fingerprint).ok_or_else(Refusal::unknown_cursor)?)
        }
        _ => None,
    };
    let tasks = state.tasks.forward(state.rules.order, place.as_ref());
    let mut selected = tasks.filter(|task| has(&listing, task));
    let page: Vec<&Task> = selected.by_ref().take(size).collect();
    let has_more = selected.next().is_some();
    let last = page.last().filter(|_| has_more);
    Ok(reply::json(
        StatusCode::OK,
        &Envelope {
            next_cursor: last.map(|task| cursor::encode(&SortKey::of(*task), fingerprint)),
            data: page.into_iter().map(WireTask::item).collect(),
            has_more,
            request_id,
        },
    ))
}

/// Returns whether `task` belongs to the listing: both filters must match.
fn has(listing: &ListTasks, task: &Task) -> bool {
    (listing.agent_id.is_none() || listing.agent_id == task.agent_id)
        && (listing.status.is_none() || listing.status == task.status)
}

/// Returns a number that differs for listings with other filters or another order, and from those of runs.
fn fingerprint(listing: &ListTasks, order: Order) -> u64 {
    let text = format!(
        "tasks {order:?} {:?} {:?}",
        listing.agent_id, listing.status
    );
    cursor::fingerprint(text.into_bytes())
}
