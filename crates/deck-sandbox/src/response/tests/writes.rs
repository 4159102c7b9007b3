//! Requests that change something, and the tasks that they are about.

use deck_types::CancelTaskRun;
use deck_types::GetTask;
use deck_types::Json;
use deck_types::Operation;
use deck_types::RunTask;
use deck_types::SubmitInteraction;
use deck_types::Task;
use deck_types::TaskRun;
use deck_types::TaskRunStatus;

use super::*;
use crate::response::route::BASE_PATH;

/// A sandbox with the task `task_1` and the run `trun_1` in `status`.
fn with_run(status: &str) -> Sandbox {
    let mut task = Task::fixture("task_1");
    task.agent_id = Some("agt_1".into());
    let mut run = TaskRun::fixture("trun_1");
    run.status = Some(status.into());
    let prompt = r#"{"type":"mfa","message":"Code?","fields":[{"name":"code"},{"name":"device"}]}"#;
    run.interaction = Some(Json::from_text(prompt).unwrap());
    Sandbox::builder()
        .with_tasks([task])
        .with_runs([run])
        .build()
}

fn post(path: &str, body: impl Into<Bytes>) -> Request<Bytes> {
    Request::post(format!("http://sandbox.localhost/v2{path}"))
        .header("authorization", "Bearer sk_live_sandbox")
        .header("content-type", "application/json")
        .body(body.into())
        .unwrap()
}

/// Sends `operation` as a client does, and reads the response with it.
#[track_caller]
fn call<O: Operation>(sandbox: &Sandbox, operation: &O, status: u16) -> O::Output {
    let mut request = get(&format!("{BASE_PATH}{}", operation.path().unwrap()));
    *request.method_mut() = O::METHOD.as_str().parse().unwrap();
    if let Some(body) = operation.body().unwrap() {
        *request.body_mut() = Bytes::from(body.as_str().to_owned());
        let json = http::HeaderValue::from_static("application/json");
        request.headers_mut().insert("content-type", json);
    }
    let response = sandbox.respond(&request);
    assert_eq!(response.status(), status, "{:?}", response.body());
    O::read(response.body()).unwrap()
}

#[track_caller]
fn check_bad_request(request: &Request<Bytes>, code: &str, field: Option<&str>) {
    let sandbox = with_run("interaction_required");
    let before = sandbox.runs();
    check_refused_by(&sandbox, request, StatusCode::BAD_REQUEST, code, field);
    assert_eq!(sandbox.runs(), before);
}

