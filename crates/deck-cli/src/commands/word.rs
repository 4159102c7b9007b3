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
