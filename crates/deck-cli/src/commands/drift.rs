//! `deck drift`: where the API differs from what this version knows.

use std::num::NonZeroU64;

use clap::Args;
use clap::ValueEnum;

use deck_client::Client;
use deck_client::DriftReport;
use deck_client::DriftWatch;
use deck_client::Error;
use deck_types::ListAgents;
use deck_types::ListCredentials;
use deck_types::ListEventDestinations;
use deck_types::ListEvents;
use deck_types::ListSources;
use deck_types::ListTaskRuns;
use deck_types::ListTasks;
use deck_types::Listing;

use crate::arguments::GlobalArguments;
use crate::commands::limit::limit;
use crate::context::Context;
use crate::diagnostics;
use crate::error::Failure;
use crate::output::drift_report;

/// The arguments of `deck drift`.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct DriftArguments {
    /// What is listed
    #[arg(value_enum, value_name = "LISTING", default_value_t)]
    listing: ListingName,

    /// The most items to look at, 1 or more [default: 100]
    #[arg(
        long,
        value_name = "N",
        conflicts_with = "all",
        value_parser = limit,
        allow_negative_numbers = true
    )]
    limit: Option<NonZeroU64>,

    /// Look at all items
    #[arg(long)]
    all: bool,
}

/// A listing that needs no id.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum ListingName {
    #[default]
    TaskRuns,
    Tasks,
    Agents,
    Sources,
    Credentials,
    Events,
    EventDestinations,
}

/// How many items are looked at where no flag says how many: one page.
const DEFAULT_LIMIT: u64 = 100;

const AFTER_HELP: &str = "\
Found are fields and words that this version does not know, documented fields that are absent,
and items that cannot be read; each with its place, the type of its value, how often it was found,
and the id of a request. Values are not shown, and payloads, such as the output of a run, are not
looked into.

Exit codes:
  0    No drift
  8    There is drift; the report is on standard output
All others are those of every command.

Examples:
  deck drift
  deck drift events --limit 1000
  deck drift --all --output ndjson | jq -r .path";

/// Lists, and writes what was found.
///
/// Where the listing breaks off, what was found until then is written, and the command fails for the reason
/// why it broke off.
pub(super) async fn run(
    arguments: &DriftArguments,
    global: &GlobalArguments,
) -> Result<(), Failure> {
    let watch = DriftWatch::new();
    let context = Context::open_watched(global, &watch).await?;
    let looked_at = arguments.look(context.client()).await;
    let report = watch.report();
    if !report.is_empty() {
        drift_report::write(context.output, context.screen, &report)?;
        tell_of_omitted(&report);
    }
    match looked_at {
        Err(error) => Err(error.into()),
        Ok(_) if !report.is_empty() => Err(Failure::Drift {
            places: report.entries.len(),
        }),
        Ok(0) => {
            diagnostics::note("the listing has no items, so there was nothing to look at");
            drift_report::write(context.output, context.screen, &report)
        }
        Ok(count) => {
            diagnostics::hint(&format!("no drift in {count} items"));
            drift_report::write(context.output, context.screen, &report)
        }
    }
}

impl DriftArguments {
    /// Lists, and returns how many items came.
    async fn look(&self, client: &Client) -> Result<u64, Error> {
        let limit = self.limit();
        match self.listing {
            ListingName::TaskRuns => look(client, ListTaskRuns::new(), limit).await,
            ListingName::Tasks => look(client, ListTasks::new(), limit).await,
            ListingName::Agents => look(client, ListAgents::new(), limit).await,
            ListingName::Sources => look(client, ListSources::new(), limit).await,
            ListingName::Credentials => look(client, ListCredentials::new(), limit).await,
            ListingName::Events => look(client, ListEvents::new(), limit).await,
            ListingName::EventDestinations => {
                look(client, ListEventDestinations::new(), limit).await
            }
        }
    }

    fn limit(&self) -> Option<u64> {
        let limit = self.limit.map_or(DEFAULT_LIMIT, NonZeroU64::get);
        (!self.all).then_some(limit)
    }
}

async fn look<L: Listing>(client: &Client, listing: L, limit: Option<u64>) -> Result<u64, Error> {
    let mut listing = client.list(listing);
    if let Some(limit) = limit {
        listing = listing.with_max_items(limit);
    }
    let mut items = listing.items();
    let mut count = 0;
    while let Some(item) = items.next().await {
        match item {
            // An item that cannot be read is in the report.
            Err(error) if error.rejected_item().is_none() => return Err(error),
            _ => count += 1,
        }
    }
    Ok(count)
}

/// Reports that there is more than the report shows.
fn tell_of_omitted(report: &DriftReport) {
    if report.omitted > 0 {
        diagnostics::note(&format!(
            "the report is full; {} findings at other places are left out",
            report.omitted
        ));
    }
}
