//! A delivery of an event as a sandbox stores it.

use deck_types::EventDelivery;
use deck_types::EventDeliveryId;
use deck_types::Timestamp;
use serde::Serialize;
use serde::Serializer;

use crate::resource::Keys;
use crate::resource::Kind;
use crate::sort_key::Created;

/// A delivery, with the id that tells it from the others; responses do not show it, as the reference page.
#[derive(Clone)]
pub(crate) struct Delivery {
    pub(crate) id: EventDeliveryId,
    pub(crate) shown: EventDelivery,
}

impl Serialize for Delivery {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.shown.serialize(serializer)
    }
}

impl Kind for Delivery {
    const OBJECT: &'static str = "event_delivery";
    const KEYS: Keys = &[
        ("object", "\"event_delivery\""),
        ("status", "null"),
        ("event_type", "null"),
        ("event_id", "null"),
        ("event_destination_id", "null"),
        ("attempts", "0"),
        ("created_at", "null"),
        ("delivered_at", "null"),
    ];
}

impl Created for Delivery {
    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn created_at(&self) -> Option<&Timestamp> {
        self.shown.created_at.as_ref()
    }
}
