//! The test double that responds from a list.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use bytes::Bytes;
use http::Request;
use http::Response;

use crate::Delivery;
use crate::Transport;
use crate::TransportError;
use crate::TransportErrorKind;

/// A transport that gives prepared responses and errors in order and remembers the requests.
///
/// Clones share the script and the memory: give one to the client, keep the other to look at. A request
/// beyond the end of the script is an error of kind [`Other`](TransportErrorKind::Other) whose source names
/// the request.
///
/// # Examples
///
/// ```
/// use bytes::Bytes;
/// use deck_transport::{Delivery, ScriptedTransport, Transport, TransportError, TransportErrorKind};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let transport = ScriptedTransport::new()
///     .fail(TransportError::new(TransportErrorKind::Connect, Delivery::NotSent))
///     .respond(http::Response::builder().status(404).body("{}")?);
/// let request = http::Request::get("https://api.deck.co/v2/test").body(Bytes::new())?;
///
/// assert!(transport.send(request.clone()).await.is_err());
/// assert_eq!(transport.send(request).await?.status(), 404);
/// assert_eq!(transport.requests().len(), 2);
/// assert_eq!(transport.remaining(), 0);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
pub struct ScriptedTransport {
    play: Arc<Mutex<Play>>,
}

impl ScriptedTransport {
    /// Creates a transport with an empty script.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a response to the end of the script.
    #[must_use]
    pub fn respond(self, response: Response<impl Into<Bytes>>) -> Self {
        self.then(Ok(response.map(Into::into)))
    }

    /// Adds a failure to the end of the script.
    #[must_use]
    pub fn fail(self, error: TransportError) -> Self {
        self.then(Err(error))
    }

    /// Returns the requests seen so far, in the order they came.
    #[must_use]
    pub fn requests(&self) -> Vec<Request<Bytes>> {
        self.play().requests.clone()
    }

    /// Returns how many of the prepared responses and errors are left.
    #[must_use]
    pub fn remaining(&self) -> usize {
        self.play().outcomes.len()
    }

    fn then(self, outcome: Outcome) -> Self {
        self.play().outcomes.push_back(outcome);
        self
    }

    fn play(&self) -> MutexGuard<'_, Play> {
        // No code of others runs under the lock, so a poisoned one still holds a whole script.
        self.play.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for ScriptedTransport {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let mut play = self.play();
        let outcome = play
            .outcomes
            .pop_front()
            .unwrap_or_else(|| Err(beyond_the_script(&request)));
        play.requests.push(request);
        outcome
    }
}

impl fmt::Debug for ScriptedTransport {
    /// Writes counts only: requests may carry secrets.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let play = self.play();
        formatter
            .debug_struct("ScriptedTransport")
            .field("requests", &play.requests.len())
            .field("remaining", &play.outcomes.len())
            .finish()
    }
}

type Outcome = Result<Response<Bytes>, TransportError>;

#[derive(Default)]
struct Play {
    outcomes: VecDeque<Outcome>,
    requests: Vec<Request<Bytes>>,
}

fn beyond_the_script(request: &Request<Bytes>) -> TransportError {
    TransportError::new(TransportErrorKind::Other, Delivery::NotSent).with_source(format!(
        "the script has no response for {} {}",
        request.method(),
        request.uri()
    ))
}

#[cfg(test)]
mod tests {
    use std::error::Error;

    use super::*;

    #[tokio::test]
    async fn responses_come_in_the_order_of_the_script() {
        let transport = ScriptedTransport::new()
            .respond(Response::new("first"))
            .fail(TransportError::new(
                TransportErrorKind::Closed,
                Delivery::MaybeSent,
            ))
            .respond(Response::new("third"));

        assert_eq!(
            send(&transport, "/1").await.expect("a response").body(),
            "first"
        );
        let error = send(&transport, "/2").await.expect_err("a failure");
        assert_eq!(error.kind(), TransportErrorKind::Closed);
        assert_eq!(
            send(&transport, "/3").await.expect("a response").body(),
            "third"
        );
        assert_eq!(transport.remaining(), 0);
    }

    #[tokio::test]
    async fn a_request_beyond_the_script_is_an_error_that_names_it_and_is_remembered() {
        let transport = ScriptedTransport::new();

        let error = send(&transport, "/v2/test").await.expect_err("no response");

        assert_eq!(error.kind(), TransportErrorKind::Other);
        assert_eq!(error.delivery(), Delivery::NotSent);
        let source = error.source().expect("a source").to_string();
        assert_eq!(source, "the script has no response for GET /v2/test");
        assert_eq!(transport.requests()[0].uri(), "/v2/test");
    }

    #[tokio::test]
    async fn the_debug_text_shows_no_header() {
        let transport = ScriptedTransport::new().respond(Response::new(""));
        let request = Request::get("/")
            .header("authorization", "Bearer canary")
            .body(Bytes::new());
        let sent = transport.send(request.expect("a request")).await;

        assert!(sent.is_ok());
        assert_eq!(
            format!("{transport:?}"),
            "ScriptedTransport { requests: 1, remaining: 0 }"
        );
    }

    async fn send(
        transport: &ScriptedTransport,
        path: &str,
    ) -> Result<Response<Bytes>, TransportError> {
        let request = Request::get(path).body(Bytes::new());
        transport.send(request.expect("a request")).await
    }
}
