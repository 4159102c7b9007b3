//! `deck task-runs list`: the runs that match, page by page.

use clap::Args;

use deck_client::Client;
use deck_client::ListCall;
use deck_types::ListTaskRuns;
use deck_types::TaskRun;

use crate::arguments::GlobalArguments;
use crate::commands::listing;
use crate::commands::listing::delivery::BrokenOff;
use crate::commands::listing::listing_arguments::ListingArguments;
use crate::commands::period::window::Window;
use crate::commands::task_runs::filters::FilterArguments;
use crate::commands::task_runs::filters::UnknownWord;
use crate::context::Context;
use crate::error::Failure;
use crate::error::code::ErrorCode;
use crate::error::explained::Explained;
use crate::output::tabular::Tabular;
use crate::shell;

use self::position::PositionArguments;

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
    listing_flags: ListingArguments,

    /// Fail with exit code 8 if any run is listed; it is written all the same
    #[arg(long)]
    fail_if_any: bool,
}

const AFTER_HELP: &str = "\
A run is listed when it matches all filters; of the values of one filter, one is enough.

`deck runs` is short for `deck task-runs`. The examples work without an account if `--sandbox` is added.

Examples:
  deck runs list --status failed,canceled --since yesterday
  deck runs list --outcome failure --in last-month --all --output csv > october.csv
  deck runs list --since 24h --fields id,status,output.total --sort -runtime_ms
  deck runs list --in 2026-10-31 --timezone America/New_York --limit 100
  deck runs list --all --jq 'select(.runtime_ms > 60000) | .id'
  deck runs list --status failed --since 24h --all --fail-if-any || echo 'some failed'";

/// Lists the runs in the format asked for, and adds to a failure how to go on.
pub(super) async fn run(arguments: &ListArguments, context: &Context) -> Result<(), Failure> {
    warn_of_unknown_words(&arguments.filters);
    let window = arguments.filters.window(context)?;
    let listing = arguments.list(context.client(), &window);
    let shown = listing::show_within(context, listing, &arguments.listing_flags, &window).await;
    let count = shown.map_err(|failure| arguments.explain(failure, &context.global, &window))?;
    if arguments.fail_if_any && count > 0 {
        return Err(any_listed(count));
    }
    Ok(())
}

/// Returns the failure of a listing that should have been empty.
fn any_listed(count: u64) -> Failure {
    let is = if count == 1 { "is" } else { "are" };
    Explained::new(
        ErrorCode::ConditionNotMet,
        format!("{} {is} listed", TaskRun::NOUN.count(count)),
    )
    .into()
}

impl ListArguments {
    fn list(&self, client: &Client, window: &Window) -> ListCall<ListTaskRuns> {
        client
            .list(self.listing(window))
            .position(self.position.position())
    }

    /// Returns the first word of a filter that this program does not know, unless such are allowed.
    pub(crate) fn unknown_word(&self) -> Option<UnknownWord<'_>> {
        let mut unknown = self.filters.unknown_words();
        unknown.next().filter(|_| !self.filters.allows_unknown())
    }

    fn listing(&self, window: &Window) -> ListTaskRuns {
        let mut listing = window.apply(self.filters.listing());
        listing.page_size = self.listing_flags.page_size(window);
        listing
    }

    /// Adds to the failure of a listing that showed some runs how to see the others.
    fn explain(&self, mut failure: Failure, global: &GlobalArguments, window: &Window) -> Failure {
        if let Failure::BrokenOff(broken_off) = &mut failure {
            broken_off.next_command = self.next_command(broken_off, global, window);
        }
        failure
    }

    /// Returns the command that goes on behind the last run that is shown, unless it is absurdly long.
    fn next_command(
        &self,
        broken_off: &BrokenOff,
        global: &GlobalArguments,
        window: &Window,
    ) -> Option<String> {
        let last_id = broken_off.last_id.as_ref()?;
        let mut flags = global.flags();
        flags.extend(self.filters.flags());
        flags.extend(window.flags());
        flags.extend(self.listing_flags.flags(broken_off.delivered));
        flags.push(self.position.flag_behind(last_id));
        let words = ["deck", "task-runs", "list"].into_iter();
        shell::suggestion(words.chain(flags.iter().map(String::as_str)))
    }
}

/// Reports the words that are sent although this program does not know them: a server may ignore them.
pub(crate) fn warn_of_unknown_words(filters: &FilterArguments) {
    for unknown in filters.unknown_words() {
        unknown.warn();
    }
}
