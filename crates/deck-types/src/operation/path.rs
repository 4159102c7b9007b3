//! Paths below the base URL.

use crate::percent;

/// Returns the path that these segments make, each behind a `/`.
///
/// Every byte of a segment but the unreserved characters of RFC 3986 is escaped, so that an id stays one
/// segment.
///
/// # Errors
///
/// Fails only when a segment is empty, `.` or `..`: the path would be the one of another endpoint.
///
/// # Examples
///
/// An id with a slash does not lead elsewhere:
///
/// ```
/// assert_eq!(deck_types::path(["task-runs", "a/../b"])?, "/task-runs/a%2F..%2Fb");
/// assert!(deck_types::path(["task-runs", ".."]).is_err());
/// # Ok::<(), deck_types::PathError>(())
/// ```
pub fn path<'a>(segments: impl IntoIterator<Item = &'a str>) -> Result<String, PathError> {
    let mut path = String::new();
    for segment in segments {
        if matches!(segment, "" | "." | "..") {
            return Err(PathError {
                segment: segment.into(),
            });
        }
        path.push('/');
        percent::encode_into(segment, &mut path);
    }
    Ok(path)
}

/// The error of an id that cannot be a segment of a path, because the path would be the one of another
/// endpoint.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("id {segment:?} would lead to another endpoint; give the id that Deck sent")]
pub struct PathError {
    segment: Box<str>,
}

impl PathError {
    /// Returns the segment at fault.
    #[must_use]
    pub fn segment(&self) -> &str {
        &self.segment
    }
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn a_segment_is_escaped() {
        assert_eq!(
            path(["task-runs", "a/../b?c#d%2F é~"]).as_deref(),
            Ok("/task-runs/a%2F..%2Fb%3Fc%23d%252F%20%C3%A9~")
        );
    }

    #[test]
    fn a_segment_that_would_lead_elsewhere_is_refused() {
        for id in ["", ".", ".."] {
            let error = path(["task-runs", id]).unwrap_err();
            assert_eq!(error.segment(), id);
            assert_eq!(
                error.to_string(),
                format!("id {id:?} would lead to another endpoint; give the id that Deck sent")
            );
        }
    }

    #[test]
    fn a_segment_of_three_dots_is_an_ordinary_one() {
        assert_eq!(path(["task-runs", "..."]).as_deref(), Ok("/task-runs/..."));
    }
}
