//! The client of this workspace, with everything at its defaults but the rate limit.

use std::error::Error;

use deck_client::ApiKey;
use deck_client::Client;
use deck_client::ListCall;
use deck_client::RateLimiter;
use deck_client::types::Json;
use deck_client::types::ListTaskRuns;
use deck_client::types::PageSize;
use deck_client::types::TaskRun;
use deck_client::types::TimeRange;

use super::PAGE_SIZE;
use super::Sum;
use crate::history;

fn listing(base_url: &str, limiter: RateLimiter) -> Result<ListCall<ListTaskRuns>, Box<dyn Error>> {
    let client = Client::builder(ApiKey::new("sk_bench")?)
        .with_base_url(base_url)
        .with_rate_limiter(limiter)
        .build()?;
    Ok(client.list(ListTaskRuns::new().page_size(PageSize::new(PAGE_SIZE)?)))
}

fn add(sum: &mut Sum, run: &TaskRun) {
    sum.add(
        run.id.as_str(),
        run.output.as_ref().map_or("", Json::as_str),
    );
}

pub(super) async fn items(base_url: &str, is_ahead: bool) -> Result<Sum, Box<dyn Error>> {
    let mut runs = listing(base_url, RateLimiter::unlimited())?.items();
    if is_ahead {
        runs = runs.prefetch();
    }
    let mut sum = Sum::default();
    while let Some(run) = runs.next().await {
        add(&mut sum, &run?);
    }
    Ok(sum)
}

pub(super) async fn json(base_url: &str) -> Result<Sum, Box<dyn Error>> {
    let listing = listing(base_url, RateLimiter::unlimited())?;
    let mut runs = listing.with_item_type::<Json>().items();
    let mut sum = Sum::default();
    while let Some(run) = runs.next().await {
        sum.add("", run?.as_str());
    }
    Ok(sum)
}

pub(super) async fn pages(base_url: &str) -> Result<Sum, Box<dyn Error>> {
    let mut pages = listing(base_url, RateLimiter::unlimited())?.pages();
    let mut sum = Sum::default();
    while let Some(page) = pages.next().await {
        for run in &page?.body.data {
            add(&mut sum, run);
        }
    }
    Ok(sum)
}

/// The one contestant that could be faster than the API's limit allows: it keeps to it.
pub(super) async fn sweep(base_url: &str) -> Result<Sum, Box<dyn Error>> {
    let range = TimeRange::from(history::since().parse()?..history::until().parse()?);
    let mut runs = listing(base_url, RateLimiter::default())?
        .sweep(range)
        .items();
    let mut sum = Sum::default();
    while let Some(run) = runs.next().await {
        add(&mut sum, &run?);
    }
    Ok(sum)
}
