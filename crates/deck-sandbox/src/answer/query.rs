//! What endpoints other than the listing of runs do with their path and query.

use crate::answer::refusal::Refusal;

/// Checks that `query` has no other keys than `known`.
///
/// The live server is likely to ignore unknown parameters. The sandbox refuses them, because a filter that is misspelt and ignored
/// returns every run there is, and nobody notices.
pub(crate) fn check_keys(query: &str, known: &[&str]) -> Result<(), Refusal> {
    let unknown = query
        .split('&')
        .filter(|segment| !segment.is_empty())
        .map(|segment| unescape(segment.split_once('=').map_or(segment, |(key, _)| key)))
        .find(|key| !known.contains(&key.as_str()));
    unknown.map_or(Ok(()), |key| Err(Refusal::unknown_parameter(&key)))
}

/// Returns the value of `key`, if it is there.
pub(crate) fn value(query: &str, key: &str) -> Result<Option<String>, Refusal> {
    let mut values = query
        .split('&')
        .map(|segment| segment.split_once('=').unwrap_or((segment, "")))
        .filter(|(name, _)| unescape(name) == key)
        .map(|(_, value)| unescape(value));
    let value = values.next();
    match values.next() {
        None => Ok(value),
        Some(_) => Err(Refusal::invalid_parameter(
            key,
            format!("The parameter {key} is there twice."),
        )),
    }
}

/// Replaces percent escapes; what is no escape stays as it is, and what is not UTF-8 becomes U+FFFD.
pub(crate) fn unescape(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        match escaped(rest) {
            Some(byte) => {
                bytes.push(byte);
                rest = &rest[3..];
            }
            None => {
                bytes.push(first);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Returns the byte that `text` starts with an escape of.
fn escaped(text: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = text else {
        return None;
    };
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_replaced_and_everything_else_stays() {
        assert_eq!(unescape("trun_%2F%c3%A9%%zz%4"), "trun_/é%%zz%4");
    }

    #[test]
    fn escapes_of_bytes_that_are_not_utf8_become_the_replacement_character() {
        assert_eq!(unescape("%ff"), "\u{FFFD}");
    }

    #[test]
    fn known_and_no_keys_pass() {
        assert!(check_keys("", &[]).is_ok());
        assert!(check_keys("include=a&&include=b", &["include"]).is_ok());
    }

    #[test]
    fn an_unknown_key_is_refused_with_and_without_a_value() {
        assert!(check_keys("include=a&inclde=b", &["include"]).is_err());
        assert!(check_keys("x", &["include"]).is_err());
    }
}
