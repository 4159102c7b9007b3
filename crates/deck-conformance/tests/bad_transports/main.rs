//! The kit finds what is wrong: each transport here breaks one rule, and the case that is about the rule
//! fails.

#![forbid(unsafe_code)]
#![expect(
    clippy::expect_used,
    reason = "a helper of a test that fails is to fail the test"
)]

mod lenient_transport;

mod report;

use std::time::Duration;

use bytes::Bytes;
use deck_conformance::Capability;
use deck_conformance::Setup;
use deck_conformance::Suite;
use deck_transport::Delivery;
use deck_transport::HyperTransport;
use deck_transport::HyperTransportBuilder;
use deck_transport::Proxy;
use deck_transport::Roots;
use deck_transport::TimeoutPhase;
use deck_transport::Transport;
use deck_transport::TransportError;
use deck_transport::TransportErrorKind;
use http::HeaderMap;
use http::Request;
use http::Response;

use crate::lenient_transport::LenientTransport;

type Sent = Result<Response<Bytes>, TransportError>;

/// What is wrong with a transport.
#[derive(Clone, Copy)]
enum Fault {
    FollowsRedirects,
    SendsAgainOnError,
    SendsAgainOnStatus,
    NothingWasSent,
    SwallowsTruncation,
    MergesHeaders,
    TakesStatusesForErrors,
    AddsHeaders,
    LosesValuesThatAreNotUtf8,
    OneAtATime,
    GoesOnWhenDropped,
    IsNeverSure,
    BlamesTheRequest,
    RefusesWhenBusy,
}

/// `HyperTransport` with a fault.
struct Bad {
    inner: HyperTransport,
    fault: Fault,
    turn: tokio::sync::Mutex<()>,
}

impl Transport for Bad {
    async fn send(&self, mut request: Request<Bytes>) -> Sent {
        match self.fault {
            Fault::AddsHeaders => {
                let value = http::HeaderValue::from_static("bad/1");
                request.headers_mut().insert("x-client", value);
            }
            Fault::OneAtATime => {
                let _turn = self.turn.lock().await;
                return self.inner.send(request).await;
            }
            Fault::RefusesWhenBusy => {
                let Ok(_turn) = self.turn.try_lock() else {
                    let kind = TransportErrorKind::Other;
                    return Err(TransportError::new(kind, Delivery::NotSent));
                };
                return self.inner.send(request).await;
            }
            Fault::GoesOnWhenDropped => {
                let inner = self.inner.clone();
                let task = tokio::spawn(async move { inner.send(request).await });
                return task.await.expect("the task");
            }
            _ => {}
        }
        let sent = self.inner.send(request.clone()).await;
        self.spoil(request, sent).await
    }
}

impl Bad {
    async fn spoil(&self, mut request: Request<Bytes>, sent: Sent) -> Sent {
        match (self.fault, sent) {
            (Fault::FollowsRedirects, Ok(response)) if response.status().is_redirection() => {
                let authority = request.uri().authority().expect("an authority").clone();
                *request.uri_mut() = format!("http://{authority}/elsewhere")
                    .parse()
                    .expect("a URI");
                self.inner.send(request).await
            }
            (Fault::SendsAgainOnError, Err(error)) if error.delivery() != Delivery::NotSent => {
                self.inner.send(request).await
            }
            (Fault::SendsAgainOnStatus, Ok(response)) if response.status() == 503 => {
                self.inner.send(request).await
            }
            (Fault::NothingWasSent, Err(error)) => {
                Err(TransportError::new(error.kind(), Delivery::NotSent))
            }
            (Fault::IsNeverSure, Err(error)) => {
                Err(TransportError::new(error.kind(), Delivery::MaybeSent))
            }
            (Fault::BlamesTheRequest, Err(_)) => {
                let kind = TransportErrorKind::InvalidRequest;
                Err(TransportError::new(kind, Delivery::NotSent))
            }
            (Fault::SwallowsTruncation, Err(error))
                if error.kind() == TransportErrorKind::Closed
                    && error.delivery() == Delivery::ResponseStarted =>
            {
                Ok(Response::new(Bytes::from("hello")))
            }
            (Fault::TakesStatusesForErrors, Ok(response))
                if response.status().is_server_error() =>
            {
                let kind = TransportErrorKind::Other;
                Err(TransportError::new(kind, Delivery::ResponseStarted))
            }
            (Fault::MergesHeaders, Ok(response)) => Ok(with_headers(response, merged)),
            (Fault::LosesValuesThatAreNotUtf8, Ok(response)) => {
                Ok(with_headers(response, readable))
            }
            (_, sent) => sent,
        }
    }
}

