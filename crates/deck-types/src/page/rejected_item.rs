//! An item of a page that could not be read.

use std::fmt;

use serde_json::value::RawValue;

use super::limits;
use super::limits::Limits;
use super::page_item::PageItem;
use super::page_item::id_in;
use crate::excerpt::beginning;
use crate::id::ItemId;
use crate::json::Json;
use crate::json::json_error::JsonError;
use crate::one_line::OneLine;

/// An item of a page that could not be read into the wanted type, with all that is needed to look into it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RejectedItem {
    /// The place of the item in `data`, counted from 0.
    pub index: usize,
    /// The exact text of the item.
    pub text: Json,
    /// The place of the fault inside the item, such as `$.storage[2].file_size`; `$` is the item itself.
    pub path: String,
    /// What was wrong there.
    pub reason: String,
    /// The id of the item, if at least that could be read.
    pub id: Option<ItemId>,
}

impl RejectedItem {
    /// Creates an item that was refused as a whole, for fixtures.
    #[must_use]
    pub fn fixture(index: usize, text: Json) -> Self {
        let id = id_in(text.as_str()).map(ItemId::from);
        Self {
            index,
            text,
            path: "$".into(),
            reason: "refused for a test".into(),
            id,
        }
    }

    /// Puts another text in the place of the item's, and reads path, reason and id again, which may repeat
    /// parts of it: for clients that remove secrets from what a server sent.
    ///
    /// The item stays one that could not be read, even if it can be now.
    pub fn replace_text<T: PageItem>(&mut self, text: Json) {
        self.text = text;
        let (read, _) = limits::within(Limits::of_item(1), || {
            T::from_item_text(self.text.as_str()).err()
        });
        (self.path, self.reason) = match read {
            Some(error) => (error.path().into(), error.reason().into()),
            None => ("$".into(), "could be read only without a secret".into()),
        };
        self.id = id_in(self.text.as_str()).map(ItemId::from);
    }

    pub(super) fn new(index: usize, item: &RawValue, error: &JsonError) -> Self {
        // Before the text is copied: a long id is put together in a buffer.
        let id = id_in(item.get()).map(ItemId::from);
        Self {
            index,
            text: Json::from_raw(item),
            path: error.path().into(),
            reason: error.reason().into(),
            id,
        }
    }
}

impl fmt::Display for RejectedItem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "item data[{}] of the page", self.index)?;
        if let Some(id) = &self.id {
            write!(
                formatter,
                " ({})",
                OneLine(beginning(id.as_str(), SHOWN_OF_ID))
            )?;
        }
        write!(
            formatter,
            " could not be read: {} at {}",
            OneLine(&self.reason),
            OneLine(&self.path)
        )
    }
}

/// How many bytes of an id are shown: several times what ids have.
const SHOWN_OF_ID: usize = 128;

impl std::error::Error for RejectedItem {}
