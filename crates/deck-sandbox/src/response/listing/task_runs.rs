//! The listing of task runs.

use std::borrow::Cow;

use deck_types::ListTaskRuns;
use serde::Serialize;

use crate::SandboxRun;
use crate::Spelling;
use crate::response::error_response::ErrorResponse;
use crate::response::listing::SandboxListing;
use crate::response::listing::UnknownWord;
use crate::response::listing::creation_filter::CreationFilter;
use crate::response::run_body::RunBody;
use crate::sandbox_run::status_label;
use crate::shelf::Shelf;
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

    fn created(&self) -> Option<CreationFilter<'_>> {
        Some(CreationFilter {
            after: self.created_after.as_ref(),
            before: self.created_before.as_ref(),
        })
    }

    fn label(&self) -> Option<u64> {
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
        id.or(status).or(outcome)
    }

    /// Parameters are combined with AND, the values of one array parameter with OR.
    fn selection(&self) -> impl Fn(&SandboxRun) -> bool {
        // What the bounds mean is a setting of the sandbox.
        let mut listing = self.clone();
        listing.created_after = None;
        listing.created_before = None;
        move |run| listing.matches(run.decoded())
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

/// Returns the value of an array parameter that has one; several are looked for everywhere.
fn single<T>(values: &[T]) -> Option<&T> {
    match values {
        [value] => Some(value),
        _ => None,
    }
}
