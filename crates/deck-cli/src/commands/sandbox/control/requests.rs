//! `deck sandbox requests`: what a running sandbox was asked for.

use std::io;

use clap::Args;
use serde::Deserialize;
use serde::Serialize;

use deck_client::http::Method;
use deck_types::Json;

use crate::commands::sandbox::control::connection::Connection;
use crate::commands::sandbox::control::target::TargetArguments;
use crate::error::Failure;
use crate::output::format::OutputFormat;
use crate::output::screen::Screen;
use crate::output::standard_output::standard_output;
use crate::output::table::Cell;
use crate::output::table::Column;
use crate::output::table::Table;
use crate::output::value;

/// The arguments of `deck sandbox requests`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  deck sandbox requests\n  deck sandbox requests --unmatched -o ndjson"
)]
pub(crate) struct RequestsArguments {
    /// Only those that no operation is there for
    #[arg(long)]
    unmatched: bool,

    #[command(flatten)]
    target: TargetArguments,
}

#[derive(Deserialize)]
struct Requests {
    requests: Vec<SeenRequest>,
}

#[derive(Deserialize, Serialize)]
struct SeenRequest {
    number: u64,
    method: String,
    path: String,
    status: u16,
}

/// What was asked for stays whole as long as anything else can shrink.
const COLUMNS: [Column; 4] = [
    Column::quantity("NUMBER", 1, 6),
    Column::words("STATUS", 1, 6),
    Column::words("METHOD", 1, 6),
    Column::words("PATH", 2, 20),
];

/// Lists the latest requests, oldest first.
pub(super) async fn run(
    arguments: &RequestsArguments,
    format: OutputFormat,
) -> Result<(), Failure> {
    let connection = Connection::to(&arguments.target).await?;
    let path = if arguments.unmatched {
        "requests/unmatched"
    } else {
        "requests"
    };
    let Requests { requests } = connection.call(Method::GET, path, None).await?;
    let screen = Screen::of_standard_output();
    match format {
        OutputFormat::Table => Ok(write_table(&requests, screen)?),
        OutputFormat::Json | OutputFormat::Csv => {
            value::write_json(format, screen, &encoded(&requests)?)
        }
        OutputFormat::Ndjson => requests
            .iter()
            .try_for_each(|request| value::write_json(format, screen, &encoded(request)?)),
    }
}

fn encoded(value: &impl Serialize) -> Result<Json, Failure> {
    Ok(Json::encode(value).map_err(io::Error::other)?)
}

fn write_table(requests: &[SeenRequest], screen: Screen) -> io::Result<()> {
    let mut table = Table::new(standard_output(), COLUMNS, screen);
    for request in requests {
        table.push([
            Cell::new(&request.number.to_string()),
            Cell::new(&request.status.to_string()),
            Cell::new(&request.method),
            Cell::new(&request.path),
        ])?;
    }
    table.finish()
}
