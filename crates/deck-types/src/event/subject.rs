//! What an event is about.

use serde::de::DeserializeOwned;

use crate::agent::Agent;
use crate::credential::Credential;
use crate::event::event_type::EventType;
use crate::json::Json;
use crate::page::page_item::read_item;
use crate::session::Session;
use crate::source::Source;
use crate::storage::StorageItem;
use crate::task::Task;
use crate::task_run::TaskRun;
use crate::unknown_fields::UnknownFields;

/// The resource that an [`Event`](crate::Event) is about, as it was when the event happened.
///
/// It is a summary: the resource has to be read for the rest.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Subject {
    /// A task run.
    TaskRun(Box<TaskRun>),
    /// A credential.
    Credential(Box<Credential>),
    /// A session.
    Session(Box<Session>),
    /// A task.
    Task(Box<Task>),
    /// An agent.
    Agent(Box<Agent>),
    /// A source.
    Source(Box<Source>),
    /// A file that a run kept.
    StorageItem(Box<StorageItem>),
    /// Anything else, and what could not be read as what it is said to be: the data of the event to the byte.
    Other(Json),
}

impl Subject {
    /// Reads the data of an event of a type.
    pub(super) fn of(event_type: Option<&EventType>, data: Option<&Json>) -> Self {
        let Some(data) = data else {
            return Self::Other(Json::null());
        };
        read(event_type, data).unwrap_or_else(|| Self::Other(data.clone()))
    }
}

fn read(event_type: Option<&EventType>, data: &Json) -> Option<Subject> {
    let fields: UnknownFields = read_item(data.as_str()).ok()?;
    let object = fields.get("object");
    let object = object.as_ref().and_then(|object| object.parse().ok());
    let kind: String = object
        .filter(|object: &String| !object.is_empty())
        .or_else(|| event_type.map(|event_type| event_type.object().to_owned()))?;
    let text = with_nulls(fields);
    match kind.as_str() {
        "task_run" => subject(&text, Subject::TaskRun),
        "credential" => subject(&text, Subject::Credential),
        "session" => subject(&text, Subject::Session),
        "task" => subject(&text, Subject::Task),
        "agent" => subject(&text, Subject::Agent),
        "source" => subject(&text, Subject::Source),
        "storage" | "storage_item" => subject(&text, Subject::StorageItem),
        _ => None,
    }
}

fn subject<T: DeserializeOwned>(
    text: &Json,
    variant: impl FnOnce(Box<T>) -> Subject,
) -> Option<Subject> {
    read_item(text.as_str()).ok().map(Box::new).map(variant)
}

/// Writes the fields with null in the place of the empty string.
fn with_nulls(mut fields: UnknownFields) -> Json {
    let is_empty = |value: &Json| value.as_str() == r#""""#;
    let names: Vec<String> = fields
        .iter()
        .filter(|(_, value)| is_empty(value))
        .map(|(name, _)| name.into_owned())
        .collect();
    for name in names {
        fields.insert(&name, &Json::null());
    }
    Json::encode(&fields).unwrap_or_else(|_| Json::null())
}
