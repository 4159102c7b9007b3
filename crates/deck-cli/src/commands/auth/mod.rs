//! `deck auth`: the key.

use clap::Subcommand;

use crate::arguments::GlobalArguments;
use crate::error::Failure;

mod status;

/// What can be done about the key.
#[derive(Debug, Subcommand)]
pub(crate) enum AuthCommand {
    /// Show where the key comes from, and whether the API accepts it
    ///
    /// The key itself is never shown, not even a part of it. The exit code is 4 where there is no key, and
    /// where it is refused.
    #[command(after_help = status::AFTER_HELP)]
    Status,
}

/// Runs one of them.
pub(super) async fn run(command: &AuthCommand, global: &GlobalArguments) -> Result<(), Failure> {
    match command {
        AuthCommand::Status => status::run(global).await,
    }
}
