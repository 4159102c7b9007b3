//! `deck webhooks`.

use std::fs;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::process::Child;
use std::process::ChildStderr;
use std::process::ChildStdout;
use std::process::Command;
use std::process::Stdio;

use serde_json::Value;

use crate::sandbox_server::Scratch;
use crate::scene::Outcome;
use crate::scene::deck;
use crate::scene::run;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const OTHER_SECRET: &str = "whsec_b2xkIHNlY3JldCBvZiBhIGRlc3RpbmF0aW9u";

fn webhooks(words: &[&str], secret: &str) -> Command {
    let mut command = deck(&["webhooks"]);
    command.args(words).env("DECK_WEBHOOK_SECRET", secret);
    command
}

fn ask(words: &[&str]) -> Outcome {
    run(webhooks(words, SECRET))
}

/// Returns the request of an event that was signed just now.
fn signed() -> String {
    let words = [
        "trigger",
        "task_run.failed",
        "--to",
        "http://127.0.0.1:1/hook",
        "--dry-run",
    ];
    ask(&words).success()
}

/// A running `deck webhooks listen`.
struct Listener {
    child: Child,
    url: String,
    stdout: BufReader<ChildStdout>,
    stderr: BufReader<ChildStderr>,
}

impl Listener {
    fn start(flags: &[&str]) -> Self {
        let mut command = webhooks(&["listen"], SECRET);
        command.args(flags);
        Self::start_with(command)
    }

    fn start_with(mut command: Command) -> Self {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let line = read_line(&mut stderr);
        let (_, url) = line.trim_end().split_once("listening on ").unwrap();
        let url = url.trim_end_matches("\"}");
        Self {
            url: url.to_owned(),
            stdout: BufReader::new(child.stdout.take().unwrap()),
            stderr,
            child,
        }
    }

    fn trigger(&self, event_type: &str) -> Outcome {
        ask(&["trigger", event_type, "--to", &self.url])
    }

    /// Sends bytes, and returns the response.
    fn send(&self, request: &[u8]) -> String {
        let address = self.url.trim_start_matches("http://").trim_end_matches('/');
        let mut stream = TcpStream::connect(address).unwrap();
        // A server that has seen enough need not read the rest.
        let _ = stream.write_all(request);
        let mut response = Vec::new();
        let _ = stream.read_to_end(&mut response);
        String::from_utf8_lossy(&response).into_owned()
    }

