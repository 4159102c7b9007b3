//! The response to every listing: a page.

use std::borrow::Cow;
use std::time::SystemTime;

use bytes::Bytes;
use deck_types::ItemId;
use deck_types::PagePosition;
use deck_types::PageRequest;
use deck_types::RequestId;
use http::Response;
use http::StatusCode;
use serde::Serialize;

use crate::cursor;
use crate::faults::page_fault::PageFault;
use crate::response::call::Call;
use crate::response::call::Reply;
use crate::response::error_response::ErrorResponse;
use crate::response::json;
use crate::response::listing::SandboxListing;
use crate::response::listing::creation_filter::Bounds;
use crate::response::wire_item::WireItem;
use crate::rules::DeletedAnchor;
use crate::rules::Order;
use crate::rules::Paging;
use crate::rules::Rules;
use crate::rules::UnknownWords;
use crate::shelf::objects::Objects;
use crate::shelf::scope::Scope;
use crate::sort_key::Created;
use crate::sort_key::SortKey;
use crate::state::State;

#[derive(Serialize)]
struct Envelope<'a, I> {
    data: Vec<I>,
    has_more: bool,
    next_cursor: Option<String>,
    request_id: &'a RequestId,
}

/// One page of objects in the order of the listing.
struct PageContent<'a, T: Clone> {
    objects: Vec<Cow<'a, T>>,
    has_more: bool,
}

/// Responds with the page of `listing` that the query asks for, with the fault of the call if there is one.
pub(crate) fn respond<L: SandboxListing>(call: &mut Call<'_>, listing: L) -> Reply {
    let (query, fault, request_id) = (call.query(), call.fault, call.request_id);
    let (state, now) = (&*call.state, call.moment.time_of_day);
    // Only a path that leads nowhere cannot be written, and there is no page to remember for it.
    let path = listing.path().unwrap_or_default();
    let request = listing.clone().page_request(query)?;
    check_words(&state.rules, &request.listing)?;
    if fault == Some(PageFault::RepeatedPage)
        && let Some(before) = state.latest_queries.get(&path)
    {
        return page(state, &listing.page_request(before)?, None, now, request_id);
    }
    let response = page(state, &request, fault, now, request_id)?;
    let query = query.to_owned();
    call.state.latest_queries.insert(path, query);
    Ok(response)
}

fn page<L: SandboxListing>(
    state: &State,
    request: &PageRequest<L>,
    fault: Option<PageFault>,
    now: SystemTime,
    request_id: &RequestId,
) -> Result<Response<Bytes>, ErrorResponse> {
    let objects = request.listing.objects(state)?;
    let objects = objects.get();
    let paging = check_paging(&state.rules, request)?;
    let fingerprint = fingerprint(&request.listing, state.rules.order);
    let content = page_content(&state.rules, objects, request, fingerprint, now)?;
    // Cursors lead forward only.
    let has_cursors = paging != Paging::IdOnly && !request.position.is_backward();
    let mut envelope = Envelope {
        next_cursor: next_cursor(&content, objects, fingerprint).filter(|_| has_cursors),
        has_more: content.has_more,
        data: items::<L>(&content.objects, fault),
        request_id,
    };
    envelope.mislead(&request.position, fault);
    Ok(json::response(StatusCode::OK, &envelope))
}

impl<I> Envelope<'_, I> {
    /// Changes the position of the next page as `fault` says.
    fn mislead(&mut self, position: &PagePosition, fault: Option<PageFault>) {
        match (fault, position) {
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

fn items<'a, L: SandboxListing>(
    objects: &'a [Cow<'a, L::Object>],
    fault: Option<PageFault>,
) -> Vec<impl Serialize + use<'a, L>> {
    let (bad, spelling) = match fault {
        Some(PageFault::BadItems(count)) => (count, None),
        Some(PageFault::Spelling(spelling)) => (0, Some(spelling)),
        _ => (0, None),
    };
    let item = |(index, object): (usize, &'a Cow<'a, L::Object>)| {
        WireItem::new::<L>(object, |object| L::item(object, spelling), index, bad)
    };
    objects.iter().enumerate().map(item).collect()
}

/// Returns the ways of paging that the listing has here, and refuses a position that is none of them.
///
/// A listing that the documentation gives no positions by id has its cursors in every era.
fn check_paging<L: SandboxListing>(
    rules: &Rules,
    request: &PageRequest<L>,
) -> Result<Paging, ErrorResponse> {
    let paging = if request.listing.has_id_positions() {
        rules.paging
    } else {
        Paging::CursorOnly
    };
    match request.position.key_and_text() {
        Some((key, _)) if !paging.knows(key) => Err(ErrorResponse::unknown_parameter(key)),
        _ => Ok(paging),
    }
}

