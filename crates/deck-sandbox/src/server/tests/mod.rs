use bytes::Bytes;
use http::Request;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use super::*;

mod control;
mod deliveries;
mod faults;
mod living;
mod observed;
mod writes;

const REQUEST: &[u8] =
    b"GET /v2/test HTTP/1.1\r\nhost: sandbox\r\nauthorization: Bearer sk_live_sandbox\r\n\r\n";

async fn connect(server: &SandboxServer) -> TcpStream {
    TcpStream::connect(server.address).await.unwrap()
}

/// Reads one response, whose body is known to end with a brace.
async fn read_response(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    while !text.ends_with(b"}") {
        assert_ne!(
            stream.read_buf(&mut text).await.unwrap(),
            0,
            "the connection was closed"
        );
    }
    String::from_utf8(text).unwrap()
}

async fn assert_responds(stream: &mut TcpStream) {
    stream.write_all(REQUEST).await.unwrap();
    let response = read_response(stream).await;
    assert!(response.starts_with("HTTP/1.1 200 OK\r\n"), "{response}");
}

#[tokio::test]
async fn one_connection_serves_many_requests() {
    let server = SandboxServer::start(Sandbox::new()).await.unwrap();
    let mut stream = connect(&server).await;

    for _ in 0..3 {
        assert_responds(&mut stream).await;
    }
}

#[tokio::test]
async fn both_forms_give_the_same_body() {
    let server = SandboxServer::start(Sandbox::seeded(4)).await.unwrap();
    let mut stream = connect(&server).await;
    let in_process = Request::get("/v2/test")
        .header("authorization", "Bearer sk_live_sandbox")
        .body(Bytes::new())
        .unwrap();

    stream.write_all(REQUEST).await.unwrap();
    let over_loopback = read_response(&mut stream).await;

    let expected = Sandbox::seeded(4).respond(&in_process);
    assert_eq!(
        over_loopback
            .split_once("\r\n\r\n")
            .map(|(_, body)| body.as_bytes()),
        Some(expected.body().as_ref())
    );
}

#[tokio::test]
async fn a_shutdown_closes_idle_connections_and_the_port() {
    let server = SandboxServer::start(Sandbox::new()).await.unwrap();
    let address = server.address;
    let mut stream = connect(&server).await;
    stream.write_all(REQUEST).await.unwrap();
    read_response(&mut stream).await;

    server.shutdown().await;

    assert_eq!(stream.read(&mut [0; 1]).await.unwrap(), 0);
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_drop_closes_the_connections() {
    let server = SandboxServer::start(Sandbox::new()).await.unwrap();
    let mut stream = connect(&server).await;
    stream.write_all(REQUEST).await.unwrap();
    read_response(&mut stream).await;

    drop(server);

    assert_eq!(stream.read(&mut [0; 1]).await.unwrap(), 0);
}

#[tokio::test]
async fn a_client_that_talks_nonsense_hurts_nobody_else() {
    let server = SandboxServer::start(Sandbox::new()).await.unwrap();
    let mut rude = connect(&server).await;
    rude.write_all(b"\x16\x03\x01 nonsense\r\n\r\n")
        .await
        .unwrap();

    let mut stream = connect(&server).await;
    assert_responds(&mut stream).await;
}

#[tokio::test]
async fn the_state_stays_shared_with_the_sandbox() {
    let sandbox = Sandbox::new();
    let server = SandboxServer::start(sandbox.clone()).await.unwrap();

    sandbox.insert(deck_types::TaskRun::fixture("trun_1"));

    assert_eq!(server.sandbox().len(), 1);
}

#[tokio::test]
async fn a_port_that_is_taken_is_an_error() {
    let server = SandboxServer::start(Sandbox::new()).await.unwrap();

    let second = SandboxServer::start_at_port(Sandbox::new(), server.address.port()).await;

    assert_eq!(second.unwrap_err().kind(), io::ErrorKind::AddrInUse);
}
