//! The kind of an object, as the API names it.

use serde::Deserialize;
use serde::Serialize;

use crate::short_text::ShortText;
use crate::text_newtype::text_newtype;

/// The kind of an object: what stands in its field `object`, such as `task_run`.
///
/// Any text is accepted: whoever reads an object knows by where it stands what it is.
///
/// # Examples
///
/// ```
/// let run = deck_types::TaskRun::fixture("trun_1");
///
/// assert_eq!(run.object, Some("task_run".into()));
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ObjectKind(ShortText);

text_newtype!(ObjectKind, "kind");

impl From<&str> for ObjectKind {
    fn from(kind: &str) -> Self {
        Self(ShortText::new(kind))
    }
}

impl From<String> for ObjectKind {
    fn from(kind: String) -> Self {
        Self::from(kind.as_str())
    }
}
