//! `--dry-run`: shown and not sent, without a key and without a network.

use crate::scene::deck;
use crate::scene::run;

#[track_caller]
fn shown(arguments: &[&str]) -> String {
    run(deck(arguments)).success()
}

#[test]
fn a_run_is_shown_with_method_path_key_and_body() {
    let words = [
        "run",
        "task_1",
        "--input",
        r#"{"n":1.50}"#,
        "--idempotency-key",
        "bill-7",
        "--dry-run",
    ];
    assert_eq!(
        shown(&words),
        "method           POST\npath             /tasks/task_1/run\nidempotency key  bill-7\n\n\
         body\n  {\n    \"input\": {\n      \"n\": 1.50\n    }\n  }\n"
    );
}

#[test]
fn in_json_it_is_an_object() {
    let text = shown(&["sessions", "end", "sess_1", "--dry-run", "-o", "ndjson"]);
    assert_eq!(
        text,
        "{\"method\":\"POST\",\"path\":\"/sessions/sess_1/end\",\"query\":\"\",\"idempotency_key\":null,\
         \"body\":null}\n"
    );
}

#[test]
fn several_runs_are_several_requests() {
    let text = shown(&["cancel", "trun_1", "trun_2", "--dry-run", "-o", "json"]);
    let requests: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let paths: Vec<_> = requests.iter().map(|request| &request["path"]).collect();
    assert_eq!(
        paths,
        ["/task-runs/trun_1/cancel", "/task-runs/trun_2/cancel"]
    );
}

#[test]
fn a_reply_is_shown_without_a_look_at_the_run() {
    let text = shown(&["respond", "trun_1", "code=1", "--dry-run"]);
    assert!(text.contains("/task-runs/trun_1/interaction"), "{text}");
    assert!(text.contains("\"code\": \"1\""), "{text}");
}

#[test]
fn any_request_is_shown_with_its_query() {
    let text = shown(&[
        "api",
        "GET",
        "/events?type=a",
        "--query",
        "limit=1",
        "--dry-run",
    ]);
    assert_eq!(
        text,
        "method  GET\npath    /events\nquery   type=a&limit=1\n"
    );
}
