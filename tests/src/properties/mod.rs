//! What holds for any bytes that come from outside: one module for each reader, and one for the bodies that
//! are written, with one function `check` that panics where it does not.
//!
//! The property tests of `it` and the fuzz targets in `fuzz/` call the same functions.

pub mod body;
pub mod error_envelope;
pub mod listings;
pub mod model;
pub mod ndjson_import;
pub mod page;
pub mod query;
pub mod resume_token;
pub mod retry_after;
pub mod webhook;

/// Returns whether a text has one of the keys that `serde_json::Value`, which the texts are compared with,
/// takes for a mark of its own.
fn has_marks_of_the_reader(text: &[u8]) -> bool {
    const MARK: &[u8] = b"$serde_json::private";
    text.windows(MARK.len()).any(|window| window == MARK)
}
