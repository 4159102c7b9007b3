//! Creating an event destination.

use serde::ser::SerializeMap;

use crate::event::event_type::EventType;
use crate::event_destination::EventDestination;
use crate::event_destination::destination_config::DestinationConfig;
use crate::json::Json;
use crate::json::json_error::JsonError;
use crate::operation::Operation;
use crate::operation::body::BodyError;
use crate::operation::body::read_body;
use crate::operation::members::MemberField;
use crate::operation::members::Modelled;
use crate::operation::method::Method;
use crate::operation::path::PathError;
use crate::operation::path::path;

/// Creates an event destination: `POST /event-destinations`. The response has status 201 and holds the new
/// destination.
///
/// Documented on the reference page *create an event destination*, in three styles over time; this is the
/// newest, with the configuration under the word of the type. What is not set is absent from the body.
/// `Debug` shows nothing of the configuration.
///
/// # Examples
///
/// ```
/// use deck_types::{CreateEventDestination, DestinationConfig, EventType, Json, Operation, WebhookConfig};
///
/// let webhook = DestinationConfig::webhook(&WebhookConfig::new("https://example.com/deck"))?;
/// let operation = CreateEventDestination::new("Bills", webhook)
///     .events([EventType::TaskRunCompleted, EventType::TaskRunFailed]);
///
/// assert_eq!(
///     operation.body()?.as_ref().map(Json::as_str),
///     Some(concat!(
///         r#"{"name":"Bills","type":"webhook","events":["task_run.completed","task_run.failed"],"#,
///         r#""webhook":{"url":"https://example.com/deck"}}"#,
///     ))
/// );
/// # Ok::<(), deck_types::JsonError>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct CreateEventDestination {
    /// The name of the destination, for people.
    pub name: String,
    /// The type of the destination, and its configuration.
    pub config: DestinationConfig,
    /// The types of the events that are delivered. Default: none; what Deck takes then is not documented.
    pub events: Option<Vec<EventType>>,
}

impl CreateEventDestination {
    /// Creates a destination with a name and a configuration.
    pub fn new(name: impl Into<String>, config: DestinationConfig) -> Self {
        Self {
            name: name.into(),
            config,
            events: None,
        }
    }

    /// Sets the types of the events that are delivered; replaces those set before. Deck refuses an empty
    /// list, and [`EventType::All`] beside others.
    #[must_use]
    pub fn events(mut self, events: impl IntoIterator<Item: Into<EventType>>) -> Self {
        self.events = Some(events.into_iter().map(Into::into).collect());
        self
    }

    /// Has events of every type delivered.
    #[must_use]
    pub fn all_events(self) -> Self {
        self.events([EventType::All])
    }
}

/// The key of the configuration is the word of the type.
impl Modelled for CreateEventDestination {
    const KEYS: &'static [&'static str] = &["name", "type", "events"];

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        self.name.write("name", map)?;
        map.serialize_entry("type", &self.config.destination_type)?;
        self.events.write("events", map)?;
        self.config.write_object::<Self, M>(map)
    }
}

impl Operation for CreateEventDestination {
    type Output = EventDestination;
    const NAME: &'static str = "POST /event-destinations";
    const METHOD: Method = Method::Post;

    fn path(&self) -> Result<String, PathError> {
        path(["event-destinations"])
    }

    fn body(&self) -> Result<Option<Json>, JsonError> {
        self.to_body()
    }

    fn read(body: &[u8]) -> Result<EventDestination, BodyError> {
        read_body(body)
    }
}
