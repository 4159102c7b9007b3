//! [`ReplayTransport`], which replays a cassette.

use std::fmt;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use bytes::Bytes;
use deck_transport::Delivery;
use deck_transport::Transport;
use deck_transport::TransportError;
use deck_transport::TransportErrorKind;
use http::Request;
use http::Response;

use crate::Cassette;
use crate::exchange::Exchange;
use crate::exchange::RecordedRequest;
use crate::replay_error::ReplayError;
use crate::scrubber::Scrubber;

/// A transport that replays a [`Cassette`]: each outcome once, without delay and without a network.
///
/// A request is scrubbed like those of the cassette and then compared by method and URI, so the API key does
/// not matter. Requests must come in the order of the recording, unless
/// [`in_any_order`](Self::in_any_order) is set. [`matching_headers`](Self::matching_headers) and
/// [`matching_bodies`](Self::matching_bodies) compare more.
///
/// A request that does not match fails with an error of kind [`Other`](TransportErrorKind::Other), not sent,
/// whose source names the request and the next one of the recording. Nothing of the cassette is used up. A
/// program may ignore such an error or send too few requests, so end every test with
/// [`finish`](Self::finish): dropping the transport checks nothing.
///
/// Clones share the state of the replay: give one to the client, keep the other.
///
/// # Examples
///
/// ```
/// use bytes::Bytes;
/// use deck_cassette::{Cassette, ReplayTransport};
/// use deck_transport::Transport;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let cassette: Cassette = r#"{
///   "version": 1,
///   "exchanges": [
///     {
///       "request": { "method": "GET", "uri": "https://api.deck.co/v2/test" },
///       "response": { "status": 200, "body": { "json": { "status": "ready" } } }
///     },
///     {
///       "request": { "method": "GET", "uri": "https://api.deck.co/v2/task-runs" },
///       "error": { "kind": "headers_timeout", "delivery": "maybe_sent" }
///     }
///   ]
/// }"#.parse()?;
/// let replay = ReplayTransport::new(cassette);
///
/// let request = http::Request::get("https://api.deck.co/v2/test").body(Bytes::new())?;
/// assert_eq!(replay.send(request).await?.body(), r#"{"status":"ready"}"#);
/// let error = replay.finish().unwrap_err();
/// assert_eq!(error.not_sent(), ["GET https://api.deck.co/v2/task-runs"]);
///
/// let request = http::Request::get("https://api.deck.co/v2/task-runs").body(Bytes::new())?;
/// assert!(replay.send(request).await.unwrap_err().is_timeout());
/// replay.finish()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct ReplayTransport {
    scrubber: Scrubber,
    is_ordered: bool,
    headers: Vec<String>,
    has_bodies: bool,
    tape: Arc<Mutex<Tape>>,
}

struct Tape {
    /// The exchanges that are left.
    exchanges: Vec<Exchange>,
    not_recorded: Vec<String>,
}

impl ReplayTransport {
    /// Creates a transport that replays `cassette` in the order of the recording.
    #[must_use]
    pub fn new(cassette: Cassette) -> Self {
        let Cassette {
            scrubber,
            exchanges,
        } = cassette;
        let tape = Tape {
            exchanges,
            not_recorded: Vec::new(),
        };
        Self {
            scrubber,
            is_ordered: true,
            headers: Vec::new(),
            has_bodies: false,
            tape: Arc::new(Mutex::new(tape)),
        }
    }

    /// Accepts requests in any order; equal ones get their outcomes in the order of the recording.
    #[must_use]
    pub fn in_any_order(mut self) -> Self {
        self.is_ordered = false;
        self
    }

    /// Compares the headers of these names, in upper or lower case, too: all their values, in order. None by
    /// default.
    #[must_use]
    pub fn matching_headers<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.headers.extend(names.into_iter().map(Into::into));
        self
    }

    /// Compares the bodies of the requests, byte by byte, too. They are not compared by default.
    #[must_use]
    pub fn matching_bodies(mut self) -> Self {
        self.has_bodies = true;
        self
    }

    /// Checks that every recorded request was sent and every sent request was recorded.
    ///
    /// The replay can go on afterwards, and `finish` can be called again.
    ///
    /// # Errors
    ///
    /// Fails when a request was not; the error lists all of them.
    pub fn finish(&self) -> Result<(), ReplayError> {
        let tape = self.tape();
        let not_sent: Vec<_> = tape
            .exchanges
            .iter()
            .map(|exchange| name(&exchange.request))
            .collect();
        if not_sent.is_empty() && tape.not_recorded.is_empty() {
            return Ok(());
        }
        Err(ReplayError {
            not_sent,
            not_recorded: tape.not_recorded.clone(),
        })
    }

    fn take(&self, sent: &RecordedRequest) -> Result<Exchange, String> {
        let mut tape = self.tape();
        let reach = if self.is_ordered { 1 } else { usize::MAX };
        let found = tape
            .exchanges
            .iter()
            .take(reach)
            .position(|exchange| self.difference(&exchange.request, sent).is_none());
        match found {
            Some(place) => Ok(tape.exchanges.remove(place)),
            None => {
                tape.not_recorded.push(name(sent));
                Err(self.mismatch(&tape.exchanges, sent))
            }
        }
    }

    fn mismatch(&self, left: &[Exchange], sent: &RecordedRequest) -> String {
        let mut text = format!("the cassette has no exchange for {}", name(sent));
        let next = match left.first() {
            None => "; all of it was replayed".to_owned(),
            Some(next) => match self.difference(&next.request, sent) {
                Some(Difference::Part(part)) => format!("; the next one has another {part}"),
                _ => format!("; the next one is for {}", name(&next.request)),
            },
        };
        text.push_str(&next);
        text
    }

    fn difference(&self, recorded: &RecordedRequest, sent: &RecordedRequest) -> Option<Difference> {
        if recorded.method != sent.method || recorded.uri != sent.uri {
            return Some(Difference::Whole);
        }
        let differs = |header: &&String| {
            let values = |request: &RecordedRequest| -> Vec<_> {
                let values = request.headers.get_all(header.as_str()).iter();
                values.cloned().collect()
            };
            values(recorded) != values(sent)
        };
        if let Some(header) = self.headers.iter().find(differs) {
            return Some(Difference::Part(format!("header `{header}`")));
        }
        let is_other = self.has_bodies && recorded.body != sent.body;
        is_other.then(|| Difference::Part("body".to_owned()))
    }

    fn tape(&self) -> MutexGuard<'_, Tape> {
        // No code of users runs under the lock, so a poisoned one still holds a complete tape.
        self.tape.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

enum Difference {
    /// It is another request.
    Whole,
    /// It is the same except for this part.
    Part(String),
}

impl Transport for ReplayTransport {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let sent = self.scrubber.request(&request).recorded;
        match self.take(&sent) {
            Ok(exchange) => exchange.outcome(),
            Err(mismatch) => {
                let error = TransportError::new(TransportErrorKind::Other, Delivery::NotSent);
                Err(error.with_source(mismatch))
            }
        }
    }
}

impl fmt::Debug for ReplayTransport {
    /// Writes counts only.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tape = self.tape();
        formatter
            .debug_struct("ReplayTransport")
            .field("remaining", &tape.exchanges.len())
            .field("not_recorded", &tape.not_recorded.len())
            .finish_non_exhaustive()
    }
}

fn name(request: &RecordedRequest) -> String {
    format!("{} {}", request.method, request.uri)
}
