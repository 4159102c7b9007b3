//! Proxies: whole requests for `http`, tunnels for `https`, credentials for the proxy alone.

use std::net::SocketAddr;
use std::process::Command;

use deck_transport::Delivery;
use deck_transport::HyperTransport;
use deck_transport::PlainHttp;
use deck_transport::Proxy;
use deck_transport::Roots;
use deck_transport::TimeoutPhase;
use deck_transport::TransportErrorKind;
use tokio::net::TcpListener;

use crate::scene::SHORT;
use crate::scene::failure;
use crate::scene::fetch;
use crate::scene::reasons;
use crate::server::Server;
use crate::tls::AUTHORITY;
use crate::tls::with_tls;

const EMPTY: &str = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";

/// Set for the process that a test starts, because the environment of a running process cannot be changed
/// safely.
const CHILD: &str = "DECK_TRANSPORT_TEST_CHILD";

#[tokio::test]
async fn an_http_request_goes_to_the_proxy_whole_and_with_credentials() {
    let proxy = Server::responding(EMPTY).await;

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
    assert!(connect.contains("\r\nproxy-authorization: Basic dXNlcjp3b3Jk\r\n"));
    assert!(request.starts_with("GET /v2/test HTTP/1.1\r\n"));
    assert!(!request.to_lowercase().contains("proxy-authorization"));
}

#[tokio::test]
async fn a_tunnel_that_the_proxy_denies_names_the_proxy_and_the_status() {
    for (status, kind) in [
        ("403 Forbidden", TransportErrorKind::Proxy),
        (
            "407 Proxy Authentication Required",
            TransportErrorKind::Proxy,
        ),
        ("429 Too Many Requests", TransportErrorKind::Connect),
        ("503 Service Unavailable", TransportErrorKind::Connect),
    ] {
        let proxy = Server::responding(format!("HTTP/1.1 {status}\r\n\r\n")).await;

        let (actual, delivery, reasons) =
            reasons(&through(&proxy), "https://api.example/".to_owned()).await;

        assert_eq!((actual, delivery), (kind, Delivery::NotSent), "{status}");
        let address = proxy.address();
        let expected = format!(
            "the proxy http://{address} refused to connect to api.example:443 with status {status}"
        );
        assert!(reasons.starts_with(&expected), "{reasons}");
    }
}

#[tokio::test]
async fn a_proxy_that_is_not_there_is_told_from_a_target_that_is_not_there() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    drop(listener);

    for target in ["https://api.example/", "http://api.example/"] {
        let transport = through_address(address);
        let (kind, delivery, reasons) = reasons(&transport, target.to_owned()).await;

        assert_eq!(
            (kind, delivery),
            (TransportErrorKind::Connect, Delivery::NotSent)
        );
        let expected = format!("the proxy http://{address} could not be reached: ");
        assert!(reasons.starts_with(&expected), "{reasons}");
        assert!(!reasons.contains("word"), "{reasons}");
    }
}

#[tokio::test]
async fn a_proxy_that_responds_with_something_else_than_http_is_named() {
    for response in ["", "SSH-2.0-x\r\n", "HTTP/1.1 200 OK\r\nendless: "] {
        let endless = "x".repeat(if response.ends_with(' ') { 100_000 } else { 0 });
        let proxy = Server::responding_once(format!("{response}{endless}")).await;

        let (kind, _, reasons) = reasons(&through(&proxy), "https://api.example/".to_owned()).await;

        assert_eq!(kind, TransportErrorKind::Connect);
        let address = proxy.address();
        let expected = format!("the proxy http://{address} did not respond to CONNECT: ");
        assert!(reasons.starts_with(&expected), "{reasons}");
    }
}

#[tokio::test]
async fn a_proxy_that_says_nothing_is_named_when_the_time_is_up() {
    let proxy = Server::start(|mut peer| async move { peer.hung_up().await }).await;
    let transport = HyperTransport::builder()
        .proxy(Proxy::Url(proxy.url("")))
        .connect_timeout(SHORT)
        .build()
        .expect("a transport");

    let (kind, _, reasons) = reasons(&transport, "https://api.example/".to_owned()).await;

    assert_eq!(kind, TransportErrorKind::Timeout(TimeoutPhase::Connect));
    assert_eq!(
        reasons,
        format!("the proxy {} gave no connection in time", proxy.url(""))
    );
}

