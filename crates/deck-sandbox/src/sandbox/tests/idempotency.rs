//! Requests with an idempotency key, on virtual time.

use std::time::Duration;

use deck_transport::ManualClock;
use deck_types::Task;
use http::StatusCode;

use super::*;
use crate::ConcurrentRepeats;
use crate::Fault;

const SECOND: Duration = Duration::from_secs(1);
const DAY: Duration = Duration::from_secs(24 * 3_600);

fn builder() -> SandboxBuilder {
    Sandbox::builder().with_tasks([Task::fixture("task_1"), Task::fixture("task_2")])
}

fn timed() -> (Sandbox, ManualClock) {
    timed_with(ConcurrentRepeats::default())
}

fn timed_with(repeats: ConcurrentRepeats) -> (Sandbox, ManualClock) {
    let clock = ManualClock::new();
    let builder = builder().concurrent_repeats(repeats);
    (builder.clock(clock.clone()).build(), clock)
}

fn run_task(key: &str) -> Request<Bytes> {
    post("/tasks/task_1/run", key, "{}")
}

fn post(path: &str, key: &str, body: &'static str) -> Request<Bytes> {
    Request::post(format!("{SANDBOX_BASE_URL}{path}"))
        .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
        .header("content-type", "application/json")
        .header("idempotency-key", key)
        .body(Bytes::from(body))
        .unwrap()
}

#[track_caller]
fn check_refused(response: &Response<Bytes>, status: u16, code: &str) {
    let body: serde_json::Value = serde_json::from_slice(response.body()).unwrap();
    assert_eq!(response.status(), status, "{body}");
    assert_eq!(body["errors"][0]["type"], "idempotency");
    assert_eq!(body["errors"][0]["code"], code);
}

#[track_caller]
fn check_created(response: &Response<Bytes>) {
    assert_eq!(response.status(), 201, "{:?}", response.body());
}

/// Sends a request whose response takes ten seconds, and gives up at once.
async fn give_up(sandbox: &Sandbox, request: Request<Bytes>, fault: Fault) {
    sandbox.set_faults(FaultPlan::new().at(1, fault));
    tokio::select! {
        biased;
        _ = sandbox.send(request) => panic!("the response is not ready"),
        () = std::future::ready(()) => {}
    }
}

#[test]
fn a_repeat_gets_the_response_of_the_first_request_byte_for_byte() {
    let sandbox = builder().build();

    let first = sandbox.respond(&run_task("a"));
    let repeat = sandbox.respond(&run_task("a"));

    check_created(&first);
    assert_eq!(repeat.status(), first.status());
    assert_eq!(repeat.headers(), first.headers());
    assert_eq!(repeat.body(), first.body());
    assert_eq!(sandbox.len(), 1);
}

#[test]
fn other_keys_and_no_keys_make_other_runs() {
    let sandbox = builder().build();
    let mut without_key = run_task("a");
    without_key.headers_mut().remove("idempotency-key");

    for request in [
        run_task("a"),
        run_task("b"),
        without_key.clone(),
        without_key,
    ] {
        check_created(&sandbox.respond(&request));
    }

    assert_eq!(sandbox.len(), 4);
}

#[test]
fn a_key_with_other_parameters_is_refused() {
    let sandbox = builder().build();
    check_created(&sandbox.respond(&run_task("a")));

    for request in [
        post("/tasks/task_1/run", "a", "{ }"),
        post("/tasks/task_2/run", "a", "{}"),
        post("/tasks/task_1/run?a", "a", "{}"),
        post("/task-runs/trun_1/cancel", "a", ""),
    ] {
        check_refused(&sandbox.respond(&request), 409, "idempotency_error");
    }
    assert_eq!(sandbox.len(), 1);
}

#[test]
fn a_failure_is_not_kept() {
    let sandbox = builder().build();
    let request = post("/tasks/task_3/run", "a", "{}");
    assert_eq!(sandbox.respond(&request).status(), 404);
    sandbox.insert_task(Task::fixture("task_3"));

    check_created(&sandbox.respond(&request));
}

#[test]
fn a_key_that_failed_is_free_for_other_parameters() {
    let sandbox = builder().build();
    let failing = post("/tasks/task_3/run", "a", "{}");
    assert_eq!(sandbox.respond(&failing).status(), 404);

    check_created(&sandbox.respond(&run_task("a")));
}

#[test]
fn a_key_of_256_characters_is_accepted_and_a_longer_or_unreadable_one_refused() {
    let sandbox = builder().build();
    check_created(&sandbox.respond(&run_task(&"k".repeat(256))));

    for key in [&"k".repeat(257), "", "a b", "é"] {
        check_refused(
            &sandbox.respond(&run_task(key)),
            400,
            "idempotency_key_error",
        );
    }
    let mut twice = run_task("a");
    let other = http::HeaderValue::from_static("b");
    twice.headers_mut().append("idempotency-key", other);
    check_refused(&sandbox.respond(&twice), 400, "idempotency_key_error");
}

#[test]
fn a_key_means_nothing_to_a_request_that_reads() {
    let sandbox = builder().build();
    let mut request = run_task(&"k".repeat(257));
    *request.method_mut() = http::Method::GET;
    *request.uri_mut() = "/v2/tasks/task_1".parse().unwrap();

    assert_eq!(sandbox.respond(&request).status(), 200);
}

