//! The examples of the crates as a reader runs them: programs of their own, against a sandbox on loopback.

use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;
use std::time::Duration;
use std::time::UNIX_EPOCH;

use deck_client::types::Json;
use deck_client::types::ListTaskRuns;
use deck_client::types::Page;
use deck_client::types::TaskRun;
use deck_client::types::TaskRunStatus;
use deck_client::types::Timestamp;
use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::Sandbox;
use deck_sandbox::SandboxServer;
use deck_tests::folder::Folder;

use crate::support::client_of;

mod waits;

/// Returns a command that runs an example, with nothing of Deck in its environment.
///
/// `cargo test --workspace` has built all examples; where this package is tested alone, they are built here.
pub(crate) fn example(name: &str) -> Command {
    let mut folder = std::env::current_exe().unwrap();
    folder.pop();
    folder.pop();
    let program = folder.join("examples").join(name);
    if !program.exists() {
        build_examples();
    }
    let mut command = Command::new(program);
    command
        .env_remove("DECK_API_KEY")
        .env_remove("DECK_BASE_URL");
    command
}

fn build_examples() {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["build", "--quiet", "--workspace", "--examples"]);
    assert!(command.status().unwrap().success());
}

/// Runs a blocking scene while the server goes on.
async fn blocking<T: Send + 'static>(scene: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(scene).await.unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn the_program_of_the_front_page_prints_the_runs_that_failed() {
    let since: Timestamp = "2026-11-01T00:00:00Z".parse().unwrap();
    let a_week_later = UNIX_EPOCH + Duration::from_secs(1_794_096_000);
    let builder = Sandbox::builder().seed(1).runs(250);
    let sandbox = builder.now(a_week_later).build();
    let server = SandboxServer::start(sandbox.clone()).await.unwrap();
    let url = server.url();

    let output: Output = blocking(move || {
        let mut command = example("readme");
        command
            .env("DECK_API_KEY", SANDBOX_API_KEY)
            .env("DECK_BASE_URL", url);
        command.output().unwrap()
    })
    .await;

    let failed = ListTaskRuns::new()
        .status([TaskRunStatus::Failed])
        .created_after(since);
    let mut runs = client_of(&sandbox).list(failed).items();
    let mut expected = String::new();
    while let Some(run) = runs.next().await {
        let run = run.unwrap();
        for problem in &run.errors {
            expected.push_str(&format!("{} {problem}\n", run.id));
        }
    }
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(!expected.is_empty());
    assert_eq!(text(&output.stdout), expected);
}

#[test]
fn the_program_of_the_front_page_is_the_example() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let page = fs::read_to_string(root.join("README.md")).unwrap();
    let example = fs::read_to_string(root.join("crates/deck-client/examples/readme.rs")).unwrap();
    let (_, program) = example.split_once("\n\n").unwrap();

    assert!(page.contains(program));
}

#[test]
fn without_a_key_the_variable_to_set_is_named() {
    let output = example("readme").output().unwrap();

    assert!(!output.status.success());
    assert!(text(&output.stderr).contains("DECK_API_KEY"));
}

#[test]
fn a_transport_of_ones_own_carries_a_call_on_another_runtime() {
    let output = example("own_transport").output().unwrap();

    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "Some(\"ready\")\n");
}

/// Runs the export until it has told of `entries` more entries in its journal, and kills it there; to the
/// end, if it tells of fewer. Returns whether it came to the end.
fn export_until(entries: usize, file: &Path, url: &str) -> bool {
    let mut export = example("nightly_export");
    export
        .arg(file)
        .args(["2000-01-01T00:00:00Z", "2100-01-01T00:00:00Z"])
        .env("DECK_API_KEY", SANDBOX_API_KEY)
        .env("DECK_BASE_URL", url)
        .stdout(Stdio::piped());
    let mut child = export.spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let told = lines.take(entries).count();
    if told == entries {
        child.kill().unwrap();
    }
    child.wait().unwrap().success()
}

