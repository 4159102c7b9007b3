//! `deck sandbox`: a sandbox for other programs, and what is done to one that runs.

use clap::Args;

use crate::arguments::GlobalArguments;
use crate::commands::sandbox::control::ControlCommand;
use crate::commands::sandbox::serve::ServeArguments;
use crate::error::Failure;

mod address;
mod address_file;
mod build;
mod control;
mod data_file;
mod request_log;
mod serve;
mod speed;
mod starting_clock;

/// The arguments of `deck sandbox`.
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true, after_help = serve::AFTER_HELP)]
pub(crate) struct SandboxArguments {
    #[command(flatten)]
    serve: ServeArguments,
    #[command(subcommand)]
    control: Option<ControlCommand>,
}

/// Serves a sandbox, or controls one that runs.
pub(super) async fn run(
    arguments: &SandboxArguments,
    global: &GlobalArguments,
) -> Result<(), Failure> {
    check_global(global)?;
    match &arguments.control {
        Some(command) => control::run(command, global.output).await,
        None => serve::run(&arguments.serve, global.output).await,
    }
}

/// Refuses the flags that are about requests to the API, of which these commands send none.
fn check_global(global: &GlobalArguments) -> Result<(), Failure> {
    let is_of_client = global.sandbox
        || global.profile.is_some()
        || global.base_url.is_some()
        || global.ca_cert.is_some()
        || global.max_retries.is_some()
        || global.verbose > 0;
    if is_of_client {
        return Err(Failure::Contradiction(
            "deck sandbox is a server, so none of --sandbox, --profile, --base-url, --ca-cert, \
             --max-retries and -v can be given",
        ));
    }
    Ok(())
}
