//! Measures what a sandbox takes: time until it responds, memory, and time for a page at any depth.
//!
//! ```console
//! cargo run --release -p deck-sandbox --example scale
//! cargo run --release -p deck-sandbox --example scale 1000000
//! ```
//!
//! The argument is the number of runs. Memory is that of the whole program, as Linux tells it.

use std::env;
use std::error::Error;
use std::fs;
use std::time::Duration;
use std::time::Instant;

use bytes::Bytes;
use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::SANDBOX_BASE_URL;
use deck_sandbox::Sandbox;
use deck_sandbox::SandboxServer;
use deck_types::Page;
use deck_types::TaskRun;
use http::Request;

/// How often each page is asked for; the median is what counts.
const REPEATS: usize = 21;

#[tokio::main(flavor = "current_thread")]
#[expect(clippy::disallowed_methods, reason = "it measures")]
async fn main() -> Result<(), Box<dyn Error>> {
    let count = match env::args().nth(1) {
        Some(count) => count.parse()?,
        None => 0,
    };
    let start = Instant::now();
    let sandbox = Sandbox::builder().seed(1).runs(count).build();
    let server = SandboxServer::start(sandbox.clone()).await?;
    println!(
        "{count} runs: ready in {:.1?}, {} MiB",
        start.elapsed(),
        resident_mib()?
    );
    if count > 0 {
        pages(&sandbox)?;
    }
    server.shutdown().await;
    Ok(())
}

/// Measures a page with each filter at its beginning, in its middle and at its end.
fn pages(sandbox: &Sandbox) -> Result<(), Box<dyn Error>> {
    let first = page(sandbox, "limit=100")?;
    let some = first.data.get(50).ok_or("there are too few runs")?;
    let runs = sandbox.runs();
    let depths = [0, runs.len() / 2, runs.len() - 200];
    let anchors = depths.map(|depth| runs[depth].clone());
    drop(runs);
    let filters = filters(some);
    for (name, filter) in filters {
        let times = anchors.each_ref().map(|anchor| {
            let query = format!("limit=100{filter}&starting_after={}", anchor.id);
            median(sandbox, &query)
        });
        println!("{name:>22}: {}", row(times)?);
    }
    let windows = anchors.each_ref().map(|anchor| {
        let created = anchor.created_at.as_ref().map_or("", |time| time.as_str());
        median(sandbox, &format!("limit=100&created_before={created}"))
    });
    println!("{:>22}: {}", "created_before", row(windows)?);
    let windows = anchors.each_ref().map(|anchor| {
        let created = anchor.created_at.as_ref().map_or("", |time| time.as_str());
        median(
            sandbox,
            &format!(
                "limit=100&created_after={created}&starting_after={}",
                anchor.id
            ),
        )
    });
    println!("{:>22}: {}", "created_after, at end", row(windows)?);
    Ok(())
}

/// Returns each filter with a value of `run`, and some with words of their own.
fn filters(run: &TaskRun) -> [(&'static str, String); 9] {
    let id = |id: Option<&str>| id.unwrap_or_default().to_owned();
    [
        ("none", String::new()),
        ("status, common", "&status=completed".to_owned()),
        ("status, rare", "&status=interaction_required".to_owned()),
        ("outcome", "&outcome=failure".to_owned()),
        (
            "task_id",
            format!("&task_id={}", id(run.task_id.as_ref().map(AsRef::as_ref))),
        ),
        (
            "agent_id",
            format!("&agent_id={}", id(run.agent_id.as_ref().map(AsRef::as_ref))),
        ),
        (
            "source_id",
            format!(
                "&source_id={}",
                id(run.source_id.as_ref().map(AsRef::as_ref))
            ),
        ),
        (
            "credential_id",
            format!(
                "&credential_id={}",
                id(run.credential_id.as_ref().map(AsRef::as_ref))
            ),
        ),
        ("workflow_id, unknown", "&workflow_id=wflo_none".to_owned()),
    ]
}

fn row(times: [Result<Duration, Box<dyn Error>>; 3]) -> Result<String, Box<dyn Error>> {
    let [first, middle, last] = times;
    Ok(format!(
        "{:>9.1?} first, {:>9.1?} middle, {:>9.1?} last",
        first?, middle?, last?
    ))
}

#[expect(clippy::disallowed_methods, reason = "it measures")]
fn median(sandbox: &Sandbox, query: &str) -> Result<Duration, Box<dyn Error>> {
    let request = request(query)?;
    let mut times = Vec::new();
    for _ in 0..REPEATS {
        let start = Instant::now();
        let response = sandbox.respond(&request);
        times.push(start.elapsed());
        if !response.status().is_success() {
            return Err(format!("{query}: {:?}", response.body()).into());
        }
    }
    times.sort_unstable();
    Ok(times[REPEATS / 2])
}

fn page(sandbox: &Sandbox, query: &str) -> Result<Page<TaskRun>, Box<dyn Error>> {
    Ok(Page::from_json(sandbox.respond(&request(query)?).body())?)
}

fn request(query: &str) -> Result<Request<Bytes>, http::Error> {
    Request::get(format!("{SANDBOX_BASE_URL}/task-runs?{query}"))
        .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
        .body(Bytes::new())
}

/// Returns the memory of this program in MiB; 0 where the system does not tell it as Linux does.
fn resident_mib() -> Result<u64, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    match line.and_then(|line| line.split_whitespace().next()) {
        Some(kib) => Ok(kib.parse::<u64>()? / 1_024),
        None => Ok(0),
    }
}
