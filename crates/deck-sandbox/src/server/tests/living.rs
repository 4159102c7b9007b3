//! Runs that change as time passes, over loopback.

use std::time::Duration;

use deck_transport::Clock;
use deck_transport::HyperTransport;
use deck_transport::ManualClock;
use deck_transport::Proxy;
use deck_transport::SharedClock;
use deck_transport::TokioClock;
use deck_transport::Transport;
use deck_types::Operation;
use deck_types::RunTask;
use deck_types::Task;
use deck_types::TaskRun;
use deck_types::TaskRunId;

use super::*;
use crate::SandboxBuilder;
use crate::Script;

const SECOND: Duration = Duration::from_secs(1);

fn builder() -> SandboxBuilder {
    let script = Script::new().queued(2 * SECOND).running(9 * SECOND);
    Sandbox::builder()
        .with_tasks([Task::fixture("task_1")])
        .script("task_1", script)
}

async fn send(server: &SandboxServer, method: &str, path: &str) -> TaskRun {
    let transport = HyperTransport::builder().proxy(Proxy::None).build();
    let request = Request::builder()
        .method(method)
        .uri(format!("{}{path}", server.url()))
        .header("authorization", "Bearer sk_live_sandbox")
        .header("content-type", "application/json")
        .body(Bytes::from(if method == "POST" { "{}" } else { "" }));
    let response = transport.unwrap().send(request.unwrap()).await.unwrap();
    RunTask::read(response.body()).unwrap()
}

async fn start(server: &SandboxServer) -> TaskRunId {
    send(server, "POST", "/tasks/task_1/run").await.id
}

async fn status(server: &SandboxServer, id: &TaskRunId) -> String {
    let run = send(server, "GET", &format!("/task-runs/{id}")).await;
    run.status.unwrap().as_str().to_owned()
}

#[tokio::test]
async fn a_run_waits_works_and_completes_over_loopback_by_the_clock_of_the_sandbox() {
    let clock = ManualClock::new();
    let sandbox = builder().clock(clock.clone()).build();
    let server = SandboxServer::start(sandbox).await.unwrap();
    let id = start(&server).await;
    let mut seen = Vec::new();

    for _ in 0..3 {
        seen.push(status(&server, &id).await);
        clock.advance(6 * SECOND);
    }

    assert_eq!(seen, ["queued", "running", "completed"]);
}

#[tokio::test]
async fn time_can_pass_faster_than_by_the_clock() {
    let clock = ManualClock::new();
    let sandbox = builder().clock(clock.clone()).speed(60).build();
    let server = SandboxServer::start(sandbox).await.unwrap();
    let id = start(&server).await;

    clock.advance(SECOND);

    assert_eq!(status(&server, &id).await, "completed");
}

#[tokio::test]
async fn a_sandbox_without_a_clock_goes_by_that_of_its_server() {
    let clock = SharedClock::new(TokioClock);
    let before = clock.system_time();
    let server = SandboxServer::start(builder().build()).await.unwrap();

    let id = start(&server).await;

    let mut runs = server.sandbox().runs().into_iter();
    let run = runs.find(|run| run.id == id).unwrap();
    assert!(run.created_at.unwrap().to_system_time().unwrap() >= before);
}

#[tokio::test]
async fn both_forms_give_the_same_bytes_for_the_same_requests_and_times() {
    let time = std::time::SystemTime::UNIX_EPOCH + 1_800_000_000 * SECOND;
    let clocks = [ManualClock::at(time), ManualClock::at(time)];
    let sandboxes = clocks
        .clone()
        .map(|clock| Sandbox::builder().seed(9).clock(clock).build());
    let [in_process, served] = sandboxes;
    let server = SandboxServer::start(served).await.unwrap();
    let task = in_process.tasks()[0].id.clone();
    let transport = HyperTransport::builder()
        .proxy(Proxy::None)
        .build()
        .unwrap();

    for number in 0..40 {
        let (method, path) = match number % 4 {
            0 => ("POST", format!("/tasks/{task}/run")),
            1 => ("GET", "/task-runs?limit=20".to_owned()),
            2 => ("GET", "/events?limit=100".to_owned()),
            _ => ("GET", "/agents".to_owned()),
        };
        let request = |base: &str| {
            let request = Request::builder()
                .method(method)
                .uri(format!("{base}{path}"));
            let request = request
                .header("authorization", "Bearer sk_live_sandbox")
                .header("content-type", "application/json");
            request
                .body(Bytes::from(if method == "POST" { "{}" } else { "" }))
                .unwrap()
        };
        let here = in_process
            .send(request(crate::SANDBOX_BASE_URL))
            .await
            .unwrap();
        let there = transport.send(request(&server.url())).await.unwrap();

        assert_eq!(
            (here.status(), here.body()),
            (there.status(), there.body()),
            "{path}"
        );
        clocks.iter().for_each(|clock| clock.advance(5 * SECOND));
    }
}
