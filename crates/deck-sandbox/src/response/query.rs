//! Checking the query of endpoints that are not listings.

use std::borrow::Cow;

use deck_types::percent;

use crate::response::error_response::ErrorResponse;

/// Checks that `query` has no other keys than `known`, and no escape that is malformed.
///
/// The live server is likely to ignore unknown parameters. The sandbox refuses them, because a filter that is
/// misspelt and ignored returns every run there is, and nobody notices.
pub(crate) fn check(query: &str, known: &[&str]) -> Result<(), ErrorResponse> {
    let segments = query.split('&').filter(|segment| !segment.is_empty());
    for segment in segments {
        let (key, value) = segment.split_once('=').unwrap_or((segment, ""));
        let malformed = |error| ErrorResponse::malformed_escape(key, error);
        let decoded = percent::decode(key).map_err(malformed)?;
        percent::decode(value).map_err(malformed)?;
        if !known.contains(&decoded.as_ref()) {
            return Err(ErrorResponse::unknown_parameter(&decoded));
        }
    }
    Ok(())
}

/// Returns the values of `key` in `query`, without those that are malformed.
pub(crate) fn values<'q>(query: &'q str, key: &str) -> impl Iterator<Item = Cow<'q, str>> {
    let pairs = query
        .split('&')
        .filter_map(|segment| segment.split_once('='));
    pairs
        .filter(move |(name, _)| percent::decode(name).is_ok_and(|name| name == key))
        .filter_map(|(_, value)| percent::decode(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_and_no_keys_pass() {
        assert!(check("", &[]).is_ok());
        assert!(check("include=a&&inclu%64e=%62", &["include"]).is_ok());
    }

    #[test]
    fn an_unknown_key_is_refused_with_and_without_a_value() {
        assert!(check("include=a&inclde=b", &["include"]).is_err());
        assert!(check("x", &["include"]).is_err());
    }

    #[test]
    fn the_values_of_a_key_are_decoded() {
        let found: Vec<_> = values("a=1&b=2&%61=x%2Cy&a", "a").collect();

        assert_eq!(found, ["1", "x,y"]);
    }

    #[test]
    fn a_malformed_escape_is_refused_in_keys_and_values() {
        for query in ["include=%zz", "include=%", "include=%FF", "includ%6=a"] {
            assert!(check(query, &["include"]).is_err(), "{query}");
        }
    }
}
