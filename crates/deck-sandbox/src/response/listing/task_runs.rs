//! The listing of task runs.

use std::borrow::Cow;

use deck_types::ListTaskRuns;
use deck_types::TaskRunStatus;
use serde::Serialize;

use crate::SandboxRun;
use crate::Spelling;
use crate::response::error_response::ErrorResponse;
use crate::response::listing::SandboxListing;
use crate::response::listing::UnknownWord;
use crate::response::listing::selection::any_of;
use crate::response::listing::selection::equal;
use crate::response::listing::selection::instant;
use crate::response::listing::selection::is_between;
use crate::response::run_body::RunBody;
use crate::sandbox_run::status_label;
use crate::shelf::Shelf;
use crate::shelf::scope::Scope;
use crate::shelf::scope::label;
use crate::state::State;

impl SandboxListing for ListTaskRuns {
    type Object = SandboxRun;

    const OBJECT: &'static str = "task_run";

    fn shelf<'a>(&self, state: &'a State) -> Result<Cow<'a, Shelf<SandboxRun>>, ErrorResponse> {
        Ok(Cow::Borrowed(&state.runs))
    }

    fn unknown_word(&self) -> Option<UnknownWord<'_>> {
        let status = self.status.iter().find(|status| !status.is_known());
        let outcome = self.outcome.iter().find(|outcome| !outcome.is_known());
        status
            .map(|status| ("status", status.as_str(), STATUSES))
            .or_else(|| outcome.map(|outcome| ("outcome", outcome.as_str(), OUTCOMES)))
    }

    fn scope(&self) -> Scope {
        let status = single(&self.status).map(status_label);
        let outcome = single(&self.outcome).map(|it| label("outcome", it.as_str()));
        let ids = [
            ("task_id", self.task_id.as_ref().map(AsRef::as_ref)),
            (
                "credential_id",
                self.credential_id.as_ref().map(AsRef::as_ref),
            ),
            ("workflow_id", self.workflow_id.as_ref().map(AsRef::as_ref)),
            ("source_id", single(&self.source_id).map(AsRef::as_ref)),
            ("agent_id", self.agent_id.as_ref().map(AsRef::as_ref)),
        ];
        let mut ids = ids.into_iter();
        let id = ids.find_map(|(member, id)| Some(label(member, id?)));
        Scope {
            after: instant(self.created_after.as_ref()),
            before: instant(self.created_before.as_ref()),
            label: id.or(status).or(outcome),
        }
    }

    /// Parameters are combined with AND, the values of one array parameter with OR.
    fn selection(&self) -> impl Fn(&SandboxRun) -> bool {
        let after = instant(self.created_after.as_ref());
        let before = instant(self.created_before.as_ref());
        move |run| {
            let run = run.decoded();
            has_status(&self.status, run.status.as_ref())
                && any_of(&self.source_id, run.source_id.as_ref())
                && any_of(&self.outcome, run.result.as_ref())
                && equal(self.agent_id.as_ref(), run.agent_id.as_ref())
                && equal(self.credential_id.as_ref(), run.credential_id.as_ref())
                && equal(self.task_id.as_ref(), run.task_id.as_ref())
                && equal(self.workflow_id.as_ref(), run.workflow_id.as_ref())
                && is_between(instant(run.created_at.as_ref()), after, before)
        }
    }

    fn item(run: &SandboxRun, spelling: Option<Spelling>) -> impl Serialize {
        RunBody::item(run, spelling)
    }
}

/// The statuses of the reference page. Another spelling of `cancelling` and the older `pending` are accepted
/// too.
const STATUSES: &[&str] = &[
    "queued",
    "running",
    "cancelling",
    "interaction_required",
    "review_required",
    "completed",
    "canceled",
    "failed",
];

const OUTCOMES: &[&str] = &["success", "failure", "unknown"];

/// Returns whether the status is one that is wanted. Both spellings of `cancelling` select the same runs: the
/// documentation has the one here and the other there.
fn has_status(wanted: &[TaskRunStatus], status: Option<&TaskRunStatus>) -> bool {
    let is_wanted = |status| {
        let mut wanted = wanted.iter();
        wanted.any(|wanted| wanted.same_status(status))
    };
    wanted.is_empty() || status.is_some_and(is_wanted)
}

/// Returns the value of an array parameter that has one; several are looked for everywhere.
fn single<T>(values: &[T]) -> Option<&T> {
    match values {
        [value] => Some(value),
        _ => None,
    }
}
