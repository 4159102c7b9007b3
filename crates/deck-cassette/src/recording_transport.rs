//! [`RecordingTransport`], which records the exchanges that pass through it.

use std::any;
use std::fmt;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use bytes::Bytes;
use deck_transport::Transport;
use deck_transport::TransportError;
use http::Request;
use http::Response;

use crate::Cassette;
use crate::exchange::Exchange;
use crate::scrubber::Scrubber;

/// A transport that sends through another one and records the exchanges.
///
/// Requests and responses pass unchanged; what is recorded is scrubbed first, by [`Scrubber::new`] unless
/// another scrubber is given. Errors are recorded too. Exchanges are recorded in the order in which their
/// requests were sent, also concurrent ones, once their outcome is known. An exchange whose future was
/// dropped is not recorded.
///
/// Clones share the cassette: give one to the client, keep the other. Everything is held in memory, bodies
/// included, until [`Cassette::save`] is called on a [`cassette`](Self::cassette): if the process ends
/// before, nothing is on disk.
///
/// # Examples
///
/// Recorded once, replayed in every test:
///
/// ```
/// use bytes::Bytes;
/// use deck_cassette::{Cassette, RecordingTransport, ReplayTransport};
/// use deck_transport::{ScriptedTransport, Transport};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// // Against the real API, the inner transport is `HyperTransport::new()?`.
/// let inner = ScriptedTransport::new().respond(http::Response::new("{}"));
/// let recording = RecordingTransport::new(inner);
/// let request = http::Request::get("https://api.deck.co/v2/test")
///     .header("authorization", "Bearer sk_live_example")
///     .body(Bytes::new())?;
/// recording.send(request).await?;
/// let text = recording.cassette().to_string();
/// assert!(!text.contains("sk_live_example"));
///
/// let replay = ReplayTransport::new(text.parse::<Cassette>()?);
/// let request = http::Request::get("https://api.deck.co/v2/test").body(Bytes::new())?;
/// assert_eq!(replay.send(request).await?.body(), "{}");
/// replay.finish()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct RecordingTransport<T> {
    inner: T,
    scrubber: Scrubber,
    tape: Arc<Mutex<Vec<Option<Exchange>>>>,
}

impl<T: Transport> RecordingTransport<T> {
    /// Creates a transport that sends through `inner` and scrubs with [`Scrubber::new`].
    #[must_use]
    pub fn new(inner: T) -> Self {
        Self::with_scrubber(inner, Scrubber::new())
    }

    /// Creates a transport that sends through `inner` and scrubs with `scrubber`.
    #[must_use]
    pub fn with_scrubber(inner: T, scrubber: Scrubber) -> Self {
        Self {
            inner,
            scrubber,
            tape: Arc::default(),
        }
    }
}

impl<T> RecordingTransport<T> {
    /// Returns the exchanges whose outcome is known, in the order in which their requests were sent.
    #[must_use]
    pub fn cassette(&self) -> Cassette {
        let exchanges = self.tape().iter().flatten().cloned().collect();
        Cassette {
            scrubber: self.scrubber.clone(),
            exchanges,
        }
    }

    fn tape(&self) -> MutexGuard<'_, Vec<Option<Exchange>>> {
        // No code of users runs under the lock, so a poisoned one still holds a complete tape.
        self.tape.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn reserve(&self) -> usize {
        let mut tape = self.tape();
        tape.push(None);
        tape.len() - 1
    }

    fn fill(&self, place: usize, exchange: Exchange) {
        if let Some(reserved) = self.tape().get_mut(place) {
            *reserved = Some(exchange);
        }
    }
}

impl<T: Transport> Transport for RecordingTransport<T> {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let scrubbed = self.scrubber.request(&request);
        let place = self.reserve();
        let outcome = self.inner.send(request).await;
        self.fill(place, scrubbed.with_outcome(outcome.as_ref()));
        outcome
    }
}

impl<T> fmt::Debug for RecordingTransport<T> {
    /// Writes the name of the inner type and a count, since exchanges may hold secrets.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RecordingTransport")
            .field("inner", &any::type_name::<T>())
            .field("recorded", &self.tape().iter().flatten().count())
            .finish_non_exhaustive()
    }
}
