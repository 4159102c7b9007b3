//! Whether what a listing delivered is what the sandbox holds.

use bytes::Bytes;
use deck_client::Client;
use deck_client::types::Json;
use deck_client::types::ListTaskRuns;
use deck_client::types::Page;
use deck_client::types::PageSize;
use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::SANDBOX_BASE_URL;
use deck_sandbox::Sandbox;

use crate::Failure;

/// Returns the text of every run as the sandbox writes it, without any network.
pub(crate) fn expected(sandbox: &Sandbox) -> Result<Vec<Json>, Failure> {
    let request = http::Request::get(format!("{SANDBOX_BASE_URL}/task-runs?limit=100"))
        .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
        .body(Bytes::new())?;
    let page = Page::<Json>::from_json(sandbox.respond(&request).body())?;
    if page.data.len() != sandbox.len() {
        return Err("the sandbox holds more runs than a page can".into());
    }
    Ok(page.data)
}

/// Lists all runs, and compares them with those that were expected.
pub(crate) async fn list(
    client: &Client,
    page_size: PageSize,
    expected: &[Json],
) -> Result<(), Failure> {
    let mut items = client
        .list(ListTaskRuns::new().page_size(page_size))
        .with_item_type::<Json>()
        .items();
    let mut delivered = 0;
    while let Some(item) = items.next().await {
        let item = item?;
        if expected.get(delivered) != Some(&item) {
            return Err(format!("item {delivered} is another one than in the sandbox").into());
        }
        delivered += 1;
    }
    if delivered < expected.len() {
        return Err(format!("{delivered} items of {} came", expected.len()).into());
    }
    Ok(())
}
