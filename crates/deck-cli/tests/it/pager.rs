//! The pager, on a pseudo-terminal.

use std::process::Command;

use rexpect::session::spawn_command;

use crate::scene::deck;

/// How long a test waits for what never comes, in milliseconds.
const PATIENCE: u64 = 60_000;

/// Marks every line that goes through it.
const MARKING: &str = "sed s/^/paged:/";

fn listing(pager: &str, flags: &[&str]) -> Command {
    let mut command = deck(&["--sandbox", "task-runs", "list"]);
    command
        .args(flags)
        .env("PATH", "/usr/bin:/bin")
        .env("TERM", "xterm")
        .env("NO_COLOR", "1")
        .env("DECK_PAGER", pager);
    command
}

/// Runs the program on a terminal, and returns what stands there in the end; it must succeed.
#[track_caller]
fn shown(command: Command) -> String {
    let mut session = spawn_command(command, Some(PATIENCE)).unwrap();
    let text = session.exp_eof().unwrap();
    // The type of the status has no name that others can use.
    let status = format!("{:?}", session.process().wait().unwrap());
    assert!(
        status.starts_with("Exited") && status.ends_with(", 0)"),
        "{status}: {text}"
    );
    text
}

#[test]
fn what_is_longer_than_the_screen_goes_through_the_pager() {
    for format in ["table", "ndjson", "csv"] {
        let text = shown(listing(MARKING, &["--limit", "60", "-o", format]));
        let lines: Vec<&str> = text.lines().filter(|line| line.contains("trun_")).collect();
        assert_eq!(lines.len(), 60, "{text}");
        assert!(
            lines.iter().all(|line| line.starts_with("paged:")),
            "{text}"
        );
    }
}

#[test]
fn what_fits_the_screen_goes_straight_to_it() {
    let text = shown(listing(MARKING, &["--limit", "3"]));
    assert!(text.contains("trun_") && !text.contains("paged:"), "{text}");
}

#[test]
fn no_pager_can_be_wanted() {
    for (pager, flags) in [
        (MARKING, &["--limit", "60", "--no-pager"][..]),
        ("", &["--limit", "60"]),
        ("cat", &["--limit", "60"]),
    ] {
        let text = shown(listing(pager, flags));
        assert_eq!(text.matches("trun_").count(), 60, "{text}");
        assert!(!text.contains("paged:"), "{text}");
    }
}

#[test]
fn a_pager_that_is_not_there_is_done_without() {
    let text = shown(listing("no-such-pager-on-any-machine", &["--limit", "60"]));
    assert_eq!(text.matches("trun_").count(), 60, "{text}");
}

#[test]
fn quitting_the_pager_is_no_failure() {
    let text = shown(listing("head -n 2", &["--all", "-o", "ndjson"]));
    assert!(text.matches("\"id\":\"trun_").count() >= 2, "{text}");
    assert!(text.lines().count() <= 2, "{text}");
}
