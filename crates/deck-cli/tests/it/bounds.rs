//! How much the program writes, on both streams together, when the server is hostile.

use crate::scene::on_server;
use crate::scripted_server::Response;
use crate::scripted_server::ScriptedServer;

/// How many bytes are written at most for each byte received.
const MOST_BYTES: usize = 100;

/// The least that the head of a response takes.
const HEAD_BYTES: usize = 75;

const LISTINGS: [&[&str]; 3] = [
    &["task-runs", "list", "--all"],
    &["task-runs", "list", "--all", "-o", "json"],
    &["task-runs", "list", "--all", "-o", "ndjson"],
];

const DRIFT: [&[&str]; 3] = [
    &["drift"],
    &["drift", "-o", "json"],
    &["drift", "-o", "ndjson"],
];

const OTHERS: [&[&str]; 4] = [
    &["task-runs", "get", "trun_1"],
    &["task-runs", "get", "trun_1", "-o", "json"],
    &["test"],
    &["test", "-o", "json"],
];

#[track_caller]
fn check(commands: &[&[&str]], status: u16, body: &str) {
    for arguments in commands {
        let server = ScriptedServer::start([Response::new(status, body)]);
        let outcome = on_server(&server, arguments);
        let written = outcome.stdout.len() + outcome.stderr.len();
        let received = HEAD_BYTES + body.len();
        println!("{arguments:?}: {received} become {written}");
        assert!(
            written <= MOST_BYTES * received,
            "{arguments:?}: {received} become {written}"
        );
    }
}

fn page(items: &[&str]) -> String {
    format!(r#"{{"data":[{}],"has_more":false}}"#, items.join(","))
}

#[test]
fn items_that_cannot_be_read_cost_no_more_than_their_share() {
    for bad in ["0", "{}", "[]", r#"{"id":[]}"#] {
        for count in [1, 9, 10, 11, 2_000] {
            check(&LISTINGS, 200, &page(&vec![bad; count]));
        }
    }
    let long = format!(r#"{{"id":"{0}","errors":"{0}"}}"#, "\u{7f}".repeat(2_000));
    check(&LISTINGS, 200, &page(&vec![long.as_str(); 20]));
}

#[test]
fn payloads_cost_no_more_than_their_share() {
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let teeth = vec!["[[[[[[[[1]]]]]]]]"; 500].join(",");
    let comb = format!("{}{teeth}{}", "[".repeat(39), "]".repeat(39));
    for payload in [deep, comb] {
        let run = format!(r#"{{"id":"trun_1","status":"ready","output":{payload}}}"#);
        check(&LISTINGS, 200, &page(&[&run]));
        check(&OTHERS, 200, &run);
    }
}

#[test]
fn refusals_cost_no_more_than_their_share() {
    let problems = format!(r#"{{"errors":[{}]}}"#, vec!["{}"; 3_000].join(","));
    for body in [
        "",
        "no",
        &problems,
        &"\u{7f}".repeat(20_000),
        &"[".repeat(20_000),
    ] {
        for status in [200, 400, 500] {
            check(&[LISTINGS[0], OTHERS[0], OTHERS[2]], status, body);
        }
    }
}

#[test]
fn the_first_items_that_cannot_be_read_are_told_of_and_the_others_counted() {
    let server = ScriptedServer::start([Response::new(200, page(&["0"; 30]))]);
    let stderr = on_server(&server, &["task-runs", "list"]).failure(1);
    let warnings: Vec<&str> = stderr
        .lines()
        .filter(|line| line.starts_with("warning: "))
        .collect();
    assert_eq!(warnings.len(), 11, "{stderr}");
    assert_eq!(warnings[10], "warning: and 10 more");
    assert!(
        stderr.contains("error: 20 runs could not be read"),
        "{stderr}"
    );
}

#[test]
fn drift_costs_no_more_than_its_share() {
    let names = (b'a'..=b'z').flat_map(|first| (b'v'..=b'z').map(move |second| [first, second]));
    let members = names.map(|[first, second]| format!("\"{}{}\":1", first as char, second as char));
    let run = format!(r#"{{"id":"a",{}}}"#, members.collect::<Vec<_>>().join(","));
    for id in [
        "",
        &"i".repeat(300),
        &"\u{7f}".repeat(300),
        &"\u{202e}".repeat(300),
    ] {
        for runs in [vec!["{}"], vec![run.as_str()], vec![run.as_str(); 9]] {
            let page = page(&runs).replace("false}", &format!(r#"false,"request_id":"{id}"}}"#));
            check(&DRIFT, 200, &page);
        }
    }
}
