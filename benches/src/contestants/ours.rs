//! The client of this workspace, with everything at its defaults but the rate limit.

use std::error::Error;

use deck_client::ApiKey;
use deck_client::Client;
use deck_client::ListCall;
use deck_client::RateLimiter;
use deck_client::types::Json;
use deck_client::types::ListTaskRuns;
use deck_client::types::PageSize;

use super::PAGE_SIZE;
use super::Sum;

fn listing(base_url: &str) -> Result<ListCall<ListTaskRuns>, Box<dyn Error>> {
    let client = Client::builder(ApiKey::new("sk_bench")?)
        .with_base_url(base_url)
        .with_rate_limiter(RateLimiter::unlimited())
        .build()?;
    Ok(client.list(ListTaskRuns::new().page_size(PageSize::new(PAGE_SIZE)?)))
}

pub(super) async fn items(base_url: &str, prefetch: bool) -> Result<Sum, Box<dyn Error>> {
    let listing = listing(base_url)?;
    let _ = prefetch;
    let mut runs = listing.items();
    let mut sum = Sum::default();
    while let Some(run) = runs.next().await {
        let run = run?;
        sum.add(run.id.as_str(), run.output.as_ref().map_or("", Json::as_str));
    }
    Ok(sum)
}

pub(super) async fn json(base_url: &str) -> Result<Sum, Box<dyn Error>> {
    let mut runs = listing(base_url)?.with_item_type::<Json>().items();
    let mut sum = Sum::default();
    while let Some(run) = runs.next().await {
        sum.add("", run?.as_str());
    }
    Ok(sum)
}

pub(super) async fn pages(base_url: &str) -> Result<Sum, Box<dyn Error>> {
    let mut pages = listing(base_url)?.pages();
    let mut sum = Sum::default();
    while let Some(page) = pages.next().await {
        for run in &page?.body.data {
            sum.add(run.id.as_str(), run.output.as_ref().map_or("", Json::as_str));
        }
    }
    Ok(sum)
}
