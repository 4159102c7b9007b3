//! Requests with a body, over loopback.

use deck_transport::HyperTransport;
use deck_transport::Proxy;
use deck_transport::Transport;
use deck_types::Task;

use super::*;
use crate::Fault;
use crate::FaultPlan;
use crate::response::body::MAX_BODY_BYTES;

async fn start() -> SandboxServer {
    let builder = Sandbox::builder().with_tasks([Task::fixture("task_1")]);
    SandboxServer::start(builder.build()).await.unwrap()
}

fn transport() -> HyperTransport {
    HyperTransport::builder()
        .proxy(Proxy::None)
        .build()
        .unwrap()
}

fn run_task(base_url: &str, body: impl Into<Bytes>) -> Request<Bytes> {
    Request::post(format!("{base_url}/tasks/task_1/run"))
        .header("authorization", "Bearer sk_live_sandbox")
        .header("content-type", "application/json")
        .header("idempotency-key", "a")
        .body(body.into())
        .unwrap()
}

#[tokio::test]
async fn a_body_arrives_whole_and_both_forms_give_the_same_response() {
    let server = start().await;
    let body = format!(r#"{{"input":"{}"}}"#, "x".repeat(1024 * 1024));

    let over_loopback = transport()
        .send(run_task(&server.url(), body.clone()))
        .await
        .unwrap();
    let in_process = server
        .sandbox()
        .respond(&run_task(crate::SANDBOX_BASE_URL, body));

    assert_eq!(over_loopback.status(), 201);
    assert_eq!(over_loopback.body(), in_process.body());
    assert_eq!(server.sandbox().len(), 1);
}

#[tokio::test]
async fn a_body_that_is_too_long_is_refused() {
    let server = start().await;
    let mut stream = connect(&server).await;
    let head = format!(
        "POST /v2/tasks/task_1/run HTTP/1.1\r\nhost: sandbox\r\nauthorization: Bearer sk_live_sandbox\r\n\
         content-length: {}\r\n\r\n",
        MAX_BODY_BYTES + 1
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream
        .write_all(&vec![b' '; MAX_BODY_BYTES + 1])
        .await
        .unwrap();

    let response = read_response(&mut stream).await;

    assert!(response.starts_with("HTTP/1.1 413 "), "{response}");
}

#[tokio::test]
async fn a_request_whose_body_breaks_off_is_not_carried_out() {
    let server = start().await;
    let mut stream = connect(&server).await;
    let head = b"POST /v2/tasks/task_1/run HTTP/1.1\r\nhost: sandbox\r\n\
        authorization: Bearer sk_live_sandbox\r\ncontent-type: application/json\r\n\
        content-length: 3\r\n\r\n{}";
    stream.write_all(head).await.unwrap();
    stream.shutdown().await.unwrap();

    // The server closes the connection when it has seen that there is no more.
    let mut response = Vec::new();
    stream.read_to_end(&mut response).await.unwrap();

    assert_eq!(response, b"");
    assert_eq!(server.sandbox().len(), 0);
    assert_eq!(server.sandbox().traffic().requests, 0);
}

#[tokio::test]
async fn a_connection_that_is_reset_has_let_the_operation_happen_and_a_repeat_gets_its_response() {
    let server = start().await;
    let sandbox = server.sandbox();
    sandbox.set_faults(FaultPlan::new().at(1, Fault::reset_body()));

    let broken = transport().send(run_task(&server.url(), "{}")).await;
    let made = sandbox.len();
    let repeat = transport().send(run_task(&server.url(), "{}")).await;

    assert!(broken.is_err());
    assert_eq!(made, 1);
    assert_eq!(repeat.unwrap().status(), 201);
    assert_eq!(sandbox.len(), 1);
}
