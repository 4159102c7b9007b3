//! What people see: the program on a terminal, and with its output closed or full.

use std::net::TcpListener;
use std::process::Command;
use std::process::Stdio;

use crate::sandbox_server::Server;
use crate::scene::deck;
use crate::scene::run;
use crate::terminal::Terminal;
use crate::terminal::on_terminal;
use crate::terminal::path;

const LIST: &str = "deck --sandbox runs list --limit 5";
const FAILED: &str = "deck --sandbox runs list --limit 5 --status failed";

const ESCAPE: char = '\u{1b}';

#[test]
fn a_status_has_its_colour_on_a_terminal() {
    let ended = on_terminal(120, FAILED, &[]);

    assert_eq!(ended.code, Some(0));
    assert_eq!(ended.color_of("failed"), vt100::Color::Idx(1));
}

#[test]
fn a_pipe_has_no_colour_whatever_terminal_is_behind_it() {
    let ended = on_terminal(120, &format!("{FAILED} | cat"), &[]);

    assert_eq!(ended.color_of("failed"), vt100::Color::Default);
    assert!(!ended.text.contains(ESCAPE), "{:?}", ended.text);
}

#[test]
fn no_color_and_a_dumb_terminal_have_no_colour() {
    for variable in [("NO_COLOR", "1"), ("TERM", "dumb")] {
        let ended = on_terminal(120, FAILED, &[variable]);
        assert!(
            !ended.text.contains(ESCAPE),
            "{variable:?}: {:?}",
            ended.text
        );
    }
}

#[test]
fn colour_can_be_wanted_and_refused_whatever_the_output_is() {
    let wanted = on_terminal(120, &format!("{FAILED} --color always | cat"), &[]);
    let refused = on_terminal(120, &format!("{FAILED} --color never"), &[]);

    assert_eq!(wanted.color_of("failed"), vt100::Color::Idx(1));
    assert!(!refused.text.contains(ESCAPE), "{:?}", refused.text);
}

#[test]
fn a_table_is_as_wide_as_the_terminal_and_no_wider() {
    for columns in [60, 80, 132] {
        let ended = on_terminal(columns, LIST, &[]);

        let lines = ended.text.matches('\n').count();
        assert_eq!(
            ended.lines().len(),
            lines,
            "a line was broken: {}",
            ended.text
        );
        assert!(ended.lines()[0].starts_with("ID "), "{}", ended.text);
    }
    let narrow = on_terminal(60, LIST, &[]);
    assert!(narrow.text.contains('…'), "{}", narrow.text);
}

#[test]
fn ctrl_c_ends_servers_in_order() {
    for (script, ready) in [
        ("deck sandbox", "deck runs list"),
        ("deck webhooks listen", "try: "),
    ] {
        let mut terminal = Terminal::start(100, script, &[]);
        terminal.wait_for(ready);

        terminal.send(b"\x03");

        assert_eq!(terminal.end().code, Some(0), "{script}");
    }
}

#[test]
fn ctrl_c_ends_a_listing_with_a_code_of_its_own() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/v2", silent.local_addr().unwrap());
    let variables = [
        ("DECK_BASE_URL", url.as_str()),
        ("DECK_API_KEY", "sk_live_example"),
    ];
    let mut terminal = Terminal::start(100, "deck runs list", &variables);
    let _connection = silent.accept().unwrap();

    terminal.send(b"\x03");

    assert_eq!(terminal.end().code, Some(130));
}

#[test]
fn a_hint_is_for_people_only() {
    let script = "deck --sandbox drift --limit 3";
    let watched = on_terminal(100, script, &[]);
    let piped = on_terminal(100, &format!("{script} 2>&1 | cat"), &[]);

    assert_eq!(watched.lines(), ["hint: no drift in 3 items"]);
    assert_eq!(piped.lines(), [""; 0]);
}

#[test]
fn a_server_on_a_terminal_writes_a_line_for_each_request() {
    let mut terminal = Terminal::start(150, "NO_COLOR=1 deck sandbox", &[]);
    terminal.wait_for("deck runs list");
    let text = terminal.text();
    let url = text
        .split_whitespace()
        .find(|word| word.starts_with("http://"))
        .unwrap();
    let mut command = deck(&["test", "--base-url", url]);
    command.env("DECK_API_KEY", "sk_live_sandbox");
    run(command).success();

    terminal.wait_for("ms  GET /v2/test\r\n");
}

#[test]
fn progress_is_shown_on_a_terminal_only_and_goes_away() {
    // Slow enough that there is something to show.
    let server = Server::start(&["--fault", "always:delay=300ms"]);
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).display().to_string();
    let variables = [
        ("DECK_BASE_URL", server.base_url.as_str()),
        ("DECK_API_KEY", server.api_key.as_str()),
    ];

    let watched = format!("deck runs export {}", file("watched.ndjson"));
    let watched = on_terminal(200, &watched, &variables);
    let piped = format!("deck runs export {} 2>&1 | cat", file("piped.ndjson"));
    let piped = on_terminal(200, &piped, &variables);

    assert!(watched.text.contains(" runs/s"), "{:?}", watched.text);
    let lines = watched.lines();
    assert!(
        lines.len() == 1 && lines[0].starts_with("240 runs ("),
        "{lines:?}"
    );
    assert!(!piped.text.contains(" runs/s"), "{:?}", piped.text);
    assert!(!piped.text.contains(ESCAPE), "{:?}", piped.text);
}

/// Runs a script with the program in it.
fn shell(script: &str) -> Command {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", script]).env_clear().env("PATH", path());
    command.env("HOME", concat!(env!("CARGO_TARGET_TMPDIR"), "/home"));
    command
}

#[test]
fn a_reader_that_has_seen_enough_ends_it_without_a_word() {
    for format in ["table", "json", "ndjson"] {
        let script = format!(
            "{{ deck --sandbox runs list --all -o {format}; echo code $? >&2; }} | head -n 1 >/dev/null"
        );
        let outcome = run(shell(&script));
        assert_eq!(outcome.stderr, "code 0\n", "{format}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_output_is_told() {
    let commands: [&[&str]; 6] = [
        &["--sandbox", "runs", "list"],
        &["--sandbox", "runs", "list", "--all", "-o", "ndjson"],
        &["--sandbox", "runs", "list", "-o", "json"],
        &["--sandbox", "test"],
        &["sandbox", "--until-stdin-closes"],
        &[
            "webhooks",
            "trigger",
            "task.created",
            "--to",
            "http://127.0.0.1:1/",
            "--dry-run",
        ],
    ];
    for words in commands {
        let full = std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let mut command = deck(words);
        command.env(
            "DECK_WEBHOOK_SECRET",
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        );
        command.stdout(full).stderr(Stdio::piped());
        let output = command.spawn().unwrap().wait_with_output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{words:?}: {stderr}");
        assert!(
            stderr.contains("standard output could not be written: No space left"),
            "{words:?}: {stderr}"
        );
    }
}

#[test]
fn an_output_that_is_closed_is_no_reason_to_crash() {
    for script in [
        "deck --sandbox runs list >&-",
        "deck --sandbox test >&-",
        "deck --help >&-",
    ] {
        let outcome = run(shell(script));
        assert!(
            !outcome.stderr.contains("panicked"),
            "{script}: {}",
            outcome.stderr
        );
        assert!(
            outcome.code.is_some_and(|code| code < 3),
            "{script}: {outcome:?}"
        );
    }
}
