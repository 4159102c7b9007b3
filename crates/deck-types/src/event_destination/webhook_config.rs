//! Where a webhook goes.

use serde::Serialize;

use crate::json::Json;
use crate::json::json_error::JsonError;
use crate::model::model;
use crate::secret::Secret;

model! {
    /// The configuration of an event destination that is a webhook, in requests and responses.
    ///
    /// Documented in the guide to destinations and deliveries. Responses are documented with `url` only.
    /// Every field tolerates absence and null; what is absent is not written. `Debug` shows neither the
    /// secret nor the headers.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::collections::BTreeMap;
    ///
    /// use deck_types::{Json, WebhookConfig};
    ///
    /// let config = WebhookConfig::new("https://example.com/deck")
    ///     .custom_headers(&BTreeMap::from([("X-Team", "billing")]))?
    ///     .secret("whsec_example");
    ///
    /// assert_eq!(
    ///     Json::encode(&config)?.as_str(),
    ///     concat!(
    ///         r#"{"url":"https://example.com/deck","custom_headers":"{\"X-Team\":\"billing\"}","#,
    ///         r#""secret":"whsec_example"}"#,
    ///     )
    /// );
    /// assert!(!format!("{config:?}").contains("whsec_example"));
    /// # Ok::<(), deck_types::JsonError>(())
    /// ```
    #[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
    pub struct WebhookConfig, with the wire form WebhookConfigOnWire of "WebhookConfig" {
        /// The absolute URL that events are posted to; `https` is advised and `http` accepted.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub url: Option<String>,
        /// Headers that are sent with every event: a string that holds JSON.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub custom_headers: Option<Secret>,
        /// The secret that events are signed with, which begins with `whsec_`. Without one, Deck makes one.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub secret: Option<Secret>,
    }
}

impl WebhookConfig {
    /// Makes the configuration of a webhook at a URL, with a secret of Deck's making and no headers.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: Some(url.into()),
            ..Self::default()
        }
    }

    /// Sets the headers that are sent with every event, names and values in a map.
    ///
    /// They are written into a string, as the guide says; that the JSON in it is an object of strings is
    /// inferred.
    ///
    /// # Errors
    ///
    /// Fails only when the value's own `Serialize` does, or when a map in it has keys that are not strings.
    pub fn custom_headers<T: Serialize + ?Sized>(mut self, headers: &T) -> Result<Self, JsonError> {
        self.custom_headers = Some(Secret::new(Json::encode(headers)?.into_text()));
        Ok(self)
    }

    /// Sets the secret that events are signed with.
    #[must_use]
    pub fn secret(mut self, secret: impl Into<Secret>) -> Self {
        self.secret = Some(secret.into());
        self
    }
}
