//! The white space of JSON texts: added for reading, removed for exactness.

/// Indentation grows no further below this depth, or a deep text would grow with the square of its depth.
const DEEPEST: usize = 24;

const STEP: &str = "  ";

/// Lays `compact`, a JSON text without white space between its tokens, out in lines.
pub(super) fn indented(compact: &str) -> String {
    let mut out = String::with_capacity(compact.len() * 2);
    let mut depth = 0_usize;
    let mut is_empty = false;
    for piece in pieces(compact) {
        match piece {
            "}" | "]" => {
                depth = depth.saturating_sub(1);
                if !is_empty {
                    break_line(&mut out, depth);
                }
                out.push_str(piece);
                is_empty = false;
                continue;
            }
            _ if is_empty => break_line(&mut out, depth),
            _ => {}
        }
        is_empty = matches!(piece, "{" | "[");
        out.push_str(piece);
        match piece {
            "{" | "[" => depth += 1,
            "," => break_line(&mut out, depth),
            ":" => out.push(' '),
            _ => {}
        }
    }
    out
}

/// Removes the white space between the tokens of a JSON text.
pub(super) fn compact(text: &str) -> String {
    let is_token = |piece: &&str| !piece.starts_with([' ', '\t', '\r', '\n']);
    pieces(text).filter(is_token).collect()
}

fn break_line(out: &mut String, depth: usize) {
    out.push('\n');
    for _ in 0..depth.min(DEEPEST) {
        out.push_str(STEP);
    }
}

/// Splits a JSON text: strings stay whole, everything else comes character by character.
fn pieces(mut rest: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let end = match rest.chars().next()? {
            '"' => end_of_string(rest),
            character => character.len_utf8(),
        };
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

/// Returns the length of the string that `text` begins with, its quotes counted.
pub(crate) fn end_of_string(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}
