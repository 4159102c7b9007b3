//! [`RecordingTransport`], which writes a cassette of what passes through it.

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

/// A transport that sends through another one and records what it sees.
///
/// Requests go out and responses come back unchanged; what is recorded is scrubbed before it is kept, by
/// [`Scrubber::new`] unless another is given. Failures are recorded too. An exchange has its place on the
/// cassette from the moment it is asked, so that concurrent ones stand in the order of asking; it is there
/// once it is answered. One whose future was dropped is not recorded.
///
/// Clones share the cassette: give one to the client, keep the other. Everything is held in memory, bodies
/// included, until [`Cassette::save`] is called on a [`cassette`](Self::cassette): when the process dies
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
/// // In life, the inner transport is `HyperTransport::new()?`.
/// let recording = RecordingTransport::new(ScriptedTransport::new().respond(http::Response::new("{}")));
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
    /// Records what passes through `inner`, scrubbed by [`Scrubber::new`].
    #[must_use]
    pub fn new(inner: T) -> Self {
        Self::with_scrubber(inner, Scrubber::new())
    }

    /// Records what passes through `inner`, scrubbed by `scrubber`.
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
    /// Returns what was answered so far, in the order in which it was asked.
    #[must_use]
    pub fn cassette(&self) -> Cassette {
        let exchanges = self.tape().iter().flatten().cloned().collect();
        Cassette {
            scrubber: self.scrubber.clone(),
            exchanges,
        }
    }

    fn tape(&self) -> MutexGuard<'_, Vec<Option<Exchange>>> {
        // No code of others runs under the lock, so a poisoned one still holds a whole tape.
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
        self.fill(place, scrubbed.answered(outcome.as_ref()));
        outcome
    }
}

impl<T> fmt::Debug for RecordingTransport<T> {
    /// Writes the name of the type inside and a count: what passes through may hold secrets.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RecordingTransport")
            .field("inner", &any::type_name::<T>())
            .field("recorded", &self.tape().iter().flatten().count())
            .finish_non_exhaustive()
    }
}