#[test]
fn a_task_is_run_as_it_was_asked_for() {
    let sandbox = with_run("completed");
    let input = Json::from_text(r#"{ "total": 1.10 }"#).unwrap();
    let operation = RunTask::new("task_1")
        .credential_id("cred_1")
        .source_id("src_1")
        .session_id("sess_1")
        .input(&input)
        .unwrap();

    let run = call(&sandbox, &operation, 201);

    assert!(run.id.has_documented_prefix() && run.id != "trun_1");
    assert_eq!(run.status, Some(TaskRunStatus::Queued));
    assert_eq!(run.task_id, Some("task_1".into()));
    assert_eq!(run.agent_id, Some("agt_1".into()));
    assert_eq!(run.credential_id, Some("cred_1".into()));
    assert_eq!(run.source_id, Some("src_1".into()));
    assert_eq!(run.session_id, Some("sess_1".into()));
    assert_eq!(run.input, Some(input));
    assert_eq!(
        run.created_at,
        Some("2026-11-02T12:00:00Z".parse().unwrap())
    );
    assert_eq!(run.updated_at, run.created_at);
    assert!(run.request_id.is_some());
}

#[test]
fn the_run_of_a_task_can_be_read_at_once() {
    let sandbox = with_run("completed");

    let run = call(&sandbox, &RunTask::new("task_1"), 201);

    let read = check_ok(&sandbox, &format!("/v2/task-runs/{}", run.id));
    assert_eq!(read["status"], "queued");
    assert_eq!(read["input"], Value::Null);
}

#[test]
fn runs_are_listed_in_the_order_in_which_they_were_made_also_when_no_time_passes() {
    let sandbox = with_run("completed");
    let mut made: Vec<_> = (0..20)
        .map(|_| call(&sandbox, &RunTask::new("task_1"), 201).id)
        .collect();

    made.reverse();
    made.push("trun_1".into());

    let listed: Vec<_> = sandbox.runs().into_iter().map(|run| run.id).collect();
    assert_eq!(listed, made);
}

#[test]
fn the_same_seed_and_requests_make_the_same_runs() {
    let made = |seed| {
        let sandbox = Sandbox::seeded(seed);
        let task_id = sandbox.tasks()[0].id.clone();
        call(&sandbox, &RunTask::new(task_id), 201).id
    };

    assert_eq!(made(1), made(1));
    assert_ne!(made(1), made(2));
}

#[test]
fn an_unknown_task_is_not_found() {
    for request in [
        get("/v2/tasks/task_none"),
        post("/tasks/task_none/run", "{}"),
    ] {
        check_refused(&request, StatusCode::NOT_FOUND, "task_not_found", None);
    }
}

#[test]
fn an_unknown_run_is_not_found_by_what_would_change_it() {
    for request in [
        post("/task-runs/trun_none/cancel", ""),
        post("/task-runs/trun_none/interaction", r#"{"input":{}}"#),
    ] {
        check_refused(&request, StatusCode::NOT_FOUND, "task_run_not_found", None);
    }
}

#[test]
fn a_body_that_is_no_object_is_refused() {
    for body in ["{", "[]", "null", "{} {}", "7"] {
        check_bad_request(&post("/tasks/task_1/run", body), "body_invalid", None);
    }
    let nothing = post("/task-runs/trun_1/interaction", "");
    check_bad_request(&nothing, "body_invalid", None);
    let not_utf8 = Bytes::from_static(b"{\"input\":\"\xFF\"}");
    check_bad_request(&post("/tasks/task_1/run", not_utf8), "body_invalid", None);
}

#[test]
fn unknown_members_are_refused_by_name() {
    for (path, body, field) in [
        ("/tasks/task_1/run", r#"{"inputs":{}}"#, "inputs"),
        (
            "/task-runs/trun_1/interaction",
            r#"{"inputs":{}}"#,
            "inputs",
        ),
        ("/task-runs/trun_1/cancel", r#"{"reason":1}"#, "reason"),
        (
            "/task-runs/trun_1/interaction",
            r#"{"input":{"code":"1","device":"2","answer":"3"}}"#,
            "answer",
        ),
    ] {
        check_bad_request(&post(path, body), "parameter_unknown", Some(field));
    }
}

#[test]
fn members_of_a_wrong_type_are_refused_by_name() {
    for (path, body, field) in [
        (
            "/tasks/task_1/run",
            r#"{"credential_id":7}"#,
            "credential_id",
        ),
        ("/tasks/task_1/run", r#"{"source_id":{}}"#, "source_id"),
        ("/tasks/task_1/run", r#"{"session_id":[]}"#, "session_id"),
        ("/task-runs/trun_1/interaction", r#"{"input":"1"}"#, "input"),
    ] {
        check_bad_request(&post(path, body), "parameter_invalid", Some(field));
    }
}

#[test]
fn a_query_has_no_place_where_something_is_changed() {
    let request = post("/tasks/task_1/run?credential_id=cred_1", "{}");

    check_bad_request(&request, "parameter_unknown", Some("credential_id"));
}

#[test]
fn null_members_and_the_undocumented_one_are_accepted() {
    let body =
        r#"{"credential_id":null,"source_id":null,"session_id":null,"input":null,"request_id":7}"#;

    let response = with_run("completed").respond(&post("/tasks/task_1/run", body));

    assert_eq!(response.status(), 201);
}

#[test]
fn a_body_of_another_type_is_refused() {
    for content_type in ["text/plain", "application/jsonp", ""] {
        let mut request = post("/tasks/task_1/run", "{}");
        let value = content_type.parse().unwrap();
        request.headers_mut().insert("content-type", value);

        check_refused_by(
            &with_run("completed"),
            &request,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "content_type_invalid",
            None,
        );
    }
}

#[test]
fn a_body_that_is_too_long_is_refused() {
    let request = post("/tasks/task_1/run", vec![b' '; body::MAX_BODY_BYTES + 1]);

    let status = StatusCode::PAYLOAD_TOO_LARGE;
    check_refused(&request, status, "body_too_large", None);
}

#[test]
fn what_is_posted_to_cannot_be_read() {
    let response = check_refused(
        &get("/v2/tasks/task_1/run"),
        StatusCode::METHOD_NOT_ALLOWED,
        "method_not_allowed",
        None,
    );

    assert_eq!(response.headers()["allow"], "POST");
}

#[test]
fn input_for_an_interaction_lets_the_run_go_on() {
    let sandbox = with_run("interaction_required");
    let operation = SubmitInteraction::new("trun_1")
        .field("code", "123456")
        .and_then(|operation| operation.field("device", "phone"))
        .unwrap();

    let run = call(&sandbox, &operation, 200);

    assert_eq!(run.status, Some(TaskRunStatus::Running));
    assert_eq!(run.interaction, None);
    assert_eq!(
        run.updated_at,
        Some("2026-11-02T12:00:00Z".parse().unwrap())
    );
}

#[test]
fn every_field_of_an_interaction_must_have_input_at_once() {
    let path = "/task-runs/trun_1/interaction";

    check_bad_request(&post(path, "{}"), "input_missing", Some("input"));
    check_bad_request(
        &post(path, r#"{"input":{"code":"1"}}"#),
        "input_missing",
        Some("device"),
    );
}

#[test]
fn an_interaction_that_nobody_waits_for_is_refused() {
    for status in ["queued", "running", "review_required", "completed"] {
        check_refused_by(
            &with_run(status),
            &post("/task-runs/trun_1/interaction", r#"{"input":{}}"#),
            StatusCode::BAD_REQUEST,
            "interaction_not_required",
            None,
        );
    }
}

#[test]
fn an_interaction_of_another_shape_takes_any_input() {
    let sandbox = with_run("interaction_required");
    sandbox.update("trun_1", |run| {
        run.interaction = Json::from_text(r#""<unknown>""#).ok();
    });
    let operation = SubmitInteraction::new("trun_1").field("a", &1).unwrap();

    assert_eq!(
        call(&sandbox, &operation, 200).status,
        Some(TaskRunStatus::Running)
    );
}

#[test]
fn a_queued_run_is_canceled_at_once() {
    let sandbox = with_run("queued");

    let run = call(&sandbox, &CancelTaskRun::new("trun_1"), 200).unwrap();

    assert_eq!(run.status, Some(TaskRunStatus::Canceled));
    assert_eq!(
        run.canceled_at,
        Some("2026-11-02T12:00:00Z".parse().unwrap())
    );
    assert_eq!(run.updated_at, run.canceled_at);
}

#[test]
fn a_run_under_way_is_being_canceled() {
    for status in [
        "running",
        "interaction_required",
        "review_required",
        "dreaming",
    ] {
        let run = call(&with_run(status), &CancelTaskRun::new("trun_1"), 200).unwrap();

        assert_eq!(run.status, Some(TaskRunStatus::cancelling()), "{status}");
        assert_eq!((run.interaction, run.canceled_at), (None, None));
    }
}

#[test]
fn a_run_that_has_ended_or_is_being_canceled_stays_as_it_is() {
    for status in ["completed", "failed", "canceled", "cancelling", "canceling"] {
        let sandbox = with_run(status);
        let before = sandbox.runs();

        let run = call(&sandbox, &CancelTaskRun::new("trun_1"), 200);

        assert!(run.is_some(), "{status}");
        assert_eq!(sandbox.runs(), before, "{status}");
    }
}

#[test]
fn a_change_is_never_older_than_the_one_before() {
    let sandbox = with_run("queued");
    let later = "2027-01-01T00:00:00Z".parse().ok();
    sandbox.update("trun_1", |run| run.updated_at.clone_from(&later));

    let run = call(&sandbox, &CancelTaskRun::new("trun_1"), 200).unwrap();

    assert_eq!(run.updated_at, later);
}

#[test]
fn no_more_runs_are_made_than_the_session_limit_allows() {
    let sandbox = Sandbox::builder()
        .with_tasks([Task::fixture("task_1")])
        .session_limit(2)
        .build();
    let first = call(&sandbox, &RunTask::new("task_1"), 201);
    let second = call(&sandbox, &RunTask::new("task_1"), 201);
    sandbox.update(second.id, |run| run.status = Some(TaskRunStatus::Running));

    let refused = sandbox.respond(&post("/tasks/task_1/run", "{}"));
    sandbox.update(first.id, |run| run.status = Some(TaskRunStatus::Completed));

    assert_eq!(refused.status(), 429);
    assert!(!refused.headers().contains_key("retry-after"));
    let body: Value = serde_json::from_slice(refused.body()).unwrap();
    assert_eq!(
        body["errors"],
        json!([{
            "type": "rate_limit",
            "code": "session_limit_exceeded",
            "message": "Agent sandbox limit exceeded."
        }])
    );
    call(&sandbox, &RunTask::new("task_1"), 201);
}

#[test]
fn the_task_of_every_seeded_run_can_be_read() {
    let sandbox = small().build();

    for run in sandbox.runs() {
        let task = call(&sandbox, &GetTask::new(run.task_id.unwrap()), 200);

        assert_eq!(task.agent_id, run.agent_id);
        assert!(task.created_at < run.created_at);
        assert_eq!(task.unknown_words().count(), 0);
    }
}

#[test]
fn a_task_has_every_key_of_the_reference_page() {
    let sandbox = Sandbox::new();
    sandbox.insert_task(Task::fixture("task_1"));

    let response = sandbox.respond(&get("/v2/tasks"));

    let expected = concat!(
        r#"{"data":[{"id":"task_1","object":"task","name":null,"status":null,"agent_id":null,"prompt":null,"#,
        r#""input_schema":null,"output_schema":null,"storage":null,"extraction":false,"created_at":null,"#,
        r#""updated_at":null}],"has_more":false,"next_cursor":null,"request_id":""#,
    );
    let body = String::from_utf8_lossy(response.body());
    assert!(body.starts_with(expected), "{body}");
}

#[test]
fn tasks_are_listed_page_by_page() {
    let sandbox = Sandbox::seeded(1);
    let mut ids = Vec::new();
    let mut path = "/v2/tasks?limit=5".to_owned();
    loop {
        let page = check_ok(&sandbox, &path);
        let items = page["data"].as_array().unwrap();
        ids.extend(
            items
                .iter()
                .map(|task| task["id"].as_str().unwrap().to_owned()),
        );
        let Some(cursor) = page["next_cursor"].as_str() else {
            assert_eq!(page["has_more"], false);
            break;
        };
        path = format!("/v2/tasks?limit=5&cursor={cursor}");
    }

    let tasks = sandbox.tasks();
    assert_eq!(ids.len(), 12);
    assert!(ids.iter().eq(tasks.iter().map(|task| task.id.as_str())));
}

#[test]
fn tasks_are_filtered_by_agent_and_status() {
    let sandbox = Sandbox::seeded(1);
    let live = check_ok(&sandbox, "/v2/tasks?limit=100&status=live");
    let agent_id = live["data"][0]["agent_id"].as_str().unwrap();
    let of_agent = check_ok(&sandbox, &format!("/v2/tasks?agent_id={agent_id}"));

    assert_eq!(live["data"].as_array().map(Vec::len), Some(10));
    assert_eq!(of_agent["data"].as_array().map(Vec::len), Some(2));
}

#[test]
fn what_the_listing_of_tasks_cannot_take_is_refused_by_name() {
    for (query, code, field) in [
        ("limit=0", "parameter_invalid", "limit"),
        ("limit=x", "parameter_invalid", "limit"),
        ("status=live&status=test", "parameter_invalid", "status"),
        ("status=lvie", "parameter_invalid", "status"),
        ("cursor=00", "parameter_invalid", "cursor"),
        (
            "starting_after=task_1",
            "parameter_unknown",
            "starting_after",
        ),
    ] {
        let request = get(&format!("/v2/tasks?{query}"));
        check_refused(&request, StatusCode::BAD_REQUEST, code, Some(field));
    }
}

#[test]
fn a_cursor_of_runs_is_none_of_tasks() {
    let sandbox = Sandbox::seeded(1);
    let page = check_ok(&sandbox, "/v2/task-runs?limit=1");
    let cursor = page["next_cursor"].as_str().unwrap();

    check_refused_by(
        &sandbox,
        &get(&format!("/v2/tasks?limit=1&cursor={cursor}")),
        StatusCode::BAD_REQUEST,
        "parameter_invalid",
        Some("cursor"),
    );
}