#[tokio::test]
async fn a_transport_that_follows_redirects_is_found() {
    expect_failed(Fault::FollowsRedirects, &["redirects-not-followed"]).await;
}

#[tokio::test]
async fn a_transport_that_sends_again_is_found() {
    let cases = [
        "closed-before-response",
        "reset-before-response",
        "kept-connection-closed-by-request",
    ];
    expect_failed(Fault::SendsAgainOnError, &cases).await;
    expect_failed(Fault::SendsAgainOnStatus, &["not-sent-twice"]).await;
}

#[tokio::test]
async fn a_transport_that_denies_having_sent_anything_is_found() {
    let cases = [
        "closed-before-response",
        "reset-within-body",
        "truncated-body-with-length",
        "timeout-before-response",
        "body-too-large",
    ];
    expect_failed(Fault::NothingWasSent, &cases).await;
}

#[tokio::test]
async fn a_transport_that_swallows_truncation_is_found() {
    let cases = [
        "truncated-body-with-length",
        "truncated-body-between-chunks",
        "truncated-body-within-chunk",
    ];
    expect_failed(Fault::SwallowsTruncation, &cases).await;
}

#[tokio::test]
async fn a_transport_that_changes_headers_is_found() {
    expect_failed(Fault::MergesHeaders, &["response-headers-repeated"]).await;
    expect_failed(
        Fault::LosesValuesThatAreNotUtf8,
        &["response-headers-not-utf8"],
    )
    .await;
    expect_failed(Fault::AddsHeaders, &["request-headers-nothing-added"]).await;
}

#[tokio::test]
async fn a_transport_that_takes_statuses_for_errors_is_found() {
    expect_failed(
        Fault::TakesStatusesForErrors,
        &["every-status-is-a-response"],
    )
    .await;
}

#[tokio::test]
async fn a_transport_that_sends_one_request_at_a_time_is_found() {
    expect_failed(Fault::OneAtATime, &["concurrent-requests"]).await;
}

#[tokio::test]
async fn a_transport_that_goes_on_when_dropped_is_found() {
    let cases = ["cancel-before-response", "cancel-within-body"];
    expect_failed(Fault::GoesOnWhenDropped, &cases).await;
}

#[tokio::test]
async fn a_transport_that_does_not_believe_that_a_request_was_not_processed_is_found() {
    let cases = [
        "http2-stream-refused",
        "http2-going-away",
        "http2-going-away-in-mid-flight",
    ];
    expect_failed(Fault::IsNeverSure, &cases).await;
}

#[tokio::test]
async fn a_transport_that_blames_the_request_for_a_closed_connection_is_found() {
    expect_failed(Fault::BlamesTheRequest, &["http2-few-streams-going-away"]).await;
}

#[tokio::test]
async fn a_transport_that_refuses_callers_when_it_is_busy_is_found() {
    expect_failed(Fault::RefusesWhenBusy, &["http2-few-streams"]).await;
}

#[tokio::test]
async fn a_transport_that_never_leaves_a_silent_connection_is_found() {
    let cases = ["http2-silent-connection"];
    let report = hasty(&cases)
        .check(|setup| {
            let builder = builder(setup).http2_keep_alive_interval(Duration::ZERO);
            builder.build().expect("a transport")
        })
        .await;

    report.assert_failed(&cases);
}

#[tokio::test]
async fn a_transport_that_ignores_the_ceiling_and_the_authority_is_found() {
    let cases = ["body-declared-too-large", "body-too-large", "tls-trusted"];
    let report = hasty(&cases)
        .check(|_| {
            HyperTransport::builder()
                .proxy(Proxy::None)
                .build()
                .expect("a transport")
        })
        .await;

    report.assert_failed(&cases);
}

