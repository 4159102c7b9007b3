//! Reads a page: in one pass when all is well, item by item when something is not.

use serde::Deserialize;
use serde::Deserializer;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::Page;
use super::limits;
use super::limits::ItemCount;
use super::limits::Limits;
use super::page_item::PageItem;
use super::rejected_item::RejectedItem;
use crate::cursor::Cursor;
use crate::drift::watch;
use crate::error_response::ErrorResponse;
use crate::id::RequestId;
use crate::json::json_error::JsonError;
use crate::lenient;
use crate::named_fields::NamedFields;
use crate::operation::body::BodyError;
use crate::unknown_fields::UnknownFields;
use crate::unknown_fields::keep::KeepUnknown;
use crate::unknown_fields::known_names;

/// Reads a page of at most `max_items` items.
pub(crate) fn page<T: PageItem>(body: &[u8], max_items: usize) -> Result<Page<T>, BodyError> {
    let text = std::str::from_utf8(body).map_err(|error| BodyError::not_utf8(body, error))?;
    if T::IS_READ_FROM_TEXT && text.len() > LONG_PAGE {
        return item_by_item(body, text, max_items);
    }
    let limits = Limits::of_page(max_items);
    let (envelope, left) = limits::within(limits, || envelope::<T>(text));
    match envelope {
        Ok(envelope) if envelope.is_empty() && reports_error(body) => {
            Err(BodyError::reports_error(body))
        }
        Ok(envelope) => Ok(envelope.into_page(|data| (data, Vec::new()))),
        Err(_) if left.has_too_many_items() => Err(BodyError::too_many_items(body, max_items)),
        Err(_) => item_by_item(body, text, max_items),
    }
}

/// From how many bytes on a page is long: one pass over a shorter one may cost more than four times its
/// bytes.
const LONG_PAGE: usize = 256 * 1024;

/// The response as it is on the wire. The reference page marks none of its fields as required.
#[derive(Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
struct Envelope<T> {
    #[serde(default, deserialize_with = "items")]
    data: Vec<T>,
    #[serde(default, deserialize_with = "lenient::flag")]
    has_more: Option<bool>,
    #[serde(default, deserialize_with = "next_cursor")]
    next_cursor: NextCursor,
    request_id: Option<RequestId>,
    #[serde(skip)]
    unknown_fields: UnknownFields,
}

impl<T> Envelope<T> {
    /// Returns whether nothing in it is of a page.
    fn is_empty(&self) -> bool {
        self.data.is_empty()
            && self.has_more.is_none()
            && matches!(self.next_cursor, NextCursor::Absent)
    }

    fn into_page<U>(self, sort: impl FnOnce(Vec<T>) -> (Vec<U>, Vec<RejectedItem>)) -> Page<U> {
        let (data, rejected) = sort(self.data);
        let (next_cursor, null_cursor) = match self.next_cursor {
            NextCursor::Absent => (None, false),
            NextCursor::Null => (None, true),
            NextCursor::Text(cursor) => (Some(cursor), false),
        };
        Page {
            data,
            rejected,
            has_more: self.has_more,
            next_cursor,
            null_cursor,
            request_id: self.request_id,
            unknown_fields: self.unknown_fields,
        }
    }
}

fn reports_error(body: &[u8]) -> bool {
    ErrorResponse::reported_in_success(200, body).is_some()
}

fn item_by_item<T: PageItem>(
    body: &[u8],
    text: &str,
    max_items: usize,
) -> Result<Page<T>, BodyError> {
    let limits = Limits::of_page(max_items);
    let (envelope, left) = limits::within(limits, || envelope::<&RawValue>(text));
    if left.has_too_many_items() {
        return Err(BodyError::too_many_items(body, max_items));
    }
    let envelope =
        envelope.map_err(|error| BodyError::unreadable(body, &JsonError::reading(text, &error)))?;
    let page = envelope.into_page(sort);
    if page.rejected.len() > Page::<T>::MAX_ITEMS {
        return Err(BodyError::too_many_items(body, Page::<T>::MAX_ITEMS));
    }
    Ok(page)
}

/// Reads each item by itself; beyond one that is too many, no further one that is rejected is kept.
fn sort<T: PageItem>(items: Vec<&RawValue>) -> (Vec<T>, Vec<RejectedItem>) {
    let count = items.len();
    let _place = watch::enter_items();
    let mut data = Vec::new();
    let mut rejected = Vec::new();
    for (index, item) in items.into_iter().enumerate() {
        let limits = Limits::of_item(count);
        match limits::within(limits, || T::from_item_text(item.get())).0 {
            Ok(value) => data.push(value),
            Err(error) => {
                watch::note_unreadable_item(error.path());
                rejected.push(RejectedItem::new(index, item, &error));
            }
        }
        if rejected.len() > Page::<T>::MAX_ITEMS {
            break;
        }
    }
    (data, rejected)
}

fn envelope<'de, T: Deserialize<'de>>(text: &'de str) -> serde_json::Result<Envelope<T>> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let mut unknown = UnknownFields::new();
    let mut envelope = watch::unless_it_fails(|| {
        let keep = KeepUnknown::new(NamedFields(&mut reader), &mut unknown);
        let envelope = Envelope::<T>::deserialize(keep)?;
        reader.end().map(|()| envelope)
    })?;
    envelope.unknown_fields = unknown;
    Ok(envelope)
}

/// Returns the names of the fields of a page.
pub(super) fn known_names() -> &'static [&'static str] {
    known_names::of(|names| Envelope::<IgnoredAny>::deserialize(names).err())
}

/// Reads the items, and null as none.
fn items<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    let list = lenient::counted_list::<T, ItemCount, D>(deserializer)?;
    let mut items = list.unwrap_or_default();
    if items.len() < items.capacity() / 2 {
        items.shrink_to_fit();
    }
    Ok(items)
}

/// What a response says of its continuation. A null says that there is none; an absent one says nothing.
#[derive(Default)]
enum NextCursor {
    #[default]
    Absent,
    Null,
    Text(Cursor),
}

/// Reads an empty cursor as null: there is nothing to send back.
fn next_cursor<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NextCursor, D::Error> {
    let text = Option::<Box<str>>::deserialize(deserializer)?;
    Ok(text
        .and_then(|text| Cursor::new(text).ok())
        .map_or(NextCursor::Null, NextCursor::Text))
}
