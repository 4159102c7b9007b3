//! No call hangs: each phase has a timeout, and the error says which one ran out.

use std::time::Duration;

use deck_transport::Delivery;
use deck_transport::HyperTransport;
use deck_transport::TimeoutPhase;
use deck_transport::TransportErrorKind;

use crate::scene::SHORT;
use crate::scene::build;
use crate::scene::failure;
use crate::scene::reasons;
use crate::server::Server;

#[tokio::test]
async fn a_handshake_that_never_ends_is_a_connect_timeout_and_nothing_was_sent() {
    let server = Server::start(|mut peer| async move { peer.hung_up().await }).await;
    let transport = build(HyperTransport::builder().connect_timeout(SHORT));
    let address = server.address();

    let (kind, delivery, reasons) = reasons(&transport, format!("https://{address}/")).await;

    let expected = (
        TransportErrorKind::Timeout(TimeoutPhase::Connect),
        Delivery::NotSent,
    );
    assert_eq!((kind, delivery), expected);
    assert_eq!(reasons, format!("{address} gave no connection in time"));
}

#[tokio::test]
async fn connecting_does_not_count_towards_the_headers_timeout() {
    let server = Server::start(|mut peer| async move { peer.hung_up().await }).await;
    let transport = build(
        HyperTransport::builder()
            .connect_timeout(SHORT)
            .headers_timeout(Duration::ZERO),
    );

    let failure = failure(&transport, format!("https://{}/", server.address())).await;

    let expected = (
        TransportErrorKind::Timeout(TimeoutPhase::Connect),
        Delivery::NotSent,
    );
    assert_eq!(failure, expected);
}

#[tokio::test]
async fn a_server_that_never_responds_is_a_headers_timeout() {
    let server = Server::responding("").await;
    let transport = build(HyperTransport::builder().headers_timeout(SHORT));

    let failure = failure(&transport, server.url("/")).await;

    let expected = (
        TransportErrorKind::Timeout(TimeoutPhase::Headers),
        Delivery::MaybeSent,
    );
    assert_eq!(failure, expected);
}

#[tokio::test]
async fn a_head_that_never_ends_is_a_headers_timeout() {
    let server = Server::responding("HTTP/1.1 200 OK\r\nx-half: ").await;
    let transport = build(HyperTransport::builder().headers_timeout(SHORT));

    let failure = failure(&transport, server.url("/")).await;

    let expected = (
        TransportErrorKind::Timeout(TimeoutPhase::Headers),
        Delivery::MaybeSent,
    );
    assert_eq!(failure, expected);
}

#[tokio::test]
async fn a_body_that_stalls_is_a_body_timeout() {
    let server = Server::responding("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhello").await;
    let transport = build(HyperTransport::builder().body_idle_timeout(SHORT));

    let failure = failure(&transport, server.url("/")).await;

    let expected = (
        TransportErrorKind::Timeout(TimeoutPhase::Body),
        Delivery::ResponseStarted,
    );
    assert_eq!(failure, expected);
}
