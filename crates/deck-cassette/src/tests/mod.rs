//! Scenes of recording and replaying.

use std::error::Error;
use std::io;

use bytes::Bytes;
use deck_transport::Delivery;
use deck_transport::ScriptedTransport;
use deck_transport::TransportError;
use deck_transport::TransportErrorKind;
use http::HeaderValue;
use http::Request;
use http::Response;

use crate::Cassette;
use crate::CassetteError;
use crate::Exchange;
use crate::RecordingTransport;
use crate::ReplayError;
use crate::ReplayTransport;
use crate::Scrubber;

mod recording;

mod replaying;

mod round_trip;

mod scrubbing;

mod secrets;

mod text;

const KEY: &str = "sk_live_canary/\"+1";

fn get(uri: &str) -> Request<Bytes> {
    Request::get(uri).body(Bytes::new()).expect("a request")
}

/// Returns a request with the key, as a client makes it.
fn with_key(uri: &str) -> Request<Bytes> {
    let mut request = get(uri);
    let value = HeaderValue::from_str(&format!("Bearer {KEY}")).expect("a value");
    request.headers_mut().insert("authorization", value);
    request
}

fn response(body: impl Into<Bytes>) -> Response<Bytes> {
    Response::new(body.into())
}

fn failure(cause: &str) -> TransportError {
    TransportError::new(TransportErrorKind::Closed, Delivery::MaybeSent)
        .with_source(io::Error::other(cause.to_owned()))
}

/// Returns a cassette of one exchange.
fn cassette(scrubber: Scrubber, request: &Request<Bytes>, response: &Response<Bytes>) -> Cassette {
    let mut cassette = Cassette::with_scrubber(scrubber);
    cassette.record(request, Ok(response));
    cassette
}

fn causes(error: &TransportError) -> Vec<String> {
    let chain = std::iter::successors(error.source(), |cause| (*cause).source());
    chain.map(ToString::to_string).collect()
}

#[test]
fn everything_is_send_and_sync() {
    fn assert_send_and_sync<T: Send + Sync + 'static>() {}

    assert_send_and_sync::<Cassette>();
    assert_send_and_sync::<CassetteError>();
    assert_send_and_sync::<Exchange>();
    assert_send_and_sync::<RecordingTransport<ScriptedTransport>>();
    assert_send_and_sync::<ReplayTransport>();
    assert_send_and_sync::<ReplayError>();
    assert_send_and_sync::<Scrubber>();
}
