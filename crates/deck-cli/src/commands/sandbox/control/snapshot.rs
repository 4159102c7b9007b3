//! `deck sandbox snapshot`: every object of a running sandbox.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use deck_client::http::Method;
use deck_types::Json;

use crate::commands::sandbox::control::connection::Connection;
use crate::commands::sandbox::control::target::TargetArguments;
use crate::error::Failure;
use crate::error::code::ErrorCode;
use crate::error::explained::Explained;
use crate::output::format::OutputFormat;
use crate::output::screen::Screen;
use crate::output::value;
use crate::replaced_file::replace_file;

/// The arguments of `deck sandbox snapshot`.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct SnapshotArguments {
    /// The file to write; standard output where there is none
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,

    #[command(flatten)]
    target: TargetArguments,
}

const AFTER_HELP: &str = "\
It has what responses show, listed by kind, and no secrets. A sandbox is not started from it: that is
what `deck sandbox --data FILE` is for.

Examples:
  deck sandbox snapshot | jq '.task_runs | length'
  deck sandbox snapshot before.json";

/// Writes the objects.
pub(super) async fn run(
    arguments: &SnapshotArguments,
    format: OutputFormat,
) -> Result<(), Failure> {
    let connection = Connection::to(&arguments.target).await?;
    let Some(path) = &arguments.file else {
        let snapshot: Json = connection.call(Method::GET, "snapshot", None).await?;
        return value::write_json(format, Screen::of_standard_output(), &snapshot);
    };
    let snapshot = connection.bytes(Method::GET, "snapshot", None).await?;
    replace_file(path, |file| file.write_all(&snapshot)).map_err(|error| {
        let message = format!("{} could not be written: {error}", path.display());
        Explained::new(ErrorCode::Output, message).into()
    })
}
