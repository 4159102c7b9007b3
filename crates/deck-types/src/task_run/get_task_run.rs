//! Reading one task run.

use crate::id::TaskRunId;
use crate::listing::query_error::QueryError;
use crate::operation::Operation;
use crate::operation::body::BodyError;
use crate::operation::body::read_body;
use crate::operation::path::PathError;
use crate::operation::path::path;
use crate::percent;
use crate::task_run::TaskRun;
use crate::task_run::include::Include;

/// Reads one task run: `GET /task-runs/{run_id}`.
///
/// # Examples
///
/// Path and query of the request:
///
/// ```
/// use deck_types::{GetTaskRun, Include, Operation};
///
/// let operation = GetTaskRun::new("trun_1").include([Include::Input, Include::Storage]);
///
/// assert_eq!(operation.path()?, "/task-runs/trun_1");
/// assert_eq!(operation.query()?, "include=input%2Cstorage");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct GetTaskRun {
    /// The run to read.
    pub id: TaskRunId,
    /// The sections to send besides the ordinary ones; none by default.
    pub include: Vec<Include>,
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
    ///
    /// Later versions of the documentation send `input`, `storage` and `artifacts` only when they are asked
    /// for; sections that were not are absent then.
    #[must_use]
    pub fn include<I: Into<Include>>(mut self, sections: impl IntoIterator<Item = I>) -> Self {
        self.include = sections.into_iter().map(Into::into).collect();
        self
    }
}

impl Operation for GetTaskRun {
    type Output = TaskRun;
    const NAME: &'static str = "GET /task-runs/{run_id}";

    fn path(&self) -> Result<String, PathError> {
        path(["task-runs", self.id.as_str()])
    }

    /// Returns the sections as one value with commas between them, as the reference page has it.
    fn query(&self) -> Result<String, QueryError> {
        if self.include.is_empty() {
            return Ok(String::new());
        }
        let sections: Vec<&str> = self.include.iter().map(Include::as_str).collect();
        Ok(format!("include={}", percent::encode(&sections.join(","))))
    }

    fn read(body: &[u8]) -> Result<TaskRun, BodyError> {
        read_body(body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_included_is_an_empty_query() {
        assert_eq!(GetTaskRun::new("trun_1").query().as_deref(), Ok(""));
    }

    #[test]
    fn an_unknown_section_is_sent_as_it_is() {
        let operation = GetTaskRun::new("trun_1").include(["input", "a&b"]);
        assert_eq!(operation.query().as_deref(), Ok("include=input%2Ca%26b"));
    }
}
