//! Query strings of operations.

use crate::percent;

/// Returns the query string that these pairs of names and values make, without a leading `?`.
///
/// Every byte but the unreserved characters of RFC 3986 is escaped, in names and values, so that a value
/// stays one value.
///
/// # Examples
///
/// ```
/// let query = deck_types::query([("status", "active"), ("name", "A & B")]);
///
/// assert_eq!(query, "status=active&name=A%20%26%20B");
/// assert_eq!(deck_types::query([("", ""); 0]), "");
/// ```
pub fn query<N: AsRef<str>, V: AsRef<str>>(pairs: impl IntoIterator<Item = (N, V)>) -> String {
    let mut query = String::new();
    for (name, value) in pairs {
        if !query.is_empty() {
            query.push('&');
        }
        percent::encode_into(name.as_ref(), &mut query);
        query.push('=');
        percent::encode_into(value.as_ref(), &mut query);
    }
    query
}
