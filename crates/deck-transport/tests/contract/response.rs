//! What the caller gets is what the server sent, or an error that says where it broke off.

use deck_transport::Delivery;
use deck_transport::TransportErrorKind;

use crate::scene::failure;
use crate::scene::fetch;
use crate::scene::transport;
use crate::server::Server;

#[tokio::test]
async fn every_status_is_a_response() {
    for status in [204, 400, 404, 429, 500, 503] {
        let server =
            Server::responding(format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\n\r\n")).await;

        let response = fetch(&transport(), server.url("/")).await;

        assert_eq!(response.status(), status);
    }
}

#[tokio::test]
async fn a_redirect_is_a_response_and_is_not_followed() {
    let redirect = "HTTP/1.1 302 Found\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n";
    let server = Server::responding(redirect).await;

    let response = fetch(&transport(), server.url("/")).await;

    assert_eq!(response.status(), 302);
    assert_eq!(response.headers()["location"], "/elsewhere");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn repeated_headers_stay_repeated_and_in_order() {
    let server = Server::responding(
        "HTTP/1.1 200 OK\r\nset-cookie: a=1\r\nset-cookie: b=2\r\ncontent-length: 0\r\n\r\n",
    )
    .await;

    let response = fetch(&transport(), server.url("/")).await;

    let cookies: Vec<_> = response.headers().get_all("set-cookie").iter().collect();
    assert_eq!(cookies, ["a=1", "b=2"]);
}

#[tokio::test]
async fn header_values_that_are_not_utf8_are_kept() {
    let server =
        Server::responding(b"HTTP/1.1 200 OK\r\nx-name: J\xfcrgen\r\ncontent-length: 0\r\n\r\n")
            .await;

    let response = fetch(&transport(), server.url("/")).await;

    assert_eq!(response.headers()["x-name"].as_bytes(), b"J\xfcrgen");
}

#[tokio::test]
async fn bodies_come_whole_whether_counted_chunked_or_ended_by_closing() {
    for response in [
        "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nhello",
    ] {
        let server = Server::responding_once(response).await;

        let response = fetch(&transport(), server.url("/")).await;

        assert_eq!(response.body(), "hello");
    }
}

#[tokio::test]
async fn a_body_that_ends_early_is_an_error() {
    for response in [
        "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhe",
    ] {
        let server = Server::responding_once(response).await;

        let failure = failure(&transport(), server.url("/")).await;

        let expected = (TransportErrorKind::Closed, Delivery::ResponseStarted);
        assert_eq!(failure, expected, "{response}");
    }
}

#[tokio::test]
async fn chunks_that_make_no_sense_are_a_protocol_error() {
    let nonsense = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nnonsense\r\n";
    let server = Server::responding(nonsense).await;

    let failure = failure(&transport(), server.url("/")).await;

    let expected = (TransportErrorKind::Protocol, Delivery::ResponseStarted);
    assert_eq!(failure, expected);
}

#[tokio::test]
async fn something_other_than_http_is_a_protocol_error() {
    let server = Server::responding("SSH-2.0-OpenSSH_9.9\r\n").await;

    let failure = failure(&transport(), server.url("/")).await;

    let expected = (TransportErrorKind::Protocol, Delivery::MaybeSent);
    assert_eq!(failure, expected);
}

#[tokio::test]
async fn a_connection_closed_before_the_response_may_have_delivered_the_request() {
    for part_of_a_head in ["", "HTTP/1.1 200 OK\r\ncontent-le"] {
        let server = Server::responding_once(part_of_a_head).await;

        let failure = failure(&transport(), server.url("/")).await;

        let expected = (TransportErrorKind::Closed, Delivery::MaybeSent);
        assert_eq!(failure, expected, "{part_of_a_head:?}");
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn nothing_of_the_http_library_is_left_in_the_extensions() {
    let server = Server::responding("HTTP/1.1 200 Fine\r\ncontent-length: 0\r\n\r\n").await;

    let response = fetch(&transport(), server.url("/")).await;

    assert!(response.extensions().is_empty());
}
