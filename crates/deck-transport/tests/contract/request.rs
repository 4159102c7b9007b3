//! What arrives at the server is what the caller gave.

use std::error::Error;
use std::pin::pin;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;

use bytes::Bytes;
use deck_transport::Delivery;
use deck_transport::Transport;
use deck_transport::TransportErrorKind;
use http::Request;
use http::Version;

use crate::scene::facts;
use crate::scene::failure;
use crate::scene::fetch;
use crate::scene::get;
use crate::scene::transport;
use crate::server::Server;

const EMPTY: &str = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";

#[tokio::test]
async fn path_and_query_arrive_as_given() {
    let server = Server::responding(EMPTY).await;

    fetch(
        &transport(),
        server.url("/v2/task-runs?status=a%2Cb&limit=1"),
    )
    .await;

    let request = &server.requests()[0];
    assert!(request.starts_with("GET /v2/task-runs?status=a%2Cb&limit=1 HTTP/1.1\r\n"));
    assert!(request.contains(&format!("\r\nhost: {}\r\n", server.address())));
}

#[tokio::test]
async fn repeated_headers_arrive_repeated_and_in_order() {
    let server = Server::responding(EMPTY).await;
    let request = Request::get(server.url("/"))
        .header("x-tag", "one")
        .header("x-tag", "two")
        .body(Bytes::new())
        .expect("a request");

    transport().send(request).await.expect("a response");

    assert!(server.requests()[0].contains("x-tag: one\r\nx-tag: two\r\n"));
}

#[tokio::test]
async fn a_body_arrives_whole_with_its_length() {
    let server = Server::responding(EMPTY).await;
    let request = Request::post(server.url("/"))
        .body(Bytes::from("{\"a\":1}"))
        .expect("a request");

    transport().send(request).await.expect("a response");

    let request = &server.requests()[0];
    assert!(request.contains("content-length: 7\r\n"));
    assert!(request.ends_with("\r\n\r\n{\"a\":1}"));
}

#[tokio::test]
async fn the_version_of_the_request_is_left_to_the_connection() {
    let server = Server::responding(EMPTY).await;
    for version in [Version::HTTP_10, Version::HTTP_2, Version::HTTP_3] {
        let mut request = get(server.url("/"));
        *request.version_mut() = version;

        transport().send(request).await.expect("a response");
    }

    assert!(
        server
            .requests()
            .iter()
            .all(|request| request.contains(" HTTP/1.1\r\n"))
    );
}

#[tokio::test]
async fn plain_http_to_another_host_is_refused_before_anything_is_resolved() {
    let failure = failure(&transport(), "http://api.example/v2".to_owned()).await;

    let expected = (TransportErrorKind::PlainHttpRefused, Delivery::NotSent);
    assert_eq!(failure, expected);
}

#[test]
fn without_a_runtime_a_call_fails_instead_of_panicking() {
    let transport = transport();
    let sending = pin!(transport.send(get("https://api.example/v2")));

    let Poll::Ready(Err(error)) = sending.poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("an error at once");
    };

    assert_eq!(
        facts(&error),
        (TransportErrorKind::Other, Delivery::NotSent)
    );
    let cause = error.source().expect("a cause").to_string();
    assert!(cause.starts_with("there is no tokio runtime here: call inside of one"));
}
