use http::Method;
use http::StatusCode;
use serde_json::Value;
use serde_json::json;

use super::*;
use crate::Sandbox;
use crate::SandboxBuilder;

fn get(path_and_query: &str) -> Request<Bytes> {
    Request::get(format!("http://sandbox.localhost{path_and_query}"))
        .header("authorization", "Bearer sk_live_sandbox")
        .body(Bytes::new())
        .unwrap()
}

#[track_caller]
fn check_refused(
    request: &Request<Bytes>,
    status: StatusCode,
    code: &str,
    field: Option<&str>,
) -> Response<Bytes> {
    check_refused_by(&Sandbox::seeded(1), request, status, code, field)
}

#[track_caller]
fn check_refused_by(
    sandbox: &Sandbox,
    request: &Request<Bytes>,
    status: StatusCode,
    code: &str,
    field: Option<&str>,
) -> Response<Bytes> {
    let response = sandbox.respond(request);

    let body: Value = serde_json::from_slice(response.body()).unwrap();
    assert_eq!(response.status(), status, "{body}");
    assert_eq!(body["errors"][0]["type"], "request", "{body}");
    assert_eq!(body["errors"][0]["code"], code, "{body}");
    assert_eq!(
        body["errors"][0].get("field").and_then(Value::as_str),
        field,
        "{body}"
    );
    assert!(
        body["errors"][0]["message"]
            .as_str()
            .is_some_and(|message| !message.is_empty()),
        "{body}"
    );
    assert!(
        body["request_id"]
            .as_str()
            .is_some_and(|id| id.starts_with("req_") && id.len() == 20),
        "{body}"
    );
    response
}

#[track_caller]
fn check_ok(sandbox: &Sandbox, path_and_query: &str) -> Value {
    let response = sandbox.respond(&get(path_and_query));
    assert_eq!(response.status(), StatusCode::OK, "{:?}", response.body());
    assert_eq!(
        response.headers()["content-type"],
        "application/json; charset=utf-8"
    );
    serde_json::from_slice(response.body()).unwrap()
}

fn small() -> SandboxBuilder {
    Sandbox::builder().seed(1).runs(5)
}

#[test]
fn a_request_without_a_key_is_refused() {
    let request = Request::get("http://sandbox.localhost/v2/test")
        .body(Bytes::new())
        .unwrap();

    check_refused(&request, StatusCode::UNAUTHORIZED, "api_key_invalid", None);
}

#[test]
fn another_key_is_refused() {
    let request = Request::get("/v2/test")
        .header("authorization", "Bearer sk_live_other")
        .body(Bytes::new())
        .unwrap();

    check_refused(&request, StatusCode::UNAUTHORIZED, "api_key_invalid", None);
}

#[test]
fn another_scheme_is_refused() {
    let request = Request::get("/v2/test")
        .header("authorization", "Basic sk_live_sandbox")
        .body(Bytes::new())
        .unwrap();

    check_refused(&request, StatusCode::UNAUTHORIZED, "api_key_invalid", None);
}

#[test]
fn the_scheme_is_read_without_regard_to_case() {
    let request = Request::get("/v2/test")
        .header("authorization", "bearer sk_live_sandbox")
        .body(Bytes::new())
        .unwrap();

    assert_eq!(Sandbox::new().respond(&request).status(), StatusCode::OK);
}

#[test]
fn a_key_of_ones_own_replaces_the_default_one() {
    let sandbox = Sandbox::builder().api_key("sk_live_mine").build();

    check_refused_by(
        &sandbox,
        &get("/v2/test"),
        StatusCode::UNAUTHORIZED,
        "api_key_invalid",
        None,
    );
}

#[test]
fn an_unknown_path_is_not_found() {
    for path in [
        "/",
        "/v2",
        "/v2/",
        "/v2/plans",
        "/v2/task-runs/",
        "/v2/task-runs/trun_1/files",
        "/v2/Task-Runs",
        "/v2/v2/task-runs",
    ] {
        check_refused(
            &get(path),
            StatusCode::NOT_FOUND,
            "endpoint_not_found",
            None,
        );
    }
}

