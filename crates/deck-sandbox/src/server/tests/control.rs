use std::collections::BTreeMap;

use http::StatusCode;
use serde_json::Value;
use serde_json::json;

use super::*;

/// Makes one request over a connection of its own, and returns the status and the body of the response.
async fn request(server: &SandboxServer, head: &str, body: &str) -> (StatusCode, Value) {
    let mut stream = connect(server).await;
    let length = body.len();
    let text = format!(
        "{head}\r\nHost: {}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}",
        server.address
    );
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    let (head, body) = response.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, serde_json::from_str(body).unwrap())
}

async fn control(server: &SandboxServer, line: &str, body: &str) -> (StatusCode, Value) {
    let (method, path) = line.split_once(' ').unwrap();
    let token = server.control_token();
    let head = format!("{method} /_sandbox/{path} HTTP/1.1\r\nAuthorization: Bearer {token}");
    request(server, &head, body).await
}

async fn ok(server: &SandboxServer, line: &str, body: &str) -> Value {
    let (status, response) = control(server, line, body).await;
    assert!(status.is_success(), "{line}: {status} {response}");
    response
}

async fn start() -> SandboxServer {
    SandboxServer::start(Sandbox::seeded(1)).await.unwrap()
}

#[tokio::test]
async fn health_needs_the_token() {
    let server = start().await;

    assert_eq!(ok(&server, "GET health", "").await["status"], "ok");

    let (status, body) = request(&server, "GET /_sandbox/health HTTP/1.1", "").await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert!(body["error"].as_str().unwrap().contains("control token"));
}

#[tokio::test]
async fn a_page_of_another_site_is_refused() {
    let server = start().await;
    let token = server.control_token();
    let head = format!(
        "POST /_sandbox/reset HTTP/1.1\r\nAuthorization: Bearer {token}\r\nOrigin: http://evil.test"
    );

    assert_eq!(request(&server, &head, "").await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_is_not_there_and_what_cannot_be_read_is_refused() {
    let server = start().await;

    for (line, body, expected) in [
        ("GET nothing", "", 404),
        ("GET runs/", "", 405),
        ("DELETE health", "", 405),
        ("DELETE runs/trun_none", "", 404),
        ("POST runs/trun_none/approve", "", 404),
        ("POST clock", "", 400),
        ("POST clock", r#"{"advance":"soon"}"#, 400),
        ("POST clock", r#"{"advance":"1s","by":1}"#, 400),
        ("PUT faults", r#"{"requests":"3:nonsense"}"#, 400),
        ("POST runs", "{}", 400),
    ] {
        let (status, body) = control(&server, line, body).await;
        assert_eq!(status.as_u16(), expected, "{line}");
        assert!(body["error"].is_string(), "{line}");
    }
}

#[tokio::test]
async fn the_clock_is_moved_on() {
    let server = start().await;
    let before = ok(&server, "GET clock", "").await;

    let after = ok(&server, "POST clock", r#"{"advance":"48h"}"#).await;

    let time = |clock: &Value| clock["now"].as_str().unwrap().parse::<String>().unwrap();
    assert!(time(&after)[..10] > time(&before)[..10]);
}

#[tokio::test]
async fn runs_are_counted_inserted_approved_and_deleted() {
    let server = start().await;
    assert_eq!(ok(&server, "GET runs", "").await["total"], 240);

    let run = r#"{"id":"trun_1","status":"review_required"}"#;
    assert_eq!(ok(&server, "POST runs", run).await, json!({"id": "trun_1"}));
    let approved = ok(&server, "POST runs/trun_1/approve", "").await;
    assert_eq!(approved["status"], "completed");
    let counted = ok(&server, "GET runs", "").await["by_status"].clone();
    let mut expected = BTreeMap::<String, u64>::new();
    for run in server.sandbox().runs() {
        *expected.entry(run.status.unwrap().to_string()).or_default() += 1;
    }
    assert_eq!(counted, json!(expected));
    ok(&server, "DELETE runs/trun_1", "").await;

    assert_eq!(server.sandbox().len(), 240);
}

#[tokio::test]
async fn faults_are_set_and_do_not_strike_the_control_api() {
    let server = start().await;
    let faults = r#"{"requests":"always:status=503","deliveries":"every-2:duplicate"}"#;

    ok(&server, "PUT faults", faults).await;

    let told = ok(&server, "GET faults", "").await;
    assert_eq!(told, serde_json::from_str::<Value>(faults).unwrap());
    ok(&server, "GET health", "").await;
    let (status, _) = request(&server, "GET /v2/test HTTP/1.1", "").await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn a_reset_leads_back_to_the_start() {
    let server = start().await;
    let start = ok(&server, "GET snapshot", "").await;
    ok(&server, "POST runs", r#"{"id":"trun_1"}"#).await;
    ok(&server, "PUT faults", r#"{"requests":"always:status=503"}"#).await;
    assert_ne!(ok(&server, "GET snapshot", "").await, start);

    ok(&server, "POST reset", "").await;

    assert_eq!(ok(&server, "GET snapshot", "").await, start);
    let (status, _) = request(&server, "GET /v2/test HTTP/1.1", "").await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn requests_are_told_without_what_may_be_secret() {
    let server = start().await;
    request(&server, "GET /v2/task-runs?limit=1 HTTP/1.1", "").await;
    request(
        &server,
        "GET /v2/nowhere HTTP/1.1\r\nAuthorization: Bearer hidden",
        "",
    )
    .await;

    let all = ok(&server, "GET requests", "").await;
    let unmatched = ok(&server, "GET requests/unmatched", "").await;

    let seen =
        |number, path| json!({"number": number, "method": "GET", "path": path, "status": 401});
    let (first, second) = (seen(1, "/v2/task-runs?limit=1"), seen(2, "/v2/nowhere"));
    assert_eq!(all, json!({"requests": [first, second]}));
    assert_eq!(unmatched, json!({"requests": [second]}));
}

#[tokio::test]
async fn a_shutdown_is_asked_for() {
    let server = start().await;

    ok(&server, "POST shutdown", "").await;

    server.shutdown_requested().await;
    server.shutdown().await;
}
