//! The word that is probably meant by one that is not known.

use std::ffi::OsStr;

use clap::Command;
use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser;
use clap::error::ContextKind;
use clap::error::ContextValue;

/// Returns the known word that is nearest, as command lines are told it, if one is near.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let known: Vec<String> = known.into_iter().map(str::to_owned).collect();
    let parser = PossibleValuesParser::new(known);
    let refused = parser.parse_ref(&Command::new("deck"), None, OsStr::new(word));
    match refused.err()?.get(ContextKind::SuggestedValue)? {
        ContextValue::String(nearest) => Some(nearest.clone()),
        ContextValue::Strings(nearest) => nearest.first().cloned(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_near_to_what_was_meant() {
        let known = ["status", "created_at"];
        assert_eq!(nearest("statsu", known).as_deref(), Some("status"));
        assert_eq!(nearest("created", known).as_deref(), Some("created_at"));
        assert_eq!(nearest("xyz", known), None);
    }
}
