//! The parameters of `GET /task-runs/{id}`.

use crate::id::TaskRunId;
use crate::include::Include;
use crate::percent;

/// The parameters of `GET /task-runs/{id}`, which reads one task run.
///
/// # Examples
///
/// Path and query of the request:
///
/// ```
/// use deck_types::GetTaskRun;
/// use deck_types::Include;
///
/// let parameters = GetTaskRun::new("trun_1").include([Include::Input, Include::Storage]);
///
/// assert_eq!(parameters.to_path()?, "/task-runs/trun_1");
/// assert_eq!(parameters.to_query(), "include=input%2Cstorage");
/// # Ok::<(), deck_types::PathError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct GetTaskRun {
    /// The run to read.
    pub id: TaskRunId,
    /// The sections to send besides the ordinary ones; none by default.
    pub include: Vec<Include>,
}

/// The error of an id that cannot stand in a path, because it would make another path of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("id {:?} cannot be a segment of a path", id.as_str())]
pub struct PathError {
    id: TaskRunId,
}

impl GetTaskRun {
    /// Asks for one run, without further sections.
    pub fn new(id: impl Into<TaskRunId>) -> Self {
        Self {
            id: id.into(),
            include: Vec::new(),
        }
    }

    /// Sets the sections to send besides the ordinary ones, in place of those set before.
    #[must_use]
    pub fn include<I: Into<Include>>(mut self, sections: impl IntoIterator<Item = I>) -> Self {
        self.include = sections.into_iter().map(Into::into).collect();
        self
    }

    /// Returns the path, relative to the base URL; every byte of the id but the unreserved ones of RFC 3986 is escaped.
    ///
    /// # Errors
    ///
    /// Fails only when the id is empty, `.` or `..`: the path would be one of another endpoint.
    pub fn to_path(&self) -> Result<String, PathError> {
        match self.id.as_str() {
            "" | "." | ".." => Err(PathError {
                id: self.id.clone(),
            }),
            id => Ok(format!("/task-runs/{}", percent::encode(id))),
        }
    }

    /// Returns the query string, without a leading `?`; empty when no section is asked for.
    ///
    /// The sections are one value with commas between them, as the reference page of `GET /task-runs/{id}` has it.
    #[must_use]
    pub fn to_query(&self) -> String {
        if self.include.is_empty() {
            return String::new();
        }
        let sections: Vec<&str> = self.include.iter().map(Include::as_str).collect();
        format!("include={}", percent::encode(&sections.join(",")))
    }
}

impl PathError {
    /// Returns the id at fault.
    #[must_use]
    pub fn id(&self) -> &TaskRunId {
        &self.id
    }
}

#[cfg(test)]
mod tests {
    use super::GetTaskRun;

    #[test]
    fn an_id_is_escaped_into_one_segment() {
        let path = GetTaskRun::new("a/../b?c#d%2F é~").to_path();

        assert_eq!(
            path.as_deref(),
            Ok("/task-runs/a%2F..%2Fb%3Fc%23d%252F%20%C3%A9~")
        );
    }

    #[test]
    fn an_id_that_would_lead_elsewhere_is_refused() {
        for id in ["", ".", ".."] {
            let error = GetTaskRun::new(id).to_path().unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("id {id:?} cannot be a segment of a path")
            );
        }
    }

    #[test]
    fn an_id_of_three_dots_is_an_ordinary_one() {
        assert_eq!(
            GetTaskRun::new("...").to_path().as_deref(),
            Ok("/task-runs/...")
        );
    }

    #[test]
    fn nothing_included_is_an_empty_query() {
        assert_eq!(GetTaskRun::new("trun_1").to_query(), "");
    }

    #[test]
    fn an_unknown_section_is_sent_as_it_is() {
        assert_eq!(
            GetTaskRun::new("trun_1")
                .include(["input", "a&b"])
                .to_query(),
            "include=input%2Ca%26b"
        );
    }
}
