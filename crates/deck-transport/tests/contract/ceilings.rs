//! No response is larger than the transport is willing to hold.

use deck_transport::Delivery;
use deck_transport::HyperTransport;
use deck_transport::TransportErrorKind;

use crate::scene::build;
use crate::scene::failure;
use crate::scene::fetch;
use crate::scene::transport;
use crate::server::Server;

const TOO_LARGE: (TransportErrorKind, Delivery) =
    (TransportErrorKind::BodyTooLarge, Delivery::ResponseStarted);

const HEADERS_TOO_LARGE: (TransportErrorKind, Delivery) = (
    TransportErrorKind::HeadersTooLarge,
    Delivery::ResponseStarted,
);

#[tokio::test]
async fn a_body_at_the_ceiling_is_accepted() {
    let server = Server::responding("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello").await;
    let transport = build(HyperTransport::builder().max_body_bytes(5));

    assert_eq!(fetch(&transport, server.url("/")).await.body(), "hello");
}

#[tokio::test]
async fn a_body_declared_larger_is_refused_before_it_is_read() {
    // Not one byte of the body follows, so only the declaration can be the reason.
    let server = Server::responding("HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n").await;
    let transport = build(HyperTransport::builder().max_body_bytes(5));

    assert_eq!(failure(&transport, server.url("/")).await, TOO_LARGE);
}

#[tokio::test]
async fn a_chunked_body_is_refused_when_it_grows_beyond_the_ceiling() {
    let chunks = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\ndef\r\n";
    let server = Server::responding(chunks).await;
    let transport = build(HyperTransport::builder().max_body_bytes(5));

    assert_eq!(failure(&transport, server.url("/")).await, TOO_LARGE);
}

#[tokio::test]
async fn headers_beyond_the_ceiling_are_refused() {
    let filler = "x".repeat(20 * 1024);
    let head = format!("HTTP/1.1 200 OK\r\nx-filler: {filler}\r\ncontent-length: 0\r\n\r\n");
    let server = Server::responding(head).await;
    let narrow = build(HyperTransport::builder().max_header_bytes(16 * 1024));

    assert_eq!(failure(&narrow, server.url("/")).await, HEADERS_TOO_LARGE);
    assert_eq!(fetch(&transport(), server.url("/")).await.status(), 200);
}

#[tokio::test]
async fn more_than_a_hundred_header_lines_are_refused() {
    let lines = "x-line: 1\r\n".repeat(101);
    let server = Server::responding(format!("HTTP/1.1 200 OK\r\n{lines}\r\n")).await;

    assert_eq!(
        failure(&transport(), server.url("/")).await,
        HEADERS_TOO_LARGE
    );
}

#[tokio::test]
async fn a_header_ceiling_below_the_smallest_possible_is_raised_to_it() {
    let server = Server::responding("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    let transport = build(HyperTransport::builder().max_header_bytes(0));

    assert_eq!(fetch(&transport, server.url("/")).await.status(), 200);
}
