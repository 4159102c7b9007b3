//! `deck webhooks`: what Deck delivers, verified, received and made.

use clap::Subcommand;

use crate::arguments::GlobalArguments;
use crate::commands::webhooks::listen::ListenArguments;
use crate::commands::webhooks::trigger::TriggerArguments;
use crate::commands::webhooks::verify::VerifyArguments;
use crate::error::Failure;

mod listen;
mod sandbox_event;
mod secret;
mod shown_event;
mod tolerance;
mod trigger;
mod verify;

/// What is done with deliveries.
#[derive(Debug, Subcommand)]
pub(crate) enum WebhooksCommand {
    /// Check whether Deck signed a delivery that was saved
    Verify(VerifyArguments),

    /// Receive deliveries on this machine, verify them, and show them
    Listen(ListenArguments),

    /// Send a signed event of the sandbox's making to a receiver
    Trigger(TriggerArguments),
}

/// Runs the command that was asked for.
pub(super) async fn run(
    command: &WebhooksCommand,
    global: &GlobalArguments,
) -> Result<(), Failure> {
    check_global(global)?;
    match command {
        WebhooksCommand::Verify(arguments) => verify::run(arguments, global.output),
        WebhooksCommand::Listen(arguments) => listen::run(arguments, global.output).await,
        WebhooksCommand::Trigger(arguments) => trigger::run(arguments, global).await,
    }
}

/// Refuses the flags that are about requests to the API, of which these commands send none.
fn check_global(global: &GlobalArguments) -> Result<(), Failure> {
    let is_of_client = global.sandbox
        || global.profile.is_some()
        || global.base_url.is_some()
        || global.max_retries.is_some()
        || global.rate_limit.is_some()
        || global.verbose > 0;
    if is_of_client {
        return Err(Failure::Contradiction(
            "deck webhooks sends nothing to the API, so none of --sandbox, --profile, --base-url, \
             --max-retries, --rate-limit and -v can be given",
        ));
    }
    Ok(())
}
