//! [`ReplayTransport`], which answers from a cassette.

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

/// A transport that gives the answers of a [`Cassette`], each once, at once and without a network.
///
/// A request is scrubbed as those of the cassette were and then compared by method and URI, so it does not
/// matter which key it carries. The requests have to come in the order of the recording, unless
/// [`in_any_order`](Self::in_any_order) is set; headers and bodies are compared when it is asked for.
///
/// A request that the cassette has no answer for is an error of kind [`Other`](TransportErrorKind::Other),
/// not sent, whose source says what was asked and what would have been next. It uses up nothing. Because a
/// program may swallow such an error, and because it may stop asking too early, end every test with
/// [`finish`](Self::finish): dropping the transport checks nothing.
///
/// Clones share the tape: give one to the client, keep the other.
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
/// assert_eq!(error.not_asked(), ["GET https://api.deck.co/v2/task-runs"]);
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
    /// What has not been asked yet.
    exchanges: Vec<Exchange>,
    not_answered: Vec<String>,
}

impl ReplayTransport {
    /// Plays `cassette` in the order in which it was recorded.
    #[must_use]
    pub fn new(cassette: Cassette) -> Self {
        let Cassette {
            scrubber,
            exchanges,
        } = cassette;
        let tape = Tape {
            exchanges,
            not_answered: Vec::new(),
        };
        Self {
            scrubber,
            is_ordered: true,
            headers: Vec::new(),
            has_bodies: false,
            tape: Arc::new(Mutex::new(tape)),
        }
    }

    /// Lets the requests come in any order; equal ones get their answers in the order of the recording.
    #[must_use]
    pub fn in_any_order(mut self) -> Self {
        self.is_ordered = false;
        self
    }

    /// Also compares the headers of these names, in upper or lower case: all their values, in order. None by
    /// default.
    #[must_use]
    pub fn matching_headers<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.headers.extend(names.into_iter().map(Into::into));
        self
    }

    /// Also compares the bodies of the requests, byte by byte. They are not compared by default.
    #[must_use]
    pub fn matching_bodies(mut self) -> Self {
        self.has_bodies = true;
        self
    }

    /// Checks that everything recorded was asked, and that everything asked was recorded.
    ///
    /// It ends nothing and may be called again.
    ///
    /// # Errors
    ///
    /// Something was not; the error lists it.
    pub fn finish(&self) -> Result<(), ReplayError> {
        let tape = self.tape();
        let not_asked: Vec<_> = tape
            .exchanges
            .iter()
            .map(|exchange| name(&exchange.request))
            .collect();
        if not_asked.is_empty() && tape.not_answered.is_empty() {
            return Ok(());
        }
        Err(ReplayError {
            not_asked,
            not_answered: tape.not_answered.clone(),
        })
    }

    fn answer(&self, asked: &RecordedRequest) -> Result<Exchange, String> {
        let mut tape = self.tape();
        let reach = if self.is_ordered { 1 } else { usize::MAX };
        let found = tape
            .exchanges
            .iter()
            .take(reach)
            .position(|exchange| self.difference(&exchange.request, asked).is_none());
        match found {
            Some(place) => Ok(tape.exchanges.remove(place)),
            None => {
                tape.not_answered.push(name(asked));
                Err(self.complaint(&tape.exchanges, asked))
            }
        }
    }

    fn complaint(&self, left: &[Exchange], asked: &RecordedRequest) -> String {
        let mut text = format!("the cassette has no answer for {}", name(asked));
        let next = match left.first() {
            None => "; it was played to its end".to_owned(),
            Some(next) => match self.difference(&next.request, asked) {
                Some(Difference::Part(part)) => format!("; the next one has another {part}"),
                _ => format!("; the next one is for {}", name(&next.request)),
            },
        };
        text.push_str(&next);
        text
    }

    fn difference(
        &self,
        recorded: &RecordedRequest,
        asked: &RecordedRequest,
    ) -> Option<Difference> {
        if recorded.method != asked.method || recorded.uri != asked.uri {
            return Some(Difference::Whole);
        }
        let differs = |header: &&String| {
            let values = |request: &RecordedRequest| -> Vec<_> {
                let values = request.headers.get_all(header.as_str()).iter();
                values.cloned().collect()
            };
            values(recorded) != values(asked)
        };
        if let Some(header) = self.headers.iter().find(differs) {
            return Some(Difference::Part(format!("header `{header}`")));
        }
        let is_other = self.has_bodies && recorded.body != asked.body;
        is_other.then(|| Difference::Part("body".to_owned()))
    }

    fn tape(&self) -> MutexGuard<'_, Tape> {
        // No code of others runs under the lock, so a poisoned one still holds a whole tape.
        self.tape.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

enum Difference {
    /// It is another request.
    Whole,
    /// It is the same but for this.
    Part(String),
}

impl Transport for ReplayTransport {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let asked = self.scrubber.request(&request).recorded;
        match self.answer(&asked) {
            Ok(exchange) => exchange.outcome(),
            Err(complaint) => {
                let error = TransportError::new(TransportErrorKind::Other, Delivery::NotSent);
                Err(error.with_source(complaint))
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
            .field("not_answered", &tape.not_answered.len())
            .finish_non_exhaustive()
    }
}

fn name(request: &RecordedRequest) -> String {
    format!("{} {}", request.method, request.uri)
}
