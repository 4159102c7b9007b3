//! The output formats that can be asked for.

use clap::ValueEnum;

/// How output is written.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
pub(crate) enum OutputFormat {
    /// For people: fitted to the terminal, with units
    #[default]
    Table,
    /// For programs: one indented JSON value, digits and unknown fields as received
    Json,
    /// For pipes: one line of JSON per item, written as the items arrive
    Ndjson,
    /// For spreadsheets: a header, and one record per item; for listings only
    Csv,
}
