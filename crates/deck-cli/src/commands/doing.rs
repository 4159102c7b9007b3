//! The commands that do something with runs, and any request there is: verbs without a noun.

use clap::Subcommand;

use crate::arguments::GlobalArguments;
use crate::commands::api;
use crate::commands::api::ApiArguments;
use crate::commands::cancel;
use crate::commands::cancel::CancelArguments;
use crate::commands::respond;
use crate::commands::respond::RespondArguments;
use crate::commands::run as run_task;
use crate::commands::run::RunArguments;
use crate::commands::wait;
use crate::commands::wait::WaitArguments;
use crate::error::Failure;

/// What can be done.
#[derive(Debug, Subcommand)]
pub(crate) enum DoingCommand {
    /// Run a task, and wait for the end of the run with --wait
    Run(Box<RunArguments>),

    /// Wait for runs to end
    Wait(Box<WaitArguments>),

    /// Reply to what a run asks for, such as a one-time code
    Respond(RespondArguments),

    /// Ask runs to stop
    Cancel(CancelArguments),

    /// Send any request, and show the response as it is
    Api(ApiArguments),
}

/// Does one of them.
pub(super) async fn run(command: &DoingCommand, global: &GlobalArguments) -> Result<(), Failure> {
    match command {
        DoingCommand::Run(arguments) => run_task::run(arguments, global).await,
        DoingCommand::Wait(arguments) => wait::run(arguments, global).await,
        DoingCommand::Respond(arguments) => respond::run(arguments, global).await,
        DoingCommand::Cancel(arguments) => cancel::run(arguments, global).await,
        DoingCommand::Api(arguments) => api::run(arguments, global).await,
    }
}
