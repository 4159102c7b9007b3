//! What a type must be able to do to stand on a page.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::id::TaskRunId;
use crate::json::Json;
use crate::json::json_error::JsonError;
use crate::lenient::ObjectOnly;
use crate::named_fields::NamedFields;
use crate::task_run::TaskRun;

/// A type that task runs of a listing can be read into.
///
/// # Examples
///
/// A pipeline that wants two fields reads two fields:
///
/// ```
/// use deck_types::Page;
/// use deck_types::PageItem;
/// use deck_types::TaskRunId;
///
/// #[derive(serde::Deserialize)]
/// struct Finished {
///     id: TaskRunId,
///     runtime_ms: u64,
/// }
///
/// impl PageItem for Finished {
///     fn task_run_id(&self) -> Option<TaskRunId> {
///         Some(self.id.clone())
///     }
/// }
///
/// let page = Page::<Finished>::from_json(br#"{"data": [{"id": "trun_1", "runtime_ms": 250}]}"#)?;
///
/// assert_eq!(page.data[0].runtime_ms, 250);
/// # Ok::<(), deck_types::BodyError>(())
/// ```
pub trait PageItem: DeserializeOwned {
    /// Returns the id of the run, by which listings recognise it; `None` when the item has none.
    ///
    /// Called for the ends of a page, and for every item of a listing that can be resumed.
    fn task_run_id(&self) -> Option<TaskRunId>;

    /// Tells `visit` each word of the item that this version does not know, with the field in which it stands; nothing by default.
    ///
    /// Called by clients that count such words.
    fn visit_unknown_words(&self, visit: &mut dyn FnMut(&'static str, &str)) {
        let _ = visit;
    }

    /// Reads one item from its exact text.
    ///
    /// Called for each item of a page that could not be read in one pass, so that the good ones can be told from the bad. A struct is read
    /// from an object only: an array of its values without their keys is refused, as it is in one pass. Nobody but a wrapper around other items has a reason to replace it.
    ///
    /// # Errors
    ///
    /// Fails when the text does not have the shape of the type.
    fn from_item_text(text: &str) -> Result<Self, JsonError> {
        read_item(text)
    }
}

/// Reads a value that, where it is a struct, must be an object.
pub(crate) fn read_item<T: DeserializeOwned>(text: &str) -> Result<T, JsonError> {
    let mut reader = serde_json::Deserializer::from_str(text);
    T::deserialize(NamedFields(&mut reader))
        .and_then(|value| reader.end().map(|()| value))
        .map_err(|error| JsonError::reading(text, &error))
}

impl PageItem for TaskRun {
    fn task_run_id(&self) -> Option<TaskRunId> {
        Some(self.id.clone())
    }

    fn visit_unknown_words(&self, visit: &mut dyn FnMut(&'static str, &str)) {
        self.unknown_words()
            .for_each(|(field, word)| visit(field, word));
    }
}

impl PageItem for Json {
    fn task_run_id(&self) -> Option<TaskRunId> {
        id_in(self.as_str())
    }
}

/// Finds the id in the text of an item, whatever is wrong with the rest.
pub(super) fn id_in(text: &str) -> Option<TaskRunId> {
    #[derive(Deserialize)]
    struct OnlyId {
        id: Option<TaskRunId>,
    }

    let mut reader = serde_json::Deserializer::from_str(text);
    OnlyId::deserialize(ObjectOnly(&mut reader)).ok()?.id
}