    fn end(mut self) -> (Option<i32>, String) {
        let kill = format!("kill -INT {}", self.child.id());
        assert!(
            Command::new("/bin/sh")
                .args(["-c", &kill])
                .status()
                .unwrap()
                .success()
        );
        let code = self.child.wait().unwrap().code();
        (code, io::read_to_string(&mut self.stdout).unwrap())
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read_line(reader: &mut impl BufRead) -> String {
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    line
}

#[test]
fn a_request_that_was_saved_is_valid() {
    let file = Scratch::new("signed_request", &signed());

    let shown = ask(&["verify", "--request", file.path()]).success();
    let labels: Vec<_> = shown
        .lines()
        .map(|line| line.split("  ").next().unwrap())
        .collect();

    let expected = [
        "valid",
        "delivery id",
        "signed at",
        "age",
        "event id",
        "type",
        "subject id",
    ];
    assert_eq!(labels, expected, "{shown}");
    assert!(shown.contains("task_run.failed"), "{shown}");
}

#[test]
fn a_body_and_its_headers_are_valid_and_programs_are_told_so() {
    let request = signed();
    let (head, body) = request.split_once("\n\n").unwrap();
    let mut words = vec!["verify", "-", "--output", "json"];
    for header in head.lines().filter(|line| line.starts_with("webhook-")) {
        words.extend(["--header", header]);
    }
    let mut command = webhooks(&words, &format!("{OTHER_SECRET} {SECRET}"));
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(body.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();

    let shown: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (shown["valid"].as_bool(), shown["type"].as_str()),
        (Some(true), Some("task_run.failed"))
    );
}

#[test]
fn what_is_not_valid_has_a_reason_and_an_exit_code_of_its_own() {
    let request = signed();
    let forged = Scratch::new(
        "forged_request",
        &request
            .replace("source_", "target_")
            .replace("failed", "queued"),
    );
    let whole = Scratch::new("whole_request", &request);
    let old = request
        .lines()
        .find(|line| line.starts_with("webhook-timestamp"))
        .unwrap();
    let old = Scratch::new("old_request", &request.replace(old, "webhook-timestamp: 1"));
    let bare = Scratch::new("bare_request", "host: a\n\n{}");

    let cases = [
        (
            webhooks(&["verify", "--request", forged.path()], SECRET),
            "no signature matches",
        ),
        (
            webhooks(&["verify", "--request", whole.path()], OTHER_SECRET),
            "no signature matches",
        ),
        (
            webhooks(&["verify", "--request", old.path()], SECRET),
            "no signature matches",
        ),
        (
            webhooks(&["verify", "--request", bare.path()], SECRET),
            "no header webhook-id",
        ),
    ];
    for (command, reason) in cases {
        let stderr = run(command).failure(8);
        assert!(
            stderr.starts_with("error: the delivery is not valid: "),
            "{stderr}"
        );
        assert!(stderr.contains(reason), "{stderr}");
        assert!(!stderr.contains("whsec_"), "{stderr}");
    }
}

#[test]
fn a_delivery_of_long_ago_is_valid_only_if_any_age_is_tolerated() {
    let text = "webhook-id: msg_p5jXN8AQM9LWM0D4loKWxJek\nwebhook-timestamp: 1614265330\n\
        webhook-signature: v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=\n\n{\"test\": 2432232314}";
    let file = Scratch::new("example_request", text);

    let stderr = ask(&["verify", "--request", file.path()]).failure(8);
    let valid = ask(&["verify", "--request", file.path(), "--tolerance", "any"]);

    assert!(stderr.contains("300s are tolerated"), "{stderr}");
    assert_eq!(valid.code, Some(0));
    assert!(
        valid
            .stderr
            .contains("it is no event that this version can read"),
        "{valid:?}"
    );
}

#[test]
fn a_secret_that_is_missing_or_none_is_wrong_usage_and_not_shown() {
    let file = Scratch::new("any_request", "a: b\n\n{}");
    let words = ["webhooks", "verify", "--request", file.path()];

    let stderr = run(deck(&words)).failure(2);
    assert!(
        stderr.contains("DECK_WEBHOOK_SECRET is not set"),
        "{stderr}"
    );
    let stderr = run(webhooks(&words[1..], "whsec_canary!")).failure(2);
    assert!(!stderr.contains("canary"), "{stderr}");
    let refused = run(webhooks(&["verify", "--secret", SECRET], SECRET)).failure(2);
    assert!(
        refused.contains("unexpected argument '--secret'"),
        "{refused}"
    );
}

#[test]
fn a_file_that_is_no_request_is_told() {
    let file = Scratch::new("no_request", "{}");

    let stderr = ask(&["verify", "--request", file.path()]).failure(2);

    assert!(stderr.contains("is no request"), "{stderr}");
    ask(&["verify", "/nowhere/body.json"]).failure(2);
}

#[test]
fn an_event_that_is_triggered_is_received_and_shown_in_one_line() {
    let mut listener = Listener::start(&[]);

    let sent = listener.trigger("task_run.completed").success();
    let line = read_line(&mut listener.stdout);

    assert!(sent.starts_with("status       200 OK\n"), "{sent}");
    let words: Vec<_> = line.split_whitespace().collect();
    assert_eq!(words[1..3], ["200", "task_run.completed"], "{line}");
    assert!(
        words[3].starts_with("evt_") && words[4].starts_with("trun_"),
        "{line}"
    );
    assert!(sent.contains(words[3]) && sent.contains(words[4]), "{sent}");
    assert_eq!(listener.end(), (Some(0), String::new()));
}

#[test]
fn programs_get_the_exact_event() {
    let mut listener = Listener::start(&["--output", "ndjson"]);
    listener.trigger("storage.created").success();

    let line: Value = serde_json::from_str(&read_line(&mut listener.stdout)).unwrap();

    assert_eq!(line["valid"], true);
    assert_eq!(line["event"]["type"], "storage.created");
    assert_eq!(line["event"]["data"]["file_name"], "invoice.pdf");
}

#[test]
fn what_is_not_signed_is_refused_and_shown_without_what_it_says() {
    let mut listener = Listener::start(&[]);
    let mut command = webhooks(
        &["trigger", "task_run.failed", "--to", &listener.url],
        OTHER_SECRET,
    );
    command.stdout(Stdio::null());

    let stderr = run(command).failure(8);
    let line = read_line(&mut listener.stdout);

    assert!(
        stderr.contains("status 401") && stderr.contains("same secret"),
        "{stderr}"
    );
    assert!(
        line.contains("  401  refused: no signature matches"),
        "{line}"
    );
    assert!(!line.contains("task_run"), "{line}");
}

#[test]
fn a_secret_is_made_up_where_there_is_none_and_the_command_to_try_works() {
    let mut listener = Listener::start_with(deck(&["webhooks", "listen"]));
    let secret = read_line(&mut listener.stderr);
    let attempt = read_line(&mut listener.stderr);
    let command = attempt.trim_end().strip_prefix("note: try: ").unwrap();
    let folder = std::path::Path::new(env!("CARGO_BIN_EXE_deck"))
        .parent()
        .unwrap();

    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", command]).env_clear().env("PATH", folder);
    run(shell).success();

    assert!(secret.contains("the secret is whsec_"), "{secret}");
    assert!(read_line(&mut listener.stdout).contains("task_run.completed"));
}

#[test]
fn a_listener_does_not_show_the_secret_that_it_was_given() {
    let mut listener = Listener::start(&[]);
    assert!(!read_line(&mut listener.stderr).contains("whsec_"));
}

/// Reads one request, with its body.
fn receive(stream: &TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let mut text = String::new();
    let mut length = 0;
    while !text.ends_with("\r\n\r\n") {
        let line = read_line(&mut reader);
        if let Some(value) = line.strip_prefix("content-length: ") {
            length = value.trim_end().parse().unwrap();
        }
        text.push_str(&line);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    text + &String::from_utf8(body).unwrap()
}

#[test]
fn a_delivery_is_forwarded_with_its_headers_and_its_body() {
    let receiver = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/deck", receiver.local_addr().unwrap());
    let mut listener = Listener::start(&["--forward", &url, "--output", "ndjson"]);
    let mut command = webhooks(
        &["trigger", "agent.created", "--to", &listener.url],
        OTHER_SECRET,
    );
    command.stdout(Stdio::null());
    run(command).failure(8);
    listener.trigger("session.idle").success();

    let (mut stream, _) = receiver.accept().unwrap();
    let request = receive(&stream);
    stream
        .write_all(b"HTTP/1.1 503 No\r\ncontent-length: 0\r\n\r\n")
        .unwrap();

    assert!(request.starts_with("POST /deck HTTP/1.1\r\n"), "{request}");
    let file = Scratch::new("forwarded_request", &request);
    ask(&["verify", "--request", file.path()]).success();
    read_line(&mut listener.stderr);
    let warning = read_line(&mut listener.stderr);
    assert!(
        warning.contains("the receiver did not take evt_"),
        "{warning}"
    );
    assert!(warning.contains("503"), "{warning}");
}

#[test]
fn a_receiver_that_is_slow_or_dead_holds_nothing_up() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", silent.local_addr().unwrap());
    let mut listener = Listener::start(&["--forward", &url]);
    for _ in 0..3 {
        listener.trigger("task.created").success();
        assert!(read_line(&mut listener.stdout).contains("task.created"));
    }
    assert_eq!(listener.end().0, Some(0));

    let url = format!("http://127.0.0.1:{}/", closed_port());
    let mut listener = Listener::start(&["--forward", &url]);
    listener.trigger("task.created").success();
    read_line(&mut listener.stderr);
    assert!(read_line(&mut listener.stderr).contains("could not be forwarded"));
}

fn closed_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

#[test]
fn a_listener_does_not_forward_to_itself() {
    let port = closed_port().to_string();
    let url = format!("http://localhost:{port}/");

    let stderr = ask(&["listen", "--port", &port, "--forward", &url]).failure(2);

    assert!(stderr.contains("leads to this listener itself"), "{stderr}");
}

#[test]
fn only_this_machine_is_forwarded_to_and_plain_http_leads_nowhere_else() {
    for url in [
        "http://example.com/",
        "https://127.0.0.1/",
        "nowhere",
        "http://127.0.0.1@example.com/",
    ] {
        let stderr = ask(&["listen", "--forward", url]).failure(2);
        assert!(stderr.contains("on this machine"), "{stderr}");
    }
    for url in [
        "http://example.com/",
        "ftp://127.0.0.1/",
        "https://user:canary@example.com/",
    ] {
        let stderr = ask(&["trigger", "task.created", "--to", url]).failure(2);
        assert!(stderr.contains("give an https URL"), "{stderr}");
    }
}

#[test]
fn a_request_that_is_too_long_or_no_delivery_is_refused_and_others_are_received() {
    let mut listener = Listener::start(&[]);
    let body = "x".repeat(2 * 1024 * 1024);
    let long = format!(
        "POST / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let head = format!(
        "POST / HTTP/1.1\r\nhost: a\r\nx: {}\r\n\r\n",
        "x".repeat(100_000)
    );
    let many = format!(
        "POST / HTTP/1.1\r\nhost: a\r\n{}\r\n",
        "x: y\r\n".repeat(1_000)
    );

    let statuses: Vec<_> = [
        long.as_bytes(),
        head.as_bytes(),
        many.as_bytes(),
        b"GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n",
        b"no http\r\n\r\n",
    ]
    .iter()
    .map(|request| {
        listener
            .send(request)
            .get(9..12)
            .unwrap_or_default()
            .to_owned()
    })
    .collect();

    assert_eq!(statuses, ["413", "431", "431", "405", "400"]);
    listener.trigger("task.created").success();
    assert!(read_line(&mut listener.stdout).contains("task.created"));
}

#[test]
fn text_of_a_stranger_does_not_steer_the_terminal() {
    let mut listener = Listener::start(&[]);
    let request = b"POST / HTTP/1.1\r\nhost: a\r\nwebhook-id: a\x9b2J\r\nconnection: close\r\n\
        content-length: 2\r\n\r\n{}";

    assert!(listener.send(request).starts_with("HTTP/1.1 401"));

    let line = read_line(&mut listener.stdout);
    assert!(line.contains("webhook-id is empty, or holds"), "{line}");
    assert!(
        line.bytes()
            .all(|byte| byte == b'\n' || !byte.is_ascii_control()),
        "{line:?}"
    );
}

#[test]
fn the_sandbox_delivers_to_a_listener() {
    let mut listener = Listener::start(&["--output", "ndjson"]);
    let server = crate::sandbox_server::Server::start(&["--runs", "0"]);
    let body = format!(
        r#"{{"name":"a","webhook":{{"url":"{}","secret":"{SECRET}"}}}}"#,
        listener.url
    );
    post(&server, "/event-destinations", &body);

    post(&server, "/agents", r#"{"name":"Bills"}"#);

    let line: Value = serde_json::from_str(&read_line(&mut listener.stdout)).unwrap();
    assert_eq!(line["event"]["type"], "agent.created");
}

fn post(server: &crate::sandbox_server::Server, path: &str, body: &str) {
    let address = server
        .base_url
        .trim_start_matches("http://")
        .trim_end_matches("/v2");
    let mut stream = TcpStream::connect(address).unwrap();
    let request = format!(
        "POST /v2{path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {}\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        server.api_key,
        body.len()
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    assert!(response.starts_with("HTTP/1.1 201"), "{response}");
}

#[test]
fn a_type_that_the_sandbox_does_not_make_is_refused_with_the_one_that_is_meant() {
    let stderr = ask(&[
        "trigger",
        "task_run.complete",
        "--to",
        "http://127.0.0.1:1/",
    ])
    .failure(2);

    assert!(
        stderr.contains("a similar value exists: 'task_run.completed'"),
        "{stderr}"
    );
}

#[test]
fn nobody_at_the_receiver_is_told() {
    let url = format!("http://127.0.0.1:{}/", closed_port());

    let stderr = ask(&["trigger", "task.created", "--to", &url]).failure(6);

    assert!(stderr.contains("did not respond"), "{stderr}");
}

#[test]
fn a_dry_run_shows_the_request_and_sends_nothing() {
    let request = signed();
    let (head, body) = request.split_once("\n\n").unwrap();
    let names: Vec<_> = head
        .lines()
        .map(|line| line.split([' ', ':']).next().unwrap())
        .collect();

    let expected = [
        "POST",
        "host",
        "content-type",
        "user-agent",
        "webhook-id",
        "webhook-timestamp",
        "webhook-signature",
    ];
    assert_eq!(names, expected);
    assert_eq!(
        serde_json::from_str::<Value>(body).unwrap()["type"],
        "task_run.failed"
    );
    assert!(!request.contains("whsec_"));
    let file = Scratch::new("dry_request", "");
    fs::write(file.path(), request).unwrap();
    ask(&["verify", "--request", file.path()]).success();
}

#[test]
fn flags_about_the_api_are_refused() {
    let stderr = ask(&["listen", "--sandbox"]).failure(2);
    assert!(stderr.contains("sends nothing to the API"), "{stderr}");
}
