//! The run that an error is about.

use std::fmt;

use deck_types::OneLine;
use deck_types::TaskRun;
use deck_types::TaskRunId;

use crate::key_scrubber::KeyScrubber;

/// A run that was waited for.
pub(crate) struct RunFacts {
    pub(super) id: TaskRunId,
    /// As it was last seen, if it was.
    pub(super) run: Option<Box<TaskRun>>,
    /// What texts show of the id, bounded and without the API key.
    shown_id: String,
    /// What texts show of the status, bounded and without the API key.
    pub(super) shown_status: Option<String>,
}

impl RunFacts {
    pub(crate) fn new(id: TaskRunId, run: Option<TaskRun>, scrubber: &KeyScrubber) -> Self {
        let status = run.as_ref().and_then(|run| run.status.as_ref());
        Self {
            shown_id: shown(id.as_str(), scrubber),
            shown_status: status.map(|status| shown(status.as_str(), scrubber)),
            run: run.map(Box::new),
            id,
        }
    }
}

/// Longer than any id that Deck documents.
const SHOWN: usize = 256;

fn shown(text: &str, scrubber: &KeyScrubber) -> String {
    let text = scrubber.scrub_text(text);
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => text[..end].to_owned() + "…",
        None => text.into_owned(),
    }
}

impl fmt::Display for RunFacts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the run {}", OneLine(&self.shown_id))
    }
}

/// Without the run itself, whose input and output are not for logs.
impl fmt::Debug for RunFacts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RunFacts")
            .field("id", &self.shown_id)
            .field("status", &self.shown_status)
            .finish_non_exhaustive()
    }
}
