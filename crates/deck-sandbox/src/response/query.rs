//! Checking the query of endpoints that are not listings.

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
    fn a_malformed_escape_is_refused_in_keys_and_values() {
        for query in ["include=%zz", "include=%", "include=%FF", "includ%6=a"] {
            assert!(check(query, &["include"]).is_err(), "{query}");
        }
    }
}
