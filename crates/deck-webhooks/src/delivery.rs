//! [`Delivery`]: a request that Deck is known to have sent.

use std::fmt;
use std::time::SystemTime;

use deck_types::Event;
use deck_types::JsonError;

/// A request that was verified: Deck sent this id and this body at this time.
///
/// Only [`Verifier::verify`](crate::Verifier::verify) makes one, so a function that takes a `Delivery` cannot
/// be given what nobody verified. `Debug` shows the length of the body and not what is in it.
#[derive(Clone, PartialEq, Eq)]
pub struct Delivery<'b> {
    id: String,
    signed_at: SystemTime,
    body: &'b [u8],
}

impl<'b> Delivery<'b> {
    pub(crate) fn new(id: &str, signed_at: SystemTime, body: &'b [u8]) -> Self {
        Self {
            id: id.to_owned(),
            signed_at,
            body,
        }
    }

    /// Returns the id of the delivery, the header `webhook-id`.
    ///
    /// After Standard Webhooks it stays the same when the delivery is repeated. Deck does not document
    /// whether it is the id of the event; its pages have receivers tell duplicates by the id of the event,
    /// so take this one where an event has none that can be read.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns when the delivery was signed, in whole seconds: the header `webhook-timestamp`.
    ///
    /// This is the time of an attempt. Which of two events is the newer one is told by their own
    /// `created_at`.
    #[must_use]
    pub fn signed_at(&self) -> SystemTime {
        self.signed_at
    }

    /// Returns the body as it was received.
    #[must_use]
    pub fn body(&self) -> &'b [u8] {
        self.body
    }

    /// Reads the body as an event.
    ///
    /// Types, words and fields that this version does not know are kept. A second read gives the same, and
    /// [`Event::from_json`] reads a body that was stored.
    ///
    /// # Errors
    ///
    /// Fails when the body is no JSON object with an `id`. Deck sent it all the same: store the body and
    /// respond with success, since Deck repeats a delivery that is refused, and after three repeats stops
    /// delivering anything to the destination.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::SystemTime;
    ///
    /// use deck_types::Subject;
    /// use deck_webhooks::Signer;
    /// use deck_webhooks::Verifier;
    /// use deck_webhooks::WebhookSecret;
    ///
    /// let secret: WebhookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".parse()?;
    /// let now = SystemTime::UNIX_EPOCH;
    /// let body = br#"{"id":"evt_1","type":"task_run.failed","data":{"id":"trun_1"}}"#;
    /// let headers = Signer::new(secret.clone()).sign("msg_1", now, body)?;
    ///
    /// let verifier = Verifier::new(secret);
    /// let event = verifier.verify(|name| headers.get(name), body, now)?.event()?;
    /// assert_eq!(event.id, "evt_1");
    /// match event.subject() {
    ///     Subject::TaskRun(run) => assert_eq!(run.id, "trun_1"),
    ///     other => panic!("{other:?}"),
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn event(&self) -> Result<Event, JsonError> {
        Event::from_json(self.body)
    }
}

impl fmt::Debug for Delivery<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Delivery")
            .field("id", &self.id)
            .field("signed_at", &self.signed_at)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}
