//! The listing of task runs.

use std::collections::BTreeSet;

use deck_types::ListTaskRuns;
use serde::Serialize;

use crate::SandboxRun;
use crate::Spelling;
use crate::response::listing::Listed;
use crate::response::listing::SandboxListing;
use crate::response::listing::UnknownWord;
use crate::response::listing::creation_filter::CreationFilter;
use crate::response::run_body::RunBody;
use crate::sandbox_run::status_label;
use crate::shelf::objects::ListedObjects;
use crate::shelf::scope::label;
use crate::state::State;

impl SandboxListing for ListTaskRuns {
    type Object = SandboxRun;

    const OBJECT: &'static str = "task_run";

    fn objects<'a>(&self, state: &'a State) -> Listed<'a, SandboxRun> {
        Ok(ListedObjects::Kept(&state.runs))
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

    fn labels(&self) -> Vec<Vec<u64>> {
        let filters = [
            labels(&self.status, status_label),
            labels(&self.outcome, |it| label("outcome", it.as_str())),
            labels(&self.source_id, |it| label("source_id", it.as_str())),
            labels(&self.task_id, |it| label("task_id", it.as_str())),
            labels(&self.agent_id, |it| label("agent_id", it.as_str())),
            labels(&self.credential_id, |it| {
                label("credential_id", it.as_str())
            }),
            labels(&self.workflow_id, |it| label("workflow_id", it.as_str())),
        ];
        let given = filters.into_iter().filter(|labels| !labels.is_empty());
        given.collect()
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
pub(crate) const STATUSES: &[&str] = &[
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

/// Returns the labels of `values`, each once.
fn labels<'a, T: 'a>(
    values: impl IntoIterator<Item = &'a T>,
    label: impl Fn(&T) -> u64,
) -> Vec<u64> {
    let labels = values.into_iter().map(label);
    labels.collect::<BTreeSet<_>>().into_iter().collect()
}
