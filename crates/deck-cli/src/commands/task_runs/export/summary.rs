//! What an export did, in one line or as JSON.

use std::time::Duration;

use serde::Serialize;

use crate::diagnostics;
use crate::output::format::OutputFormat;
use crate::output::human;

use super::journal::Window;

/// What an export did.
#[derive(Debug, Serialize)]
pub(super) struct Summary {
    /// The file; `None` for standard output.
    pub(super) file: Option<String>,
    /// How many runs are written.
    pub(super) runs: u64,
    /// How many of them were written when the command began.
    pub(super) resumed_at: u64,
    /// How many bytes the file has.
    pub(super) bytes: u64,
    /// How many requests this command sent.
    pub(super) requests: u64,
    /// How long it took.
    pub(super) seconds: f64,
    /// The window of creation times.
    #[serde(flatten)]
    pub(super) window: Window,
}

/// A summary as one of the objects on standard error.
#[derive(Serialize)]
struct Leveled<'a> {
    level: &'static str,
    #[serde(flatten)]
    summary: &'a Summary,
}

impl Summary {
    /// Writes it to standard error.
    pub(super) fn tell(&self, format: OutputFormat) {
        match format {
            OutputFormat::Json | OutputFormat::Ndjson => {
                diagnostics::write_object(&Leveled {
                    level: "summary",
                    summary: self,
                });
            }
            _ => diagnostics::line(&self.text()),
        }
    }

    fn text(&self) -> String {
        let runs = if self.runs == 1 { "run" } else { "runs" };
        let requests = if self.requests == 1 {
            "request"
        } else {
            "requests"
        };
        let file = self.file.as_deref().unwrap_or("standard output");
        let since = self.window.since.as_ref();
        let from = since.map_or(String::new(), |since| format!("from {since} "));
        format!(
            "{} {runs} ({}) in {file}: created {from}before {}; {} {requests}, {}",
            self.runs,
            human::size(self.bytes),
            self.window.until,
            self.requests,
            human::duration(Duration::try_from_secs_f64(self.seconds).unwrap_or_default()),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary() -> Summary {
        Summary {
            file: Some("oct.ndjson".to_owned()),
            runs: 12_000,
            resumed_at: 0,
            bytes: 6_100_000,
            requests: 131,
            seconds: 12.25,
            window: Window {
                since: Some("2026-10-01T00:00:00Z".parse().unwrap()),
                until: "2026-11-01T00:00:00Z".parse().unwrap(),
            },
        }
    }

    #[test]
    fn it_is_one_line_for_people() {
        assert_eq!(
            summary().text(),
            "12000 runs (6.1 MB) in oct.ndjson: created from 2026-10-01T00:00:00Z before \
             2026-11-01T00:00:00Z; 131 requests, 12s"
        );
    }

    #[test]
    fn it_is_one_object_for_programs() {
        let value = serde_json::to_value(summary()).unwrap();
        assert_eq!(value["until"], "2026-11-01T00:00:00Z");
        assert_eq!(value["runs"], 12_000);
    }
}
