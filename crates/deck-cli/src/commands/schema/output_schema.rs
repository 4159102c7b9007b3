//! What commands write to standard output.

use clap::ValueEnum;
use serde::Serialize;

use crate::output::format::OutputFormat;

/// What a command writes to standard output.
#[derive(Serialize)]
pub(super) struct OutputSchema {
    kind: Kind,
    /// The type of the value, or of each item; those of the API are named as in `deck-types`.
    #[serde(rename = "type")]
    item: &'static str,
    /// The values of `--output` that it takes; none where it has no say.
    formats: Vec<String>,
}

/// How many values there are.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    /// Items: an array in `json`, and one on each line in `ndjson`.
    Items,
    /// Items without an end: one on each line.
    Stream,
    /// One value.
    Value,
    /// Text, whatever the format.
    Text,
}

/// The commands, each with what it writes.
const OUTPUTS: [(&str, Kind, &str); 46] = [
    ("task-runs list", Kind::Items, "TaskRun"),
    ("task-runs export", Kind::Value, "ExportSummary"),
    ("task-runs get", Kind::Value, "TaskRun"),
    ("task-runs watch", Kind::Stream, "TaskRunChange"),
    ("task-runs stats", Kind::Value, "TaskRunStats"),
    ("run", Kind::Value, "TaskRun"),
    ("wait", Kind::Items, "TaskRun"),
    ("respond", Kind::Value, "TaskRun"),
    ("cancel", Kind::Items, "TaskRun"),
    ("api", Kind::Value, "the response"),
    ("tasks list", Kind::Items, "Task"),
    ("tasks get", Kind::Value, "Task"),
    ("agents list", Kind::Items, "Agent"),
    ("agents get", Kind::Value, "Agent"),
    ("sources list", Kind::Items, "Source"),
    ("sources get", Kind::Value, "Source"),
    ("credentials list", Kind::Items, "Credential"),
    ("credentials get", Kind::Value, "Credential"),
    ("sessions get", Kind::Value, "Session"),
    ("sessions end", Kind::Value, "Session"),
    ("storage list", Kind::Items, "StorageItem"),
    ("storage get", Kind::Value, "StorageItem"),
    ("events list", Kind::Items, "Event"),
    ("events get", Kind::Value, "Event"),
    ("event-destinations list", Kind::Items, "EventDestination"),
    ("event-destinations get", Kind::Value, "EventDestination"),
    ("event-destinations create", Kind::Value, "EventDestination"),
    ("event-destinations delete", Kind::Value, "EventDestination"),
    ("deliveries list", Kind::Items, "EventDelivery"),
    ("test", Kind::Value, "TestStatus"),
    ("auth status", Kind::Value, "AuthStatus"),
    ("schema", Kind::Value, "Schema"),
    ("completions", Kind::Text, "a script for the shell"),
    ("man", Kind::Text, "a man page in roff"),
    ("drift", Kind::Value, "DriftReport"),
    ("sandbox", Kind::Value, "SandboxAddress"),
    ("sandbox reset", Kind::Value, "SandboxClock"),
    ("sandbox advance", Kind::Value, "SandboxClock"),
    ("sandbox fault add", Kind::Value, "SandboxFaults"),
    ("sandbox fault list", Kind::Value, "SandboxFaults"),
    ("sandbox fault clear", Kind::Value, "SandboxFaults"),
    ("sandbox requests", Kind::Items, "SandboxRequest"),
    ("sandbox snapshot", Kind::Value, "SandboxSnapshot"),
    ("webhooks verify", Kind::Value, "VerifiedDelivery"),
    ("webhooks listen", Kind::Stream, "Event"),
    ("webhooks trigger", Kind::Value, "SentDelivery"),
];

/// Returns what the command writes.
pub(super) fn output_of(name: &str) -> Option<OutputSchema> {
    let (_, kind, item) = *OUTPUTS.iter().find(|(listed, ..)| *listed == name)?;
    Some(OutputSchema {
        kind,
        item,
        formats: formats(name, kind),
    })
}

/// Returns the names of the formats; CSV is for listings.
fn formats(name: &str, kind: Kind) -> Vec<String> {
    let is_listing = name.ends_with(" list");
    let variants = OutputFormat::value_variants().iter();
    let taken = variants.filter(|format| match (kind, format) {
        (Kind::Text, _) | (Kind::Stream, OutputFormat::Json) => false,
        (_, OutputFormat::Csv) => is_listing,
        _ => true,
    });
    let values = taken.filter_map(ValueEnum::to_possible_value);
    values.map(|value| value.get_name().to_owned()).collect()
}

/// The names of the commands in the table.
#[cfg(test)]
pub(super) const NAMES: [&str; OUTPUTS.len()] = {
    let mut names = [""; OUTPUTS.len()];
    let mut index = 0;
    while index < names.len() {
        names[index] = OUTPUTS[index].0;
        index += 1;
    }
    names
};
