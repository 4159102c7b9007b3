//! `deck sandbox`.

use std::io::BufRead;
use std::io::BufReader;
use std::process::Stdio;

use serde_json::Value;

use crate::sandbox_server::Scratch;
use crate::sandbox_server::Server;
use crate::scene::deck;
use crate::scene::run;

#[test]
fn it_serves_the_runs_of_its_seed_to_other_programs() {
    let server = Server::start(&["--seed", "7", "--runs", "130"]);

    let runs = server.list(&["--all", "--page-size", "50"]).json_lines();

    assert_eq!(runs.len(), 130);
    let other = Server::start(&["--seed", "8", "--runs", "1"]);
    assert_ne!(other.list(&[]).json_lines()[0]["id"], runs[0]["id"]);
}

#[test]
fn it_ends_well_when_standard_input_is_closed() {
    let mut server = Server::start(&[]);

    drop(server.stdin.take());

    assert_eq!(server.child.wait().unwrap().code(), Some(0));
}

#[test]
fn it_goes_on_without_standard_input() {
    let mut command = deck(&["sandbox"]);
    command.stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut next = || lines.next().unwrap().unwrap();
    let (address, key) = (next(), next());

    let url = address.split_whitespace().last().unwrap();
    let mut command = deck(&["test", "--base-url", url]);
    command.env("DECK_API_KEY", key.split_whitespace().last().unwrap());
    let outcome = run(command);
    child.kill().unwrap();
    child.wait().unwrap();

    assert!(address.starts_with("base url"), "{address}");
    assert!(key.starts_with("api key"), "{key}");
    assert!(outcome.success().contains("ready"));
}

#[test]
fn a_listing_comes_back_from_its_file() {
    let first = Server::start(&["--seed", "3", "--runs", "30"]);
    let text = first.list(&["--all"]).success();
    let file = Scratch::new("listing.ndjson", &text);

    let second = Server::start(&["--from-ndjson", file.path()]);

    assert_eq!(second.list(&["--all"]).success(), text);
}

#[test]
fn seeded_runs_can_stand_beside_those_of_a_file() {
    let file = Scratch::new("beside.ndjson", "{\"id\": \"trun_mine\"}\n");

    let server = Server::start(&["--from-ndjson", file.path(), "--runs", "4"]);

    assert_eq!(server.list(&["--all"]).json_lines().len(), 5);
}

