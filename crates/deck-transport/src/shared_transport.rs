//! The type-erased form of a transport.

use std::any;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use http::Request;
use http::Response;

use crate::Transport;
use crate::TransportError;

/// A transport of any type, cheap to clone.
///
/// Clients hold this one, so that no generic parameter for the transport reaches their users. All clones are
/// the same transport: they share its connections.
///
/// # Examples
///
/// ```
/// use bytes::Bytes;
/// use deck_transport::{ScriptedTransport, SharedTransport, Transport};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let script = ScriptedTransport::new().respond(http::Response::new("hello"));
/// let transport = SharedTransport::new(script.clone());
/// let response = transport.clone().send(http::Request::new(Bytes::new())).await?;
///
/// assert_eq!(response.body(), "hello");
/// assert_eq!(script.requests().len(), 1);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct SharedTransport(Arc<dyn ErasedTransport>);

impl SharedTransport {
    /// Erases the type of `transport`.
    #[must_use]
    pub fn new(transport: impl Transport + 'static) -> Self {
        Self(Arc::new(transport))
    }
}

impl Transport for SharedTransport {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> impl Future<Output = Result<Response<Bytes>, TransportError>> + Send {
        self.0.send_erased(request)
    }
}

impl fmt::Debug for SharedTransport {
    /// Writes the name of the type inside and nothing of its content, which may hold secrets.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SharedTransport({})", self.0.type_name())
    }
}

type ResponseFuture<'a> =
    Pin<Box<dyn Future<Output = Result<Response<Bytes>, TransportError>> + Send + 'a>>;

/// [`Transport`] with its future in a box, which makes it safe for `dyn`.
trait ErasedTransport: Send + Sync {
    fn send_erased(&self, request: Request<Bytes>) -> ResponseFuture<'_>;

    fn type_name(&self) -> &'static str;
}

impl<T: Transport> ErasedTransport for T {
    fn send_erased(&self, request: Request<Bytes>) -> ResponseFuture<'_> {
        Box::pin(self.send(request))
    }

    fn type_name(&self) -> &'static str {
        any::type_name::<T>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ScriptedTransport;

    #[tokio::test]
    async fn a_transport_works_through_references_arcs_and_erasure_alike() {
        let script = ScriptedTransport::new()
            .respond(Response::new("1"))
            .respond(Response::new("2"))
            .respond(Response::new("3"));

        assert_eq!(body(&script).await, "1");
        assert_eq!(body(Arc::new(script.clone())).await, "2");
        assert_eq!(body(SharedTransport::new(script)).await, "3");
    }

    #[tokio::test]
    async fn the_future_can_be_spawned() {
        let script = ScriptedTransport::new().respond(Response::new("1"));
        let transport = SharedTransport::new(script);

        let spawned = tokio::spawn(async move { body(transport).await });

        assert_eq!(spawned.await.expect("a task"), "1");
    }

    #[test]
    fn the_debug_text_names_the_type_inside() {
        let transport = SharedTransport::new(ScriptedTransport::new());

        let text = format!("{transport:?}");

        assert!(text.starts_with("SharedTransport("), "{text}");
        assert!(text.ends_with("ScriptedTransport)"), "{text}");
    }

    async fn body(transport: impl Transport) -> Bytes {
        let response = transport.send(Request::new(Bytes::new())).await;
        response.expect("a response").into_body()
    }
}
