use std::sync::Arc;
use std::sync::Mutex;

use super::*;

async fn ask(server: &SandboxServer, target: &str) {
    let mut stream = connect(server).await;
    let head = format!(
        "GET {target} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n",
        server.address
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut response = Vec::new();
    stream.read_to_end(&mut response).await.unwrap();
}

#[tokio::test]
async fn an_observer_is_told_of_every_request_but_those_of_the_control_api() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let requests = Arc::clone(&seen);
    let sandbox = Sandbox::builder()
        .faults("2:truncated-body".parse().unwrap())
        .build();
    let server = SandboxServer::start_observed(sandbox, 0, move |request| {
        let ServedRequest {
            method,
            target,
            status,
            fault,
            ..
        } = request;
        let line = format!("{method} {target} {status} {fault:?}");
        requests.lock().unwrap().push(line);
    });
    let server = server.await.unwrap();

    ask(&server, "/v2/task-runs?status=%66ailed&limit=1").await;
    ask(&server, "/v2/test").await;
    ask(&server, "/_sandbox/health").await;

    let expected = [
        "GET /v2/task-runs?status=%66ailed&limit=1 401 None",
        "GET /v2/test 401 Some(\"truncated-body\")",
    ];
    assert_eq!(*seen.lock().unwrap(), expected);
}
