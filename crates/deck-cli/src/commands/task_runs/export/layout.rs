//! How the runs are written: the format, its fields, the compression; given, or guessed from a name.

use std::path::Path;

use clap::ValueEnum;
use serde::Deserialize;
use serde::Serialize;

use deck_types::TaskRun;

use crate::output::field_path::FieldPath;
use crate::output::tabular::Tabular;

/// The format of an export.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(super) enum ExportFormat {
    /// One line of JSON per run, the text as received
    #[default]
    Ndjson,
    /// The fields of `--fields`, with a line of their names at the beginning
    Csv,
}

/// The compression of an export.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(super) enum Compression {
    /// None
    #[default]
    None,
    /// Zstandard
    Zstd,
}

/// How the runs are written.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct Layout {
    pub(super) format: ExportFormat,
    pub(super) compression: Compression,
    /// The columns of CSV; none for NDJSON, which has all.
    pub(super) fields: Vec<String>,
}

impl Layout {
    /// Chooses what the flags say, and where they do not, what the name of the file does.
    pub(super) fn choose(
        name: Option<&Path>,
        format: Option<ExportFormat>,
        compression: Option<Compression>,
        fields: &[FieldPath],
    ) -> Self {
        let (named_format, named_compression) = name.map(guess).unwrap_or_default();
        let of_fields = (!fields.is_empty()).then_some(ExportFormat::Csv);
        let format = format.or(named_format).or(of_fields).unwrap_or_default();
        let fields = match format {
            ExportFormat::Ndjson => Vec::new(),
            ExportFormat::Csv if fields.is_empty() => owned(TaskRun::CSV_FIELDS.iter().copied()),
            ExportFormat::Csv => owned(fields.iter().map(FieldPath::as_str)),
        };
        Self {
            format,
            compression: compression.or(named_compression).unwrap_or_default(),
            fields,
        }
    }

    /// Returns the ending of a file's name, such as `csv.zst`.
    pub(super) fn ending(&self) -> &'static str {
        match (self.format, self.compression) {
            (ExportFormat::Ndjson, Compression::None) => "ndjson",
            (ExportFormat::Ndjson, Compression::Zstd) => "ndjson.zst",
            (ExportFormat::Csv, Compression::None) => "csv",
            (ExportFormat::Csv, Compression::Zstd) => "csv.zst",
        }
    }
}

fn owned<'a>(fields: impl Iterator<Item = &'a str>) -> Vec<String> {
    fields.map(str::to_owned).collect()
}

/// Guesses from the endings of a name: `.zst` or `.zstd`, and before it `.csv`, `.ndjson` or `.jsonl`.
fn guess(path: &Path) -> (Option<ExportFormat>, Option<Compression>) {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_ascii_lowercase();
    let stem = name
        .strip_suffix(".zst")
        .or_else(|| name.strip_suffix(".zstd"));
    let compression = stem.map(|_| Compression::Zstd);
    let format = match Path::new(stem.unwrap_or(&name)).extension() {
        Some(ending) if ending == "csv" => Some(ExportFormat::Csv),
        Some(ending) if ending == "ndjson" || ending == "jsonl" => Some(ExportFormat::Ndjson),
        _ => None,
    };
    (format, compression)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(name: &str) -> &'static str {
        Layout::choose(Some(Path::new(name)), None, None, &[]).ending()
    }

    #[test]
    fn the_name_tells_format_and_compression() {
        for (name, ending) in [
            ("runs.ndjson", "ndjson"),
            ("runs.jsonl", "ndjson"),
            ("runs.csv", "csv"),
            ("a.b/runs.CSV.zst", "csv.zst"),
            ("runs.zst", "ndjson.zst"),
            ("runs.ndjson.zstd", "ndjson.zst"),
            ("csv", "ndjson"),
            ("a.csv/runs", "ndjson"),
            ("runs", "ndjson"),
        ] {
            assert_eq!(chosen(name), ending, "{name}");
        }
    }

    #[test]
    fn a_flag_goes_before_the_name() {
        let name = Path::new("runs.csv.zst");
        let flags = (Some(ExportFormat::Ndjson), Some(Compression::None));
        let layout = Layout::choose(Some(name), flags.0, flags.1, &[]);
        assert_eq!(layout, Layout::default());
    }

    #[test]
    fn fields_ask_for_csv_where_nothing_else_is_said() {
        let layout = Layout::choose(None, None, None, &["id".parse().unwrap()]);
        assert_eq!(
            (layout.ending(), layout.fields),
            ("csv", vec!["id".to_owned()])
        );
    }

    #[test]
    fn csv_has_fields_of_its_own() {
        let layout = Layout::choose(None, Some(ExportFormat::Csv), None, &[]);
        assert_eq!(layout.fields, TaskRun::CSV_FIELDS);
    }
}
