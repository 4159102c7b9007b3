//! HTTP/2: chosen by the server, one connection for everybody, the same contract.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use deck_transport::Delivery;
use deck_transport::HyperTransport;
use deck_transport::HyperTransportBuilder;
use deck_transport::Roots;
use deck_transport::TimeoutPhase;
use deck_transport::Transport;
use deck_transport::TransportErrorKind;
use http::Request;
use http::Response;
use http::Version;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper_util::rt::TokioExecutor;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use crate::scene::SHORT;
use crate::scene::build;
use crate::scene::failure;
use crate::scene::fetch;
use crate::scene::get;
use crate::server::Server;
use crate::tls::AUTHORITY;
use crate::tls::server_config;

#[tokio::test]
async fn a_server_that_speaks_http2_is_spoken_to_in_http2() {
    let server = server().await;

    let response = fetch(&build(trusting()), url(&server, "/hello")).await;

    assert_eq!(response.version(), Version::HTTP_2);
    assert_eq!(response.body(), "hello");
}

#[tokio::test]
async fn requests_at_the_same_time_share_a_connection() {
    let server = server().await;
    let transport = build(trusting());
    fetch(&transport, url(&server, "/hello")).await;

    let (first, second) = tokio::join!(
        transport.send(get(url(&server, "/hello"))),
        transport.send(get(url(&server, "/hello"))),
    );

    assert!(first.is_ok() && second.is_ok());
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn a_stream_that_is_never_responded_to_is_a_headers_timeout_and_spares_the_connection() {
    let server = server().await;
    let transport = build(trusting().headers_timeout(SHORT));

    for _ in 0..2 {
        let failure = failure(&transport, url(&server, "/never")).await;

        let expected = (
            TransportErrorKind::Timeout(TimeoutPhase::Headers),
            Delivery::MaybeSent,
        );
        assert_eq!(failure, expected);
    }

    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn absurd_times_of_the_keep_alive_are_no_panic() {
    let server = server().await;
    for interval in [Duration::ZERO, Duration::MAX] {
        let builder = trusting()
            .http2_keep_alive_interval(interval)
            .http2_keep_alive_timeout(Duration::MAX);

        let response = fetch(&build(builder), url(&server, "/hello")).await;

        assert_eq!(response.body(), "hello");
    }
}

#[tokio::test]
async fn a_body_beyond_the_ceiling_is_refused() {
    let server = server().await;
    let transport = build(trusting().max_body_bytes(4));

    let failure = failure(&transport, url(&server, "/hello")).await;

    let expected = (TransportErrorKind::BodyTooLarge, Delivery::ResponseStarted);
    assert_eq!(failure, expected);
}

async fn server() -> Server {
    Server::start(|peer| async { peer.upgrade(serve).await.map(drop) }).await
}

async fn serve(stream: TcpStream) -> io::Result<TcpStream> {
    let mut config = server_config();
    config.alpn_protocols = vec![b"h2".to_vec()];
    let stream = TlsAcceptor::from(Arc::new(config)).accept(stream).await?;
    http2::Builder::new(TokioExecutor::new())
        .serve_connection(TokioIo::new(stream), service_fn(respond))
        .await
        .map_err(io::Error::other)?;
    Err(io::ErrorKind::UnexpectedEof.into())
}

async fn respond(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    if request.uri().path() == "/never" {
        std::future::pending::<()>().await;
    }
    Ok(Response::new(Full::from("hello")))
}

fn trusting() -> HyperTransportBuilder {
    HyperTransport::builder().roots(Roots::Pem(AUTHORITY.to_vec()))
}

fn url(server: &Server, path: &str) -> String {
    format!("https://localhost:{}{path}", server.address().port())
}