#[test]
fn a_misspelt_status_is_refused_unless_filters_are_lenient() {
    let strict = Server::start(&[]);
    let lenient = Server::start(&["--lenient-filters"]);

    let misspelt = ["--status", "failde", "--allow-unknown"];

    let refused = strict.list(&misspelt).failure(1);
    let accepted = lenient.list(&misspelt);

    assert!(
        refused.contains(r#"\"failde\" is not a value of status"#),
        "{refused}"
    );
    assert_eq!(accepted.code, Some(0));
}

#[test]
fn a_status_that_is_not_known_is_sent_only_if_that_is_allowed_and_then_told_in_every_format() {
    let server = Server::start(&["--lenient-filters"]);
    let misspelt = ["task-runs", "list", "--status", "faild", "--output"];
    for format in ["table", "json", "ndjson"] {
        let words = [&misspelt[..], &[format]].concat();

        let refused = server.ask(&words).failure(2);
        let accepted = server.ask(&[&words[..], &["--allow-unknown"]].concat());

        assert!(
            refused.contains("'failed'") && refused.contains("--allow-unknown"),
            "{refused}"
        );
        assert_eq!(accepted.code, Some(0));
        let message = "faild is no status that this version knows";
        let expected = match format {
            "table" => format!("warning: {message}\n"),
            _ => format!("{{\"level\":\"warning\",\"message\":\"{message}\"}}\n"),
        };
        assert_eq!(accepted.stderr, expected);
    }
}

#[test]
fn faults_happen_when_they_are_planned() {
    let server = Server::start(&[
        "--fault",
        "2:status=503,body=html",
        "--fault",
        "3:truncated-body",
        "--fault",
        "4:bad-items=1",
    ]);

    assert_eq!(server.list(&[]).code, Some(0));
    let refused = server.list(&[]).failure(1);
    assert!(refused.contains("503"), "{refused}");
    let broken = server.list(&[]).failure(6);
    assert!(broken.contains("closed"), "{broken}");
    let page = server.list(&["--limit", "2"]).json_lines();
    assert_eq!(page[0]["status"], 7);
    assert_eq!(server.list(&[]).code, Some(0));
}

#[test]
fn the_rate_limit_can_be_changed() {
    let server = Server::start(&["--rate-limit", "1/1h+retry-after"]);

    assert_eq!(server.ask(&["test"]).code, Some(0));
    let refused = server.ask(&["test"]).failure(1);

    assert!(refused.contains("rate_limit_exceeded"), "{refused}");
}

#[track_caller]
fn refused(arguments: &[&str], reasons: &[&str]) {
    let stderr = run(deck(&[&["sandbox"], arguments].concat())).failure(2);
    for reason in reasons {
        assert!(stderr.contains(reason), "{reason:?} is not in: {stderr}");
    }
}

#[test]
fn what_is_no_fault_is_refused_with_the_reason() {
    refused(
        &["--fault", "3:statsu=503"],
        &["--fault", "`statsu=503` is not a fault"],
    );
    refused(
        &["--fault", "reset"],
        &["`reset` is not a rule: WHEN:FAULT"],
    );
    refused(&["--rate-limit", "200"], &["--rate-limit", "200/10s"]);
}

#[test]
fn lines_that_are_no_runs_are_told_one_by_one() {
    let text = format!("{{\"id\": \"trun_1\"}}\n{}", "no run\n".repeat(12));
    let file = Scratch::new("bad.ndjson", &text);

    refused(
        &["--from-ndjson", file.path()],
        &["12 lines of", "line 2: ", "line 11: ", "and 2 more"],
    );
}

#[test]
fn a_file_that_is_not_there_is_refused() {
    refused(
        &["--from-ndjson", "/nowhere/runs.ndjson"],
        &["/nowhere/runs.ndjson could not be read"],
    );
}

#[test]
fn a_port_that_is_taken_is_told() {
    let server = Server::start(&[]);
    let port = server
        .base_url
        .trim_end_matches("/v2")
        .rsplit(':')
        .next()
        .unwrap();

    let stderr = run(deck(&["sandbox", "--port", port, "--output", "json"])).failure(1);

    let error: Value = serde_json::from_str(&stderr).unwrap();
    let message = error["message"].as_str().unwrap();
    let start = format!("the sandbox could not be started: port {port}: ");
    assert!(message.starts_with(&start), "{stderr}");
    assert!(
        error["next"]
            .to_string()
            .contains("another one with --port"),
        "{stderr}"
    );
}

#[test]
fn the_help_tells_how_to_get_there_and_names_every_fault() {
    let help = run(deck(&["sandbox", "--help"])).success();

    for word in [
        "DECK_BASE_URL=http://127.0.0.1:4010/v2",
        "DECK_API_KEY",
        "gzip-bomb",
        "every-5:",
        "retry-after=",
    ] {
        assert!(help.contains(word), "{word}: {help}");
    }
}

#[cfg(unix)]
#[test]
fn the_command_to_try_can_be_pasted() {
    let mut command = deck(&["sandbox", "--until-stdin-closes"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let stdin = child.stdin.take();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut lines = lines.map(Result::unwrap);
    let line = lines
        .find(|line| line.starts_with("  DECK_BASE_URL="))
        .unwrap();
    let folder = std::path::Path::new(env!("CARGO_BIN_EXE_deck"))
        .parent()
        .unwrap();

    let mut shell = std::process::Command::new("/bin/sh");
    shell.args(["-c", &line]).env_clear().env("PATH", folder);
    let listed = run(shell);
    drop(stdin);
    child.wait().unwrap();

    assert_eq!(listed.code, Some(0), "{listed:?}");
    assert!(listed.stdout.starts_with("ID "), "{listed:?}");
}
