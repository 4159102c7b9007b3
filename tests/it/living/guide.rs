//! The programs of `docs/sandbox.md` in other languages, run against a sandbox on loopback.
//!
//! A program whose language is not installed here is passed over.

use std::io::ErrorKind;
use std::io::Write;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;
use std::time::Duration;

use deck_sandbox::Prompt;
use deck_sandbox::SandboxServer;
use deck_sandbox::Script;
use deck_types::EventType;
use deck_types::Json;
use deck_types::TaskRunStatus;

use super::*;

const GUIDE: &str = include_str!("../../../docs/sandbox.md");

const MINUTE: Duration = Duration::from_secs(60);

/// Returns the only program in `language`.
fn program(language: &str) -> &'static str {
    let start = format!("```{language}\n");
    let (_, rest) = GUIDE.split_once(&start).unwrap();
    let (program, rest) = rest.split_once("```").unwrap();
    assert!(!rest.contains(&start));
    program
}

/// A server in which an hour passes every second.
async fn start() -> SandboxServer {
    let script = Script::new()
        .queued(MINUTE)
        .running(MINUTE)
        .ask(Prompt::mfa("123456").with_patience(600 * MINUTE))
        .running(MINUTE)
        .complete(Json::from_text("{}").unwrap());
    let builder = Sandbox::builder().default_script(script).speed(3_600);
    SandboxServer::start(builder.build()).await.unwrap()
}

/// Runs `program`, which `interpreter` reads from its standard input; nothing where there is no interpreter.
async fn run(
    server: &SandboxServer,
    interpreter: &'static str,
    program: &'static str,
) -> Option<Output> {
    let base_url = server.url();
    let control = server.control_url().trim_end_matches('/').to_owned();
    let token = server.control_token().to_owned();
    let scene = move || {
        let mut command = Command::new(interpreter);
        command
            .env("DECK_BASE_URL", base_url)
            .env("DECK_SANDBOX_CONTROL_URL", control)
            .env("DECK_SANDBOX_CONTROL_TOKEN", token);
        command.env("no_proxy", "*").env("NO_PROXY", "*");
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = match command.spawn() {
            Err(error) if error.kind() == ErrorKind::NotFound => return None,
            child => child.unwrap(),
        };
        let mut input = child.stdin.take().unwrap();
        input.write_all(program.as_bytes()).unwrap();
        drop(input);
        Some(child.wait_with_output().unwrap())
    };
    tokio::task::spawn_blocking(scene).await.unwrap()
}

fn is_installed(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok()
}

#[track_caller]
fn text(output: &Output) -> String {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[tokio::test]
async fn the_curl_program_of_the_guide_runs_a_task() {
    let server = start().await;
    if !is_installed("curl") {
        return;
    }

    if let Some(output) = run(&server, "sh", program("sh")).await {
        let text = text(&output);

        assert!(text.contains(r#""object":"task_run""#), "{text}");
        assert!(text.contains(r#""type":"task_run.queued""#), "{text}");
        assert_eq!(server.sandbox().len(), 1);
    }
}

#[tokio::test]
async fn the_curl_lines_of_the_guide_control_the_server() {
    let server = start().await;
    if !is_installed("curl") {
        return;
    }

    if let Some(output) = run(&server, "sh", program("bash")).await {
        let text = text(&output);

        assert!(text.contains(r#"{"status":"ok","#), "{text}");
        assert!(
            text.contains(r#""deliveries":"every-2:duplicate""#),
            "{text}"
        );
        assert!(text.contains(r#""by_status":{"completed":1}"#), "{text}");
        assert!(text.contains(r#"{"status":"stopping"}"#), "{text}");
        server.shutdown_requested().await;
    }
}

#[tokio::test]
async fn the_python_program_of_the_guide_answers_waits_and_lists() {
    let server = start().await;

    if let Some(output) = run(&server, "python3", program("python")).await {
        let text = text(&output);

        let run = server.sandbox().runs().remove(0);
        assert_eq!(run.status, Some(TaskRunStatus::Completed));
        assert!(
            text.starts_with(&format!("{} completed\n/agents 1\n", run.id)),
            "{text}"
        );
        let mut events = server.sandbox().events().into_iter();
        let asked = Some(EventType::TaskRunInteractionRequired);
        assert!(events.any(|event| event.event_type == asked));
    }
}
