//! What is shown of each item, and in which order: CSV, fields, sorting, headings and filters of jq.

use serde_json::Value;

use crate::scene::list;
use crate::scene::on_sandbox;
use crate::scene::on_server;
use crate::scripted_server::Response;
use crate::scripted_server::ScriptedServer;

const RUNS: &str = r#"{"data":[
    {"id":"trun_1","status":"failed","runtime_ms":900,"output":{"total":1.50},
     "errors":[{"type":"source","code":"source_blocked","message":"No, \"no\""}]},
    {"id":"trun_2","status":"completed","runtime_ms":12345678901234567890,"output":{"total":10}},
    {"id":"trun_3","status":"completed","runtime_ms":"17","output":null}
],"has_more":false}"#;

fn on_runs(flags: &[&str]) -> crate::scene::Outcome {
    let server = ScriptedServer::start([Response::new(200, RUNS)]);
    on_server(&server, &[&["task-runs", "list"], flags].concat())
}

#[test]
fn csv_has_a_header_and_the_fields_that_are_one_value_each() {
    let text = on_runs(&["--output", "csv"]).success();
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert_eq!(
        lines,
        [
            "id,status,result,runtime_ms,created_at,updated_at,canceled_at,task_id,agent_id,source_id,\
             credential_id,session_id,workflow_id,errors.0.code,errors.0.message",
            "trun_1,failed,,900,,,,,,,,,,source_blocked,\"No, \"\"no\"\"\"",
            "trun_2,completed,,12345678901234567890,,,,,,,,,,,",
            "trun_3,completed,,17,,,,,,,,,,,",
            "",
        ]
    );
    let text = on_runs(&["-o", "csv", "--no-header", "--fields", "id,output"]).success();
    assert_eq!(
        text,
        "trun_1,\"{\"\"total\"\":1.50}\"\r\ntrun_2,\"{\"\"total\"\":10}\"\r\ntrun_3,\r\n"
    );
}

#[test]
fn fields_are_shown_in_every_format() {
    let fields = ["--fields", "output.total,id"];
    let shown = |flags: &[&str]| on_runs(&[&fields, flags].concat()).success();
    assert_eq!(
        shown(&[]),
        "OUTPUT.TOTAL  ID\n1.50          trun_1\n10            trun_2\n-             trun_3\n"
    );
    assert_eq!(
        shown(&["--no-header"]),
        "1.50  trun_1\n10    trun_2\n-     trun_3\n"
    );
    assert_eq!(
        shown(&["-o", "csv"]),
        "output.total,id\r\n1.50,trun_1\r\n10,trun_2\r\n,trun_3\r\n"
    );
    assert_eq!(
        shown(&["-o", "ndjson"]),
        "{\"output.total\":1.50,\"id\":\"trun_1\"}\n{\"output.total\":10,\"id\":\"trun_2\"}\n\
         {\"output.total\":null,\"id\":\"trun_3\"}\n"
    );
    let array: Value = serde_json::from_str(&shown(&["-o", "json"])).unwrap();
    assert_eq!(
        array[0],
        serde_json::json!({"output.total": 1.5, "id": "trun_1"})
    );
}

#[test]
fn a_field_that_is_not_known_is_refused_with_the_one_that_is_meant_in_every_format() {
    for format in ["table", "json", "ndjson", "csv"] {
        for flags in [["--fields", "id,statsu"], ["--sort", "-statsu"]] {
            let arguments = [&["task-runs", "list", "-o", format], &flags[..]].concat();
            let stderr = on_sandbox(&arguments).failure(2);
            assert!(
                stderr.contains("there is no field `statsu`; there are id, "),
                "{stderr}"
            );
            assert!(stderr.contains("did you mean `status`?"), "{stderr}");
        }
    }
    let text = on_runs(&["--fields", "id,.mood", "-o", "csv"]).success();
    assert!(text.starts_with("id,mood\r\ntrun_1,\r\n"), "{text}");
}

#[test]
fn a_status_that_is_not_known_is_refused_in_a_list_with_commas_in_every_format() {
    for format in ["table", "json", "ndjson", "csv"] {
        let stderr = on_sandbox(&["runs", "list", "-o", format, "--status", "failed,canceld"]);
        let stderr = stderr.failure(2);
        assert!(
            stderr.contains("'canceld'") && stderr.contains("'canceled'"),
            "{stderr}"
        );
    }
}

