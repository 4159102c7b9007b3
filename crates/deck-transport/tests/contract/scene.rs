//! What many scenes need: a transport, a request, and the two facts of an error.

use std::error::Error;
use std::iter;
use std::time::Duration;

use bytes::Bytes;
use deck_transport::Delivery;
use deck_transport::HyperTransport;
use deck_transport::HyperTransportBuilder;
use deck_transport::Proxy;
use deck_transport::Transport;
use deck_transport::TransportError;
use deck_transport::TransportErrorKind;
use http::Request;
use http::Response;

/// Long enough for a loopback socket and short enough for a test that waits for it to pass.
pub(crate) const SHORT: Duration = Duration::from_millis(50);

/// Returns a transport with default settings that no variable of the environment can change.
pub(crate) fn transport() -> HyperTransport {
    build(HyperTransport::builder())
}

pub(crate) fn build(builder: HyperTransportBuilder) -> HyperTransport {
    builder.proxy(Proxy::None).build().expect("a transport")
}

pub(crate) fn get(url: impl AsRef<str>) -> Request<Bytes> {
    Request::get(url.as_ref())
        .body(Bytes::new())
        .expect("a request")
}

/// Sends a `GET` that is expected to succeed.
pub(crate) async fn fetch(transport: &HyperTransport, url: String) -> Response<Bytes> {
    transport.send(get(url)).await.expect("a response")
}

/// Sends a `GET` that is expected to fail, and returns how.
pub(crate) async fn failure(
    transport: &HyperTransport,
    url: String,
) -> (TransportErrorKind, Delivery) {
    facts(&transport.send(get(url)).await.expect_err("no response"))
}

/// Sends a `GET` that is expected to fail, and returns the two facts and the causes of the error.
pub(crate) async fn reasons(
    transport: &HyperTransport,
    url: String,
) -> (TransportErrorKind, Delivery, String) {
    let error = transport.send(get(url)).await.expect_err("no response");
    let causes = iter::successors(error.source(), |&cause| cause.source());
    let causes: Vec<_> = causes.map(ToString::to_string).collect();
    (error.kind(), error.delivery(), causes.join(": "))
}

pub(crate) fn facts(error: &TransportError) -> (TransportErrorKind, Delivery) {
    (error.kind(), error.delivery())
}
