//! The transport trait and its contract.

use std::sync::Arc;

use bytes::Bytes;
use http::Request;
use http::Response;

use crate::TransportError;

/// Sends one HTTP request and returns the response to it.
///
/// This is the only thing to implement in order to use another HTTP stack, a recorder, a test double or
/// another async runtime.
///
/// # Contract
///
/// What a caller relies on, and what an implementation therefore keeps:
///
/// 1. **One attempt.** One call puts at most one request on the wire. No retries, no redirects, no
///    authentication: the caller decides about those, and a transport that did so too would multiply them.
///    Sending again is allowed only where not one byte of the first try can have left or been read, such as
///    on a pooled connection that turns out to be closed, or where the server said that it did not look at
///    the first one (of HTTP/2, `REFUSED_STREAM`, and a `GOAWAY` that names an earlier stream as the last).
/// 2. **Any status is `Ok`.** 302, 404 and 503 are responses like 200. An error means that there is no
///    complete response. Informational responses (1xx) are passed over. Responses without a body (204, 304,
///    those to `HEAD`) have an empty one, whatever length they declare.
/// 3. **Dropping the future cancels.** The connection is closed or given back, and no task of the transport
///    goes on working at the request.
/// 4. **Bodies are bounded.** A response that is larger than the transport is willing to hold is
///    [`BodyTooLarge`](crate::TransportErrorKind::BodyTooLarge), counted after decompression. A body that
///    ends early is [`Closed`](crate::TransportErrorKind::Closed), never a short `Ok`. Heads are bounded,
///    too.
/// 5. **Headers are faithful.** They are sent as given, beside what framing and the connection need (`host`,
///    `content-length`, `transfer-encoding`, `connection`, `te`) and an `accept-encoding` for what it
///    decodes, and handed back as received: repeated ones stay repeated, in order, and values that are not
///    UTF-8 stay. So do the method, and path and query byte for byte. A transport that decodes the body
///    removes the `content-encoding` and `content-length` that are no longer true.
/// 6. **Errors tell the delivery.** [`Delivery::NotSent`](crate::Delivery::NotSent) is a promise that the
///    server has not acted on the request; when in doubt, it is
///    [`Delivery::MaybeSent`](crate::Delivery::MaybeSent).
///    A request that the server did not look at because it closes the connection in order is
///    [`Closed`](crate::TransportErrorKind::Closed), not sent: callers send it again at once.
/// 7. **It ends.** A transport that does I/O has timeouts of its own, so that no call hangs for ever, and
///    leaves a connection that fell silent. The time for the head of a response, or for the call as a whole,
///    does not start anew with each piece that arrives: a head that arrives byte by byte is read if it is
///    whole in time, and else it is a [`Timeout`](crate::TransportErrorKind::Timeout).
/// 8. **Calls are independent.** As many are under way at a time as are made, none waits for another, and
///    each gets the response to its own request.
///
/// The crate `deck-conformance` checks these points with a server that misbehaves; its page says what it does
/// not look at.
///
/// The URI of the request is absolute (`https://host/path?query`).
///
/// # Errors
///
/// [`TransportError`], whose kinds say when each of them occurs.
///
/// # Cancellation
///
/// See point 3 of the contract: the future may be dropped at any time.
///
/// # Example: a transport of one's own
///
/// Implementors write a plain `async fn`:
///
/// ```
/// use std::collections::HashMap;
///
/// use bytes::Bytes;
/// use deck_transport::{Delivery, Transport, TransportError, TransportErrorKind};
///
/// struct Archive(HashMap<String, Bytes>);
///
/// impl Transport for Archive {
///     async fn send(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
///         match self.0.get(request.uri().path()) {
///             Some(body) => Ok(http::Response::new(body.clone())),
///             None => Err(TransportError::new(TransportErrorKind::Other, Delivery::NotSent)),
///         }
///     }
/// }
/// #
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let archive = Archive(HashMap::from([("/v2/test".to_owned(), Bytes::from("{}"))]));
/// let response = archive.send(http::Request::get("https://api.deck.co/v2/test").body(Bytes::new())?).await?;
/// assert_eq!(response.into_body(), "{}");
/// # Ok(())
/// # }
/// ```
pub trait Transport: Send + Sync {
    /// Sends `request` and returns the response with its whole body.
    ///
    /// # Errors
    ///
    /// There is no complete response; see [`TransportErrorKind`](crate::TransportErrorKind).
    ///
    /// # Cancellation
    ///
    /// Dropping the future abandons the request and frees its connection. The server may have seen it.
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> impl Future<Output = Result<Response<Bytes>, TransportError>> + Send;
}

impl<T: Transport + ?Sized> Transport for &T {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> impl Future<Output = Result<Response<Bytes>, TransportError>> + Send {
        T::send(self, request)
    }
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> impl Future<Output = Result<Response<Bytes>, TransportError>> + Send {
        T::send(self, request)
    }
}
