//! `deck run`.

use std::io::Write;
use std::process::Stdio;

use deck_types::Json;

use crate::living::Living;
use crate::scene::deck;
use crate::scene::run;

#[test]
fn it_starts_a_run_and_writes_it() {
    let living = Living::start();

    let text = living
        .ask(&[
            "run",
            "task_good",
            "--credential",
            "cred_1",
            "--input",
            r#"{"n":1.50}"#,
        ])
        .success();

    let started = living.only_run();
    assert!(
        text.starts_with(&format!("id          {}\nstatus      queued\n", started.id)),
        "{text}"
    );
    assert_eq!(started.credential_id, Some("cred_1".into()));
    assert_eq!(
        started.input.as_ref().map(Json::as_str),
        Some(r#"{"n":1.50}"#)
    );
}

#[test]
fn the_input_can_come_from_a_file_or_from_standard_input() {
    let living = Living::start();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "{\"from\": \"file\"}\n").unwrap();
    let argument = format!("@{}", file.path().display());

    living
        .ask(&["run", "task_good", "--input", &argument])
        .success();
    let mut command = living.command(&["run", "task_good", "--input", "-"]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(b"[\"from\", \"pipe\"]")
        .unwrap();
    assert!(child.wait().unwrap().success());

    let inputs: Vec<String> = living
        .sandbox()
        .runs()
        .into_iter()
        .map(|run| run.input.unwrap().as_str().to_owned())
        .collect();
    assert!(
        inputs.contains(&r#"{"from": "file"}"#.to_owned()),
        "{inputs:?}"
    );
    assert!(
        inputs.contains(&r#"["from", "pipe"]"#.to_owned()),
        "{inputs:?}"
    );
}

#[test]
fn with_wait_it_writes_the_run_as_it_ended() {
    let living = Living::start();

    let runs = living
        .ask(&["run", "task_good", "--wait", "--output", "ndjson"])
        .json_lines();

    assert_eq!(runs[0]["status"], "completed");
    assert_eq!(runs[0]["output"]["total"], 1.5);
}

#[test]
fn a_run_that_failed_is_written_and_the_exit_code_tells() {
    let living = Living::start();

    let outcome = living.ask(&["run", "task_bad", "--wait"]);

    let id = living.only_run().id;
    assert_eq!(outcome.code, Some(8));
    assert!(
        outcome.stdout.contains("status      failed"),
        "{}",
        outcome.stdout
    );
    assert_eq!(
        living.neutral(&outcome.stderr),
        format!(
            "error: {id} has not completed: it is failed\n  help: this shows why:\n    \
             deck task-runs get {id}\n"
        )
    );
}

#[test]
fn for_terminal_a_run_that_failed_is_as_good_as_any() {
    let living = Living::start();

    living
        .ask(&["run", "task_bad", "--wait", "--for", "terminal"])
        .success();
}

#[test]
fn where_nobody_knows_whether_a_run_was_started_the_command_of_the_error_starts_no_second_one() {
    let living = Living::with_faults("1:status=503,after-operation");

    let stderr = living
        .ask(&["run", "task_good", "--input", r#"{"it's": 1}"#])
        .failure(1);
    let unknown =
        "it is not known whether the run was started; this does nothing twice, for 24 hours:";
    assert!(stderr.contains(unknown), "{stderr}");
    let command = stderr.lines().last().unwrap().trim();
    let mut shell = std::process::Command::new("/bin/sh");
    shell
        .args([
            "-c",
            &command.replacen("deck ", &format!("{} ", env!("CARGO_BIN_EXE_deck")), 1),
        ])
        .env_clear()
        .env("DECK_API_KEY", deck_sandbox::SANDBOX_API_KEY);
    let text = run(shell).success();

    let started = living.only_run();
    assert!(text.contains(started.id.as_str()), "{text}");
}

#[test]
fn a_run_that_was_surely_not_started_is_told_without_such_a_command() {
    let living = Living::start();

    let stderr = living.ask(&["run", "task_none"]).failure(5);

    assert!(!stderr.contains("idempotency-key"), "{stderr}");
    assert!(living.sandbox().is_empty());
}

#[test]
fn the_same_key_is_the_same_run() {
    let living = Living::start();
    let arguments = [
        "run",
        "task_good",
        "--idempotency-key",
        "bill-7",
        "-o",
        "ndjson",
    ];

    let first = living.ask(&arguments).json_lines();
    let second = living.ask(&arguments).json_lines();

    assert_eq!(first[0]["id"], second[0]["id"]);
    assert_eq!(living.sandbox().len(), 1);
}

#[test]
fn it_queues_for_a_session_where_there_is_none_left() {
    let living = Living::with(|builder| builder.session_limit(1));
    living.started("task_slow");

    let stderr = living.ask(&["run", "task_good"]).failure(1);

    assert!(stderr.contains("session_limit_exceeded"), "{stderr}");
    assert_eq!(living.only_run().task_id, Some("task_slow".into()));
}

#[cfg(target_os = "linux")]
#[test]
fn a_run_whose_output_is_lost_is_told() {
    let living = Living::start();
    let full = std::fs::File::create("/dev/full").unwrap();
    let mut command = living.command(&["run", "task_good"]);

    let output = command.stdout(full).output().unwrap();

    let stderr = String::from_utf8(output.stderr).unwrap();
    let started = living.only_run().id;
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr.starts_with(&format!("warning: {started} was started")),
        "{stderr}"
    );
}

#[test]
fn flags_of_a_wait_without_a_wait_are_wrong_usage() {
    let stderr = run(deck(&["run", "task_1", "--timeout", "5m"])).failure(2);

    assert!(stderr.contains("give --wait with them"), "{stderr}");
}

#[test]
fn what_is_no_json_is_refused_before_anything_is_sent() {
    let living = Living::start();

    for input in ["{", "bill.json", "@", "@/nowhere/bill.json"] {
        living
            .ask(&["run", "task_good", "--input", input])
            .failure(2);
    }

    assert!(living.sandbox().is_empty());
}
