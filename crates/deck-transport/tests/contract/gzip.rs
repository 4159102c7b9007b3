//! Compressed responses: asked for, decoded, and bounded by what they grow to.

use std::io::Write;

use bytes::Bytes;
use deck_transport::Delivery;
use deck_transport::HyperTransport;
use deck_transport::Transport;
use deck_transport::TransportErrorKind;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::Request;

use crate::scene::build;
use crate::scene::failure;
use crate::scene::fetch;
use crate::scene::transport;
use crate::server::Server;

#[tokio::test]
async fn a_compressed_body_is_asked_for_and_decoded() {
    let server = Server::responding(response(&compress(b"hello hello hello"))).await;

    let response = fetch(&transport(), server.url("/")).await;

    assert_eq!(response.body(), "hello hello hello");
    assert!(server.requests()[0].contains("\r\naccept-encoding: gzip\r\n"));
}

#[tokio::test]
async fn headers_that_are_no_longer_true_are_removed() {
    let server = Server::responding(response(&compress(b"hello"))).await;

    let response = fetch(&transport(), server.url("/")).await;

    assert!(!response.headers().contains_key("content-encoding"));
    assert!(!response.headers().contains_key("content-length"));
}

#[tokio::test]
async fn a_caller_who_speaks_about_encodings_gets_the_bytes_as_they_are() {
    let compressed = compress(b"hello");
    let server = Server::responding(response(&compressed)).await;
    let request = Request::get(server.url("/"))
        .header("accept-encoding", "gzip, br")
        .body(Bytes::new())
        .expect("a request");

    let response = transport().send(request).await.expect("a response");

    assert_eq!(response.body(), &compressed);
    assert_eq!(response.headers()["content-encoding"], "gzip");
}

#[tokio::test]
async fn a_small_body_that_decompresses_beyond_the_ceiling_is_refused() {
    let bomb = compress(&vec![0; 1024 * 1024]);
    assert!(bomb.len() < 16 * 1024);
    let server = Server::responding(response(&bomb)).await;
    let transport = build(HyperTransport::builder().max_body_bytes(16 * 1024));

    let failure = failure(&transport, server.url("/")).await;

    let expected = (TransportErrorKind::BodyTooLarge, Delivery::ResponseStarted);
    assert_eq!(failure, expected);
}

#[tokio::test]
async fn a_body_that_decompresses_to_the_ceiling_is_accepted() {
    let server = Server::responding(response(&compress(&[0; 1024]))).await;
    let transport = build(HyperTransport::builder().max_body_bytes(1024));

    assert_eq!(fetch(&transport, server.url("/")).await.body().len(), 1024);
}

#[tokio::test]
async fn a_damaged_or_truncated_body_cannot_be_decompressed() {
    let whole = compress(b"hello hello hello");
    let mut damaged = whole.clone();
    damaged[12] ^= 0xff;
    for body in [&damaged[..], &whole[..whole.len() - 4], b"not gzip at all"] {
        let server = Server::responding(response(body)).await;

        let failure = failure(&transport(), server.url("/")).await;

        let expected = (TransportErrorKind::Decompress, Delivery::ResponseStarted);
        assert_eq!(failure, expected);
    }
}

#[tokio::test]
async fn a_body_of_several_members_is_decoded_whole() {
    let body = [compress(b"one "), compress(b"two")].concat();
    let server = Server::responding(response(&body)).await;

    assert_eq!(fetch(&transport(), server.url("/")).await.body(), "one two");
}

#[tokio::test]
async fn an_empty_response_is_left_alone() {
    let empty = "HTTP/1.1 304 Not Modified\r\ncontent-encoding: gzip\r\n\r\n";
    let server = Server::responding(empty).await;

    let response = fetch(&transport(), server.url("/")).await;

    assert!(response.body().is_empty());
    assert_eq!(response.headers()["content-encoding"], "gzip");
}

fn compress(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("compression");
    encoder.finish().expect("compression")
}

fn response(body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let mut response =
        format!("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {length}\r\n\r\n")
            .into_bytes();
    response.extend_from_slice(body);
    response
}
