//! All that was found so far.

use std::fmt;

use deck_types::OneLine;
use deck_types::RequestId;
use serde::Serialize;

use crate::DriftEntry;
use crate::DriftWatch;

/// What a [`DriftWatch`] has found until now: sorted, so that two reports of the same responses are equal.
///
/// `Display` writes a table for people, and `Serialize` an object with `entries` and `omitted` for programs.
/// Neither holds a value of a response but ids of requests.
///
/// # Examples
///
/// In a job that runs every night, drift is a failure, and the table is in its log:
///
/// ```
/// use deck_client::types::ListTaskRuns;
/// use deck_client::{ApiKey, Client, DriftWatch};
///
/// async fn check(key: ApiKey) -> Result<(), deck_client::Error> {
///     let drift = DriftWatch::new();
///     let client = Client::builder(key).with_drift_watch(drift.clone()).build()?;
///     client.list(ListTaskRuns::new()).page().await?;
///
///     let report = drift.report();
///     assert!(report.is_empty(), "{report}");
///     Ok(())
/// }
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct DriftReport {
    /// The differences, sorted by operation, path, kind and type.
    pub entries: Vec<DriftEntry>,
    /// How many findings there was no room for, repeated ones counted each time.
    pub omitted: u64,
}

impl DriftReport {
    /// Returns whether all responses were as this version knows them.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.omitted == 0
    }
}

impl fmt::Display for DriftReport {
    /// Writes a line for each entry below a line of headings, without a line break at the end.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return formatter.write_str("no drift");
        }
        let rows: Vec<Row> = self.entries.iter().map(row).collect();
        let widths = widths(&rows);
        write_row(formatter, &HEADINGS.map(str::to_owned), widths)?;
        for row in &rows {
            formatter.write_str("\n")?;
            write_row(formatter, row, widths)?;
        }
        if self.omitted > 0 {
            write!(
                formatter,
                "\nand {} more for which there was no room beside {} entries",
                self.omitted,
                DriftWatch::MAX_ENTRIES
            )?;
        }
        Ok(())
    }
}

const COLUMNS: usize = 6;

const HEADINGS: [&str; COLUMNS] = ["COUNT", "KIND", "OPERATION", "PATH", "TYPE", "REQUEST ID"];

type Row = [String; COLUMNS];

fn row(entry: &DriftEntry) -> Row {
    let none = || "-".to_owned();
    let json_type = entry.json_type.as_ref();
    let request_id = entry.request_id.as_ref().map(RequestId::as_str);
    [
        entry.count.to_string(),
        entry.kind.to_string(),
        OneLine(&entry.operation).to_string(),
        OneLine(&entry.path).to_string(),
        json_type.map_or_else(none, ToString::to_string),
        request_id.map_or_else(none, |id| OneLine(id).to_string()),
    ]
}

fn widths(rows: &[Row]) -> [usize; COLUMNS] {
    let mut widths = HEADINGS.map(str::len);
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    widths
}

/// Writes the cells in columns; the count, which comes first, to the right, and nothing behind the last.
fn write_row(
    formatter: &mut fmt::Formatter<'_>,
    [count, cells @ .., last]: &Row,
    [count_width, widths @ .., _]: [usize; COLUMNS],
) -> fmt::Result {
    write!(formatter, "{count:>count_width$}")?;
    for (cell, width) in cells.iter().zip(widths) {
        write!(formatter, "  {cell:<width$}")?;
    }
    write!(formatter, "  {last}")
}
