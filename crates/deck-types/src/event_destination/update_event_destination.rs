//! Changing an event destination.

use serde::ser::SerializeMap;

use crate::change::Change;
use crate::event::event_type::EventType;
use crate::event_destination::EventDestination;
use crate::event_destination::destination_config::DestinationConfig;
use crate::event_destination::status::EventDestinationStatus;
use crate::id::EventDestinationId;
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

/// Changes an event destination: `PATCH /event-destinations/{destination_id}`. The response holds the
/// destination.
///
/// Documented on the reference page *update an event destination*. The body holds what changes and nothing
/// else; the type of a destination cannot be changed, and null is documented for no member.
///
/// # Examples
///
/// A destination that became inactive is switched on again:
///
/// ```
/// use deck_types::{EventDestinationStatus, Json, Operation, UpdateEventDestination};
///
/// let operation = UpdateEventDestination::new("evtd_1").status(EventDestinationStatus::Active);
/// assert_eq!(operation.path()?, "/event-destinations/evtd_1");
/// assert_eq!(operation.body()?.as_ref().map(Json::as_str), Some(r#"{"status":"active"}"#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct UpdateEventDestination {
    /// The destination to change.
    pub id: EventDestinationId,
    /// What becomes of the name. Default: it stays.
    pub name: Change<String>,
    /// What becomes of the state. Default: it stays.
    pub status: Change<EventDestinationStatus>,
    /// What becomes of the types of the events that are delivered. Default: they stay.
    pub events: Change<Vec<EventType>>,
    /// The new configuration, of the type that the destination has. Default: none, and it stays.
    pub config: Option<DestinationConfig>,
}

impl UpdateEventDestination {
    /// Changes nothing yet.
    pub fn new(id: impl Into<EventDestinationId>) -> Self {
        Self {
            id: id.into(),
            name: Change::Keep,
            status: Change::Keep,
            events: Change::Keep,
            config: None,
        }
    }

    /// Sets the name, for people.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Change::Set(name.into());
        self
    }

    /// Sets the state: `active` and `inactive` are documented.
    #[must_use]
    pub fn status(mut self, status: impl Into<EventDestinationStatus>) -> Self {
        self.status = Change::Set(status.into());
        self
    }

    /// Sets the types of the events that are delivered; replaces all that there were. Deck refuses an empty
    /// list, and [`EventType::All`] beside others.
    #[must_use]
    pub fn events(mut self, events: impl IntoIterator<Item: Into<EventType>>) -> Self {
        self.events = Change::Set(events.into_iter().map(Into::into).collect());
        self
    }

    /// Sets the configuration, which must be of the type that the destination has.
    #[must_use]
    pub fn config(mut self, config: DestinationConfig) -> Self {
        self.config = Some(config);
        self
    }
}

/// The key of the configuration is the word of the type.
impl Modelled for UpdateEventDestination {
    const KEYS: &'static [&'static str] = &["name", "status", "events"];

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        self.name.write("name", map)?;
        self.status.write("status", map)?;
        self.events.write("events", map)?;
        self.config
            .iter()
            .try_for_each(|config| config.write_object::<Self, M>(map))
    }
}

impl Operation for UpdateEventDestination {
    type Output = EventDestination;
    const NAME: &'static str = "PATCH /event-destinations/{destination_id}";
    const METHOD: Method = Method::Patch;

    fn path(&self) -> Result<String, PathError> {
        path(["event-destinations", self.id.as_str()])
    }

    fn body(&self) -> Result<Option<Json>, JsonError> {
        self.to_body()
    }

    fn read(body: &[u8]) -> Result<EventDestination, BodyError> {
        read_body(body)
    }
}
