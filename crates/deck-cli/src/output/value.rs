//! One value as the output of a command: for people, or as JSON.

use std::io;
use std::io::Write;

use serde::Serialize;

use deck_types::Json;

use crate::error::Failure;
use crate::output::detail::Detail;
use crate::output::format::OutputFormat;
use crate::output::json;
use crate::output::screen::Screen;
use crate::output::standard_output::standard_output;

/// Writes a value in the format asked for: `detail` for people, `value` for programs.
pub(crate) fn write(
    format: OutputFormat,
    screen: Screen,
    detail: Detail<'_>,
    value: &impl Serialize,
) -> Result<(), Failure> {
    match format {
        OutputFormat::Table => Ok(detail.write(standard_output(), screen)?),
        OutputFormat::Json | OutputFormat::Ndjson | OutputFormat::Csv => {
            let value = Json::encode(value).map_err(io::Error::other)?;
            write_json(format, screen, &value)
        }
    }
}

/// Writes the exact text of a value: indented, or on one line.
pub(crate) fn write_json(
    format: OutputFormat,
    screen: Screen,
    value: &Json,
) -> Result<(), Failure> {
    let mut output = standard_output();
    match format {
        OutputFormat::Ndjson => {
            writeln!(output, "{}", screen.json(json::one_line(value.as_str())))?;
        }
        OutputFormat::Table | OutputFormat::Json | OutputFormat::Csv => {
            writeln!(output, "{}", screen.json(json::pretty(value.as_str(), 0)))?;
        }
    }
    Ok(output.flush()?)
}
