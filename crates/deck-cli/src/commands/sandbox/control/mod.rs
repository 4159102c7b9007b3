//! What is done to a sandbox that runs, by its control API.

use std::time::Duration;

use clap::Args;
use clap::Subcommand;
use serde::Deserialize;
use serde::Serialize;

use deck_client::http::Method;

use crate::commands::duration::duration;
use crate::commands::sandbox::control::connection::Connection;
use crate::commands::sandbox::control::fault::FaultCommand;
use crate::commands::sandbox::control::requests::RequestsArguments;
use crate::commands::sandbox::control::snapshot::SnapshotArguments;
use crate::commands::sandbox::control::target::TargetArguments;
use crate::error::Failure;
use crate::output::detail::Detail;
use crate::output::format::OutputFormat;
use crate::output::human;
use crate::output::screen::Screen;
use crate::output::value;

mod connection;
mod fault;
mod requests;
mod snapshot;
mod target;

/// What is done to a sandbox that runs.
#[derive(Debug, Subcommand)]
pub(crate) enum ControlCommand {
    /// Lead a running sandbox back to its start: objects, time and faults
    #[command(after_help = "Example:\n  deck sandbox reset")]
    Reset(TargetArguments),

    /// Let time pass in a running sandbox
    #[command(after_help = "Examples:\n  deck sandbox advance 90s\n  deck sandbox advance 48h")]
    Advance(AdvanceArguments),

    /// Add faults to a running sandbox, list them, or clear them
    #[command(subcommand)]
    Fault(FaultCommand),

    /// List the latest requests that a running sandbox got
    Requests(RequestsArguments),

    /// Write every object of a running sandbox, as JSON
    Snapshot(SnapshotArguments),
}

/// The arguments of `deck sandbox advance`.
#[derive(Args, Debug)]
pub(crate) struct AdvanceArguments {
    /// How much time passes, such as 90s, 5m or 48h
    #[arg(value_name = "DURATION", value_parser = duration)]
    duration: Duration,

    #[command(flatten)]
    target: TargetArguments,
}

/// The time of a sandbox.
#[derive(Deserialize, Serialize)]
struct Clock {
    now: Option<String>,
    elapsed: Option<String>,
}

/// Runs the command that was asked for.
pub(super) async fn run(command: &ControlCommand, format: OutputFormat) -> Result<(), Failure> {
    match command {
        ControlCommand::Reset(target) => reset(target, format).await,
        ControlCommand::Advance(arguments) => advance(arguments, format).await,
        ControlCommand::Fault(command) => fault::run(command, format).await,
        ControlCommand::Requests(arguments) => requests::run(arguments, format).await,
        ControlCommand::Snapshot(arguments) => snapshot::run(arguments, format).await,
    }
}

async fn reset(target: &TargetArguments, format: OutputFormat) -> Result<(), Failure> {
    let connection = Connection::to(target).await?;
    let clock = connection.call(Method::POST, "reset", None).await?;
    write_clock(&clock, format)
}

async fn advance(arguments: &AdvanceArguments, format: OutputFormat) -> Result<(), Failure> {
    let connection = Connection::to(&arguments.target).await?;
    let body = serde_json::json!({ "advance": format!("{}ns", arguments.duration.as_nanos()) });
    let clock = connection.call(Method::POST, "clock", Some(body)).await?;
    write_clock(&clock, format)
}

fn write_clock(clock: &Clock, format: OutputFormat) -> Result<(), Failure> {
    let mut detail = Detail::new();
    detail.field("now", clock.now.as_ref());
    let elapsed = clock
        .elapsed
        .as_deref()
        .and_then(|text| duration(text).ok());
    detail.field("elapsed", elapsed.map(human::duration));
    value::write(format, Screen::of_standard_output(), detail, clock)
}