#[test]
fn a_path_outside_of_the_base_url_is_not_found_and_the_base_path_is_named() {
    for path in ["/test", "/task-runs", "/v1/task-runs", "/v2task-runs"] {
        let response = check_refused(
            &get(path),
            StatusCode::NOT_FOUND,
            "endpoint_not_found",
            None,
        );

        let body: Value = serde_json::from_slice(response.body()).unwrap();
        assert_eq!(
            body["errors"][0]["message"],
            format!(
                "There is nothing at {path}. Every path of the API begins with /v2, which is a part of the \
                 base URL."
            )
        );
    }
}

#[test]
fn another_method_is_refused_with_the_one_that_is_allowed() {
    let mut request = get("/v2/task-runs");
    *request.method_mut() = Method::POST;

    let response = check_refused(
        &request,
        StatusCode::METHOD_NOT_ALLOWED,
        "method_not_allowed",
        None,
    );

    assert_eq!(response.headers()["allow"], "GET");
}

#[test]
fn an_unknown_run_is_not_found() {
    check_refused(
        &get("/v2/task-runs/trun_none"),
        StatusCode::NOT_FOUND,
        "task_run_not_found",
        None,
    );
}

#[test]
fn unknown_parameters_are_refused_by_name() {
    check_refused(
        &get("/v2/task-runs?stauts=failed"),
        StatusCode::BAD_REQUEST,
        "parameter_unknown",
        Some("stauts"),
    );
    check_refused(
        &get("/v2/task-runs/trun_1?status=failed"),
        StatusCode::BAD_REQUEST,
        "parameter_unknown",
        Some("status"),
    );
    check_refused(
        &get("/v2/test?x"),
        StatusCode::BAD_REQUEST,
        "parameter_unknown",
        Some("x"),
    );
}

#[test]
fn values_that_cannot_be_are_refused_by_name() {
    for (query, field) in [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=ten", "limit"),
        ("created_after=yesterday", "created_after"),
        ("cursor=eyJpZCI6ImFnZW50X2RlZiJ9", "cursor"),
        ("cursor=", "cursor"),
        ("starting_after=trun_none", "starting_after"),
        ("ending_before=trun_none", "ending_before"),
        ("agent_id=a&agent_id=b", "agent_id"),
        ("task_id=%zz", "task_id"),
    ] {
        check_refused(
            &get(&format!("/v2/task-runs?{query}")),
            StatusCode::BAD_REQUEST,
            "parameter_invalid",
            Some(field),
        );
    }
}

#[test]
fn two_positions_are_refused() {
    let sandbox = small().build();
    let id = &sandbox.runs()[0].id;
    let request = get(&format!(
        "/v2/task-runs?starting_after={id}&ending_before={id}"
    ));

    check_refused_by(
        &sandbox,
        &request,
        StatusCode::BAD_REQUEST,
        "parameter_invalid",
        Some("ending_before"),
    );
}

#[test]
fn a_sandbox_of_the_cursor_era_knows_no_ids() {
    let sandbox = small().paging(crate::Paging::CursorOnly).build();
    let request = get(&format!(
        "/v2/task-runs?starting_after={}",
        sandbox.runs()[0].id
    ));

    check_refused_by(
        &sandbox,
        &request,
        StatusCode::BAD_REQUEST,
        "parameter_unknown",
        Some("starting_after"),
    );
}

#[test]
fn a_sandbox_of_the_id_era_knows_and_gives_no_cursor() {
    let sandbox = small().paging(crate::Paging::IdOnly).build();

    let page = check_ok(&sandbox, "/v2/task-runs?limit=2");

    assert_eq!(
        (&page["has_more"], &page["next_cursor"]),
        (&json!(true), &Value::Null)
    );
    check_refused_by(
        &sandbox,
        &get("/v2/task-runs?cursor=00"),
        StatusCode::BAD_REQUEST,
        "parameter_unknown",
        Some("cursor"),
    );
}

#[test]
fn a_cursor_of_other_filters_is_refused() {
    let sandbox = small().build();
    let cursor = check_ok(&sandbox, "/v2/task-runs?limit=2")["next_cursor"]
        .as_str()
        .unwrap()
        .to_owned();
    let request = get(&format!(
        "/v2/task-runs?limit=2&outcome=success&cursor={cursor}"
    ));

    check_refused_by(
        &sandbox,
        &request,
        StatusCode::BAD_REQUEST,
        "parameter_invalid",
        Some("cursor"),
    );
}

