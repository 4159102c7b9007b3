//! The values of flags that are words of the API: ids, and words from its open sets.

use clap::builder::NonEmptyStringValueParser;
use clap::builder::TypedValueParser;

/// Reads any word but the empty one, which a script passes when a variable of its own is not set.
pub(crate) fn word<T>() -> impl TypedValueParser<Value = T>
where
    T: From<String> + Clone + Send + Sync + 'static,
{
    NonEmptyStringValueParser::new().map(T::from)
}

/// Reads one id, where the API takes no more than one: a list with commas would match nothing, in silence.
pub(crate) fn one_id<T>() -> impl TypedValueParser<Value = T>
where
    T: From<String> + Clone + Send + Sync + 'static,
{
    NonEmptyStringValueParser::new().try_map(|text| {
        if text.contains(',') {
            Err("give one id; the API takes no list of them here")
        } else {
            Ok(T::from(text))
        }
    })
}
