use std::time::Duration;

use deck_transport::Clock;
use deck_transport::ManualClock;
use deck_webhooks::Verifier;
use http::StatusCode;
use tokio::net::TcpListener;

use super::*;
use crate::SANDBOX_API_KEY;
use crate::SANDBOX_BASE_URL;

const SECRET: &str = "whsec_bmV3IHNlY3JldCBvZiBhIGRlc3RpbmF0aW9u";

fn create(sandbox: &Sandbox, path: &str, body: &str) {
    let request = Request::post(format!("{SANDBOX_BASE_URL}{path}"))
        .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
        .header("content-type", "application/json")
        .body(Bytes::from(body.to_owned()))
        .unwrap();
    assert_eq!(sandbox.respond(&request).status(), StatusCode::CREATED);
}

fn create_webhook(sandbox: &Sandbox, url: &str) {
    let webhook = format!(r#"{{"url":"{url}","secret":"{SECRET}"}}"#);
    let body = format!(r#"{{"name":"Bills","webhook":{webhook}}}"#);
    create(sandbox, "/event-destinations", &body);
}

/// Reads one request with a body of JSON and responds to it.
async fn receive(listener: &TcpListener) -> String {
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut text = Vec::new();
    while !text.ends_with(b"}") {
        assert_ne!(stream.read_buf(&mut text).await.unwrap(), 0);
    }
    let response = b"HTTP/1.1 204 No Content\r\n\r\n";
    stream.write_all(response).await.unwrap();
    String::from_utf8(text).unwrap()
}

#[tokio::test]
async fn a_server_delivers_by_itself() {
    let server = SandboxServer::start(Sandbox::new()).await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    create_webhook(
        server.sandbox(),
        &format!("http://localhost:{port}/hook?a=1"),
    );

    create(server.sandbox(), "/agents", r#"{"name":"Bills"}"#);
    let request = receive(&listener).await;

    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    assert_eq!(lines.next(), Some("POST /hook?a=1 HTTP/1.1"));
    let headers: Vec<_> = lines.filter_map(|line| line.split_once(": ")).collect();
    let header = |name: &str| {
        let mut headers = headers.iter();
        let (_, value) = headers.find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(value.as_bytes())
    };
    assert_eq!(header("host"), Some(format!("localhost:{port}").as_bytes()));
    let verifier = Verifier::new(SECRET.parse().unwrap());
    let now = server.sandbox().any_clock().unwrap().system_time();
    assert!(verifier.verify(header, body.as_bytes(), now).is_ok());
}

#[tokio::test]
async fn a_retry_comes_when_the_clock_brings_it() {
    let clock = ManualClock::new();
    let sandbox = Sandbox::builder().clock(clock.clone()).build();
    let _server = SandboxServer::start(sandbox.clone()).await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    create_webhook(&sandbox, &format!("http://127.0.0.1:{port}/"));

    create(&sandbox, "/agents", r#"{"name":"Bills"}"#);
    drop(listener.accept().await.unwrap());
    while sandbox.until_next_delivery() != Some(Duration::from_secs(1)) {
        tokio::task::yield_now().await;
    }
    clock.advance(Duration::from_secs(1));

    assert!(receive(&listener).await.contains("agent.created"));
}

#[tokio::test]
async fn what_is_not_on_this_machine_gets_nothing() {
    let clock = ManualClock::new();
    let sandbox = Sandbox::builder().clock(clock.clone()).build();
    let _server = SandboxServer::start(sandbox.clone()).await.unwrap();
    create_webhook(&sandbox, "http://192.0.2.1:9/");

    create(&sandbox, "/agents", r#"{"name":"Bills"}"#);
    // The attempt has failed without a connection, which would wait for the clock.
    while sandbox.until_next_delivery() != Some(Duration::from_secs(1)) {
        tokio::task::yield_now().await;
    }
}