#[tokio::test]
async fn loopback_is_reached_without_the_proxy() {
    let proxy = Server::responding(EMPTY).await;
    let server = Server::responding(EMPTY).await;

    fetch(&through(&proxy), server.url("/")).await;

    assert_eq!(proxy.connections(), 0);
    assert_eq!(server.connections(), 1);
}

/// Runs the test below in a process of its own.
#[tokio::test]
async fn the_environment_names_the_proxy() {
    let proxy = Server::responding(EMPTY).await;

    run_in_environment(
        "proxy::requests_follow_the_environment",
        &[
            ("HTTP_PROXY", &proxy.url("")),
            ("HTTPS_PROXY", "socks5://user:word@proxy.invalid:1080"),
            ("NO_PROXY", "localhost direct.invalid:8080"),
        ],
    )
    .await;

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
    let (kind, delivery, reasons) = reasons(&transport, "https://api.example/".to_owned()).await;
    assert_eq!(
        (kind, delivery),
        (TransportErrorKind::Proxy, Delivery::NotSent)
    );
    assert!(
        reasons.starts_with("the proxy socks5://proxy.invalid:1080 is not supported"),
        "{reasons}"
    );
    let direct = failure(&transport, "https://direct.invalid:8080/".to_owned()).await;
    assert_eq!(direct, (TransportErrorKind::Resolve, Delivery::NotSent));
}

/// Runs the test below in a process of its own.
#[tokio::test]
async fn a_variable_that_names_no_proxy_is_an_error_and_not_passed_over() {
    let proxy = Server::responding(EMPTY).await;

    run_in_environment(
        "proxy::requests_stop_at_a_variable_that_names_no_proxy",
        &[
            ("ALL_PROXY", &proxy.url("")),
            ("HTTPS_PROXY", "http://user:word@::nonsense"),
            ("NO_PROXY", "direct.invalid"),
        ],
    )
    .await;

    assert!(proxy.requests()[0].starts_with("GET http://api.example/ HTTP/1.1\r\n"));
}

#[tokio::test]
async fn requests_stop_at_a_variable_that_names_no_proxy() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    let transport = HyperTransport::builder()
        .plain_http(PlainHttp::Anywhere)
        .build()
        .expect("a transport");

    let (kind, delivery, reasons) = reasons(&transport, "https://api.example/".to_owned()).await;
    assert_eq!(
        (kind, delivery),
        (TransportErrorKind::Proxy, Delivery::NotSent)
    );
    assert_eq!(
        reasons,
        "the environment variable HTTPS_PROXY is not the URL of a proxy, such as \
         http://proxy.example:3128: correct it or unset it"
    );
    let direct = failure(&transport, "https://direct.invalid/".to_owned()).await;
    assert_eq!(direct, (TransportErrorKind::Resolve, Delivery::NotSent));
    let plain = fetch(&transport, "http://api.example/".to_owned()).await;
    assert_eq!(plain.status(), 200);
}

/// Runs one test of this program in a process with these variables.
async fn run_in_environment(test: &str, variables: &[(&str, &str)]) {
    let mut child = Command::new(std::env::current_exe().expect("this program"));
    child.args(["--exact", test]).env(CHILD, "1");
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"] {
        child.env_remove(name).env_remove(name.to_lowercase());
    }
    child.env_remove("REQUEST_METHOD");
    child.envs(variables.iter().copied());

    let output = tokio::task::spawn_blocking(move || child.output()).await;

    let output = output.expect("a task").expect("a process");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}");
    assert!(text.contains("1 passed"), "{text}");
}

pub(crate) fn through(proxy: &Server) -> HyperTransport {
    through_address(proxy.address())
}

fn through_address(proxy: SocketAddr) -> HyperTransport {
    HyperTransport::builder()
        .proxy(Proxy::Url(format!("http://user:word@{proxy}")))
        .plain_http(PlainHttp::Anywhere)
        .roots(Roots::Pem(AUTHORITY.to_vec()))
        .build()
        .expect("a transport")
}

/// Starts a proxy that grants every tunnel and is the server at its far end as well.
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
