//! What is known of an export that is not complete: what was asked for, and how far it came.

use serde::Deserialize;
use serde::Serialize;

use deck_types::Timestamp;

use super::plan::Plan;
use super::sealed;
use super::sealed::SealError;

const KIND: &str = "export-journal";

/// What the journal holds.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct Journal {
    /// What was asked for.
    pub(super) plan: Plan,
    /// The window, frozen at the start.
    pub(super) window: Window,
    /// How many bytes of the part are good: all of them are on the disk.
    pub(super) length: u64,
    /// How many runs these bytes hold.
    pub(super) runs: u64,
    /// About how many there will be, if that is known.
    pub(super) expected: Option<u64>,
    /// Where it goes on.
    pub(super) stage: Stage,
    /// The ids of the runs written that were not at an end.
    pub(super) open: Vec<String>,
    /// The ids of the runs written that were created so late that the next export looks at them again.
    pub(super) recent: Vec<String>,
}

/// A half-open window of creation times, whose end is fixed.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct Window {
    pub(super) since: Option<Timestamp>,
    pub(super) until: Timestamp,
}

/// Where an export goes on.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Stage {
    /// At the beginning.
    Start,
    /// Within the window, at the checkpoint of its sweep.
    Sweep(String),
    /// Behind so many of the runs that were not at an end last time.
    Again(usize),
    /// At the end: only the name is missing.
    Complete,
}

impl Journal {
    /// Returns the text to write.
    pub(super) fn encode(&self) -> Result<String, serde_json::Error> {
        sealed::seal(KIND, self)
    }

    /// Reads the text.
    pub(super) fn decode(bytes: &[u8]) -> Result<Self, SealError> {
        sealed::unseal(KIND, bytes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::commands::task_runs::export::layout::Compression;
    use crate::commands::task_runs::export::layout::ExportFormat;
    use crate::commands::task_runs::export::layout::Layout;

    use super::*;

    fn layout() -> impl Strategy<Value = Layout> {
        let format = prop_oneof![Just(ExportFormat::Ndjson), Just(ExportFormat::Csv)];
        let compression = prop_oneof![Just(Compression::None), Just(Compression::Zstd)];
        let parts = (format, compression, any::<Vec<String>>());
        parts.prop_map(|(format, compression, fields)| Layout {
            format,
            compression,
            fields,
        })
    }

    fn time() -> impl Strategy<Value = Timestamp> {
        any::<String>().prop_map(Timestamp::from_received)
    }

    fn plan() -> impl Strategy<Value = Plan> {
        let period = (
            proptest::option::of(any::<String>()),
            proptest::option::of(time()),
            proptest::option::of(time()),
        );
        let parts = (any::<String>(), any::<Vec<String>>(), period, layout());
        parts.prop_map(|(api, filters, (words, since, until), layout)| Plan {
            api,
            filters,
            words,
            since,
            until,
            layout,
        })
    }

    fn stage() -> impl Strategy<Value = Stage> {
        prop_oneof![
            Just(Stage::Start),
            any::<String>().prop_map(Stage::Sweep),
            any::<usize>().prop_map(Stage::Again),
            Just(Stage::Complete),
        ]
    }

    prop_compose! {
        fn journal()(
            plan in plan(),
            since in proptest::option::of(time()),
            until in time(),
            numbers in any::<(u64, u64, Option<u64>)>(),
            stage in stage(),
            open in any::<Vec<String>>(),
            recent in any::<Vec<String>>(),
        ) -> Journal {
            let window = Window { since, until };
            let (length, runs, expected) = numbers;
            Journal { plan, window, length, runs, expected, stage, open, recent }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn every_journal_is_read_as_it_was_written(journal in journal()) {
            let text = journal.encode().unwrap();
            prop_assert_eq!(Journal::decode(text.as_bytes()), Ok(journal));
        }
    }
}
