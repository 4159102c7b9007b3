//! `deck schema`.

use serde_json::Value;
use serde_json::json;

use crate::scene::deck;
use crate::scene::run;

fn schema() -> Value {
    serde_json::from_str(&run(deck(&["schema"])).success()).unwrap()
}

/// Returns the element of this name or code.
#[track_caller]
fn named<'a>(list: &'a Value, key: &str, name: &str) -> &'a Value {
    let mut list = list.as_array().unwrap().iter();
    list.find(|element| element[key] == name).unwrap()
}

#[test]
fn a_flag_is_described_with_all_that_it_takes() {
    let schema = schema();
    let output = named(&schema["global_flags"], "name", "--output");
    assert_eq!(output["short"], "-o");
    assert_eq!(output["value_name"], "FORMAT");
    assert_eq!(output["default"], "table");
    assert_eq!(output["repeatable"], false);
    named(&output["possible_values"], "name", "ndjson");
    let list = named(&schema["commands"], "name", "task-runs list");
    assert_eq!(
        named(&list["flags"], "name", "--status")["repeatable"],
        true
    );
    assert_eq!(named(&list["flags"], "name", "--limit")["default"], "20");
}

#[test]
fn a_command_is_described_with_its_arguments_and_its_output() {
    let schema = schema();
    let get = named(&schema["commands"], "name", "task-runs get");
    assert_eq!(get["aliases"], json!(["runs get"]));
    assert_eq!(named(&get["arguments"], "name", "ID")["required"], true);
    let output =
        json!({"kind": "value", "type": "TaskRun", "formats": ["table", "json", "ndjson"]});
    assert_eq!(get["output"], output);
    assert!(!get["examples"].as_array().unwrap().is_empty());
}

#[test]
fn a_command_names_the_flags_that_mean_nothing_to_it() {
    let schema = schema();
    let sandbox = named(&schema["commands"], "name", "sandbox");
    let without = sandbox["without"].as_array().unwrap();
    assert!(without.contains(&json!("--base-url")), "{sandbox}");
    let own = named(&sandbox["flags"], "name", "--rate-limit");
    assert!(own["help"].as_str().unwrap().contains("admitted"), "{own}");
}

#[test]
fn codes_have_their_meaning_and_their_exit_code() {
    let schema = schema();
    let codes = schema["exit_codes"].as_array().unwrap().iter();
    let codes: Vec<_> = codes.map(|exit_code| exit_code["code"].clone()).collect();
    assert_eq!(codes, [0, 1, 2, 4, 5, 6, 8, 130, 143]);
    let code = named(&schema["error_codes"], "code", "rate_limited");
    assert_eq!(
        (&code["exit_code"], &code["retryable"]),
        (&json!(1), &json!(true))
    );
}

#[test]
fn every_error_code_stays_what_it_is() {
    let schema = schema();
    let codes = schema["error_codes"].as_array().unwrap().iter();
    let words: Vec<_> = codes.map(|code| code["code"].as_str().unwrap()).collect();
    assert_eq!(
        words,
        [
            "refused",
            "rate_limited",
            "server_error",
            "invalid_response",
            "output",
            "internal",
            "usage",
            "key",
            "forbidden",
            "not_found",
            "unreachable",
            "proxy",
            "tls",
            "timeout",
            "condition_not_met",
            "interrupted",
            "terminated",
        ]
    );
}

#[test]
fn the_environment_and_standard_error_are_described() {
    let schema = schema();
    named(&schema["environment"], "name", "DECK_PROFILE");
    let error = named(&schema["standard_error"], "level", "error");
    assert!(error["meaning"].as_str().unwrap().contains("retryable"));
}

#[test]
fn it_is_one_line_where_that_is_asked_for_and_needs_no_settings() {
    let mut command = deck(&["schema", "-o", "ndjson"]);
    command.env("DECK_CONFIG", "/nowhere/config.toml");
    assert_eq!(run(command).json_lines().len(), 1);
}