#[tokio::test]
async fn a_nightly_export_that_is_killed_again_and_again_has_every_byte_once() {
    let folder = Folder::new().unwrap();
    let file = folder.path().join("runs.ndjson");
    let sandbox = Sandbox::builder().seed(1).runs(1_050).build();
    let server = SandboxServer::start(sandbox.clone()).await.unwrap();
    let url = server.url();

    let exported = file.clone();
    blocking(move || {
        for entries in [1, 3, 2] {
            assert!(!export_until(entries, &exported, &url));
            assert!(
                !exported.exists(),
                "a part of an export under its final name"
            );
        }
        assert!(export_until(usize::MAX, &exported, &url));
    })
    .await;

    let mut runs = client_of(&sandbox)
        .list(ListTaskRuns::new())
        .with_item_type::<Json>()
        .items();
    let mut expected = String::new();
    while let Some(run) = runs.next().await {
        expected.push_str(run.unwrap().as_str());
        expected.push('\n');
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), expected);
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        1,
        "something is left behind"
    );
}

/// The server of the example, until it is dropped.
struct RunStore {
    process: Child,
    url: String,
}

impl RunStore {
    fn start() -> Self {
        let mut process = example("run_store").stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let url = lines.next().unwrap().unwrap() + "/runs";
        Self { process, url }
    }

    fn store(&self, run: &str) -> u16 {
        let request = ureq::post(&self.url).config().http_status_as_error(false);
        request.build().send(run).unwrap().status().as_u16()
    }

    fn list(&self, query: &str) -> (u16, String) {
        let request = ureq::get(format!("{}?{query}", self.url)).config();
        let request = request.http_status_as_error(false).build();
        let mut response = request.call().unwrap();
        let text = response.body_mut().read_to_string().unwrap();
        (response.status().as_u16(), text)
    }
}

impl Drop for RunStore {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

#[test]
fn the_store_of_runs_keeps_the_newest_state_and_reads_what_a_browser_sends() {
    let store = RunStore::start();
    let failed = r#"{"id":"trun_1","status":"failed","updated_at":"2026-11-02T00:00:00Z"}"#;
    let older = r#"{"id":"trun_1","status":"running","updated_at":"2026-11-01T00:00:00Z"}"#;

    assert_eq!(store.store(failed), 204);
    assert_eq!(store.store(older), 204);
    assert_eq!(store.store(r#"{"id":"trun_2","status":"cancelling"}"#), 204);
    assert_eq!(store.store(r#"{"id":7}"#), 400);

    let (status, body) = store.list("status=failed&agent_id=&utm_source=mail");
    assert_eq!(status, 200);
    let page = Page::<TaskRun>::from_json(body.as_bytes()).unwrap();
    assert_eq!(page.data, [serde_json::from_str(failed).unwrap()]);
    assert!(store.list("status=canceling").1.contains("trun_2"));

    let (status, reason) = store.list("limit=0");
    assert_eq!(status, 400);
    assert!(reason.contains("1 to 100"), "{reason}");
}

#[test]
fn the_store_of_runs_takes_every_filter_and_goes_from_page_to_page() {
    let store = RunStore::start();
    for (number, task) in [(1, "a"), (2, "b"), (3, "a"), (4, "a")] {
        let day = format!(r#""created_at":"2026-11-0{number}T00:00:00Z""#);
        let run = format!(r#"{{"id":"trun_{number}","task_id":"{task}",{day}}}"#);
        assert_eq!(store.store(&run), 204);
    }
    let ids = |query: &str| -> (Vec<String>, Option<bool>) {
        let (_, body) = store.list(query);
        let page = Page::<TaskRun>::from_json(body.as_bytes()).unwrap();
        let ids = page.data.iter().map(|run| run.id.to_string()).collect();
        (ids, page.has_more)
    };

    let query = "task_id=a&created_after=2026-11-01T00:00:00Z&limit=1";
    assert_eq!(ids(query), (vec!["trun_3".to_owned()], Some(true)));
    assert_eq!(
        ids(&format!("{query}&starting_after=trun_3")),
        (vec!["trun_4".to_owned()], Some(false))
    );
    assert_eq!(store.list("cursor=abc").0, 400);
}