/// Refuses filters with words that are not documented for them, unless the rules accept those.
fn check_words<L: SandboxListing>(rules: &Rules, listing: &L) -> Result<(), ErrorResponse> {
    match listing.unknown_word() {
        Some((key, word, words)) if rules.unknown_words == UnknownWords::Refused => {
            Err(ErrorResponse::unknown_word(key, word, words))
        }
        _ => Ok(()),
    }
}

fn page_content<'a, L: SandboxListing>(
    rules: &Rules,
    objects: &'a dyn Objects<L::Object>,
    request: &PageRequest<L>,
    fingerprint: u64,
    now: SystemTime,
) -> Result<PageContent<'a, L::Object>, ErrorResponse> {
    let listing = &request.listing;
    let filter = listing.created();
    let is_refused = filter
        .as_ref()
        .is_some_and(|filter| filter.refuses_cursors(rules));
    let bounds = filter.map(|filter| filter.bounds(rules, now));
    let scope = Scope {
        window: bounds.as_ref().map(Bounds::window).unwrap_or_default(),
        labels: listing.labels(),
    };
    let place = match &request.position {
        PagePosition::Start => None,
        PagePosition::Cursor(_) if is_refused => return Err(ErrorResponse::unknown_cursor()),
        PagePosition::Cursor(text) => {
            let place = cursor::decode(text.as_str(), fingerprint);
            Some(place.ok_or_else(ErrorResponse::unknown_cursor)?)
        }
        PagePosition::After(id) => Some(anchor::<L>(rules, objects, "starting_after", id)?),
        PagePosition::Before(id) => {
            let place = anchor::<L>(rules, objects, "ending_before", id)?;
            let mut content = take(objects.backward(&place, &scope), listing, bounds.as_ref());
            content.objects.reverse();
            return Ok(content);
        }
    };
    let forward = objects.forward(place.as_ref(), &scope);
    Ok(take(forward, listing, bounds.as_ref()))
}

/// Takes the first of `objects` that belong to the listing, as many as a page has, and looks whether there is
/// another one.
fn take<'a, L: SandboxListing>(
    objects: impl Iterator<Item = Cow<'a, L::Object>>,
    listing: &L,
    bounds: Option<&Bounds>,
) -> PageContent<'a, L::Object> {
    let size = listing.page_size().unwrap_or_default().get() as usize;
    let is_selected = listing.selection();
    let is_within =
        |object: &L::Object| bounds.is_none_or(|bounds| bounds.contain(object.created_at()));
    let mut selected = objects.filter(|object| is_within(object) && is_selected(object));
    PageContent {
        objects: selected.by_ref().take(size).collect(),
        has_more: selected.next().is_some(),
    }
}

fn anchor<L: SandboxListing>(
    rules: &Rules,
    objects: &dyn Objects<L::Object>,
    key: &str,
    id: &ItemId,
) -> Result<SortKey, ErrorResponse> {
    let former = match rules.deleted_anchor {
        DeletedAnchor::Resolves => objects.former_place(id.as_str()),
        DeletedAnchor::Refused => None,
    };
    let place = objects.place(id.as_str()).or(former);
    let noun = L::OBJECT.replace('_', " ");
    place.ok_or_else(|| ErrorResponse::invalid_parameter(key, format!("There is no {noun} {id}.")))
}

fn next_cursor<T: Created + Clone>(
    content: &PageContent<'_, T>,
    objects: &dyn Objects<T>,
    fingerprint: u64,
) -> Option<String> {
    let last = content.objects.last().filter(|_| content.has_more)?;
    Some(cursor::encode(&objects.place(last.id())?, fingerprint))
}

/// Returns a number that differs for other listings, other filters and another order.
fn fingerprint<L: SandboxListing>(listing: &L, order: Order) -> u64 {
    let order = match order {
        Order::NewestFirst => 0,
        Order::OldestFirst => 1,
        Order::LastUpdatedFirst => 2,
        Order::Shuffled => 3,
    };
    let path = listing.path().unwrap_or_default();
    let text = format!("{path}?{}", listing.filters());
    cursor::fingerprint([order].into_iter().chain(text.into_bytes()))
}
