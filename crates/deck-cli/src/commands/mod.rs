//! The commands, one folder per noun and one file per verb.

use crate::arguments::Arguments;
use crate::arguments::Command;
use crate::context::Context;
use crate::error::Failure;

pub(crate) mod task_runs;
mod test;
mod word;

/// Runs the command that was asked for.
pub(crate) async fn run(arguments: &Arguments) -> Result<(), Failure> {
    let context = Context::open(&arguments.global).await?;
    match &arguments.command {
        Command::TaskRuns(command) => task_runs::run(command, &context).await,
        Command::Test => test::run(&context).await,
    }
}
