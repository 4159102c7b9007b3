//! Proxies: whole requests for `http`, tunnels for `https`, credentials for the proxy alone.

use std::process::Command;

use deck_transport::Delivery;
use deck_transport::HyperTransport;
use deck_transport::PlainHttp;
use deck_transport::Proxy;
use deck_transport::Roots;
use deck_transport::TransportErrorKind;

use crate::scene::failure;
use crate::scene::fetch;
use crate::server::Server;
use crate::tls::AUTHORITY;
use crate::tls::with_tls;

const EMPTY: &str = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";

/// Set for the process that [`the_environment_names_the_proxy`] starts.
const CHILD: &str = "DECK_TRANSPORT_TEST_CHILD";

#[tokio::test]
async fn an_http_request_goes_to_the_proxy_whole_and_with_credentials() {
    let proxy = Server::answering(EMPTY).await;

    fetch(
        &through(&proxy),
        "http://api.example/v2/test?a=1".to_owned(),
    )
    .await;

    let request = &proxy.requests()[0];
    assert!(request.starts_with("GET http://api.example/v2/test?a=1 HTTP/1.1\r\n"));
    assert!(request.contains("\r\nhost: api.example\r\n"));
    assert!(request.contains("\r\nproxy-authorization: Basic dXNlcjp3b3Jk\r\n"));
}

#[tokio::test]
async fn an_https_request_goes_through_a_tunnel_and_the_credentials_stay_outside() {
    let proxy = tunnel_to_tls().await;

    let response = fetch(&through(&proxy), "https://api.example/v2/test".to_owned()).await;

    assert_eq!(response.status(), 200);
    let [connect, request] = &proxy.requests()[..] else {
        panic!("a CONNECT and a request");
    };
    assert!(connect.starts_with("CONNECT api.example:443 HTTP/1.1\r\n"));
    assert!(connect.contains("\r\nProxy-Authorization: Basic dXNlcjp3b3Jk\r\n"));
    assert!(request.starts_with("GET /v2/test HTTP/1.1\r\n"));
    assert!(!request.to_lowercase().contains("proxy-authorization"));
}

#[tokio::test]
async fn a_tunnel_that_the_proxy_denies_is_a_connect_error() {
    for status in [403, 407] {
        let proxy = Server::answering(format!("HTTP/1.1 {status} No\r\n\r\n")).await;

        let failure = failure(&through(&proxy), "https://api.example/".to_owned()).await;

        assert_eq!(failure, (TransportErrorKind::Connect, Delivery::NotSent));
    }
}

#[tokio::test]
async fn loopback_is_reached_without_the_proxy() {
    let proxy = Server::answering(EMPTY).await;
    let server = Server::answering(EMPTY).await;

    fetch(&through(&proxy), server.url("/")).await;

    assert_eq!(proxy.connections(), 0);
    assert_eq!(server.connections(), 1);
}

/// The environment of a running process cannot be changed safely, so this runs the test below in a process of
/// its own.
#[tokio::test]
async fn the_environment_names_the_proxy() {
    let proxy = Server::answering(EMPTY).await;
    let mut child = Command::new(std::env::current_exe().expect("this program"));
    child
        .args(["--exact", "proxy::requests_follow_the_environment"])
        .env(CHILD, "1")
        .env("HTTP_PROXY", proxy.url(""))
        .env("NO_PROXY", "localhost")
        .env_remove("REQUEST_METHOD");

    let output = tokio::task::spawn_blocking(move || child.output()).await;

    let output = output.expect("a task").expect("a process");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
    assert!(proxy.requests()[0].starts_with("GET http://api.example/ HTTP/1.1\r\n"));
}

#[tokio::test]
async fn requests_follow_the_environment() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    let transport = HyperTransport::builder()
        .plain_http(PlainHttp::Anywhere)
        .build()
        .expect("a transport");

    assert_eq!(
        fetch(&transport, "http://api.example/".to_owned())
            .await
            .status(),
        200
    );
}

pub(crate) fn through(proxy: &Server) -> HyperTransport {
    HyperTransport::builder()
        .proxy(Proxy::Url(format!("http://user:word@{}", proxy.address())))
        .plain_http(PlainHttp::Anywhere)
        .roots(Roots::Pem(AUTHORITY.to_vec()))
        .build()
        .expect("a transport")
}

/// A proxy that grants every tunnel and is the server at its far end as well.
pub(crate) async fn tunnel_to_tls() -> Server {
    Server::start(|mut peer| async move {
        peer.request().await?;
        peer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            .await?;
        let mut peer = with_tls(peer).await?;
        peer.request().await?;
        peer.write(EMPTY.as_bytes()).await
    })
    .await
}
