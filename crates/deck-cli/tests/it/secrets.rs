//! The key is sent, and shown nowhere.

use std::process::Command;

use crate::scene::CANARY;
use crate::scene::deck;
use crate::scene::on_server;
use crate::scene::run;
use crate::scripted_server::Response;
use crate::scripted_server::ScriptedServer;

#[track_caller]
fn assert_silent_about_the_key(mut command: Command) {
    command
        .env("DECK_API_KEY", CANARY)
        .env("RUST_BACKTRACE", "full")
        .env("RUST_LOG", "trace");
    let outcome = run(command);
    assert!(
        !outcome.stdout.contains("canary") && !outcome.stderr.contains("canary"),
        "{outcome:?}"
    );
}

#[test]
fn help_does_not_show_the_key() {
    assert_silent_about_the_key(deck(&["--help"]));
    assert_silent_about_the_key(deck(&["task-runs", "list", "--help"]));
}

#[test]
fn wrong_usage_does_not_show_the_key() {
    assert_silent_about_the_key(deck(&["test", "--nonsense"]));
    assert_silent_about_the_key(deck(&["test", "--base-url", "not an address"]));
}

#[test]
fn errors_do_not_show_the_key() {
    for response in [
        Response::new(200, "{}"),
        Response::new(401, ""),
        Response::new(500, "x"),
    ] {
        let server = ScriptedServer::start([response]);
        let outcome = on_server(&server, &["task-runs", "list", "-o", "json"]);
        assert!(!format!("{outcome:?}").contains("canary"), "{outcome:?}");
    }
    assert_silent_about_the_key(deck(&[
        "test",
        "--base-url",
        &ScriptedServer::nobody().url(),
    ]));
}

#[test]
fn a_key_that_cannot_be_one_is_not_repeated() {
    let mut command = deck(&["test"]);
    command.env("DECK_API_KEY", format!("{CANARY}\n"));
    let stderr = run(command).failure(4);
    assert!(!stderr.contains("canary"), "{stderr}");
}

#[test]
fn the_sandbox_does_not_read_the_key() {
    let mut command = deck(&["--sandbox", "test"]);
    command.env("DECK_API_KEY", "not \n a key");
    run(command).success();
}
