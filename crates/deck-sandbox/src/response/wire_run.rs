//! A run as the reference page shows it, with every key there.
//!
//! [`TaskRun`] writes no key for what is absent, because it must give back what it was given. A server that
//! has the whole run writes `null` instead, and so does the sandbox.

use std::borrow::Cow;

use deck_types::Json;
use deck_types::ObjectKind;
use deck_types::Outcome;
use deck_types::Problem;
use deck_types::RequestId;
use deck_types::TaskRun;
use deck_types::TaskRunFile;
use deck_types::TaskRunStatus;
use deck_types::Timestamp;
use deck_types::UnknownFields;
use serde::Serialize;

use crate::Spelling;

/// The keys of a run, in the order of the reference page of `GET /task-runs`.
#[derive(Serialize)]
pub(crate) struct WireRun<'a> {
    id: &'a str,
    object: &'a str,
    status: Option<Cow<'a, TaskRunStatus>>,
    result: Option<&'a Outcome>,
    task_id: Option<&'a str>,
    credential_id: Option<&'a str>,
    session_id: Option<&'a str>,
    workflow_id: Option<&'a str>,
    agent_id: Option<&'a str>,
    source_id: Option<&'a str>,
    runtime_ms: Option<u64>,
    input: Option<&'a Json>,
    output: Option<&'a Json>,
    storage: &'a [TaskRunFile],
    errors: &'a [Problem],
    interaction: Option<&'a Json>,
    canceled_at: Option<&'a Timestamp>,
    created_at: Option<&'a Timestamp>,
    updated_at: Option<&'a Timestamp>,
    /// Not a key of this version of the documentation, so it is written only when a run was given some.
    #[serde(skip_serializing_if = "Option::is_none")]
    artifacts: Option<&'a Json>,
    /// The id of the response, which a single run carries and the items of a list do not.
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a RequestId>,
    #[serde(flatten)]
    unknown_fields: &'a UnknownFields,
}

impl<'a> WireRun<'a> {
    /// Returns `run` as an item of a list.
    pub(crate) fn item(run: &'a TaskRun) -> WireRun<'a> {
        WireRun {
            id: run.id.as_str(),
            object: run.object.as_ref().map_or("task_run", ObjectKind::as_str),
            status: run.status.as_ref().map(Cow::Borrowed),
            result: run.result.as_ref(),
            task_id: run.task_id.as_ref().map(AsRef::as_ref),
            credential_id: run.credential_id.as_ref().map(AsRef::as_ref),
            session_id: run.session_id.as_ref().map(AsRef::as_ref),
            workflow_id: run.workflow_id.as_ref().map(AsRef::as_ref),
            agent_id: run.agent_id.as_ref().map(AsRef::as_ref),
            source_id: run.source_id.as_ref().map(AsRef::as_ref),
            runtime_ms: run.runtime_ms,
            input: run.input.as_ref(),
            output: run.output.as_ref(),
            storage: run.storage.as_deref().unwrap_or_default(),
            errors: &run.errors,
            interaction: run.interaction.as_ref(),
            canceled_at: run.canceled_at.as_ref(),
            created_at: run.created_at.as_ref(),
            updated_at: run.updated_at.as_ref(),
            artifacts: run.artifacts.as_ref(),
            request_id: None,
            unknown_fields: &run.unknown_fields,
        }
    }

    /// Returns the run with the status `cancelling` in `spelling`; other statuses have one spelling only.
    pub(crate) fn spelt(mut self, spelling: Spelling) -> WireRun<'a> {
        let is_cancelling = |status: &Cow<'_, TaskRunStatus>| status.is_cancelling();
        if self.status.as_ref().is_some_and(is_cancelling) {
            self.status = Some(Cow::Owned(spelling.status()));
        }
        self
    }

    /// Returns `run` as the body of a response of its own, with `request_id`.
    pub(crate) fn with_request_id(run: &'a TaskRun, request_id: &'a RequestId) -> WireRun<'a> {
        WireRun {
            request_id: Some(request_id),
            ..WireRun::item(run)
        }
    }
}
