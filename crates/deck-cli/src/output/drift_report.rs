//! A report of drift: a table for people, JSON for programs.

use std::io;
use std::io::Write;

use deck_client::DriftEntry;
use deck_client::DriftReport;
use deck_types::Json;
use deck_types::RequestId;

use crate::error::Failure;
use crate::output::format::OutputFormat;
use crate::output::screen::Screen;
use crate::output::standard_output::standard_output;
use crate::output::table::Cell;
use crate::output::table::Column;
use crate::output::table::Table;
use crate::output::value;

/// What is wrong and where stays whole as long as anything else can shrink.
const COLUMNS: [Column; 6] = [
    Column::quantity("COUNT", 3, 5),
    Column::words("KIND", 2, 15),
    Column::words("OPERATION", 0, 9),
    Column::words("PATH", 2, 20),
    Column::words("TYPE", 1, 7),
    Column::words("REQUEST ID", 1, 10),
];

/// Writes a report in the format asked for: a table, one object, or one line for each entry.
pub(crate) fn write(
    format: OutputFormat,
    screen: Screen,
    report: &DriftReport,
) -> Result<(), Failure> {
    match format {
        OutputFormat::Table => Ok(write_table(standard_output(), screen, report)?),
        OutputFormat::Json | OutputFormat::Csv => {
            let report = Json::encode(report).map_err(io::Error::other)?;
            value::write_json(format, screen, &report)
        }
        OutputFormat::Ndjson => report.entries.iter().try_for_each(|entry| {
            let entry = Json::encode(entry).map_err(io::Error::other)?;
            value::write_json(format, screen, &entry)
        }),
    }
}

fn write_table(writer: impl Write, screen: Screen, report: &DriftReport) -> io::Result<()> {
    let mut table = Table::new(writer, COLUMNS, screen);
    for entry in &report.entries {
        table.push(row(entry))?;
    }
    table.finish()
}

fn row(entry: &DriftEntry) -> [Cell; 6] {
    let json_type = entry.json_type.map(|json_type| json_type.to_string());
    [
        Cell::new(&entry.count.to_string()),
        Cell::new(&entry.kind.to_string()),
        Cell::new(&entry.operation),
        Cell::new(&entry.path),
        Cell::optional(json_type.as_deref()),
        Cell::optional(entry.request_id.as_ref().map(RequestId::as_str)),
    ]
}
