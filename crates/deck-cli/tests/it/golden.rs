//! What people see, to the last blank, on screens of several widths.
//!
//! `UPDATE_GOLDEN=1 cargo test -p deck-cli --test it golden` writes the files anew; look at their difference
//! before it is committed.

use std::env;
use std::fs;
use std::path::Path;

use crate::scene::CANARY;
use crate::scene::deck;
use crate::scene::run;
use crate::scripted_server::Response;
use crate::scripted_server::ScriptedServer;

/// Runs as they may come: long, short, without anything, hostile, and in other scripts. They are of the
/// future, so that their age is always the same.
const RUNS: [&str; 6] = [
    r#"{"id":"trun_LkymciDbEJ0eccts","status":"completed","result":"success","runtime_ms":72340,
        "agent_id":"agt_XPSVEoyzpE4TjanY","source_id":"src_09J36H5rk78IVbUE",
        "created_at":"2999-01-01T00:00:00Z"}"#,
    r#"{"id":"trun_7A2Bric8teT8JqKf","status":"failed","result":"failure","runtime_ms":900,
        "agent_id":"agt_qxSGtSxD0boRALbZ","source_id":"src_bUxJxcoX6wmXqjYO",
        "created_at":"2999-01-01T00:00:00Z",
        "errors":[{"type":"source","code":"source_blocked","message":"The source refused the connection."},
                  {"type":"agent","code":"agent_lost"}]}"#,
    r#"{"id":"trun_Q9fkxcDFO9OkVfwg","status":"interaction_required","agent_id":"agt_1"}"#,
    r#"{"id":"trun_0"}"#,
    r#"{"id":"trun_\u001b[2J\n\u202e","status":"\u009b31m","errors":[{"code":"\u0007","message":"a\rb"}]}"#,
    r#"{"id":"trun_東京東京東京東京","status":"failed","errors":[{"code":"東京"}]}"#,
];

/// Runs whose ids differ in their middle only.
const TWINS: [&str; 2] = [
    r#"{"id":"trun_AAAAAAAAAAAAAAAA-1-ZZZZZZZZZZZZZZZZ","status":"queued","agent_id":"agt_1"}"#,
    r#"{"id":"trun_AAAAAAAAAAAAAAAA-2-ZZZZZZZZZZZZZZZZ","status":"queued","agent_id":"agt_1"}"#,
];

const RUN: &str = r#"{"id":"trun_7A2Bric8teT8JqKf","status":"interaction_required","result":null,
    "runtime_ms":72340,"task_id":"task_1","agent_id":"agt_1","source_id":"src_1","credential_id":"cred_1",
    "session_id":"sess_1","workflow_id":"wflo_1","created_at":"2999-01-01T00:00:00.25Z",
    "updated_at":"2999-07-01T02:00:00+02:00","canceled_at":"soon","request_id":"req_1",
    "input":{"user":"a\u001b[2Jb","n":1.50},"output":{"total":12345678901234567890.10},
    "storage":[{"id":"stor_1","file_name":"in\nvoice.pdf","file_type":"application/pdf","file_size":4250},
               {"id":"stor_2","file_size":750}],
    "errors":[{"type":"source","code":"source_blocked","message":"No way in"},{}],
    "interaction":{"type":"mfa","message":"Enter the code","fields":[
        {"name":"code","type":"text","label":"Code"},{"name":"again"}]},
    "artifacts":{"screenshots":[]}}"#;

/// Compares what the program writes with a file.
#[track_caller]
fn check(name: &str, body: &str, columns: &str, arguments: &[&str]) {
    let server = ScriptedServer::start([Response::new(200, body)]);
    let mut command = deck(arguments);
    command
        .args(["--base-url", &server.url(), "--timezone", "Europe/Berlin"])
        .env("DECK_API_KEY", CANARY)
        .env("COLUMNS", columns);
    let text = run(command).success();
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(format!("{name}.txt"));
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let golden = fs::read_to_string(&path).unwrap();
    assert_eq!(text, golden, "{name} differs; it is now:\n{text}");
}

fn page(runs: &[&str]) -> String {
    let runs = runs.join(",");
    format!(r#"{{"data":[{runs}],"has_more":false}}"#)
}

#[test]
fn a_listing_at_60_80_and_120_columns() {
    for columns in ["60", "80", "120"] {
        let name = format!("list-{columns}");
        check(&name, &page(&RUNS), columns, &["task-runs", "list"]);
    }
}

#[test]
fn ids_that_differ_in_their_middle_stay_different() {
    for columns in ["60", "80", "120"] {
        let flags = ["task-runs", "list", "--fields", "id,status,agent_id,errors"];
        check(
            &format!("list-twins-{columns}"),
            &page(&TWINS),
            columns,
            &flags,
        );
    }
}

#[test]
fn fields_at_60_80_and_120_columns() {
    for columns in ["60", "80", "120"] {
        let name = format!("list-fields-{columns}");
        let flags = ["task-runs", "list", "--fields", "id,status,errors,agent_id"];
        check(&name, &page(&RUNS), columns, &flags);
    }
}

#[test]
fn a_run_is_the_same_at_every_width() {
    for columns in ["60", "80", "120"] {
        check("get", RUN, columns, &["task-runs", "get", "trun_1"]);
        let all = ["task-runs", "get", "trun_1", "--include", "all"];
        check("get-all", RUN, columns, &all);
    }
}