#[test]
fn runs_are_sorted_by_a_field_in_every_format() {
    // A string of digits is a text, and texts come behind numbers.
    let ids = |flags: &[&str]| {
        let flags = [&["--no-header"], flags].concat();
        let text = on_runs(&flags).success();
        let ids = text.split(['"', ' ', ',', '\r', '\n']);
        ids.filter(|word| word.starts_with("trun_"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    for format in ["table", "json", "ndjson", "csv"] {
        let flags = ["-o", format, "--sort"];
        assert_eq!(
            ids(&[&flags[..], &["-runtime_ms"]].concat()),
            ["trun_3", "trun_2", "trun_1"]
        );
        assert_eq!(
            ids(&[&flags[..], &["output.total"]].concat()),
            ["trun_1", "trun_2", "trun_3"]
        );
        assert_eq!(
            ids(&[&flags[..], &["status"]].concat()),
            ["trun_2", "trun_3", "trun_1"]
        );
    }
}

#[test]
fn what_is_sorted_is_what_is_listed() {
    let newest = list(&["--limit", "7"]);
    let sort = ["--limit", "7", "--sort", "created_at"];
    let sorted = on_sandbox(&[&["runs", "list", "--jq", ".id"][..], &sort].concat());
    let reversed: Vec<&str> = newest
        .iter()
        .rev()
        .map(|run| run["id"].as_str().unwrap())
        .collect();
    assert_eq!(sorted.stdout.lines().collect::<Vec<_>>(), reversed);
}

#[test]
fn a_run_that_is_none_is_reported_from_a_sorted_table_too() {
    let body = r#"{"data":[{"id":7},{"id":"trun_2"},{"id":"trun_1"}],"has_more":false}"#;
    let server = ScriptedServer::start([Response::new(200, body)]);
    let outcome = on_server(&server, &["runs", "list", "--sort", "id", "--no-header"]);
    assert_eq!(outcome.code, Some(1), "{}", outcome.stderr);
    assert!(outcome.stdout.starts_with("trun_1 "), "{}", outcome.stdout);
}

#[test]
fn a_filter_of_jq_writes_its_results_line_by_line() {
    assert_eq!(
        on_runs(&["--jq", "select(.output) | .id, .output.total"]).success(),
        "trun_1\n1.50\ntrun_2\n10\n"
    );
    assert_eq!(
        on_runs(&["--jq", ".id", "-o", "ndjson"]).success(),
        "\"trun_1\"\n\"trun_2\"\n\"trun_3\"\n"
    );
    assert_eq!(
        on_runs(&["--jq", "[.id, .output.total] | @csv", "--sort", "-id"]).success(),
        "\"trun_3\",\n\"trun_2\",10\n\"trun_1\",1.50\n"
    );
}

#[test]
fn a_filter_of_jq_that_cannot_be_read_is_wrong_usage_with_the_place() {
    for (filter, reason) in [
        (".id |", "at the end: expected term"),
        (".id | nope", "at character 7: there is no filter `nope`"),
        (
            "env.DECK_API_KEY",
            "at character 1: there is no filter `env`",
        ),
    ] {
        let stderr = on_sandbox(&["task-runs", "list", "--jq", filter]).failure(2);
        assert!(stderr.contains(reason), "{stderr}");
    }
    for flags in [["--fields", "id"], ["-o", "csv"]] {
        let arguments = [&["task-runs", "list", "--jq", ".id"], &flags[..]].concat();
        on_sandbox(&arguments).failure(2);
    }
}

#[test]
fn a_filter_of_jq_that_fails_names_the_run() {
    let outcome = on_runs(&["--jq", ".output.total + 1"]);
    assert_eq!(outcome.stdout, "2.5\n11\n1\n");
    let outcome = on_runs(&["--jq", ".errors[0].code"]);
    assert_eq!(
        (outcome.code, outcome.stdout.as_str()),
        (Some(0), "source_blocked\nnull\nnull\n")
    );
    let outcome = on_runs(&["--jq", ".runtime_ms + 1"]);
    assert_eq!(outcome.code, Some(2), "{}", outcome.stderr);
    assert!(
        outcome.stderr.contains("--jq fails on trun_3: "),
        "{}",
        outcome.stderr
    );
}

#[test]
fn csv_is_for_listings() {
    let stderr = on_sandbox(&["test", "-o", "csv"]).failure(2);
    assert!(stderr.contains("csv is for listings"), "{stderr}");
}

#[test]
fn a_listing_that_breaks_off_goes_on_with_the_same_layout() {
    let first = r#"{"data":[{"id":"trun_1"}],"has_more":true,"next_cursor":"c2"}"#;
    let server = ScriptedServer::start([Response::new(200, first), Response::new(500, "")]);
    let flags = [
        "runs",
        "list",
        "--all",
        "--fields",
        "id,.x",
        "--sort",
        "-id",
        "--no-header",
    ];
    let stderr = on_server(&server, &flags).stderr;
    let expected = "--all --fields=id,.x --sort=-id --no-header --after=trun_1";
    assert!(stderr.contains(expected), "{stderr}");
}

#[test]
fn what_is_sorted_is_not_taken_for_the_first_of_all() {
    let note = "only the first 2 that the API sends are sorted, and there are more runs";
    let sorted = |flags: &[&str]| on_runs(&[&["--sort", "-runtime_ms"], flags].concat());
    for output in ["table", "json"] {
        let outcome = sorted(&["--limit", "2", "--output", output]);
        assert!(outcome.stderr.contains(note), "{}", outcome.stderr);
    }
    for flags in [&["--all"][..], &["--limit", "3"]] {
        assert_eq!(sorted(flags).stderr, "");
    }
    assert_eq!(on_runs(&["--limit", "2"]).stderr, "");
}

#[test]
fn a_heading_of_the_table_is_told_the_field_below_it() {
    for (heading, field) in [
        ("outcome", "result"),
        ("DURATION", "runtime_ms"),
        ("age", "created_at"),
        ("error", "errors.0.code"),
        ("ID", "id"),
    ] {
        let stderr = on_sandbox(&["runs", "list", "--sort", heading]).failure(2);
        let advice = format!("did you mean `{field}`?");
        assert!(stderr.contains(&advice), "{stderr}");
    }
    let stderr = on_sandbox(&["deliveries", "list", "evtd_1", "--sort", "outcome"]).failure(2);
    assert!(!stderr.contains("did you mean"), "{stderr}");
}
