//! The delivery of an event to a destination.

use crate::event::event_type::EventType;
use crate::event_destination::delivery_status::DeliveryStatus;
use crate::id::EventDeliveryId;
use crate::id::EventDestinationId;
use crate::id::EventId;
use crate::lenient;
use crate::model::model;
use crate::object_kind::ObjectKind;
use crate::page::page_item::page_item;
use crate::timestamp::Timestamp;
use crate::word::unknown_in;

model! {
    /// The delivery of an event to a destination, with its retries.
    ///
    /// Documented on the reference page *list event deliveries*, whose example has no `id`, although a prefix
    /// for one is documented; so no field is indispensable. Every field tolerates absence and null, and words
    /// and fields that this version does not know are kept and written back.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_types::{DeliveryStatus, EventDelivery, read_body};
    ///
    /// let body = br#"{"status": "failure", "event_id": "evt_1", "attempts": 4}"#;
    /// let delivery: EventDelivery = read_body(body)?;
    ///
    /// assert_eq!(delivery.status, Some(DeliveryStatus::Failure));
    /// assert_eq!(delivery.attempts, Some(4));
    /// # Ok::<(), deck_types::BodyError>(())
    /// ```
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct EventDelivery, with the wire form EventDeliveryOnWire of "EventDelivery",
    which always has [] {
        /// The id of the delivery; the example of the reference page has none.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<EventDeliveryId>,
        /// The kind of object.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub object: Option<ObjectKind>,
        /// How the delivery went.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status: Option<DeliveryStatus>,
        /// The type of the event.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub event_type: Option<EventType>,
        /// The event that was delivered.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub event_id: Option<EventId>,
        /// The destination that it was delivered to.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub event_destination_id: Option<EventDestinationId>,
        /// How often it was tried: once, and up to three times more.
        #[serde(
            default,
            deserialize_with = "lenient::number",
            skip_serializing_if = "Option::is_none"
        )]
        pub attempts: Option<u64>,
        /// When the delivery was created.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub created_at: Option<Timestamp>,
        /// When the destination took the event.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub delivered_at: Option<Timestamp>,
    }
}

impl EventDelivery {
    /// Makes the delivery of an event and nothing else, for fixtures.
    pub fn fixture(event_id: impl Into<EventId>) -> Self {
        Self {
            event_id: Some(event_id.into()),
            ..Self::default()
        }
    }

    /// Returns the words that this version does not know, each with the field in which it stands: `status` or
    /// `event_type`.
    pub fn unknown_words(&self) -> impl Iterator<Item = (&'static str, &str)> {
        unknown_in("status", &self.status).chain(unknown_in("event_type", &self.event_type))
    }
}

page_item!(EventDelivery with optional id);
