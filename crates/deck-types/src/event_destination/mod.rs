//! An event destination: where Deck delivers events to.

use crate::event::event_type::EventType;
use crate::event_destination::destination_type::EventDestinationType;
use crate::event_destination::status::EventDestinationStatus;
use crate::event_destination::webhook_config::WebhookConfig;
use crate::id::EventDestinationId;
use crate::id::RequestId;
use crate::lenient;
use crate::model::model;
use crate::object_kind::ObjectKind;
use crate::page::page_item::page_item;
use crate::secret::SecretJson;
use crate::timestamp::Timestamp;
use crate::unknown_fields::UnknownFields;
use crate::word::unknown_in;

pub(crate) mod create_event_destination;
pub(crate) mod delete_event_destination;
pub(crate) mod delivery_status;
pub(crate) mod destination_config;
pub(crate) mod destination_type;
pub(crate) mod event_delivery;
pub(crate) mod get_event_destination;
pub(crate) mod list_event_deliveries;
pub(crate) mod list_event_destinations;
pub(crate) mod status;
pub(crate) mod update_event_destination;
pub(crate) mod webhook_config;

model! {
    /// An event destination: where Deck delivers events to.
    ///
    /// Documented on the reference pages *create an event destination* and *retrieve an event destination*.
    /// The configuration stands in the field that is named like the type; the newest edition shows the keys
    /// that are named there, and those of a type that this version does not know are among the unknown
    /// fields. Older editions have `config`, and `topics` and `type_config`, which are unknown fields here.
    ///
    /// Only [`id`](Self::id) is indispensable: every other field tolerates absence and null, and words and
    /// fields that this version does not know are kept and written back. `Debug` shows of the
    /// configurations in these fields no more than the URL of a webhook; it does show unknown fields.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_types::{EventDestination, EventDestinationStatus, EventType, read_body};
    ///
    /// let body = br#"{
    ///     "id": "evtd_1",
    ///     "status": "active",
    ///     "type": "webhook",
    ///     "events": ["*"],
    ///     "webhook": {"url": "https://example.com/deck"}
    /// }"#;
    /// let destination: EventDestination = read_body(body)?;
    ///
    /// assert_eq!(destination.status, Some(EventDestinationStatus::Active));
    /// assert_eq!(destination.events.as_deref(), Some(&[EventType::All][..]));
    /// let url = destination.webhook.and_then(|webhook| webhook.url);
    /// assert_eq!(url.as_deref(), Some("https://example.com/deck"));
    /// # Ok::<(), deck_types::BodyError>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct EventDestination, with the wire form EventDestinationOnWire of "EventDestination",
    which always has ["request_id"] {
        /// The id of the destination.
        pub id: EventDestinationId,
        /// The kind of object, `event_destination`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub object: Option<ObjectKind>,
        /// The name of the destination, for people.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
        /// The state that the destination is in.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status: Option<EventDestinationStatus>,
        /// The kind of destination.
        #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
        pub destination_type: Option<EventDestinationType>,
        /// The types of the events that are delivered; [`EventType::All`] alone for every type.
        #[serde(
            default,
            deserialize_with = "lenient::optional_list",
            skip_serializing_if = "Option::is_none"
        )]
        pub events: Option<Vec<EventType>>,
        /// The configuration of a destination of type `webhook`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub webhook: Option<WebhookConfig>,
        /// The configuration of a destination of type `aws_sqs`: `queue_url`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub aws_sqs: Option<SecretJson>,
        /// The configuration of a destination of type `aws_kinesis`: `stream_name`, `region`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub aws_kinesis: Option<SecretJson>,
        /// The configuration of a destination of type `aws_s3`: `bucket`, `region`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub aws_s3: Option<SecretJson>,
        /// The configuration of a destination of type `aws_eventbridge`: `event_bus_name`, `region`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub aws_eventbridge: Option<SecretJson>,
        /// The configuration of a destination of type `gcp_pubsub`: `project_id`, `topic`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub gcp_pubsub: Option<SecretJson>,
        /// The configuration of a destination of type `rabbitmq`: `exchange`, `server_url`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub rabbitmq: Option<SecretJson>,
        /// The configuration of a destination of type `azure_servicebus`: `name`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub azure_servicebus: Option<SecretJson>,
        /// The configuration of a destination of type `hookdeck`: an empty object.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub hookdeck: Option<SecretJson>,
        /// When the destination was created.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub created_at: Option<Timestamp>,
        /// When the destination last changed.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub updated_at: Option<Timestamp>,
        /// The id of the response, where the destination is the whole of it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub request_id: Option<RequestId>,
    }
}

impl EventDestination {
    /// Makes a destination with an id and nothing else, for fixtures.
    pub fn fixture(id: impl Into<EventDestinationId>) -> Self {
        Self {
            id: id.into(),
            object: Some("event_destination".into()),
            name: None,
            status: None,
            destination_type: None,
            events: None,
            webhook: None,
            aws_sqs: None,
            aws_kinesis: None,
            aws_s3: None,
            aws_eventbridge: None,
            gcp_pubsub: None,
            rabbitmq: None,
            azure_servicebus: None,
            hookdeck: None,
            created_at: None,
            updated_at: None,
            request_id: None,
            unknown_fields: UnknownFields::new(),
        }
    }

    /// Returns the words that this version does not know, each with the field in which it stands: `status`,
    /// `type` or `events`.
    pub fn unknown_words(&self) -> impl Iterator<Item = (&'static str, &str)> {
        unknown_in("status", &self.status)
            .chain(unknown_in("type", &self.destination_type))
            .chain(unknown_in("events", self.events.iter().flatten()))
    }
}

page_item!(EventDestination);
