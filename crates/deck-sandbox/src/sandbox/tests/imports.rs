use super::*;
use crate::Fault;
use crate::NdjsonImport;
use crate::Spelling;

/// Unknown members, spaces, digits, repeated names, names with escapes, and an order of its own.
const QUEUED: &str = concat!(
    r#"{ "mood" :[1 ,2] ,"status":"queued","id":"trun_1","price": 1.10, "m\u006f":1,"m\u006f":2,"#,
    r#""created_at":"2026-11-01T00:00:01Z" ,"output":{"total" : 1.10e2} }"#,
);

const WAITING: &str = concat!(
    r#"{"id":"trun_2","status" : "interaction_required","created_at":"2026-11-01T00:00:02Z","x":{"y": 1.0},"#,
    r#""interaction":{"type":"mfa","fields":[{"name":"code"}]}}"#,
);

const CANCELLING: &str =
    r#"{"status": "cancelling", "id":"trun_3","created_at":"2026-11-01T00:00:03Z"}"#;

fn imported() -> Sandbox {
    let text = format!("{QUEUED}\n\n  {WAITING}\t\r\n{CANCELLING}");
    let runs = NdjsonImport::from_text(text).into_runs().unwrap();
    Sandbox::builder().with_runs(runs).build()
}

fn request(method: &str, path: &str, body: &'static str) -> Request<Bytes> {
    Request::builder()
        .method(method)
        .uri(format!("{SANDBOX_BASE_URL}{path}"))
        .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
        .header("content-type", "application/json")
        .body(Bytes::from_static(body.as_bytes()))
        .unwrap()
}

fn text(response: &Response<Bytes>) -> &str {
    std::str::from_utf8(response.body()).unwrap()
}

#[track_caller]
fn check_text(sandbox: &Sandbox, id: &str, expected: &str) {
    let alone = sandbox.respond(&request("GET", &format!("/task-runs/{id}"), ""));
    let listed = sandbox.respond(&request("GET", "/task-runs", ""));

    assert_eq!(text(&alone), expected);
    assert!(text(&listed).contains(expected), "{}", text(&listed));
}

#[test]
fn a_listing_and_a_run_give_back_every_byte_of_an_import() {
    let sandbox = imported();

    let listed = sandbox.respond(&request("GET", "/task-runs", ""));

    let data = format!(r#"{{"data":[{CANCELLING},{WAITING},{QUEUED}],"has_more":false,"#);
    assert!(text(&listed).starts_with(&data), "{}", text(&listed));
    for (id, line) in [
        ("trun_1", QUEUED),
        ("trun_2", WAITING),
        ("trun_3", CANCELLING),
    ] {
        check_text(&sandbox, id, line);
    }
}

#[test]
fn filters_select_imports_by_what_they_mean() {
    let list = ListTaskRuns::new().status(["canceling", "queued"]);

    check(&imported(), &PageRequest::new(list), "31", false);
}

#[test]
fn a_test_that_changes_nothing_changes_no_byte() {
    let sandbox = imported();

    sandbox.update("trun_1", |_| {});

    check_text(&sandbox, "trun_1", QUEUED);
}

#[test]
fn a_cancellation_changes_an_import_in_its_members_only() {
    let sandbox = imported();

    let response = sandbox.respond(&request("POST", "/task-runs/trun_1/cancel", ""));

    let time = "2026-11-02T12:00:00Z";
    let added = format!(r#""canceled_at":"{time}","result":"unknown","updated_at":"{time}""#);
    let expected = QUEUED
        .replace(r#""queued""#, r#""canceled""#)
        .replace("1.10e2} }", &format!("1.10e2}},{added} }}"));
    assert_eq!(text(&response), expected);
    check_text(&sandbox, "trun_1", &expected);
}

#[test]
fn an_interaction_changes_an_import_in_its_members_only() {
    let sandbox = imported();
    let path = "/task-runs/trun_2/interaction";

    let response = sandbox.respond(&request("POST", path, r#"{"input":{"code":"1"}}"#));

    let (before, _) = WAITING.split_once(r#"{"type""#).unwrap();
    let expected = format!(
        r#"{}null,"updated_at":"2026-11-02T12:00:00Z"}}"#,
        before.replace("interaction_required", "running")
    );
    assert_eq!(text(&response), expected);
    check_text(&sandbox, "trun_2", &expected);
}

#[tokio::test]
async fn a_page_in_the_other_spelling_changes_one_word_of_an_import() {
    let sandbox = imported();
    sandbox.set_faults(FaultPlan::new().always(Fault::spelling(Spelling::Canceling)));

    let listed = sandbox
        .send(request("GET", "/task-runs", ""))
        .await
        .unwrap();

    let expected = CANCELLING.replace("cancelling", "canceling");
    assert!(text(&listed).contains(&expected), "{}", text(&listed));
    assert!(text(&listed).contains(WAITING), "{}", text(&listed));
}
