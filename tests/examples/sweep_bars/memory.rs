//! The memory of a sweep, beside that of a sequential listing.

use std::time::Duration;
use std::time::SystemTime;

use deck_client::Client;
use deck_sandbox::Fault;
use deck_sandbox::FaultPlan;
use deck_sandbox::Sandbox;
use deck_transport::ManualClock;
use deck_types::ListTaskRuns;
use deck_types::PageSize;
use peak_alloc::PeakAlloc;

use super::measure;
use super::shapes;

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

/// A sweep may hold so many pages more than a sequential listing.
const PAGES: f64 = 32.0;

/// Prints what listings take. Returns whether the bar is kept.
pub(super) async fn print() -> bool {
    println!("| runs | sequential | sweep | one page | pages more | bar | kept |");
    println!("| --- | --- | --- | --- | --- | --- | --- |");
    let mut is_kept = true;
    for count in [10_000, 100_000] {
        let clock = ManualClock::at(SystemTime::UNIX_EPOCH).auto_advancing();
        let sandbox = Sandbox::builder()
            .with_runs(measure::runs(&shapes::even(1, count)))
            .faults(FaultPlan::new().always(Fault::delay(Duration::from_millis(50))))
            .clock(clock.clone())
            .build();
        let client = measure::client(&sandbox, &clock, true);
        let (page, sequential, sweep) = (
            one_page(&client).await,
            sequential(&client).await,
            sweep(&client).await,
        );
        let more = (sweep - sequential) / page;
        is_kept &= more <= PAGES;
        println!(
            "| {count} | {sequential:.0} KiB | {sweep:.0} KiB | {page:.0} KiB | {more:.1} | {PAGES} | {} |",
            if more <= PAGES { "yes" } else { "NO" }
        );
    }
    is_kept
}

/// Returns what a page takes while it is held with its body, in KiB.
async fn one_page(client: &Client) -> f64 {
    peak_of(async || {
        let listing = ListTaskRuns::new().page_size(PageSize::MAX);
        client.list(listing).page().await.unwrap();
    })
    .await
}

async fn sequential(client: &Client) -> f64 {
    peak_of(async || {
        let mut items = client.list(ListTaskRuns::new()).items();
        while let Some(run) = items.next().await {
            run.unwrap();
        }
    })
    .await
}

async fn sweep(client: &Client) -> f64 {
    peak_of(async || {
        let mut items = client
            .list(ListTaskRuns::new())
            .sweep(measure::month())
            .items();
        while let Some(run) = items.next().await {
            run.unwrap();
        }
    })
    .await
}

/// Returns how much memory was taken at most beyond what was taken before, in KiB.
async fn peak_of(listing: impl AsyncFnOnce()) -> f64 {
    let before = ALLOCATED.current_usage();
    ALLOCATED.reset_peak_usage();
    listing().await;
    let peak = ALLOCATED.peak_usage();
    peak.saturating_sub(before) as f64 / 1024.0
}
