//! The transports of this crate, run through the conformance kit.

#![forbid(unsafe_code)]
#![expect(
    clippy::expect_used,
    reason = "a transport that cannot be made is to fail the test"
)]

use std::sync::Arc;

use deck_conformance::Setup;
use deck_conformance::Suite;
use deck_transport::HyperTransport;
use deck_transport::Proxy;
use deck_transport::Roots;
use deck_transport::TimeoutPhase;
use deck_transport::Transport;
use deck_transport::transport_fn;

/// Makes a transport as the kit wants it.
fn hyper_transport(setup: &Setup) -> HyperTransport {
    let mut builder = HyperTransport::builder().proxy(Proxy::None);
    if let Some(pem) = setup.authority_pem() {
        builder = builder.roots(Roots::Pem(pem.as_bytes().to_vec()));
    }
    if let Some(bytes) = setup.max_body_bytes() {
        builder = builder.max_body_bytes(bytes);
    }
    if let Some(timeout) = setup.timeout(TimeoutPhase::Connect) {
        builder = builder.connect_timeout(timeout);
    }
    if let Some(timeout) = setup.timeout(TimeoutPhase::Headers) {
        builder = builder.headers_timeout(timeout);
    }
    if let Some(timeout) = setup.timeout(TimeoutPhase::Body) {
        builder = builder.body_idle_timeout(timeout);
    }
    #[cfg(feature = "http2")]
    if let Some(silence) = setup.http2_keep_alive() {
        builder = builder
            .http2_keep_alive_interval(silence)
            .http2_keep_alive_timeout(silence);
    }
    builder.build().expect("a transport")
}

#[tokio::test]
async fn the_hyper_transport_keeps_the_contract() {
    let report = deck_conformance::check(hyper_transport).await;

    report.assert_passed();
}

#[tokio::test]
async fn the_hyper_transport_keeps_the_contract_over_tls() {
    let report = Suite::new().over_tls().check(hyper_transport).await;

    report.assert_passed();
}

#[tokio::test]
async fn a_transport_of_a_closure_keeps_the_contract() {
    let report = deck_conformance::check(|setup| {
        let inner = Arc::new(hyper_transport(setup));
        transport_fn(move |request| {
            let inner = Arc::clone(&inner);
            async move { inner.send(request).await }
        })
    })
    .await;

    report.assert_passed();
}

#[cfg(feature = "tower")]
#[tokio::test]
async fn a_transport_of_a_tower_service_keeps_the_contract() {
    use std::pin::Pin;
    use std::task::Context;
    use std::task::Poll;

    use bytes::Bytes;
    use deck_transport::TowerTransport;
    use deck_transport::TransportError;
    use http::Request;
    use http::Response;

    #[derive(Clone)]
    struct Service(HyperTransport);

    impl tower_service::Service<Request<Bytes>> for Service {
        type Response = Response<Bytes>;
        type Error = TransportError;
        type Future = Pin<Box<dyn Future<Output = Result<Response<Bytes>, TransportError>> + Send>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, request: Request<Bytes>) -> Self::Future {
            let inner = self.0.clone();
            Box::pin(async move { inner.send(request).await })
        }
    }

    let report =
        deck_conformance::check(|setup| TowerTransport::new(Service(hyper_transport(setup)))).await;

    report.assert_passed();
}

#[cfg(feature = "http2")]
#[tokio::test]
async fn the_hyper_transport_keeps_the_contract_over_http2() {
    use deck_conformance::Capability;

    let suite = Suite::new().with(Capability::Http2);
    let report = suite.check(hyper_transport).await;

    report.assert_passed();
    assert_eq!(report.not_applicable().count(), 0);
}
