//! `deck task-runs stats`.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::Sandbox;
use deck_sandbox::SandboxServer;
use deck_types::to_json_line;
use serde_json::Value;

use crate::foreign_program::output_of;
use crate::scene::Outcome;
use crate::scene::deck;
use crate::scene::run;

/// A file that ends with the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str, bytes: &[u8]) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("stats_{name}"));
        fs::write(&path, bytes).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn company(runs: usize) -> Sandbox {
    Sandbox::builder().seed(5).company_week().runs(runs).build()
}

/// Returns the runs as lines, and some that runs of the sandbox never are.
fn lines(sandbox: &Sandbox) -> String {
    let mut text = String::new();
    for run in sandbox.runs() {
        text += &to_json_line(&run).unwrap();
        text += "\n";
    }
    text
}

/// Lines that the sandbox does not draw.
const ODD_LINES: &str = concat!(
    r#"{"id":"odd_1","status":"canceling","runtime_ms":"1200","#,
    r#""created_at":"2026-11-01T23:30:00-05:00"}"#,
    "\n",
    r#"{"id":"odd_2","status":"completed","result":"unknown","#,
    r#""errors":[{"type":"a","code":"b"},{"type":"a","code":"b"},{"code":"c"}]}"#,
    "\n",
    r#"{"id":"odd_3","status":"canceled","agent_id":"agt \"\u00e9\"","#,
    r#""created_at":"never","output":{"status":"failed"}}"#,
    "\n",
    r#"{"id":"odd_4","status":"hibernating","result":"failure","runtime_ms":null}"#,
    "\n",
);

fn stats(arguments: &[&str]) -> Outcome {
    let mut command = deck(&["task-runs", "stats", "--timezone", "UTC"]);
    command.args(arguments);
    run(command)
}

#[track_caller]
fn json(arguments: &[&str]) -> Value {
    let text = stats(&[arguments, &["--output", "json"]].concat()).success();
    serde_json::from_str(&text).unwrap()
}

/// The same numbers from the same lines, by another program in another language.
const PYTHON: &str = r#"
import collections, datetime, json, math, sys

runs = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
number = lambda value: None if value is None else int(value)

def group(words):
    counts = collections.Counter(words)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0].encode()))
    top = [{"value": word, "runs": count} for word, count in ordered[:3]]
    return {"top": top, "others": sum(count for _, count in ordered[3:]),
            "distinct": len(counts), "undercount_at_most": 0}

def present(key):
    return [run[key] for run in runs if run.get(key) is not None]

def created(run):
    try:
        time = datetime.datetime.fromisoformat(run["created_at"].replace("Z", "+00:00"))
        return time.astimezone(datetime.timezone.utc)
    except (KeyError, ValueError):
        return None

ended = [run for run in runs if run.get("status") in ("completed", "canceled", "failed")]
successes = sum(run.get("result") == "success" for run in ended)
failures = sum(run.get("result") == "failure" for run in ended)
none = sum(run.get("result") is None for run in ended)
durations = sorted(number(value) for value in present("runtime_ms"))
rank = lambda percent: durations[max(math.ceil(len(durations) * percent / 100), 1) - 1]
days = collections.defaultdict(collections.Counter)
hours = [[0] * 24 for _ in range(7)]
undated = 0
for run in runs:
    time = created(run)
    if time is None:
        undated += 1
        continue
    day = days[time.date().isoformat()]
    day["runs"] += 1
    if run in ended:
        day[run.get("result")] += 1
    hours[time.weekday()][time.hour] += 1
errors = [word for run in runs for word in
          {(e.get("type") or "-") + "/" + (e.get("code") or "-") for e in run.get("errors") or []}]
print(json.dumps({
    "runs": len(runs), "timezone": "UTC", "ended": len(ended),
    "success_rate": {"value": successes / (successes + failures),
                     "of": "successes / (successes + failures) of ended runs",
                     "successes": successes, "failures": failures,
                     "unknown": len(ended) - successes - failures - none, "without_outcome": none},
    "duration_ms": {"runs": len(durations), "p50": rank(50), "p90": rank(90), "p99": rank(99),
                    "method": "nearest rank, exact"},
    "status": group("cancelling" if word == "canceling" else word for word in present("status")),
    "outcome": group(present("result")), "agent": group(present("agent_id")),
    "source": group(present("source_id")), "error": group(errors),
    "days": [{"day": day, "runs": count["runs"], "successes": count["success"],
              "failures": count["failure"]} for day, count in sorted(days.items())],
    "earlier": 0, "hours_of_week": hours, "undated": undated, "unreadable": 0,
}))
"#;