#[tokio::test]
async fn a_transport_that_trusts_everybody_is_found() {
    let report = hasty(&["tls-unknown-issuer"])
        .check(|setup| {
            let pem = include_bytes!("../../src/certificates/authority.pem").to_vec();
            assert!(setup.authority_pem().is_none());
            let builder = HyperTransport::builder().proxy(Proxy::None);
            builder.roots(Roots::Pem(pem)).build().expect("a transport")
        })
        .await;

    report.assert_failed(&["tls-unknown-issuer"]);
}

#[tokio::test]
async fn a_transport_that_starts_its_timeout_anew_with_each_byte_is_found() {
    let cases = ["timeout-before-response", "timeout-within-head"];
    let report = hasty(&cases).check(LenientTransport::new).await;

    report.assert_failed(&["timeout-within-head"]);
}

#[tokio::test]
async fn a_transport_that_takes_a_number_with_a_sign_for_a_size_is_found() {
    let cases = ["malformed-chunk-sizes"];
    let report = hasty(&cases).check(LenientTransport::new).await;

    report.assert_failed(&cases);
    let text = report.to_string();
    assert!(
        text.contains("the size \"+5\": was to be Protocol"),
        "{text}"
    );
}

#[tokio::test]
async fn a_transport_that_blocks_its_thread_fails_and_ends() {
    let report = hasty(&["cancel-before-response", "timeout-before-response"])
        .check(|_| {
            deck_transport::transport_fn(|request: Request<Bytes>| async move {
                let address = request.uri().authority().expect("an authority").as_str();
                let mut stream = std::net::TcpStream::connect(address).expect("a connection");
                let head = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n";
                std::io::Write::write_all(&mut stream, head).expect("a request");
                let mut response = Vec::new();
                std::io::Read::read_to_end(&mut stream, &mut response).expect("an end");
                Sent::Ok(Response::new(response.into()))
            })
        })
        .await;

    report.assert_failed(&["cancel-before-response", "timeout-before-response"]);
}

/// Runs these cases, and expects each of them to fail.
async fn expect_failed(fault: Fault, cases: &[&str]) {
    let report = hasty(cases).check(|setup| bad(fault, setup)).await;

    report.assert_failed(cases);
}

/// Returns a suite that does not wait long for what never happens.
fn hasty(cases: &[&str]) -> Suite {
    Suite::new()
        .with(Capability::Http2)
        .only(cases)
        .time_limit(Duration::from_millis(500))
}

fn hyper_transport(setup: &Setup) -> HyperTransport {
    builder(setup).build().expect("a transport")
}

fn builder(setup: &Setup) -> HyperTransportBuilder {
    let mut builder = HyperTransport::builder().proxy(Proxy::None);
    if let Some(pem) = setup.authority_pem() {
        builder = builder.roots(Roots::Pem(pem.as_bytes().to_vec()));
    }
    if let Some(bytes) = setup.max_body_bytes() {
        builder = builder.max_body_bytes(bytes);
    }
    if let Some(timeout) = setup.timeout(TimeoutPhase::Headers) {
        builder = builder.headers_timeout(timeout);
    }
    if let Some(timeout) = setup.timeout(TimeoutPhase::Body) {
        builder = builder.body_idle_timeout(timeout);
    }
    builder
}

fn bad(fault: Fault, setup: &Setup) -> Bad {
    Bad {
        inner: hyper_transport(setup),
        fault,
        turn: tokio::sync::Mutex::default(),
    }
}

fn with_headers(
    mut response: Response<Bytes>,
    change: impl FnOnce(&HeaderMap) -> HeaderMap,
) -> Response<Bytes> {
    let headers = std::mem::take(response.headers_mut());
    *response.headers_mut() = change(&headers);
    response
}

fn merged(headers: &HeaderMap) -> HeaderMap {
    let mut merged = HeaderMap::new();
    for name in headers.keys() {
        let values: Vec<_> = headers
            .get_all(name)
            .iter()
            .map(http::HeaderValue::as_bytes)
            .collect();
        let value = http::HeaderValue::from_bytes(&values.join(&b", "[..]));
        merged.insert(name, value.expect("a value"));
    }
    merged
}

fn readable(headers: &HeaderMap) -> HeaderMap {
    let lines = headers.iter().filter(|(_, value)| value.to_str().is_ok());
    lines
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}
