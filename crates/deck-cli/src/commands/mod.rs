//! The commands, one folder per noun and one file per verb.

use crate::arguments::Arguments;
use crate::arguments::Command;
use crate::context::Context;
use crate::error::Failure;

pub(crate) mod auth;
pub(crate) mod drift;
mod limit;
pub(crate) mod listing;
pub(crate) mod period;
pub(crate) mod sandbox;
pub(crate) mod task_runs;
mod test;
pub(crate) mod word;

/// Runs the command that was asked for.
pub(crate) async fn run(arguments: &Arguments) -> Result<(), Failure> {
    let global = &arguments.global;
    match &arguments.command {
        Command::TaskRuns(command) => task_runs::run(command, &Context::open(global).await?).await,
        Command::Test => test::run(&Context::open(global).await?).await,
        Command::Auth(command) => auth::run(command, global).await,
        Command::Drift(arguments) => drift::run(arguments, global).await,
        Command::Sandbox(arguments) => sandbox::run(arguments, global).await,
    }
}
