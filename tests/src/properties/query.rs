//! What holds for any text that is read as the query of `GET /task-runs`.

use deck_types::ListTaskRuns;
use deck_types::QueryError;

/// Reads bytes as a query and checks that what was read is written as it was, in the one order; bytes that are no text are passed over.
///
/// # Panics
///
/// When a parameter is lost, made up or changed, or when an error does not say what it is about.
pub fn check(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    match ListTaskRuns::from_query(text) {
        Ok(list) => {
            what_was_read_is_written(text, &list);
            what_is_written_is_read_back(&list);
        }
        Err(error) => the_error_is_about_the_text(&error, text),
    }
}

fn what_was_read_is_written(text: &str, list: &ListTaskRuns) {
    let written = list.to_query();
    assert_eq!(sorted_pairs(&written), sorted_pairs(text), "of {text:?}");
}

/// The pairs of a query as another reader has them, sorted by key; values of one key keep their order. A page size is a number, and what
/// stands in front of it is of no account.
fn sorted_pairs(query: &str) -> Vec<(String, String)> {
    let query = query.replace('+', "%2B");
    let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
    let mut pairs: Vec<_> = pairs
        .map(|(key, value)| match key.as_str() {
            "limit" | "Limit" => ("limit".to_owned(), value.trim_start_matches('0').to_owned()),
            _ => (key, value),
        })
        .collect();
    pairs.sort_by(|left, right| left.0.cmp(&right.0));
    pairs
}

fn what_is_written_is_read_back(list: &ListTaskRuns) {
    let written = list.to_query();
    assert!(
        written
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-._~%&=".contains(&byte))
    );
    assert_eq!(ListTaskRuns::from_query(&written).as_ref(), Ok(list));
    assert_eq!(list.check(), Ok(()));
}

fn the_error_is_about_the_text(error: &QueryError, text: &str) {
    assert!(!error.to_string().is_empty());
    assert!(error.key().len() <= text.len().max("created_after".len()));
    assert!(error.value().len() <= text.len());
}
