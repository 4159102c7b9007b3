//! A task run as a sandbox stores it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use deck_types::Json;
use deck_types::JsonError;
use deck_types::PageItem;
use deck_types::StorageId;
use deck_types::TaskRun;
use deck_types::TaskRunId;
use deck_types::TaskRunStatus;
use deck_types::Timestamp;
use deck_types::WithRaw;

use crate::Spelling;
use crate::json_members;
use crate::shelf::scope::label;
use crate::sort_key::Created;

/// A task run as a sandbox stores it, with the exact text that it was read from, if there is one.
///
/// [`NdjsonImport`](crate::NdjsonImport) reads runs with their texts; a [`TaskRun`] converts into a run
/// without one. Responses give back the text byte for byte: fields that [`TaskRun`] does not know, spaces,
/// the digits of numbers, and the order of the members. A change replaces the values of the members that it
/// concerns and keeps everything else.
///
/// # Examples
///
/// ```
/// use deck_sandbox::NdjsonImport;
///
/// let line = r#"{"id": "trun_1",  "price": 1.10}"#;
///
/// let import = NdjsonImport::from_text(line);
///
/// assert_eq!(import.runs[0].to_run().id, "trun_1");
/// assert_eq!(import.runs[0].text().map(|text| text.as_str()), Some(line));
/// ```
///
/// A clone shares everything.
#[derive(Clone, Debug, PartialEq)]
pub struct SandboxRun(Arc<Content>);

#[derive(Debug, PartialEq)]
struct Content {
    /// Without its payloads where there is a text, which holds them already.
    run: TaskRun,
    text: Option<Json>,
}

impl SandboxRun {
    /// Reads `text`, which is one JSON object.
    pub(crate) fn read(text: &str) -> Result<SandboxRun, JsonError> {
        let (run, text) = WithRaw::from_item_text(text)?.into_parts();
        Ok(SandboxRun::new(run, Some(text)))
    }

    fn new(mut run: TaskRun, text: Option<Json>) -> SandboxRun {
        if text.is_some() {
            run.input = None;
            run.output = None;
            run.artifacts = None;
        }
        SandboxRun(Arc::new(Content { run, text }))
    }

    /// Returns the id of the run.
    #[must_use]
    pub fn id(&self) -> &TaskRunId {
        &self.0.run.id
    }

    /// Returns the exact text that the run was read from, without white space around it.
    #[must_use]
    pub fn text(&self) -> Option<&Json> {
        self.0.text.as_ref()
    }

    /// Returns the whole run, decoded from its text if it has one.
    #[must_use]
    pub fn to_run(&self) -> TaskRun {
        let text = self.text();
        let run = text.and_then(|text| TaskRun::from_item_text(text.as_str()).ok());
        run.unwrap_or_else(|| self.0.run.clone())
    }

    /// Returns the decoded run; `input`, `output` and `artifacts` are only there if there is no text.
    pub(crate) fn decoded(&self) -> &TaskRun {
        &self.0.run
    }

    /// Returns the ids of the files that the run kept.
    pub(crate) fn file_ids(&self) -> impl Iterator<Item = &StorageId> {
        let files = self.decoded().storage.iter().flatten();
        files.filter_map(|file| file.id.as_ref())
    }

    /// Returns the word of the status; none is empty.
    #[cfg(feature = "server")]
    pub(crate) fn status_word(&self) -> &str {
        let status = self.decoded().status.as_ref();
        status.map_or("", TaskRunStatus::as_str)
    }

    /// Returns the run with the changes that make it equal to `run`; its text changes in the members that
    /// differ, and nowhere else.
    pub(crate) fn changed(&self, run: TaskRun) -> SandboxRun {
        let text = self.text();
        let text = text.and_then(|text| {
            let changes = differences(&self.to_run(), &run)?;
            json_members::replace(text, &changes)
        });
        SandboxRun::new(run, text)
    }

    /// Returns the text with the status `cancelling` in `spelling`; other statuses have one spelling only.
    pub(crate) fn text_in(&self, spelling: Option<Spelling>) -> Option<Cow<'_, Json>> {
        let text = self.text()?;
        let status = self.decoded().status.as_ref();
        let spelling = spelling.filter(|_| status.is_some_and(TaskRunStatus::is_cancelling));
        let spelt = spelling.and_then(|spelling| {
            let word = Json::encode(spelling.word()).ok()?;
            json_members::replace(text, &BTreeMap::from([("status".to_owned(), word)]))
        });
        Some(spelt.map_or(Cow::Borrowed(text), Cow::Owned))
    }
}

impl From<TaskRun> for SandboxRun {
    fn from(run: TaskRun) -> SandboxRun {
        SandboxRun::new(run, None)
    }
}

impl Created for SandboxRun {
    fn id(&self) -> &str {
        self.id().as_str()
    }

    fn created_at(&self) -> Option<&Timestamp> {
        self.decoded().created_at.as_ref()
    }

    fn updated_at(&self) -> Option<&Timestamp> {
        self.decoded().updated_at.as_ref()
    }

    fn labels(&self) -> Vec<u64> {
        labels_of(self.decoded()).collect()
    }
}

/// Returns the [labels](crate::shelf::scope::label) by which listings find `run`.
pub(crate) fn labels_of(run: &TaskRun) -> impl Iterator<Item = u64> {
    let status = run.status.as_ref().map(status_label);
    let outcome = run.result.as_ref().map(|it| label("outcome", it.as_str()));
    let ids = [
        ("agent_id", run.agent_id.as_ref().map(AsRef::as_ref)),
        (
            "credential_id",
            run.credential_id.as_ref().map(AsRef::as_ref),
        ),
        ("source_id", run.source_id.as_ref().map(AsRef::as_ref)),
        ("task_id", run.task_id.as_ref().map(AsRef::as_ref)),
        ("workflow_id", run.workflow_id.as_ref().map(AsRef::as_ref)),
    ];
    let ids = ids
        .into_iter()
        .filter_map(|(member, id)| Some(label(member, id?)));
    status.into_iter().chain(outcome).chain(ids)
}

/// Returns the label of a status, which is one for both spellings of `cancelling`.
pub(crate) fn status_label(status: &TaskRunStatus) -> u64 {
    let word = if status.is_cancelling() {
        "cancelling"
    } else {
        status.as_str()
    };
    label("status", word)
}

/// Returns the members of `after` that `before` has not or has with other values; null for those that `after`
/// has not.
fn differences(before: &TaskRun, after: &TaskRun) -> Option<BTreeMap<String, Json>> {
    let before = members(before)?;
    let mut after = members(after)?;
    let null = Json::encode(&()).ok()?;
    for name in before.keys() {
        after.entry(name.clone()).or_insert_with(|| null.clone());
    }
    after.retain(|name, value| before.get(name) != Some(value));
    Some(after)
}

fn members(run: &TaskRun) -> Option<BTreeMap<String, Json>> {
    Json::encode(run).ok()?.parse().ok()
}

#[cfg(test)]
mod tests;
