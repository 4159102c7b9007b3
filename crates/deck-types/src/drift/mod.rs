//! Schema drift: where a response differs from what this version of the crate knows.

use std::collections::BTreeMap;

pub(crate) mod drift_kind;
pub(crate) mod finding;
pub(crate) mod json_type;
#[cfg(test)]
mod tests;
pub(crate) mod watch;

use finding::DriftFinding;

/// Where something that was read differs from what this version of the crate knows: which places, of which
/// kind, and how often.
///
/// Models read what they do not know without a complaint, so that an API which grows breaks nobody. This
/// tells that it has grown. Four kinds of difference are found, in every model of this crate and in
/// [`Page`](crate::Page):
///
/// - a **field** that the model has no name for;
/// - a **word** in an open enum that this version does not know;
/// - a field that the reference pages mark as always present, and that is **absent**; a null is present. The
///   page of each model says what is known of its fields; where nothing is known, absence is no difference;
/// - an item of a page that could **not be read**, at the place of the fault.
///
/// Names and places are told, values never are. Payloads, such as the input and the output of a run, are not
/// entered, and neither are error responses.
///
/// # Bounds
///
/// At most [`MAX_FINDINGS`](Self::MAX_FINDINGS) different findings are kept; all others are counted
/// ([`omitted`](Self::omitted)). A name is told up to 64 bytes and a path up to about 320, where an ellipsis
/// stands for the rest.
///
/// # Examples
///
/// ```
/// use deck_types::{DriftKind, SchemaDrift, TaskRun, read_body};
///
/// let body = br#"{"id": "trun_1", "object": "task_run", "status": "dreaming", "result": null,
///     "mood": {"level": 3}, "output": {"anything": "goes"}, "request_id": "req_1"}"#;
/// let (run, drift) = SchemaDrift::watch(|| read_body::<TaskRun>(body));
///
/// assert_eq!(run?.id, "trun_1");
/// let found: Vec<_> = drift.iter().map(|(found, _)| (found.path.as_str(), found.kind)).collect();
/// assert_eq!(
///     found,
///     [("$.mood", DriftKind::UnknownField), ("$.status", DriftKind::UnknownWord)],
/// );
/// # Ok::<(), deck_types::BodyError>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct SchemaDrift {
    findings: BTreeMap<DriftFinding, u64>,
    omitted: u64,
}

impl SchemaDrift {
    /// How many different findings are kept.
    pub const MAX_FINDINGS: usize = 128;

    /// Calls `read`, and returns what it returns with the drift of the models that it read on this thread.
    ///
    /// Models that are read by a `watch` inside of it belong to that one. What is read outside of any is not
    /// looked at, and costs nothing.
    pub fn watch<T>(read: impl FnOnce() -> T) -> (T, Self) {
        watch::watch(read)
    }

    /// Returns whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty() && self.omitted == 0
    }

    /// Returns the findings, sorted, each with how often it was made.
    pub fn iter(&self) -> impl Iterator<Item = (&DriftFinding, u64)> {
        self.findings
            .iter()
            .map(|(finding, count)| (finding, *count))
    }

    /// Returns how many findings there was no room for, repeated ones counted each time.
    #[must_use]
    pub fn omitted(&self) -> u64 {
        self.omitted
    }

    /// Counts a finding that was made so often.
    fn add(&mut self, finding: DriftFinding, count: u64) {
        if let Some(before) = self.findings.get_mut(&finding) {
            *before = before.saturating_add(count);
        } else if self.findings.len() < Self::MAX_FINDINGS {
            self.findings.insert(finding, count);
        } else {
            self.omitted = self.omitted.saturating_add(count);
        }
    }

    fn merge(&mut self, other: Self) {
        self.omitted = self.omitted.saturating_add(other.omitted);
        for (finding, count) in other.findings {
            self.add(finding, count);
        }
    }
}
