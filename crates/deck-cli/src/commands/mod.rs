//! The commands, one folder per noun and one file per verb.

use crate::arguments::Arguments;
use crate::arguments::Command;
use crate::context::Context;
use crate::error::Failure;
use crate::output::format::OutputFormat;

mod api;
pub(crate) mod auth;
mod cancel;
pub(crate) mod completions;
pub(crate) mod doing;
pub(crate) mod drift;
mod duration;
mod json_argument;
mod limit;
pub(crate) mod listing;
pub(crate) mod man;
pub(crate) mod nearest;
pub(crate) mod period;
pub(crate) mod resources;
mod respond;
mod run;
pub(crate) mod sandbox;
pub(crate) mod schema;
pub(crate) mod task_runs;
mod test;
mod wait;
pub(crate) mod webhooks;
pub(crate) mod word;
pub(crate) mod write;

/// Runs the command that was asked for.
pub(crate) async fn run(arguments: &Arguments) -> Result<(), Failure> {
    let global = &arguments.global;
    if global.output == OutputFormat::Csv && !arguments.command.is_listing() {
        return Err(Failure::Contradiction(
            "--output csv is for listings, such as `deck task-runs list`",
        ));
    }
    match &arguments.command {
        Command::TaskRuns(command) => task_runs::run(command, global).await,
        Command::Doing(command) => doing::run(command, global).await,
        Command::Resources(command) => resources::run(command, global).await,
        Command::Test => test::run(&Context::open(global).await?).await,
        Command::Auth(command) => auth::run(command, global).await,
        Command::Schema => schema::run(global),
        Command::Completions(arguments) => completions::run(arguments),
        Command::Man(arguments) => man::run(arguments),
        Command::Drift(arguments) => drift::run(arguments, global).await,
        Command::Sandbox(arguments) => sandbox::run(arguments, global).await,
        Command::Webhooks(command) => webhooks::run(command, global).await,
    }
}
