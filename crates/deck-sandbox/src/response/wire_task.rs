//! A task as the reference page shows it, with every key there.

use deck_types::Json;
use deck_types::RequestId;
use deck_types::Task;
use deck_types::TaskStatus;
use deck_types::Timestamp;
use deck_types::UnknownFields;
use serde::Serialize;

/// The keys of a task, in the order of the reference page.
#[derive(Serialize)]
pub(crate) struct WireTask<'a> {
    id: &'a str,
    object: &'a str,
    name: Option<&'a str>,
    status: Option<&'a TaskStatus>,
    agent_id: Option<&'a str>,
    prompt: Option<&'a str>,
    input_schema: Option<&'a Json>,
    output_schema: Option<&'a Json>,
    storage: Option<&'a Json>,
    extraction: bool,
    created_at: Option<&'a Timestamp>,
    updated_at: Option<&'a Timestamp>,
    /// The id of the response, which a single task carries and the items of a list do not.
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a RequestId>,
    #[serde(flatten)]
    unknown_fields: &'a UnknownFields,
}

impl<'a> WireTask<'a> {
    /// Returns `task` as an item of a list.
    pub(crate) fn item(task: &'a Task) -> WireTask<'a> {
        WireTask {
            id: task.id.as_str(),
            object: task.object.as_deref().unwrap_or("task"),
            name: task.name.as_deref(),
            status: task.status.as_ref(),
            agent_id: task.agent_id.as_ref().map(AsRef::as_ref),
            prompt: task.prompt.as_deref(),
            input_schema: task.input_schema.as_ref(),
            output_schema: task.output_schema.as_ref(),
            storage: task.storage.as_ref(),
            extraction: task.extraction.unwrap_or_default(),
            created_at: task.created_at.as_ref(),
            updated_at: task.updated_at.as_ref(),
            request_id: None,
            unknown_fields: &task.unknown_fields,
        }
    }

    /// Returns `task` as the body of a response of its own, with `request_id`.
    pub(crate) fn with_request_id(task: &'a Task, request_id: &'a RequestId) -> WireTask<'a> {
        WireTask {
            request_id: Some(request_id),
            ..WireTask::item(task)
        }
    }
}
