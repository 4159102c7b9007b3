//! The bounded beginning of a body, for error messages.

/// How many bytes of a body an error keeps at most.
pub const EXCERPT_BYTES: usize = 1024;

/// Returns the beginning of a body as text; what is cut off is marked by an ellipsis, what is not UTF-8 by
/// replacement characters.
pub(crate) fn excerpt(body: &[u8]) -> String {
    let head = &body[..body.len().min(EXCERPT_BYTES)];
    let mut text = String::from_utf8_lossy(head).into_owned();
    if head.len() < body.len() || text.len() > EXCERPT_BYTES {
        text.truncate(boundary_before(&text, EXCERPT_BYTES - ELLIPSIS.len()));
        text.push_str(ELLIPSIS);
    }
    text
}

const ELLIPSIS: &str = "…";

/// Returns the beginning of a text, at most `limit` bytes of it.
pub(crate) fn beginning(text: &str, limit: usize) -> &str {
    &text[..boundary_before(text, limit)]
}

fn boundary_before(text: &str, limit: usize) -> usize {
    let start = limit.min(text.len());
    (0..=start)
        .rev()
        .find(|&index| text.is_char_boundary(index))
        .unwrap_or(0)
}
