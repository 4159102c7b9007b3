//! The word that is probably meant by one that is not known.

use std::ffi::OsStr;

use clap::Command;
use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser;
use clap::error::ContextKind;
use clap::error::ContextValue;

/// Returns the known word that is most like this one, as clap chooses it for the values of flags; nothing
/// where none is like it.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let known: Vec<String> = known.into_iter().map(str::to_owned).collect();
    let parser = PossibleValuesParser::new(known);
    let refused = parser.parse_ref(&Command::new("deck"), None, OsStr::new(word));
    match refused.err()?.get(ContextKind::SuggestedValue)? {
        ContextValue::String(nearest) => Some(nearest.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_suggested_and_none_where_none_is_near() {
        let known = ["base_url", "key_command"];
        assert_eq!(nearest("base_ulr", known).as_deref(), Some("base_url"));
        assert_eq!(nearest("xyz", known), None);
    }
}
