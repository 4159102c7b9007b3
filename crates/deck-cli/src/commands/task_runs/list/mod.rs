//! `deck task-runs list`: the runs that match, page by page.

use std::num::NonZeroU64;

use clap::Args;

use deck_client::Client;
use deck_client::ListCall;
use deck_types::Json;
use deck_types::ListTaskRuns;
use deck_types::PageItem;
use deck_types::PageSize;

use crate::arguments::GlobalArguments;
use crate::commands::limit::limit;
use crate::context::Context;
use crate::diagnostics;
use crate::error::Failure;
use crate::interrupt::Interrupt;
use crate::output::ItemWriter;
use crate::output::format::OutputFormat;
use crate::output::json_array::JsonArray;
use crate::output::json_lines::JsonLines;
use crate::output::standard_output::standard_output;
use crate::output::task_run_table::TaskRunTable;
use crate::shell;

use self::delivery::BrokenOff;
use self::delivery::deliver;
use self::filters::FilterArguments;
use self::filters::UnknownWord;
use self::position::PositionArguments;

pub(crate) mod delivery;
pub(crate) mod filters;
mod position;

#[cfg(test)]
mod tests;

/// The arguments of `deck task-runs list`.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct ListArguments {
    #[command(flatten)]
    filters: FilterArguments,
    #[command(flatten)]
    position: PositionArguments,
    #[command(flatten)]
    amount: AmountArguments,
}

/// How many runs are shown where no flag says how many.
const DEFAULT_LIMIT: u64 = 20;

/// The flags that say how many runs are shown.
#[derive(Args, Debug)]
#[command(next_help_heading = "Amount")]
struct AmountArguments {
    /// The most runs to show, 1 or more [default: 20]
    ///
    /// Where a listing ends at the default and there are more runs, standard error says so, on a terminal and
    /// in a pipe; it does not where a limit is given.
    #[arg(
        long,
        value_name = "N",
        conflicts_with = "all",
        value_parser = limit,
        allow_negative_numbers = true
    )]
    limit: Option<NonZeroU64>,

    /// Show all runs that match
    #[arg(long)]
    all: bool,

    /// The most runs asked for in one request, 1 to 100 [default: as many as are needed]
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    page_size: Option<PageSize>,
}

const AFTER_HELP: &str = "\
A run is listed when it matches all filters; of a filter that is given several times, one is enough.

The first examples work without an account if `--sandbox` is added.

Examples:
  deck task-runs list --status failed --status canceled
  deck task-runs list --outcome failure --created-after 2026-11-01T00:00:00Z --all
  deck task-runs list --agent-id agt_1a2b3c --limit 100 --output json
  deck task-runs list --all --output ndjson | jq -r 'select(.runtime_ms > 60000) | .id'";

/// The longest command that is suggested; nobody has filters that long, but an id is whatever the server
/// sends.
const MOST_COMMAND_BYTES: usize = 2 * 1024;

/// Lists the runs in the format asked for, and adds to a failure how to go on.
pub(super) async fn run(arguments: &ListArguments, context: &Context) -> Result<(), Failure> {
    warn_of_unknown_words(&arguments.filters);
    let result = show(arguments, context).await;
    result.map_err(|failure| arguments.explain(failure, &context.global))
}

/// Lists the runs in the format asked for.
///
/// The formats for programs take the text of each run as it came, so a run that does not look like
/// one is exported too.
async fn show(arguments: &ListArguments, context: &Context) -> Result<(), Failure> {
    let listing = arguments.list(context.client());
    let (output, screen) = (standard_output(), context.screen);
    let is_table = context.output == OutputFormat::Table;
    let peeks = arguments.amount.limit.is_none() || (is_table && diagnostics::are_watched());
    match context.output {
        OutputFormat::Table => {
            let table = TaskRunTable::new(output, screen, context.now);
            carry(arguments, listing, table, peeks).await
        }
        OutputFormat::Json => {
            let array = JsonArray::new(output, screen);
            carry(arguments, listing.with_item_type::<Json>(), array, peeks).await
        }
        OutputFormat::Ndjson => {
            let lines = JsonLines::new(output, screen);
            carry(arguments, listing.with_item_type::<Json>(), lines, peeks).await
        }
    }
}

