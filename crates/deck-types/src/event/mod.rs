//! An event: a change that Deck tells of.

use crate::event::event_type::EventType;
use crate::event::subject::Subject;
use crate::id::EventId;
use crate::id::RequestId;
use crate::json::Json;
use crate::json::json_error::JsonError;
use crate::lenient;
use crate::model::model;
use crate::object_kind::ObjectKind;
use crate::page::page_item::page_item;
use crate::page::page_item::read_item;
use crate::timestamp::Timestamp;
use crate::unknown_fields::UnknownFields;
use crate::word::unknown_in;

pub(crate) mod event_type;
pub(crate) mod get_event;
pub(crate) mod list_events;
pub(crate) mod subject;
#[cfg(test)]
mod tests;

model! {
    /// An event: a change of a resource that Deck tells of, in a listing and in the body of a webhook.
    ///
    /// Events come at least once and in any order: the same [`id`](Self::id) may come again, and an event may
    /// come before one that is older by [`created_at`](Self::created_at). They are kept for 30 days.
    ///
    /// Documented on the reference page *retrieve an event* and in the guides to events; what is delivered to
    /// a destination has no [`request_id`](Self::request_id). Only [`id`](Self::id) is indispensable: every
    /// other field tolerates absence and null, and words and fields that this version does not know are kept
    /// and written back.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_types::{Event, EventType, Subject, TaskRunStatus, read_body};
    ///
    /// let body = br#"{
    ///     "id": "evt_1",
    ///     "object": "event",
    ///     "type": "task_run.completed",
    ///     "data": {"id": "trun_1", "object": "task_run", "status": "completed", "workflow_id": ""},
    ///     "created_at": "2026-11-01T00:00:00Z"
    /// }"#;
    /// let event: Event = read_body(body)?;
    ///
    /// assert_eq!(event.event_type, Some(EventType::TaskRunCompleted));
    /// match event.subject() {
    ///     Subject::TaskRun(run) => {
    ///         assert_eq!(run.status, Some(TaskRunStatus::Completed));
    ///         assert_eq!(run.workflow_id, None);
    ///     }
    ///     other => println!("{other:?}"),
    /// }
    /// # Ok::<(), deck_types::BodyError>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Event, with the wire form EventOnWire of "Event",
    which always has ["id", "object", "type", "data", "created_at"] {
        /// The id of the event, by which duplicates are found.
        pub id: EventId,
        /// The kind of object, `event`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub object: Option<ObjectKind>,
        /// What happened, to which kind of resource.
        #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
        pub event_type: Option<EventType>,
        /// The resource as it was then, in brief: without input, output, errors and interaction of a run.
        /// [`subject`](Self::subject) reads it. `None` is absent, a JSON null is kept as such.
        #[serde(
            default,
            deserialize_with = "lenient::present",
            skip_serializing_if = "Option::is_none"
        )]
        pub data: Option<Json>,
        /// When the event happened, by which events are put in order.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub created_at: Option<Timestamp>,
        /// The id of the response, where the event is the whole of it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub request_id: Option<RequestId>,
    }
}

impl Event {
    /// Makes an event with an id and nothing else, for fixtures.
    pub fn fixture(id: impl Into<EventId>) -> Self {
        Self {
            id: id.into(),
            object: Some("event".into()),
            event_type: None,
            data: None,
            created_at: None,
            request_id: None,
            unknown_fields: UnknownFields::new(),
        }
    }

    /// Reads an event from its JSON text, such as the body of a webhook that was stored.
    ///
    /// # Errors
    ///
    /// Fails when the text is not UTF-8, not JSON, or no object with an `id`. Deck did deliver it: keep the
    /// text, and tell duplicates by the header `webhook-id`.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_types::Event;
    ///
    /// let event = Event::from_json(br#"{"id": "evt_1", "type": "invoice.paid", "mood": "good"}"#)?;
    /// assert_eq!(event.id, "evt_1");
    ///
    /// let error = Event::from_json(br#"{"type": "invoice.paid"}"#).unwrap_err();
    /// assert_eq!(error.reason(), "missing field `id`");
    /// # Ok::<(), deck_types::JsonError>(())
    /// ```
    pub fn from_json(text: &[u8]) -> Result<Self, JsonError> {
        let text = str::from_utf8(text).map_err(|error| JsonError::not_utf8(text, error))?;
        read_item(text)
    }

    /// Reads [`data`](Self::data) as the resource that the event is about.
    ///
    /// The `object` of the data tells the kind of resource, and the event's type where there is none. What is
    /// of another kind, or cannot be read, is [`Subject::Other`] with its exact text; absent data is a null
    /// there.
    ///
    /// An empty string in place of a field reads as null, because Deck's events are said to have `""` where
    /// its other responses have null (by a third party, for `workflow_id`). Nothing else in this crate reads
    /// it so. Only fields of the resource itself are meant, not those of objects inside of it.
    #[must_use]
    pub fn subject(&self) -> Subject {
        Subject::of(self.event_type.as_ref(), self.data.as_ref())
    }

    /// Returns the words that this version does not know, each with the field in which it stands: `type`.
    ///
    /// Those of the data are not looked at.
    pub fn unknown_words(&self) -> impl Iterator<Item = (&'static str, &str)> {
        unknown_in("type", &self.event_type)
    }
}

page_item!(Event);
