//! The home of the answer to `GET /task-runs`.

use bytes::Bytes;
use deck_types::ItemId;
use deck_types::ListTaskRuns;
use deck_types::PagePosition;
use deck_types::PageRequest;
use deck_types::RequestId;
use deck_types::TaskRun;
use http::Response;
use http::StatusCode;
use serde::Serialize;

use crate::answer::refusal::Refusal;
use crate::answer::reply;
use crate::answer::selection::Selection;
use crate::answer::wire_item::WireItem;
use crate::answer::wire_run::WireRun;
use crate::cursor;
use crate::faults::page_fault::PageFault;
use crate::rules::DeletedAnchor;
use crate::rules::Paging;
use crate::sort_key::SortKey;
use crate::state::State;

#[derive(Serialize)]
struct Envelope<'a> {
    data: Vec<WireItem<'a>>,
    has_more: bool,
    next_cursor: Option<String>,
    request_id: &'a RequestId,
}

/// One page of runs in the order of the listing.
struct Excerpt<'a> {
    runs: Vec<&'a TaskRun>,
    has_more: bool,
}

/// Answers with the page that `query` asks for, or with what `fault` makes of it.
pub(crate) fn answer(
    state: &mut State,
    query: &str,
    fault: Option<PageFault>,
    request_id: &RequestId,
) -> Result<Response<Bytes>, Refusal> {
    let page_request = PageRequest::from_query(query)?;
    if fault == Some(PageFault::RepeatedPage)
        && let Some(before) = state.latest_request()
    {
        return page(state, before, None, request_id);
    }
    let response = page(state, &page_request, fault, request_id)?;
    state.remember_request(page_request);
    Ok(response)
}

fn page(
    state: &State,
    request: &PageRequest<ListTaskRuns>,
    fault: Option<PageFault>,
    request_id: &RequestId,
) -> Result<Response<Bytes>, Refusal> {
    check_era(state, request)?;
    let selection = Selection::new(&request.listing);
    let fingerprint = selection.fingerprint(state.rules.order);
    let excerpt = excerpt(state, request, &selection, fingerprint)?;
    let mut envelope = Envelope {
        next_cursor: next_cursor(state, request, &excerpt, fingerprint),
        data: items(excerpt.runs, fault),
        has_more: excerpt.has_more,
        request_id,
    };
    envelope.mislead(request, fault);
    Ok(reply::json(StatusCode::OK, &envelope))
}

impl Envelope<'_> {
    /// Lets the page lead to where `fault` says.
    fn mislead(&mut self, request: &PageRequest<ListTaskRuns>, fault: Option<PageFault>) {
        match (fault, &request.position) {
            (Some(PageFault::RepeatedCursor), PagePosition::Cursor(cursor)) => {
                self.next_cursor = Some(cursor.as_str().to_owned());
                self.has_more = true;
            }
            (Some(PageFault::MissingCursor), _) => {
                self.next_cursor = None;
                self.has_more = true;
            }
            _ => {}
        }
    }
}

fn items(runs: Vec<&TaskRun>, fault: Option<PageFault>) -> Vec<WireItem<'_>> {
    let bad = match fault {
        Some(PageFault::BadItems(count)) => count,
        _ => 0,
    };
    let item = |(index, run)| {
        let run = match fault {
            Some(PageFault::Spelling(spelling)) => WireRun::item(run).spelt(spelling),
            _ => WireRun::item(run),
        };
        WireItem::new(run, index, bad)
    };
    runs.into_iter().enumerate().map(item).collect()
}

/// Refuses the position that the paging of this sandbox does not know.
fn check_era(state: &State, request: &PageRequest<ListTaskRuns>) -> Result<(), Refusal> {
    let key = match request.position {
        PagePosition::Start => return Ok(()),
        PagePosition::Cursor(_) => "cursor",
        PagePosition::After(_) => STARTING_AFTER,
        PagePosition::Before(_) => ENDING_BEFORE,
    };
    if state.rules.know_parameter(key) {
        Ok(())
    } else {
        Err(Refusal::unknown_parameter(key))
    }
}

fn excerpt<'a>(
    state: &'a State,
    request: &PageRequest<ListTaskRuns>,
    selection: &Selection<'_>,
    fingerprint: u64,
) -> Result<Excerpt<'a>, Refusal> {
    let size = request.listing.page_size.unwrap_or_default().get() as usize;
    let place = match &request.position {
        PagePosition::Start => None,
        PagePosition::Cursor(text) => {
            let place = cursor::decode(text.as_str(), fingerprint);
            Some(place.ok_or_else(Refusal::unknown_cursor)?)
        }
        PagePosition::After(id) => Some(anchor(state, STARTING_AFTER, id)?.clone()),
        PagePosition::Before(id) => {
            let mut excerpt = take(
                state.backward(anchor(state, ENDING_BEFORE, id)?),
                selection,
                size,
            );
            excerpt.runs.reverse();
            return Ok(excerpt);
        }
    };
    Ok(take(state.forward(place.as_ref()), selection, size))
}

/// Takes the first `size` of `runs` that are selected, and looks whether there is another one.
fn take<'a>(
    runs: impl Iterator<Item = &'a TaskRun>,
    selection: &Selection<'_>,
    size: usize,
) -> Excerpt<'a> {
    let mut selected = runs.filter(|run| selection.has(run));
    Excerpt {
        runs: selected.by_ref().take(size).collect(),
        has_more: selected.next().is_some(),
    }
}

fn anchor<'a>(state: &'a State, key: &str, id: &ItemId) -> Result<&'a SortKey, Refusal> {
    let former = match state.rules.deleted_anchor {
        DeletedAnchor::Resolves => state.former_place(id.as_str()),
        DeletedAnchor::Refused => None,
    };
    let place = state.place(id.as_str()).or(former);
    place.ok_or_else(|| Refusal::invalid_parameter(key, format!("There is no task run {id}.")))
}

/// Cursors lead forward only, so a page that was reached with `ending_before` has none.
fn next_cursor(
    state: &State,
    request: &PageRequest<ListTaskRuns>,
    excerpt: &Excerpt<'_>,
    fingerprint: u64,
) -> Option<String> {
    if state.rules.paging == Paging::IdOnly || request.position.is_backward() || !excerpt.has_more {
        return None;
    }
    excerpt
        .runs
        .last()
        .map(|run| cursor::encode(&SortKey::of(*run), fingerprint))
}

const STARTING_AFTER: &str = "starting_after";
const ENDING_BEFORE: &str = "ending_before";
