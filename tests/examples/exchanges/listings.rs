//! The listings: without a filter, with every filter, and page by page.

use deck_client::Client;
use deck_sandbox::Sandbox;
use deck_types::ListAgents;
use deck_types::ListCredentials;
use deck_types::ListEventDeliveries;
use deck_types::ListEventDestinations;
use deck_types::ListEvents;
use deck_types::ListSources;
use deck_types::ListTaskRunStorage;
use deck_types::ListTaskRuns;
use deck_types::ListTasks;
use deck_types::Listing;
use deck_types::PageItem;
use deck_types::PageSize;

use crate::Failure;

/// The words that the filter of runs is documented with, in both spellings.
const STATUSES: [&str; 9] = [
    "queued",
    "running",
    "cancelling",
    "canceling",
    "interaction_required",
    "review_required",
    "completed",
    "canceled",
    "failed",
];

const FROM: &str = "2020-01-01T00:00:00.123+02:00";
const UNTIL: &str = "2099-01-01T00:00:00Z";

/// Makes every listing.
pub(crate) async fn record(client: &Client, sandbox: &Sandbox) -> Result<(), Failure> {
    let one = PageSize::MIN;
    task_runs(client, sandbox).await?;
    let run = sandbox.runs().into_iter().find(|run| run.storage.is_some());
    let run = run.ok_or("no run has files")?;
    both(
        client,
        ListTaskRunStorage::new(run.id.clone()),
        ListTaskRunStorage::new(run.id).page_size(one),
    )
    .await?;
    let full = ListTasks::new().agent_id("agt_1").status("live");
    both(
        client,
        ListTasks::new().page_size(one),
        full.page_size(PageSize::MAX),
    )
    .await?;
    both(client, ListAgents::new(), ListAgents::new().page_size(one)).await?;
    both(
        client,
        ListSources::new(),
        ListSources::new().page_size(one),
    )
    .await?;
    credentials(client).await?;
    events(client).await
}

async fn task_runs(client: &Client, sandbox: &Sandbox) -> Result<(), Failure> {
    let full = ListTaskRuns::new()
        .status(STATUSES)
        .source_id(["src_1", "src 2&=%+"])
        .outcome(["success", "failure", "unknown"])
        .agent_id("agt_1")
        .credential_id("cred_1")
        .task_id("task_1")
        .workflow_id("wflo_1")
        .created_after(FROM.parse()?)
        .created_before(UNTIL.parse()?)
        .page_size(PageSize::MAX);
    let some = ListTaskRuns::new()
        .status(STATUSES)
        .page_size(PageSize::new(25)?);
    both(client, some, full).await?;
    let first = sandbox
        .runs()
        .into_iter()
        .next()
        .ok_or("there are no runs")?
        .id;
    client
        .list(ListTaskRuns::new())
        .after(first.clone())
        .page()
        .await?;
    client
        .list(ListTaskRuns::new())
        .before(first)
        .page()
        .await?;
    Ok(())
}

async fn credentials(client: &Client) -> Result<(), Failure> {
    let full = ListCredentials::new()
        .source_id(["src_1", "src_2"])
        .status(["unverified", "verified", "invalid", "deleted"])
        .external_id("user-1")
        .page_size(PageSize::MAX);
    both(
        client,
        ListCredentials::new().page_size(PageSize::MIN),
        full,
    )
    .await?;
    let page = client.list(ListCredentials::new()).page().await?;
    let first = page
        .data
        .into_iter()
        .next()
        .ok_or("there are no credentials")?
        .id;
    client
        .list(ListCredentials::new())
        .after(first.clone())
        .page()
        .await?;
    client
        .list(ListCredentials::new())
        .before(first)
        .page()
        .await?;
    Ok(())
}

async fn events(client: &Client) -> Result<(), Failure> {
    let full = ListEvents::new()
        .event_type(["task_run.completed", "agent.created"])
        .created_after(FROM.parse()?)
        .created_before(UNTIL.parse()?)
        .page_size(PageSize::MAX);
    both(client, ListEvents::new().page_size(PageSize::new(2)?), full).await?;
    let full = ListEventDestinations::new()
        .status("active")
        .page_size(PageSize::MAX);
    both(
        client,
        ListEventDestinations::new().page_size(PageSize::MIN),
        full,
    )
    .await?;
    let page = client.list(ListEventDestinations::new()).page().await?;
    for destination in page.data {
        let plain = ListEventDeliveries::new(destination.id.clone()).page_size(PageSize::MIN);
        let full = ListEventDeliveries::new(destination.id)
            .status("success")
            .event_type("agent.created")
            .page_size(PageSize::MAX);
        both(client, plain, full).await?;
    }
    Ok(())
}

/// Reads the first pages of both listings.
async fn both<L: Listing<Item: PageItem>>(
    client: &Client,
    one: L,
    other: L,
) -> Result<(), Failure> {
    for listing in [one, other] {
        let mut pages = client.list(listing).pages();
        for _ in 0..3 {
            let Some(page) = pages.next().await else {
                break;
            };
            page?;
        }
    }
    Ok(())
}
