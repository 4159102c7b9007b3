//! The configuration of an event destination, as it stands in a request.

use serde::Serialize;
use serde::ser::Error;
use serde::ser::SerializeMap;

use crate::event_destination::destination_type::EventDestinationType;
use crate::event_destination::webhook_config::WebhookConfig;
use crate::json::json_error::JsonError;
use crate::operation::members::Modelled;
use crate::secret::SecretJson;

/// The configuration of an event destination: an object that stands in the body under the word of the
/// destination's type.
///
/// # Examples
///
/// ```
/// use std::collections::BTreeMap;
///
/// use deck_types::{DestinationConfig, EventDestinationType};
///
/// let stream = BTreeMap::from([("region", "eu-west-1"), ("stream_name", "deck")]);
/// let config = DestinationConfig::new(EventDestinationType::AwsKinesis, &stream)?;
/// assert_eq!(config.destination_type, EventDestinationType::AwsKinesis);
/// # Ok::<(), deck_types::JsonError>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct DestinationConfig {
    /// The type of the destination.
    pub destination_type: EventDestinationType,
    /// The object; it holds secrets for most types.
    pub object: SecretJson,
}

impl DestinationConfig {
    /// Makes the configuration of a destination of any type: any value that serializes to a JSON object.
    ///
    /// For a webhook, [`WebhookConfig`] converts into one. The keys that responses are documented with are
    /// listed at [`EventDestination`](crate::EventDestination); those of requests have secrets besides, which
    /// were not seen.
    ///
    /// # Errors
    ///
    /// Fails only when the value's own `Serialize` does, or when a map in it has keys that are not strings.
    pub fn new<T: Serialize + ?Sized>(
        destination_type: impl Into<EventDestinationType>,
        object: &T,
    ) -> Result<Self, JsonError> {
        Ok(Self {
            destination_type: destination_type.into(),
            object: SecretJson::encode(object)?,
        })
    }

    /// Makes the configuration of a webhook.
    ///
    /// # Errors
    ///
    /// Never fails in practice: a [`WebhookConfig`] can always be written as JSON.
    pub fn webhook(config: &WebhookConfig) -> Result<Self, JsonError> {
        Self::new(EventDestinationType::Webhook, config)
    }

    /// Writes the object under the word of the type, which must be no key that the body of `O` has already.
    pub(super) fn write_object<O: Modelled, M: SerializeMap>(
        &self,
        map: &mut M,
    ) -> Result<(), M::Error> {
        let key = self.destination_type.as_str();
        if O::KEYS.contains(&key) {
            return Err(M::Error::custom(format_args!(
                "type {key:?} of the destination is the key of another member; give a type that Deck has"
            )));
        }
        map.serialize_entry(key, &self.object)
    }
}
