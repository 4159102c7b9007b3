//! [`DeliveryAttempt`]: one request that delivers an event.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::Request;
use http::StatusCode;

use crate::Sandbox;
use crate::webhooks::outbox::Parcel;

/// One request that delivers an event, for whoever makes it: see
/// [`Sandbox::take_delivery`](crate::Sandbox::take_delivery).
///
/// An attempt that is dropped instead of [finished](DeliveryAttempt::finish) has failed.
#[must_use = "an attempt that is dropped has failed"]
pub struct DeliveryAttempt {
    pub(crate) sandbox: Sandbox,
    /// Until it is finished.
    pub(crate) parcel: Option<Parcel>,
    pub(crate) request: Request<Bytes>,
    pub(crate) due: Duration,
    /// The time of the sandbox when it was taken.
    pub(crate) taken: Duration,
    pub(crate) generation: u64,
}

impl DeliveryAttempt {
    /// Returns the request: `POST` to the URL of the webhook, with the signed headers.
    #[must_use]
    pub fn request(&self) -> &Request<Bytes> {
        &self.request
    }

    /// Tells the sandbox the status of the response, or that there is none within the time.
    ///
    /// Any status from 200 to 299 is a success, as documented, and everything else a failure.
    pub fn finish(mut self, status: Option<StatusCode>) {
        self.settle(status);
    }

    fn settle(&mut self, status: Option<StatusCode>) {
        if let Some(parcel) = self.parcel.take() {
            let is_taken = status.is_some_and(|status| status.is_success());
            self.sandbox.settle_delivery(self, parcel, is_taken);
        }
    }
}

impl Drop for DeliveryAttempt {
    fn drop(&mut self) {
        self.settle(None);
    }
}

/// Without the request, whose headers may hold secrets.
impl fmt::Debug for DeliveryAttempt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("DeliveryAttempt")
            .field("uri", self.request.uri())
            .finish_non_exhaustive()
    }
}
