//! Measures what a sandbox takes: time until it responds, memory, and time for a page at any depth.
//!
//! ```console
//! cargo run --release -p deck-sandbox --example scale
//! cargo run --release -p deck-sandbox --example scale 1000000
//! ```
//!
//! The argument is the number of runs. Memory is that of the whole program, and the time on the processor
//! that of this thread, as Linux tells them; other programs make no difference to it. A page is asked for
//! several times, and the fastest one counts, for the same reason. The program fails when something is over
//! its bar.

use std::env;
use std::error::Error;
use std::fs;
use std::process::ExitCode;
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

/// How often each page is asked for.
const REPEATS: usize = 5;

/// How long a page may take.
const PAGE: Duration = Duration::from_millis(1);

#[tokio::main(flavor = "current_thread")]
#[expect(clippy::disallowed_methods, reason = "it measures")]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let count = match env::args().nth(1) {
        Some(count) => count.parse()?,
        None => 0,
    };
    let (ready, memory) = bars(count);
    let (start, before) = (Instant::now(), on_processor());
    let sandbox = Sandbox::builder().seed(1).runs(count).build();
    let server = SandboxServer::start(sandbox.clone()).await?;
    let (by_clock, mib) = (start.elapsed(), resident_mib()?);
    let on_processor = on_processor().and_then(|now| now.checked_sub(before?));
    let took = on_processor.unwrap_or(by_clock);
    println!("{count} runs");
    println!(
        "{:>22}: {by_clock:>9.1?} by the clock, {took:.1?} on the processor, bar {ready:?}",
        "ready"
    );
    println!("{:>22}: {mib:>5} MiB, bar {memory} MiB", "memory");
    let mut is_within = took <= ready && mib <= memory;
    if count >= 1_000 {
        is_within &= pages(&sandbox)?;
    }
    server.shutdown().await;
    Ok(if is_within {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Returns the bars of `count` runs, in proportion: the time until it responds, and the memory in MiB.
fn bars(count: usize) -> (Duration, u64) {
    let (ready, memory) = (Duration::from_millis(50), 20);
    let millionth = count as u64;
    let more = Duration::from_micros(3 * millionth).saturating_sub(ready);
    (ready + more, memory + millionth * 580 / 1_000_000)
}

/// Measures pages at the beginning, in the middle and at the end; tells whether they are within the bar.
fn pages(sandbox: &Sandbox) -> Result<bool, Box<dyn Error>> {
    let (mut is_within, anchors) = all_pages(sandbox)?;
    let some = &anchors[0];
    let mut measure = |name: &str, query: &dyn Fn(&TaskRun) -> String| {
        let mut times = Vec::new();
        for anchor in &anchors {
            times.push(fastest(sandbox, &query(anchor))?.0);
        }
        println!(
            "{name:>22}: {:>9.1?} first, {:>9.1?} middle, {:>9.1?} last",
            times[0], times[1], times[2]
        );
        is_within &= times.iter().all(|time| *time <= PAGE);
        Ok::<(), Box<dyn Error>>(())
    };
    for (name, filter) in filters(some) {
        measure(name, &|anchor| {
            format!("limit=100{filter}&starting_after={}", anchor.id)
        })?;
    }
    measure("created_before", &|anchor| {
        format!("limit=100&created_before={}", created(anchor))
    })?;
    measure("created_after, at end", &|anchor| {
        let created = created(anchor);
        format!(
            "limit=100&created_after={created}&starting_after={}",
            anchor.id
        )
    })?;
    Ok(is_within)
}

/// Goes through all pages; tells whether 99 of 100 are within the bar, and gives a run of the first page, one
/// of the middle, and one near the end.
fn all_pages(sandbox: &Sandbox) -> Result<(bool, [TaskRun; 3]), Box<dyn Error>> {
    let mut times = Vec::new();
    let mut runs = Vec::new();
    let mut query = "limit=100".to_owned();
    loop {
        let (time, body) = fastest(sandbox, &query)?;
        times.push(time);
        let page = Page::<TaskRun>::from_json(&body)?;
        runs.extend(page.data.into_iter().nth(50));
        match page.next_cursor {
            Some(cursor) => query = format!("limit=100&cursor={cursor}"),
            None => break,
        }
    }
    times.sort_unstable();
    let (median, slow) = (times[times.len() / 2], times[times.len() * 99 / 100]);
    println!(
        "{:>22}: {median:>9.1?} median, {slow:>8.1?} 99th percentile, bar {PAGE:?}",
        format!("all {} pages", times.len()),
    );
    let at = |index: usize| runs.get(index).cloned().ok_or("there are too few runs");
    let anchors = [at(0)?, at(runs.len() / 2)?, at(runs.len() - 2)?];
    Ok((slow <= PAGE, anchors))
}

/// Returns each filter with a value of `run`, and some with words of their own.
fn filters(run: &TaskRun) -> [(&'static str, String); 11] {
    let id = |key, id: Option<&str>| format!("&{key}={}", id.unwrap_or_default());
    let (task, agent, source, credential) = (
        id("task_id", run.task_id.as_ref().map(AsRef::as_ref)),
        id("agent_id", run.agent_id.as_ref().map(AsRef::as_ref)),
        id("source_id", run.source_id.as_ref().map(AsRef::as_ref)),
        id(
            "credential_id",
            run.credential_id.as_ref().map(AsRef::as_ref),
        ),
    );
    [
        ("no filter", String::new()),
        ("status, common", "&status=completed".to_owned()),
        ("status, rare", "&status=interaction_required".to_owned()),
        ("two statuses", "&status=failed&status=canceled".to_owned()),
        ("outcome", "&outcome=failure".to_owned()),
        (
            "status and task_id",
            format!("&status=review_required{task}"),
        ),
        ("task_id", task),
        ("agent_id", agent),
        ("source_id", source),
        ("credential_id", credential),
        ("workflow_id, unknown", "&workflow_id=wflo_none".to_owned()),
    ]
}

fn created(run: &TaskRun) -> &str {
    run.created_at.as_ref().map_or("", |time| time.as_str())
}

/// Returns how long the response takes, the fastest time, and its body.
#[expect(clippy::disallowed_methods, reason = "it measures")]
fn fastest(sandbox: &Sandbox, query: &str) -> Result<(Duration, Bytes), Box<dyn Error>> {
    let request = request(query)?;
    let mut fastest = Duration::MAX;
    let mut body = Bytes::new();
    for _ in 0..REPEATS {
        let start = Instant::now();
        let response = sandbox.respond(&request);
        fastest = fastest.min(start.elapsed());
        if !response.status().is_success() {
            return Err(format!("{query}: {:?}", response.body()).into());
        }
        body = response.into_body();
    }
    Ok((fastest, body))
}

fn request(query: &str) -> Result<Request<Bytes>, http::Error> {
    Request::get(format!("{SANDBOX_BASE_URL}/task-runs?{query}"))
        .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
        .body(Bytes::new())
}

/// Returns the time that this thread has had on the processor, which Linux counts in ticks.
fn on_processor() -> Option<Duration> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = text.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
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
