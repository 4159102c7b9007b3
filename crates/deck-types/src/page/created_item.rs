//! Items that tell when they were created.

use std::borrow::Cow;

use serde::Deserialize;

use crate::event::Event;
use crate::json::Json;
use crate::named_fields::NamedFields;
use crate::page::page_item::PageItem;
use crate::task_run::TaskRun;
use crate::timestamp::Timestamp;
use crate::with_raw::WithRaw;

/// An item that tells when it was created.
///
/// `deck-client` needs it where it lists several parts of a time range at once: the instant decides to which
/// part an item belongs.
///
/// # Examples
///
/// A type of one's own with the fields that it needs:
///
/// ```
/// use std::borrow::Cow;
///
/// use deck_types::{CreatedItem, Page, PageItem, TaskRunId, Timestamp};
///
/// #[derive(serde::Deserialize)]
/// struct Slim {
///     id: TaskRunId,
///     created_at: Option<Timestamp>,
/// }
///
/// impl PageItem for Slim {
///     fn item_id(&self) -> Option<Cow<'_, str>> {
///         Some(self.id.as_str().into())
///     }
/// }
///
/// impl CreatedItem for Slim {
///     fn created_at(&self) -> Option<Cow<'_, Timestamp>> {
///         self.created_at.as_ref().map(Cow::Borrowed)
///     }
/// }
///
/// let body = br#"{"data": [{"id": "trun_1", "created_at": "2026-11-01T00:00:00Z"}]}"#;
/// let page = Page::<Slim>::from_json(body)?;
/// assert_eq!(page.data[0].created_at().unwrap().as_str(), "2026-11-01T00:00:00Z");
/// # Ok::<(), deck_types::BodyError>(())
/// ```
pub trait CreatedItem: PageItem {
    /// Returns when the item was created, as the server wrote it; `None` where it does not say.
    fn created_at(&self) -> Option<Cow<'_, Timestamp>>;
}

impl CreatedItem for TaskRun {
    fn created_at(&self) -> Option<Cow<'_, Timestamp>> {
        self.created_at.as_ref().map(Cow::Borrowed)
    }
}

impl CreatedItem for Event {
    fn created_at(&self) -> Option<Cow<'_, Timestamp>> {
        self.created_at.as_ref().map(Cow::Borrowed)
    }
}

impl CreatedItem for Json {
    fn created_at(&self) -> Option<Cow<'_, Timestamp>> {
        #[derive(Deserialize)]
        struct OnlyCreation {
            created_at: Option<Timestamp>,
        }

        let mut reader = serde_json::Deserializer::from_str(self.as_str());
        let item = OnlyCreation::deserialize(NamedFields(&mut reader)).ok()?;
        item.created_at.map(Cow::Owned)
    }
}

impl<T: CreatedItem> CreatedItem for WithRaw<T> {
    fn created_at(&self) -> Option<Cow<'_, Timestamp>> {
        self.value().created_at()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn created(text: &str) -> Option<String> {
        let json = Json::from_text(text).unwrap();
        json.created_at().map(|time| time.as_str().to_owned())
    }

    #[test]
    fn the_creation_of_an_item_is_found_in_its_text() {
        let text = r#"{"status": 7, "created_at": "2026-11-01T00:00:00Z"}"#;
        assert_eq!(created(text).as_deref(), Some("2026-11-01T00:00:00Z"));
    }

    #[test]
    fn an_item_whose_creation_cannot_be_read_has_none() {
        for text in [
            "{}",
            r#"{"created_at": null}"#,
            r#"{"created_at": 7}"#,
            "[]",
            "3",
        ] {
            assert_eq!(created(text), None, "{text}");
        }
    }
}
