//! [`Delivery`]: a request that Deck is known to have sent.

use std::fmt;
use std::time::SystemTime;

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
