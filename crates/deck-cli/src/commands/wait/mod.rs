//! `deck wait`: waits for runs to end.

use clap::Args;

use deck_types::TaskRun;
use deck_types::TaskRunId;

use crate::arguments::GlobalArguments;
use crate::commands::task_runs::filters::FilterArguments;
use crate::commands::task_runs::filters::UnknownWord;
use crate::commands::word::word;
use crate::context::Context;
use crate::diagnostics;
use crate::error::Failure;
use crate::interrupt::Interrupt;

use self::waiting::Waiting;
use self::waiting::WaitingArguments;

mod end;
mod prompts;
pub(crate) mod waiting;

/// The arguments of `deck wait`.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct WaitArguments {
    /// The ids of the runs, such as `trun_1a2b3c`; or filters, for all runs that match now
    #[arg(value_name = "ID", value_parser = word::<TaskRunId>())]
    ids: Vec<TaskRunId>,

    #[command(flatten)]
    waiting: WaitingArguments,

    #[command(flatten)]
    filters: FilterArguments,
}

const AFTER_HELP: &str = "\
Runs are written as they end. What a run asks for meanwhile is shown on standard error, with the
command that replies. Ctrl-C ends the wait and leaves the runs alone.

Exit codes:
  0    All runs have completed (or ended at all, with --for terminal)
  6    Some had not ended in time
  8    Some ended otherwise: failed or canceled
  130  Interrupted by Ctrl-C
All others are those of every command.

Examples:
  deck wait trun_1a2b3c
  deck wait trun_1a2b3c trun_4d5e6f --for terminal --timeout 10m --output ndjson
  deck wait --status queued,running --since 1h
  deck wait trun_1a2b3c --interactive";

/// Waits for the runs, and writes them as they end.
pub(super) async fn run(
    arguments: &WaitArguments,
    global: &GlobalArguments,
) -> Result<(), Failure> {
    let has_filters = !arguments.filters.is_empty();
    if arguments.ids.is_empty() != has_filters {
        return Err(Failure::Contradiction(
            "give the ids of runs, or filters such as --status running, and not both",
        ));
    }
    arguments.waiting.check()?;
    for unknown in arguments.filters.unknown_words() {
        unknown.warn();
    }
    let context = Context::open(global).await?;
    let interrupt = Interrupt::watch().await;
    let waiting = Waiting::new(&context, &arguments.waiting, &interrupt);
    if !has_filters {
        return waiting.ids(arguments.ids.clone()).await;
    }
    let runs = tokio::select! {
        biased;
        () = interrupt.pressed() => return Err(waiting.interrupted(&[])),
        runs = matching(&context, &arguments.filters) => runs?,
    };
    if runs.is_empty() {
        diagnostics::hint("no runs match, so there is nothing to wait for");
    }
    waiting.listed(runs).await
}

impl WaitArguments {
    /// Returns the first word of a filter that this program does not know, unless such are allowed.
    pub(crate) fn unknown_word(&self) -> Option<UnknownWord<'_>> {
        let mut unknown = self.filters.unknown_words();
        unknown.next().filter(|_| !self.filters.allows_unknown())
    }
}

/// Returns the runs that match now.
async fn matching(context: &Context, filters: &FilterArguments) -> Result<Vec<TaskRun>, Failure> {
    let window = filters.window(context)?;
    let listing = window.apply(filters.listing());
    let mut items = context.client().list(listing).items();
    let mut runs = Vec::new();
    while let Some(run) = items.next().await {
        let run = run?;
        if window.contains_item(&run) {
            runs.push(run);
        }
    }
    Ok(runs)
}
