//! Connections are kept, shared, and given up with the request.

use std::sync::Arc;

use deck_transport::Delivery;
use deck_transport::HyperTransport;
use deck_transport::PlainHttp;
use deck_transport::Transport;
use deck_transport::TransportErrorKind;
use tokio::net::TcpListener;
use tokio::sync::Notify;

use crate::scene::build;
use crate::scene::fetch;
use crate::scene::get;
use crate::scene::reasons;
use crate::scene::transport;
use crate::server::Server;

const EMPTY: &str = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";

#[tokio::test]
async fn requests_one_after_the_other_share_a_connection() {
    let server = Server::responding(EMPTY).await;
    let transport = transport();

    for _ in 0..3 {
        fetch(&transport.clone(), server.url("/")).await;
    }

    assert_eq!(server.connections(), 1);
}

/// Reads bodies of more than one read, so that the response is there before the connection is free; and in a
/// task, which has no precedence over that of the connection.
#[tokio::test]
async fn a_listing_of_large_pages_takes_one_connection() {
    let body = vec![b' '; 256 * 1024];
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
    let server = Server::responding([head.into_bytes(), body].concat()).await;
    let (transport, url) = (transport(), server.url("/"));

    let listing = async move {
        for _ in 0..16 {
            fetch(&transport, url.clone()).await;
        }
    };
    tokio::spawn(listing).await.expect("a listing");

    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn without_a_pool_every_request_has_its_own_connection() {
    let server = Server::responding(EMPTY).await;
    let transport = build(HyperTransport::builder().pool_max_idle_per_host(0));

    for _ in 0..3 {
        fetch(&transport, server.url("/")).await;
    }

    assert_eq!(server.connections(), 3);
}

#[tokio::test]
async fn dropping_the_future_before_the_response_hangs_up() {
    let (arrived, gone) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let signals = (Arc::clone(&arrived), Arc::clone(&gone));
    let server = Server::start(move |mut peer| {
        let (arrived, gone) = signals.clone();
        async move {
            peer.request().await?;
            arrived.notify_one();
            peer.hung_up().await?;
            gone.notify_one();
            Ok(())
        }
    })
    .await;
    let transport = transport();

    tokio::select! {
        _ = transport.send(get(server.url("/"))) => panic!("there is no response"),
        () = arrived.notified() => {}
    }

    gone.notified().await;
}

#[tokio::test]
async fn dropping_the_future_within_the_body_hangs_up() {
    let (begun, gone) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let signals = (Arc::clone(&begun), Arc::clone(&gone));
    let server = Server::start(move |mut peer| {
        let (begun, gone) = signals.clone();
        async move {
            peer.request().await?;
            peer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhello")
                .await?;
            begun.notify_one();
            peer.hung_up().await?;
            gone.notify_one();
            Ok(())
        }
    })
    .await;
    let transport = transport();

    tokio::select! {
        _ = transport.send(get(server.url("/"))) => panic!("the response is not complete"),
        () = begun.notified() => {}
    }

    gone.notified().await;
}

#[tokio::test]
async fn a_port_where_nobody_listens_is_a_connect_error() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    drop(listener);

    let (kind, delivery, reasons) = reasons(&transport(), format!("http://{address}/")).await;

    assert_eq!(
        (kind, delivery),
        (TransportErrorKind::Connect, Delivery::NotSent)
    );
    let expected = format!("{address} could not be reached: ");
    assert!(reasons.starts_with(&expected), "{reasons}");
}

#[tokio::test]
async fn a_name_that_no_resolver_can_know_is_a_resolve_error() {
    // A label of more than 63 bytes is no domain name, so no resolver asks the network for it.
    let name = "a".repeat(64);
    let transport = build(HyperTransport::builder().plain_http(PlainHttp::Anywhere));

    let (kind, delivery, reasons) = reasons(&transport, format!("http://{name}.example/")).await;

    assert_eq!(
        (kind, delivery),
        (TransportErrorKind::Resolve, Delivery::NotSent)
    );
    let expected = format!("{name}.example:80 could not be reached: ");
    assert!(reasons.starts_with(&expected), "{reasons}");
}

#[tokio::test]
async fn a_connection_that_the_server_closed_is_not_used_again() {
    let closing = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
    let server = Server::responding_once(closing).await;
    let transport = transport();

    for _ in 0..3 {
        assert_eq!(fetch(&transport, server.url("/")).await.status(), 200);
    }

    assert_eq!(server.connections(), 3);
}