#[test]
fn the_numbers_are_those_of_an_independent_computation() {
    let file = Scratch::new(
        "python.ndjson",
        (lines(&company(2_000)) + ODD_LINES).as_bytes(),
    );
    let mut python = Command::new("python3");
    python.args(["-c", PYTHON, file.path()]);
    let Some(python) = output_of(&mut python) else {
        return;
    };
    assert!(
        python.status.success(),
        "{}",
        String::from_utf8_lossy(&python.stderr)
    );
    let expected: Value = serde_json::from_slice(&python.stdout).unwrap();
    assert!(expected["agent"]["others"].as_u64().unwrap() > 0);
    assert_eq!(json(&["--from", file.path(), "--top", "3"]), expected);
}

#[test]
fn the_api_and_a_file_of_its_runs_give_the_same_numbers() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let sandbox = company(700);
    let file = Scratch::new("api.ndjson", lines(&sandbox).as_bytes());
    let server = runtime
        .block_on(SandboxServer::start(sandbox.clone()))
        .unwrap();
    let middle = sandbox.runs()[350].created_at.clone().unwrap();
    let since = format!("--since={middle}");
    let until = format!("--until={middle}");
    let mut total = 0;
    for flags in [
        &["--until", "9999-01-01"][..],
        &[&since],
        &[&until, "--status", "failed,completed"],
    ] {
        let mut command = deck(&["runs", "stats", "--timezone=UTC", "--output=json"]);
        command
            .args(["--base-url", &server.url()])
            .args(flags)
            .env("DECK_API_KEY", SANDBOX_API_KEY);
        let outcome = run(command);
        assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
        assert!(
            outcome.stderr.contains(r#""message":"counting "#)
                && outcome.stderr.lines().count() == 1
        );
        let of_api: Value = serde_json::from_str(&outcome.stdout).unwrap();
        assert_eq!(
            json(&[&["--from", file.path()], flags].concat()),
            of_api,
            "{flags:?}"
        );
        total += of_api["runs"].as_u64().unwrap();
    }
    assert!(
        total > 700 && total <= 1_400,
        "{total}: the run at the instant is in one window only"
    );
    drop(server);
}

#[test]
fn standard_input_and_compressed_files_are_read_like_a_file() {
    let text = lines(&company(300));
    let file = Scratch::new("plain.ndjson", text.as_bytes());
    let compressed = zstd::encode_all(text.as_bytes(), 3).unwrap();
    let compressed_file = Scratch::new("compressed.zst", &compressed);
    let expected = json(&["--from", file.path()]);
    assert_eq!(expected["runs"], 300);
    assert_eq!(json(&["--from", compressed_file.path()]), expected);

    let mut command = deck(&[
        "runs",
        "stats",
        "--from",
        "-",
        "--timezone=UTC",
        "--output=json",
    ]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&compressed).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        serde_json::from_slice::<Value>(&output.stdout).unwrap(),
        expected
    );
}

#[test]
fn lines_that_are_no_runs_are_named_and_all_others_counted() {
    let text = format!(
        "{{\"id\":\"trun_1\"}}\n{}{{\"id\":\"trun_2\"}}\n",
        "no run\n".repeat(12)
    );
    let file = Scratch::new("bad.ndjson", text.as_bytes());
    let outcome = stats(&["--from", file.path(), "--output", "json"]);
    assert_eq!(outcome.code, Some(1));
    let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(
        (&report["runs"], &report["unreadable"]),
        (&2.into(), &12.into())
    );
    let stderr = outcome.stderr;
    assert!(
        stderr.contains("12 lines of") && stderr.contains(r#""line 2: "#),
        "{stderr}"
    );
    assert!(
        stderr.contains(r#""line 11: "#) && stderr.contains(r#""and 2 more""#),
        "{stderr}"
    );
}

#[test]
fn a_file_that_is_not_there_is_wrong_usage() {
    let stderr = stats(&["--from", "/nowhere/runs.ndjson"]).failure(2);
    assert!(
        stderr.contains("/nowhere/runs.ndjson could not be read"),
        "{stderr}"
    );
}

#[test]
fn a_dumb_terminal_gets_ascii() {
    let file = Scratch::new("dumb.ndjson", ODD_LINES.as_bytes());
    let blocks = stats(&["--from", file.path()]).success();
    assert!(blocks.contains('█'), "{blocks}");
    let mut command = deck(&["task-runs", "stats", "--from", file.path()]);
    command.env("TERM", "dumb");
    let ascii = run(command).success();
    assert!(ascii.contains("#####") && !ascii.contains('█'), "{ascii}");
}

#[test]
fn a_file_of_different_agents_is_a_short_report() {
    let agents =
        (0..50_000).map(|number| format!("{{\"id\":\"1\",\"agent_id\":\"agt_{number}\"}}\n"));
    let file = Scratch::new("agents.ndjson", agents.collect::<String>().as_bytes());
    let text = stats(&["--from", file.path()]).success();
    assert!(text.lines().count() < 40, "{text}");
    assert!(text.contains("others"), "{text}");
}
