//! `deck test`.

use serde_json::Value;

use crate::scene::on_sandbox;

#[test]
fn the_status_is_told_line_by_line() {
    let text = on_sandbox(&["test"]).success();
    assert!(text.starts_with("status "), "{text}");
    assert!(text.contains("req_"), "{text}");
}

#[test]
fn the_status_is_told_as_json() {
    let value: Value =
        serde_json::from_str(&on_sandbox(&["test", "--output", "json"]).success()).unwrap();
    assert!(value["status"].is_string(), "{value}");
}

#[test]
fn the_status_is_told_as_one_line_of_json() {
    assert_eq!(
        on_sandbox(&["test", "--output", "ndjson"])
            .json_lines()
            .len(),
        1
    );
}
