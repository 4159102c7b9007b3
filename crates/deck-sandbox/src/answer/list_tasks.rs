//! The answer to `GET /tasks`.

use bytes::Bytes;
use deck_types::PageSize;
use deck_types::RequestId;
use deck_types::Task;
use http::Response;
use http::StatusCode;
use serde::Serialize;

use crate::answer::query;
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
    query::check_keys(query, &["limit", "cursor", "agent_id", "status"])?;
    let filters = Filters {
        agent_id: query::value(query, "agent_id")?,
        status: query::value(query, "status")?,
    };
    let size = page_size(query)?;
    let fingerprint = filters.fingerprint(state.rules.order);
    let place = query::value(query, "cursor")?
        .map(|text| cursor::decode(&text, fingerprint).ok_or_else(Refusal::unknown_cursor))
        .transpose()?;
    let tasks = state.tasks.forward(state.rules.order, place.as_ref());
    let mut selected = tasks.filter(|task| filters.have(task));
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

/// The filters of the listing; both must match.
struct Filters {
    agent_id: Option<String>,
    status: Option<String>,
}

impl Filters {
    fn have(&self, task: &Task) -> bool {
        let agent_id = task.agent_id.as_ref().map(AsRef::as_ref);
        let status = task.status.as_ref().map(deck_types::TaskStatus::as_str);
        (self.agent_id.is_none() || self.agent_id.as_deref() == agent_id)
            && (self.status.is_none() || self.status.as_deref() == status)
    }

    /// Returns a number that differs for listings with other filters or another order, and from those of
    /// runs.
    fn fingerprint(&self, order: Order) -> u64 {
        let text = format!("tasks {order:?} {:?} {:?}", self.agent_id, self.status);
        cursor::fingerprint(text.into_bytes())
    }
}

fn page_size(query: &str) -> Result<usize, Refusal> {
    let Some(text) = query::value(query, "limit")? else {
        return Ok(PageSize::DEFAULT.get() as usize);
    };
    let size = text.parse().ok().and_then(|size| PageSize::new(size).ok());
    size.map(|size| size.get() as usize)
        .ok_or_else(|| Refusal::invalid_parameter("limit", "The limit is a number from 1 to 100."))
}
