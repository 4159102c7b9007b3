//! `deck task-runs`: the commands about task runs.

use clap::Subcommand;

use crate::arguments::GlobalArguments;
use crate::context::Context;
use crate::error::Failure;

use self::export::ExportArguments;
use self::get::GetArguments;
use self::list::ListArguments;
use self::stats::StatsArguments;
use self::watch::WatchArguments;

pub(crate) mod export;
pub(crate) mod filters;
mod get;
pub(crate) mod list;
pub(crate) mod stats;
mod watch;

/// What can be done with task runs.
#[derive(Debug, Subcommand)]
pub(crate) enum TaskRunsCommand {
    /// List task runs, with filters
    List(Box<ListArguments>),
    /// Show everything about one task run
    Get(GetArguments),
    /// Watch task runs: new ones and every change of status, as they come
    Watch(Box<WatchArguments>),
    /// Count task runs: how they ended, how long they took, and when
    Stats(Box<StatsArguments>),
    /// Write task runs to a file, completely, and go on after any interruption
    ///
    /// The file has every run of the period once, or is not there at all: until it is complete, the runs are
    /// in FILE.part, and FILE.journal says how many of them are safe. Whatever ends the program, the same
    /// command goes on where it stopped.
    Export(Box<ExportArguments>),
}

/// Runs one of them.
pub(super) async fn run(
    command: &TaskRunsCommand,
    global: &GlobalArguments,
) -> Result<(), Failure> {
    match command {
        TaskRunsCommand::List(arguments) => {
            list::run(arguments, &Context::open(global).await?).await
        }
        TaskRunsCommand::Export(arguments) => {
            export::run(arguments, &Context::open(global).await?).await
        }
        TaskRunsCommand::Get(arguments) => get::run(arguments, &Context::open(global).await?).await,
        TaskRunsCommand::Watch(arguments) => {
            watch::run(arguments, &Context::open(global).await?).await
        }
        TaskRunsCommand::Stats(arguments) => stats::run(arguments, global).await,
    }
}