#[test]
fn a_response_is_kept_for_24_hours() {
    let (sandbox, clock) = timed();
    check_created(&sandbox.respond(&run_task("a")));

    clock.advance(DAY - Duration::from_nanos(1));
    check_created(&sandbox.respond(&run_task("a")));
    assert_eq!(sandbox.len(), 1);
    clock.advance(Duration::from_nanos(1));
    check_created(&sandbox.respond(&run_task("a")));

    assert_eq!(sandbox.len(), 2);
}

#[tokio::test]
async fn a_repeat_is_refused_while_the_first_request_runs_and_gets_its_response_afterwards() {
    let (sandbox, clock) = timed();
    give_up(&sandbox, run_task("a"), Fault::delay(10 * SECOND)).await;
    clock.advance(10 * SECOND - Duration::from_nanos(1));

    let running = sandbox.send(run_task("a")).await.unwrap();
    let other = sandbox.respond(&post("/tasks/task_2/run", "a", "{}"));
    clock.advance(Duration::from_nanos(1));
    let ready = sandbox.send(run_task("a")).await.unwrap();

    check_refused(&running, 409, "idempotency_error");
    check_refused(&other, 409, "idempotency_error");
    check_created(&ready);
    assert_eq!(sandbox.len(), 1);
}

#[tokio::test]
async fn a_request_runs_until_its_whole_body_is_sent() {
    let (sandbox, clock) = timed();
    let fault = Fault::delay(SECOND).with_body_delay(9 * SECOND);
    give_up(&sandbox, run_task("a"), fault).await;

    clock.advance(9 * SECOND);
    check_refused(&sandbox.respond(&run_task("a")), 409, "idempotency_error");
    clock.advance(SECOND);

    check_created(&sandbox.respond(&run_task("a")));
}

#[tokio::test]
async fn a_request_that_fails_late_runs_as_long_and_is_not_kept() {
    let (sandbox, clock) = timed();
    let request = post("/tasks/task_3/run", "a", "{}");
    give_up(&sandbox, request.clone(), Fault::delay(10 * SECOND)).await;
    sandbox.insert_task(Task::fixture("task_3"));

    check_refused(&sandbox.respond(&request), 409, "idempotency_error");
    clock.advance(10 * SECOND);

    check_created(&sandbox.respond(&request));
}

#[tokio::test]
async fn a_repeat_is_carried_out_too_where_that_is_the_rule() {
    let (sandbox, clock) = timed_with(ConcurrentRepeats::CarriedOut);
    give_up(&sandbox, run_task("a"), Fault::delay(10 * SECOND)).await;

    let second = sandbox.respond(&run_task("a"));
    let third = sandbox.respond(&run_task("a"));
    clock.advance(10 * SECOND);
    let fourth = sandbox.respond(&run_task("a"));

    check_created(&second);
    assert_eq!(sandbox.len(), 2);
    // The second response was ready first, so it is the one that was kept.
    assert_eq!(third.body(), second.body());
    assert_eq!(fourth.body(), second.body());
}

#[tokio::test]
async fn a_repeat_that_is_ready_later_does_not_replace_the_first_response() {
    let (sandbox, clock) = timed_with(ConcurrentRepeats::CarriedOut);
    give_up(&sandbox, run_task("a"), Fault::delay(5 * SECOND)).await;
    give_up(&sandbox, run_task("a"), Fault::delay(10 * SECOND)).await;
    let failing = post("/tasks/task_3/run", "a", "{}");
    assert_eq!(sandbox.respond(&failing).status(), 404);

    clock.advance(5 * SECOND);
    let kept: TaskRun = serde_json::from_slice(sandbox.respond(&run_task("a")).body()).unwrap();

    assert_eq!(sandbox.len(), 2);
    assert_eq!(kept.id, sandbox.runs()[1].id);
}

#[tokio::test]
async fn without_a_clock_every_response_is_ready_at_once() {
    let sandbox = builder().build();
    sandbox.set_faults(FaultPlan::new().at(1, Fault::silent().with_delay(DAY)));
    assert!(sandbox.send(run_task("a")).await.is_err());

    check_created(&sandbox.respond(&run_task("a")));

    assert_eq!(sandbox.len(), 1);
}

#[tokio::test]
async fn a_request_that_a_planned_error_struck_was_neither_carried_out_nor_kept() {
    let sandbox = builder().build();
    let fault = Fault::status(StatusCode::SERVICE_UNAVAILABLE);
    sandbox.set_faults(FaultPlan::new().at(1, fault));
    assert_eq!(sandbox.send(run_task("a")).await.unwrap().status(), 503);
    assert_eq!(sandbox.len(), 0);

    check_created(&sandbox.send(run_task("a")).await.unwrap());

    assert_eq!(sandbox.len(), 1);
}

#[tokio::test]
async fn a_success_that_a_planned_error_hid_is_what_the_repeat_gets() {
    let sandbox = builder().build();
    let fault = Fault::status(StatusCode::GATEWAY_TIMEOUT).after_operation();
    sandbox.set_faults(FaultPlan::new().at(1, fault));
    assert_eq!(sandbox.send(run_task("a")).await.unwrap().status(), 504);
    assert_eq!(sandbox.len(), 1);

    check_created(&sandbox.send(run_task("a")).await.unwrap());

    assert_eq!(sandbox.len(), 1);
}
