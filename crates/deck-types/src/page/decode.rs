//! Reads a page: in one pass when all is well, item by item when something is not.

use serde::Deserialize;
use serde::Deserializer;
use serde_json::value::RawValue;

use super::Page;
use super::page_item::PageItem;
use super::rejected_item::RejectedItem;
use crate::cursor::Cursor;
use crate::id::RequestId;
use crate::json::Json;
use crate::json::json_error::JsonError;
use crate::lenient;
use crate::lenient::ObjectOnly;
use crate::operation::body::BodyError;

/// Reads a page.
pub(super) fn page<T: PageItem>(body: &[u8]) -> Result<Page<T>, BodyError> {
    let text = std::str::from_utf8(body).map_err(|error| BodyError::not_utf8(body, error))?;
    match envelope::<T>(text) {
        Ok(envelope) => Ok(envelope.into_page(|data| (data, Vec::new()))),
        Err(_) => item_by_item(text).map_err(|error| BodyError::unreadable(body, &error)),
    }
}

/// The answer as it is on the wire. The reference page marks none of its fields as required.
#[derive(Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
struct Envelope<T> {
    #[serde(default, deserialize_with = "lenient::list")]
    data: Vec<T>,
    has_more: Option<bool>,
    #[serde(default, deserialize_with = "next_cursor")]
    next_cursor: NextCursor,
    request_id: Option<RequestId>,
}

impl<T> Envelope<T> {
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
        }
    }
}

fn item_by_item<T: PageItem>(text: &str) -> Result<Page<T>, JsonError> {
    let envelope = envelope::<&RawValue>(text).map_err(|error| JsonError::reading(text, &error))?;
    Ok(envelope.into_page(sort))
}

fn sort<T: PageItem>(items: Vec<&RawValue>) -> (Vec<T>, Vec<RejectedItem>) {
    let mut data = Vec::with_capacity(items.len());
    let mut rejected = Vec::new();
    for (index, item) in items.into_iter().enumerate() {
        match T::from_item_text(item.get()) {
            Ok(value) => data.push(value),
            Err(error) => rejected.push(RejectedItem::new(index, Json::from_raw(item), &error)),
        }
    }
    (data, rejected)
}

fn envelope<'de, T: Deserialize<'de>>(text: &'de str) -> serde_json::Result<Envelope<T>> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let envelope = Envelope::deserialize(ObjectOnly(&mut reader))?;
    reader.end()?;
    Ok(envelope)
}

/// What an answer says of its continuation. A null says that there is none; an absent one says nothing.
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