/// Carries the runs to the writer, and reports what it does not show. With `peeks`, one run more than is
/// shown is asked for, to report whether there is one.
async fn carry<T: PageItem + 'static>(
    arguments: &ListArguments,
    listing: ListCall<ListTaskRuns, T>,
    writer: impl ItemWriter<T>,
    peeks: bool,
) -> Result<(), Failure> {
    let interrupt = Interrupt::watch().await;
    let limit = arguments.amount.limit();
    let most = limit.map(|limit| limit.saturating_add(u64::from(peeks)));
    let items = with_limit(listing, most).items();
    let (tally, mut items) = deliver(items, limit, writer, &interrupt).await?;
    if tally.is_empty() {
        // Only a person wonders why there is no output.
        diagnostics::hint("no runs match");
    } else if peeks {
        // All that was asked for is shown: Ctrl-C ends nothing but the wait for one run more.
        let has_more = tokio::select! {
            next = items.next() => next.is_some_and(|more| more.is_ok()),
            () = interrupt.pressed() => false,
        };
        if has_more {
            tell_of_more(&arguments.amount);
        }
    }
    tally.result()
}

impl ListArguments {
    fn list(&self, client: &Client) -> ListCall<ListTaskRuns> {
        client
            .list(self.listing())
            .position(self.position.position())
    }

    /// Returns the first word of a filter that this program does not know, unless such are allowed.
    pub(crate) fn unknown_word(&self) -> Option<UnknownWord<'_>> {
        let mut unknown = self.filters.unknown_words();
        unknown.next().filter(|_| !self.filters.allows_unknown())
    }

    fn listing(&self) -> ListTaskRuns {
        let mut listing = self.filters.listing();
        listing.page_size = self.amount.page_size;
        listing
    }

    /// Adds to the failure of a listing that showed some runs how to see the others.
    fn explain(&self, mut failure: Failure, global: &GlobalArguments) -> Failure {
        if let Failure::BrokenOff(broken_off) = &mut failure {
            broken_off.next_command = self.next_command(broken_off, global);
        }
        failure
    }

    /// Returns the command that goes on behind the last run that is shown, unless it is absurdly long.
    fn next_command(&self, broken_off: &BrokenOff, global: &GlobalArguments) -> Option<String> {
        let last_id = broken_off.last_id.as_ref()?;
        let mut flags = global.flags();
        flags.extend(self.filters.flags());
        let page_size = self.amount.page_size.iter();
        flags.extend(page_size.map(|size| format!("--page-size={}", size.get())));
        flags.push(match self.amount.limit() {
            Some(limit) => format!("--limit={}", limit.saturating_sub(broken_off.delivered)),
            None => "--all".to_owned(),
        });
        flags.push(self.position.flag_behind(last_id));
        let words = ["deck", "task-runs", "list"].into_iter();
        let command = shell::command(words.chain(flags.iter().map(String::as_str)));
        (command.len() <= MOST_COMMAND_BYTES).then_some(command)
    }
}

impl AmountArguments {
    fn limit(&self) -> Option<u64> {
        if self.all {
            None
        } else {
            Some(self.limit.map_or(DEFAULT_LIMIT, NonZeroU64::get))
        }
    }
}

fn with_limit<T: PageItem>(
    listing: ListCall<ListTaskRuns, T>,
    limit: Option<u64>,
) -> ListCall<ListTaskRuns, T> {
    match limit {
        Some(limit) => listing.with_max_items(limit),
        None => listing,
    }
}

/// Reports the words that are sent although this program does not know them: a server may ignore them.
fn warn_of_unknown_words(filters: &FilterArguments) {
    for UnknownWord { filter, word, .. } in filters.unknown_words() {
        diagnostics::warn_that(&format!("{word} is no {filter} that this version knows"));
    }
}

/// Reports that the listing ended at its limit: to a person, and always where the limit is the default.
fn tell_of_more(amount: &AmountArguments) {
    if amount.limit.is_some() {
        diagnostics::hint("there are more runs; see them with --limit N or --all");
    } else {
        diagnostics::note(&format!(
            "the listing ends at {DEFAULT_LIMIT} runs, the default of --limit, and there are more; see them \
             with --limit N or --all"
        ));
    }
}
