//! Every filter has a flag, and every flag has an effect.

use serde_json::Value;

use crate::scene::list;

/// Lists everything, takes the first value of the field, and lists what has that value.
#[track_caller]
fn assert_filters(flag: &str, field: &str) {
    let all = list(&["--all"]);
    let value = all.iter().find_map(|run| run[field].as_str()).unwrap();
    let expected: Vec<&Value> = all.iter().filter(|run| run[field] == value).collect();
    let found = list(&["--all", flag, value]);
    assert!(
        expected.len() < all.len(),
        "every run has {field} {value}, so the filter proves nothing"
    );
    assert_eq!(
        found.iter().map(|run| &run["id"]).collect::<Vec<_>>(),
        expected.iter().map(|run| &run["id"]).collect::<Vec<_>>()
    );
}

/// Lists with the flag given twice and expects as many runs as both values have alone.
#[track_caller]
fn assert_repeats(flag: &str, first: &str, second: &str) {
    let both = list(&["--all", flag, first, flag, second]).len();
    let (first, second) = (
        list(&["--all", flag, first]).len(),
        list(&["--all", flag, second]).len(),
    );
    assert!(
        first > 0 && second > 0,
        "{first} and {second} runs prove nothing"
    );
    assert_eq!(both, first + second);
}

#[test]
fn status_filters() {
    assert_filters("--status", "status");
}

#[test]
fn status_repeats() {
    assert_repeats("--status", "failed", "running");
}

#[test]
fn outcome_filters() {
    assert_filters("--outcome", "result");
}

#[test]
fn outcome_repeats() {
    assert_repeats("--outcome", "success", "failure");
}

#[test]
fn source_id_filters() {
    assert_filters("--source-id", "source_id");
}

#[test]
fn source_id_repeats() {
    let all = list(&["--all"]);
    let first = all
        .iter()
        .find_map(|run| run["source_id"].as_str())
        .unwrap();
    let second = all
        .iter()
        .filter_map(|run| run["source_id"].as_str())
        .find(|id| *id != first)
        .unwrap();
    assert_repeats("--source-id", first, second);
}

#[test]
fn agent_id_filters() {
    assert_filters("--agent-id", "agent_id");
}

#[test]
fn credential_id_filters() {
    assert_filters("--credential-id", "credential_id");
}

#[test]
fn task_id_filters() {
    assert_filters("--task-id", "task_id");
}

#[test]
fn workflow_id_filters() {
    assert_filters("--workflow-id", "workflow_id");
}

#[test]
fn created_after_and_created_before_part_the_listing() {
    // The sandbox dates its runs back from now; this instant lies within the weeks it covers.
    let all = list(&["--all"]);
    let middle = all[all.len() / 2]["created_at"]
        .as_str()
        .unwrap()
        .to_owned();
    let newer = list(&["--all", "--created-after", &middle]).len();
    let older = list(&["--all", "--created-before", &middle]).len();
    assert!(
        newer > 0 && older > 0,
        "{newer} newer and {older} older runs prove nothing"
    );
    assert!(
        newer + older <= all.len() + 2,
        "{newer} + {older} of {}",
        all.len()
    );
}

#[test]
fn filters_are_combined() {
    let runs = list(&["--all", "--status", "completed", "--outcome", "failure"]);
    assert!(!runs.is_empty());
    assert!(
        runs.iter()
            .all(|run| run["status"] == "completed" && run["result"] == "failure")
    );
}
