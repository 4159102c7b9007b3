//! `deck task-runs`: the commands about task runs.

use clap::Subcommand;

use crate::context::Context;
use crate::error::Failure;

use self::get::GetArguments;
use self::list::ListArguments;

pub(crate) mod filters;
mod get;
pub(crate) mod list;

/// What can be done with task runs.
#[derive(Debug, Subcommand)]
pub(crate) enum TaskRunsCommand {
    /// List task runs, with filters
    List(Box<ListArguments>),
    /// Show everything about one task run
    Get(GetArguments),
}

/// Runs one of them.
pub(super) async fn run(command: &TaskRunsCommand, context: &Context) -> Result<(), Failure> {
    match command {
        TaskRunsCommand::List(arguments) => list::run(arguments, context).await,
        TaskRunsCommand::Get(arguments) => get::run(arguments, context).await,
    }
}
