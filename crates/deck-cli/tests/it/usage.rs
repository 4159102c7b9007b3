//! Wrong usage: exit code 2, and nothing is sent.

use crate::scene::deck;
use crate::scene::on_sandbox;
use crate::scene::run;

/// Expects these arguments to be refused for a reason that has this text in it.
#[track_caller]
fn assert_refused(arguments: &[&str], reason: &str) {
    let stderr = on_sandbox(arguments).failure(2);
    assert!(stderr.contains(reason), "{reason:?} is not in: {stderr}");
}

#[test]
fn no_command_shows_the_help() {
    let stderr = run(deck(&[])).failure(2);
    assert!(stderr.contains("Usage: deck"), "{stderr}");
}

#[test]
fn an_unknown_flag_is_refused() {
    assert_refused(&["task-runs", "list", "--statsu", "failed"], "--status");
}

#[test]
fn a_page_size_out_of_range_is_refused() {
    for size in ["0", "101", "-5"] {
        assert_refused(&["task-runs", "list", "--page-size", size], "from 1 to 100");
    }
}

#[test]
fn a_limit_that_is_none_is_refused_with_the_range() {
    for limit in ["0", "-5", "abc", "1.5", "18446744073709551616"] {
        assert_refused(
            &["task-runs", "list", "--limit", limit],
            &format!(
                "invalid value '{limit}' for '--limit <N>': give a whole number from 1 to \
                 18446744073709551615, or `--all` in place of a limit"
            ),
        );
    }
}

#[test]
fn limit_and_all_exclude_each_other() {
    assert_refused(
        &["task-runs", "list", "--limit", "5", "--all"],
        "cannot be used with",
    );
}

#[test]
fn positions_exclude_each_other() {
    assert_refused(
        &[
            "task-runs",
            "list",
            "--after",
            "trun_1",
            "--before",
            "trun_2",
        ],
        "cannot be used with",
    );
    assert_refused(
        &["task-runs", "list", "--cursor", "c", "--after", "trun_1"],
        "cannot be used with",
    );
}

#[test]
fn a_time_that_is_none_is_refused() {
    assert_refused(
        &["task-runs", "list", "--created-after", "yesterday"],
        "yesterday",
    );
}

#[test]
fn an_inverted_window_is_refused() {
    let window = [
        "--created-after",
        "2026-11-02T00:00:00Z",
        "--created-before",
        "2026-11-01T00:00:00Z",
    ];
    assert_refused(
        &[&["task-runs", "list"], &window[..]].concat(),
        "created_after",
    );
}

#[test]
fn an_empty_word_is_refused() {
    assert_refused(&["task-runs", "list", "--agent-id", ""], "--agent-id");
    assert_refused(&["task-runs", "list", "--cursor", ""], "--cursor");
    assert_refused(&["task-runs", "get", ""], "<ID>");
}

#[test]
fn an_unknown_format_is_refused() {
    assert_refused(&["test", "--output", "xml"], "ndjson");
}

#[test]
fn the_sandbox_takes_no_address() {
    assert_refused(&["test", "--base-url", "http://127.0.0.1:1"], "--base-url");
}

#[test]
fn the_server_of_a_sandbox_takes_no_flag_that_is_about_requests() {
    for flags in [
        &["--sandbox"][..],
        &["--base-url", "http://127.0.0.1:1"],
        &["--ca-cert", "file.pem"],
        &["--max-retries", "3"],
    ] {
        for words in [
            [&["sandbox"], flags].concat(),
            [flags, &["sandbox"]].concat(),
        ] {
            let stderr = run(deck(&words)).failure(2);
            assert!(stderr.contains("deck sandbox is a server"), "{stderr}");
            assert!(stderr.contains(flags[0]), "{stderr}");
        }
    }
}

#[test]
fn a_verb_without_its_noun_is_told_the_command() {
    let stderr = run(deck(&["get", "trun_1"])).failure(2);
    assert!(
        stderr.contains("tip: the command is `deck task-runs get ID`"),
        "{stderr}"
    );
}

#[test]
fn a_missing_key_is_wrong_usage_and_the_sandbox_is_offered() {
    let stderr = run(deck(&["task-runs", "list"])).failure(4);
    assert!(
        stderr.contains("DECK_API_KEY") && stderr.contains("deck --sandbox"),
        "{stderr}"
    );
}

#[test]
fn an_address_that_is_none_is_wrong_usage() {
    let mut command = deck(&["test", "--base-url", "not an address"]);
    command.env("DECK_API_KEY", "sk_live_example");
    let stderr = run(command).failure(2);
    assert!(stderr.contains("not an address"), "{stderr}");
}