#[test]
fn the_page_size_may_change_between_pages() {
    let sandbox = small().build();
    let cursor = check_ok(&sandbox, "/v2/task-runs?limit=2")["next_cursor"]
        .as_str()
        .unwrap()
        .to_owned();

    let page = check_ok(&sandbox, &format!("/v2/task-runs?limit=3&cursor={cursor}"));

    assert_eq!(page["data"].as_array().map(Vec::len), Some(3));
    assert_eq!(
        (&page["has_more"], &page["next_cursor"]),
        (&json!(false), &Value::Null)
    );
}

#[test]
fn twenty_runs_are_a_page_unless_another_number_is_asked_for() {
    let page = check_ok(&Sandbox::seeded(1), "/v2/task-runs");

    assert_eq!(page["data"].as_array().map(Vec::len), Some(20));
}

#[test]
fn an_empty_sandbox_has_one_empty_page() {
    let page = check_ok(&Sandbox::new(), "/v2/task-runs");

    assert_eq!(
        (&page["data"], &page["has_more"], &page["next_cursor"]),
        (&json!([]), &json!(false), &Value::Null)
    );
}

#[test]
fn a_run_has_every_key_of_the_reference_page_in_its_order() {
    let sandbox = Sandbox::new();
    sandbox.insert(deck_types::TaskRun::fixture("trun_1"));

    let response = sandbox.respond(&get("/v2/task-runs"));

    let expected = concat!(
        r#"{"data":[{"id":"trun_1","object":"task_run","status":null,"result":null,"#,
        r#""task_id":null,"credential_id":null,"session_id":null,"workflow_id":null,"#,
        r#""agent_id":null,"source_id":null,"runtime_ms":null,"input":null,"output":null,"#,
        r#""storage":[],"errors":[],"interaction":null,"canceled_at":null,"#,
        r#""created_at":null,"updated_at":null}],"#,
        r#""has_more":false,"next_cursor":null,"request_id":""#,
    );
    assert!(
        String::from_utf8_lossy(response.body()).starts_with(expected),
        "{:?}",
        response.body()
    );
}

#[test]
fn a_single_run_is_its_list_item_with_a_request_id() {
    let sandbox = small().build();
    let mut item = check_ok(&sandbox, "/v2/task-runs")["data"][2].take();

    let mut run = check_ok(
        &sandbox,
        &format!(
            "/v2/task-runs/{}?include=input,storage",
            sandbox.runs()[2].id
        ),
    );

    assert!(
        run["request_id"]
            .take()
            .as_str()
            .is_some_and(|id| id.starts_with("req_"))
    );
    item["request_id"] = Value::Null;
    assert_eq!(run, item);
}

#[test]
fn ids_are_unescaped() {
    let sandbox = Sandbox::new();
    sandbox.insert(deck_types::TaskRun::fixture("a/b c%é"));

    assert_eq!(
        check_ok(&sandbox, "/v2/task-runs/a%2Fb%20c%25%C3%A9")["id"],
        "a/b c%é"
    );
}

#[test]
fn a_malformed_escape_is_bad_input() {
    for (target, field) in [
        ("/v2/task-runs/trun_%zz", "run_id"),
        ("/v2/task-runs/trun_%FF", "run_id"),
        ("/v2/task-runs/trun_1?include=%4", "include"),
        ("/v2/task-runs?agent_id=%zz", "agent_id"),
        ("/v2/test?%", "%"),
    ] {
        check_refused(
            &get(target),
            StatusCode::BAD_REQUEST,
            "parameter_invalid",
            Some(field),
        );
    }
}

#[test]
fn the_test_endpoint_says_where_one_is() {
    let response = check_ok(&Sandbox::new(), "/v2/test");

    assert_eq!(
        (&response["status"], &response["environment"]),
        (&json!("ready"), &json!("sandbox"))
    );
}

#[test]
fn every_response_has_its_own_request_id_and_the_same_requests_give_the_same_bytes() {
    let bodies = || {
        let sandbox = Sandbox::seeded(9);
        [
            check_ok(&sandbox, "/v2/test"),
            check_ok(&sandbox, "/v2/test"),
            check_ok(&sandbox, "/v2/task-runs"),
        ]
    };

    assert_eq!(bodies(), bodies());
    assert_ne!(bodies()[0], bodies()[1]);
}

mod hostile;
mod writes;
