//! Refusals of values of the wrong type, in messages that stay short.
//!
//! `serde_json` repeats a text of any length in its messages, escaped and in several copies: thirty times the
//! memory of the text. It does so wherever it is told what to expect; so what is not a text is read as
//! anything, and refused here.

use serde::de::Error;
use serde::de::Expected;
use serde::de::IgnoredAny;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Unexpected;

use crate::excerpt::EXCERPT_BYTES;
use crate::excerpt::beginning;

/// Refuses a text.
pub(crate) fn text<T, E: Error>(text: &str, expected: &dyn Expected) -> Result<T, E> {
    let shown = Unexpected::Str(beginning(text, EXCERPT_BYTES));
    Err(E::invalid_type(shown, expected))
}

/// Refuses a text that could be of the right type and is not.
pub(crate) fn text_value<T, E: Error>(text: &str, expected: &dyn Expected) -> Result<T, E> {
    let shown = Unexpected::Str(beginning(text, EXCERPT_BYTES));
    Err(E::invalid_value(shown, expected))
}

/// Refuses a list, when it is read to its end: the place of the fault is told from where the reader stopped.
pub(crate) fn list<'de, T, A: SeqAccess<'de>>(
    mut list: A,
    expected: &dyn Expected,
) -> Result<T, A::Error> {
    while list.next_element::<IgnoredAny>()?.is_some() {}
    Err(A::Error::invalid_type(Unexpected::Seq, expected))
}

/// Refuses an object, when it is read to its end.
pub(crate) fn object<'de, T, A: MapAccess<'de>>(
    mut object: A,
    expected: &dyn Expected,
) -> Result<T, A::Error> {
    while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Err(A::Error::invalid_type(Unexpected::Map, expected))
}
