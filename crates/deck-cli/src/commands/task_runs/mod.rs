//! `deck task-runs`: the commands about task runs.

use clap::Subcommand;

use crate::context::Context;
use crate::error::Failure;

use self::export::ExportArguments;
use self::get::GetArguments;
use self::list::ListArguments;

pub(crate) mod export;
pub(crate) mod filters;
mod get;
pub(crate) mod list;

/// What can be done with task runs.
#[derive(Debug, Subcommand)]
pub(crate) enum TaskRunsCommand {
    /// List task runs, with filters
    List(Box<ListArguments>),
    /// Write task runs to a file, completely, and go on after any interruption
    ///
    /// The file has every run of the period once, or is not there at all: until it is complete, the runs are
    /// in FILE.part, and FILE.journal says how many of them are safe. Whatever ends the program, the same
    /// command goes on where it stopped.
    Export(Box<ExportArguments>),
    /// Show everything about one task run
    Get(GetArguments),
}

/// Runs one of them.
pub(super) async fn run(command: &TaskRunsCommand, context: &Context) -> Result<(), Failure> {
    match command {
        TaskRunsCommand::List(arguments) => list::run(arguments, context).await,
        TaskRunsCommand::Export(arguments) => export::run(arguments, context).await,
        TaskRunsCommand::Get(arguments) => get::run(arguments, context).await,
    }
}
