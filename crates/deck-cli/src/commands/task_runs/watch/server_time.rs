//! The server's time.

use std::time::Duration;

use deck_client::Client;
use deck_client::Error;
use deck_types::ListTaskRuns;
use deck_types::PageSize;
use deck_types::TaskRun;
use deck_types::TimeRange;
use deck_types::Timestamp;
use deck_types::WithRaw;

/// Asks for the server's time: a sweep with an open end learns it from its first response.
pub(super) async fn server_time(
    client: &Client,
    listing: &ListTaskRuns,
) -> Result<Option<i128>, Error> {
    let mut listing = listing.clone();
    listing.page_size = Some(PageSize::MIN);
    let sweep = client.list(listing).with_item_type::<WithRaw<TaskRun>>();
    let mut items = sweep
        .sweep(TimeRange::default())
        .with_settle(Duration::ZERO)
        .items();
    match items.next().await {
        Some(Err(error)) if error.rejected_item().is_none() => return Err(error),
        _ => {}
    }
    let until = items.range().until().map(Timestamp::unix_nanoseconds);
    Ok(until.and_then(Result::ok))
}
