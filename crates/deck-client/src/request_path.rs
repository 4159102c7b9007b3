//! The rule of what a path below the base URL may be.

use std::fmt;

use thiserror::Error;

/// Refuses a path that leads elsewhere than below the base URL.
///
/// A segment of an operation may hold an escaped slash, as an id is one segment whatever is in it.
pub(crate) fn check(path: &str) -> Result<(), RequestPathError> {
    check_by(path, is_dots)
}

/// Refuses what [`check`] refuses, and escaped slashes around `..`, as a server may read them like plain
/// ones.
pub(crate) fn check_untyped(path: &str) -> Result<(), RequestPathError> {
    check_by(path, |segment| {
        segment
            .split(|byte| matches!(byte, b'/' | b'\\'))
            .any(is_dots)
    })
}

/// The error of a path that leads elsewhere than below the base URL, or cannot stand in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestPathError {
    path: String,
    reason: Reason,
}

impl RequestPathError {
    /// Returns the path as it was given.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// How many characters of a path are shown.
const SHOWN_CHARACTERS: usize = 200;

impl fmt::Display for RequestPathError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.char_indices().nth(SHOWN_CHARACTERS) {
            Some((end, _)) => write!(formatter, "the path {:?}…", &self.path[..end])?,
            None => write!(formatter, "the path {:?}", self.path)?,
        }
        write!(formatter, " {}", self.reason)
    }
}

impl std::error::Error for RequestPathError {}

#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
enum Reason {
    #[error("does not begin with a slash; it is a path below the base URL, such as /task-runs")]
    NoLeadingSlash,
    #[error("begins with two slashes, which name another host")]
    OtherHost,
    #[error("has a segment `.` or `..`, which leads out of the path")]
    DotSegment,
    #[error("holds a query or a fragment; `query` takes parameters")]
    QueryOrFragment,
    #[error("holds a character at byte {0} that cannot stand in a path unescaped")]
    InvalidCharacter(usize),
    #[error("has a `%` at byte {0} that no two hexadecimal digits follow")]
    InvalidEscape(usize),
}

fn check_by(path: &str, leads_out: impl Fn(&[u8]) -> bool) -> Result<(), RequestPathError> {
    let refuse = |reason| RequestPathError {
        path: path.to_owned(),
        reason,
    };
    let Some(segments) = path.strip_prefix('/') else {
        return Err(refuse(Reason::NoLeadingSlash));
    };
    if segments.starts_with('/') {
        return Err(refuse(Reason::OtherHost));
    }
    for (position, byte) in path.bytes().enumerate() {
        match byte {
            b'?' | b'#' => return Err(refuse(Reason::QueryOrFragment)),
            b'\\' => return Err(refuse(Reason::InvalidCharacter(position))),
            b'%' if unescape(&path.as_bytes()[position..]).is_none() => {
                return Err(refuse(Reason::InvalidEscape(position)));
            }
            byte if !byte.is_ascii_graphic() => {
                return Err(refuse(Reason::InvalidCharacter(position)));
            }
            _ => {}
        }
    }
    let mut decoded = segments.split('/').map(decode);
    if decoded.any(|segment| leads_out(&segment)) {
        return Err(refuse(Reason::DotSegment));
    }
    Ok(())
}

fn is_dots(segment: &[u8]) -> bool {
    matches!(segment, b"." | b"..")
}

fn decode(segment: &str) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(segment.len());
    let mut rest = segment.as_bytes();
    while let [first, tail @ ..] = rest {
        match unescape(rest) {
            Some(byte) => {
                decoded.push(byte);
                rest = &rest[3..];
            }
            None => {
                decoded.push(*first);
                rest = tail;
            }
        }
    }
    decoded
}

/// Returns the byte that the escape at the beginning of `text` stands for, if there is one.
fn unescape(text: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = text else {
        return None;
    };
    let digit = |digit: u8| char::from(digit).to_digit(16);
    u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(path: &str) -> Option<Reason> {
        check_untyped(path).err().map(|error| error.reason)
    }

    #[test]
    fn a_path_below_the_base_url_passes() {
        for path in [
            "/",
            "/agents",
            "/agents/a%2Fb",
            "/a/...",
            "/agents/",
            "/a:b@c",
            "/%E2%82%AC",
        ] {
            assert_eq!(reason(path), None, "{path}");
        }
    }

    #[test]
    fn a_path_that_leads_elsewhere_is_refused() {
        for (path, expected) in [
            ("", Reason::NoLeadingSlash),
            ("agents", Reason::NoLeadingSlash),
            ("http://evil.example/", Reason::NoLeadingSlash),
            ("@evil.example/", Reason::NoLeadingSlash),
            ("//evil.example/agents", Reason::OtherHost),
            ("/..", Reason::DotSegment),
            ("/agents/../token", Reason::DotSegment),
            ("/agents/./token", Reason::DotSegment),
            ("/agents/%2e%2E/token", Reason::DotSegment),
            ("/agents/.%2e", Reason::DotSegment),
            ("/agents/%2e%2e%2ftoken", Reason::DotSegment),
            ("/agents/x%5C..%5Ctoken", Reason::DotSegment),
            ("/agents?limit=1", Reason::QueryOrFragment),
            ("/agents#top", Reason::QueryOrFragment),
            ("/agents\\..", Reason::InvalidCharacter(7)),
            ("/a\r\nb", Reason::InvalidCharacter(2)),
            ("/a\0", Reason::InvalidCharacter(2)),
            ("/a b", Reason::InvalidCharacter(2)),
            ("/é", Reason::InvalidCharacter(1)),
            ("/100%", Reason::InvalidEscape(4)),
            ("/%zz", Reason::InvalidEscape(1)),
        ] {
            assert_eq!(reason(path), Some(expected), "{path:?}");
        }
    }

    #[test]
    fn an_id_with_escaped_slashes_is_one_segment_of_an_operation() {
        assert_eq!(check("/task-runs/a%2F..%2Fb"), Ok(()));
        assert!(check("/task-runs/%2E%2E").is_err());
        assert!(check("/task-runs/..").is_err());
    }

    #[test]
    fn the_error_shows_the_path_escaped() {
        let error = check("/a\nb").unwrap_err();
        assert_eq!(error.path(), "/a\nb");
        assert!(
            error.to_string().starts_with(r#"the path "/a\nb" holds"#),
            "{error}"
        );
        let long = check(&format!("/{}?", "é".repeat(5_000))).unwrap_err();
        assert!(long.to_string().len() < 600, "{long}");
    }
}
