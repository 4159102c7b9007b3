//! What a type must be able to do to stand on a page.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::drift::watch;
use crate::json::Json;
use crate::json::json_error::JsonError;
use crate::named_fields::NamedFields;
use crate::operation::body::BodyError;
use crate::page::Page;
use crate::page::decode;
use crate::task::Task;
use crate::task_run::TaskRun;

/// A type that the items of a listing can be read into.
///
/// # Examples
///
/// A pipeline that wants two fields reads two fields:
///
/// ```
/// use deck_types::Page;
/// use deck_types::PageItem;
/// use deck_types::TaskRunId;
/// use std::borrow::Cow;
///
/// #[derive(serde::Deserialize)]
/// struct Finished {
///     id: TaskRunId,
///     runtime_ms: u64,
/// }
///
/// impl PageItem for Finished {
///     fn item_id(&self) -> Option<Cow<'_, str>> {
///         Some(self.id.as_str().into())
///     }
/// }
///
/// let page = Page::<Finished>::from_json(br#"{"data": [{"id": "trun_1", "runtime_ms": 250}]}"#)?;
///
/// assert_eq!(page.data[0].runtime_ms, 250);
/// # Ok::<(), deck_types::BodyError>(())
/// ```
pub trait PageItem: DeserializeOwned + 'static {
    /// Returns the id by which listings recognise the item; `None` when it has none.
    ///
    /// Called for the ends of a page, and for every item that a listing delivers.
    fn item_id(&self) -> Option<Cow<'_, str>>;

    /// Tells `visit` each word of the item that this version does not know, with the field in which it
    /// stands; nothing by default.
    ///
    /// Called by clients that count such words.
    fn visit_unknown_words(&self, visit: &mut dyn FnMut(&'static str, &str)) {
        let _ = visit;
    }

    /// Whether [`from_item_text`](Self::from_item_text) takes less memory than reading the page in one pass;
    /// false by default.
    #[doc(hidden)]
    const IS_READ_FROM_TEXT: bool = false;

    /// Reads one item from its exact text.
    ///
    /// Called for each item of a page that could not be read in one pass, so that the good ones can be told
    /// from the bad. A struct is read from an object only: an array of its values without their keys is
    /// refused, as it is in one pass. Nobody but a wrapper around other items has a reason to replace it.
    ///
    /// # Errors
    ///
    /// Fails when the text does not have the shape of the type.
    fn from_item_text(text: &str) -> Result<Self, JsonError> {
        read_item(text)
    }

    /// Reads a page of such items from the body of a response, with at most this many items.
    ///
    /// The models of this crate have it as a function that is compiled once, and not again by each crate that
    /// lists them.
    ///
    /// # Errors
    ///
    /// As [`Page::from_json_within`].
    #[doc(hidden)]
    fn page_from_json(body: &[u8], max_items: usize) -> Result<Page<Self>, BodyError> {
        decode::page(body, max_items)
    }
}

/// Reads a value that, where it is a struct, must be an object.
pub(crate) fn read_item<T: DeserializeOwned>(text: &str) -> Result<T, JsonError> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = || {
        let value = T::deserialize(NamedFields(&mut reader))?;
        reader.end().map(|()| value)
    };
    watch::unless_it_fails(read).map_err(|error| JsonError::reading(text, &error))
}

/// Implements what reads an item, and a page of them, for one type: a function that is no generic one is
/// compiled where it stands.
macro_rules! compiled_once {
    () => {
        fn from_item_text(text: &str) -> Result<Self, $crate::json::json_error::JsonError> {
            $crate::page::page_item::read_item(text)
        }

        fn page_from_json(
            body: &[u8],
            max_items: usize,
        ) -> Result<$crate::page::Page<Self>, $crate::operation::body::BodyError> {
            $crate::page::decode::page(body, max_items)
        }
    };
}

pub(crate) use compiled_once;

/// Lets a model stand on a page: it has an `id`, or `Option` of one where that is said, and `unknown_words`.
macro_rules! page_item {
    ($model:ident) => {
        $crate::page::page_item::page_item!(@implement $model, |item| Some(&item.id));
    };
    ($model:ident with optional id) => {
        $crate::page::page_item::page_item!(@implement $model, |item| item.id.as_ref());
    };
    (@implement $model:ident, |$item:ident| $id:expr) => {
        impl $crate::page::page_item::PageItem for $model {
            fn item_id(&self) -> Option<std::borrow::Cow<'_, str>> {
                let $item = self;
                $id.map(|id| id.as_str().into())
            }

            fn visit_unknown_words(&self, visit: &mut dyn FnMut(&'static str, &str)) {
                self.unknown_words()
                    .for_each(|(field, word)| visit(field, word));
            }

            $crate::page::page_item::compiled_once!();
        }
    };
}

pub(crate) use page_item;

page_item!(TaskRun);
page_item!(Task);

impl PageItem for Json {
    fn item_id(&self) -> Option<Cow<'_, str>> {
        id_in(self.as_str())
    }

    compiled_once!();
}

/// Finds the id in the text of an item, whatever is wrong with the rest.
pub(super) fn id_in(text: &str) -> Option<Cow<'_, str>> {
    leading_id(text).map_or_else(|| id_anywhere_in(text), |id| Some(id.into()))
}

/// Finds the id where it is the first member, as in all that Deck documents, without a look at the rest of
/// the text, which is known to be JSON.
fn leading_id(text: &str) -> Option<&str> {
    let members = text.strip_prefix('{')?.trim_start();
    let value = members.strip_prefix(r#""id""#)?.trim_start();
    let id = value.strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let end = id.find(['"', '\\'])?;
    id[end..].starts_with('"').then_some(&id[..end])
}

fn id_anywhere_in(text: &str) -> Option<Cow<'_, str>> {
    #[derive(Deserialize)]
    struct OnlyId<'a> {
        #[serde(borrow)]
        id: Option<IdText<'a>>,
    }

    #[derive(Deserialize)]
    struct IdText<'a>(#[serde(borrow)] Cow<'a, str>);

    let mut reader = serde_json::Deserializer::from_str(text);
    let only_id = OnlyId::deserialize(NamedFields(&mut reader)).ok()?;
    only_id.id.map(|id| id.0)
}

#[cfg(test)]
mod tests {
    use super::id_in;

    #[test]
    fn the_id_is_found_wherever_it_stands_and_however_it_is_written() {
        for text in [
            r#"{"id":"a"}"#,
            r#"{ "id" : "a" , "x": {"id": "b"}}"#,
            r#"{"\u0069d":"a"}"#,
            r#"{"id":"\u0061"}"#,
            r#"{"x":[{"id":"b"}],"id":"a"}"#,
        ] {
            assert_eq!(id_in(text).as_deref(), Some("a"), "{text}");
        }
    }

    #[test]
    fn what_has_no_id_in_a_text_has_none() {
        for text in [
            "{}",
            r#"{"id":5}"#,
            r#"{"id":null}"#,
            r#"{"ids":"a"}"#,
            r#""id""#,
            "[]",
        ] {
            assert_eq!(id_in(text), None, "{text}");
        }
    }
}
