//! Exports that go on where the last one ended: one new file each time, in a folder.
//!
//! Beside the files, the folder has `export.state` with what the next export has to know, and while one is
//! written its `export.part` and `export.journal`. The state is replaced when the file has its name, and
//! before the journal goes away; whatever ends the program between these, the next start does the rest.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use serde::Deserialize;
use serde::Serialize;

use deck_types::Timestamp;

use crate::diagnostics;

use super::durable;
use super::export_error::ErrorKind;
use super::export_error::ExportError;
use super::job::Job;
use super::journal::Journal;
use super::journal::Stage;
use super::journal::Window;
use super::kept::Kept;
use super::memory::Memory;
use super::output_file::Sink;
use super::plan::Plan;
use super::sealed;
use super::summary::Summary;

const KIND: &str = "export-state";

/// What the next export has to know of the last.
#[derive(Debug, Deserialize, Serialize)]
struct State {
    /// What was asked for.
    plan: Plan,
    /// The end of the window.
    until: Timestamp,
    /// Where the next sweep begins: before the end, by the time to settle.
    overlap: Timestamp,
    /// The runs written of what the next sweep comes by again.
    recent: Vec<String>,
    /// The runs that were not at an end.
    open: Vec<String>,
}

/// A folder of exports.
pub(super) struct Folder {
    path: PathBuf,
    state: PathBuf,
}

/// What came of looking for something new.
enum Found {
    Written(Summary),
    /// Since the end of the last window, not enough time has passed.
    Nothing(Timestamp),
}

impl Folder {
    /// Makes the folder, unless it is there.
    pub(super) fn open(path: &Path) -> Result<Self, ExportError> {
        let looks_like_a_file = path.extension().is_some_and(|ending| {
            ["csv", "ndjson", "jsonl", "zst"]
                .map(Some)
                .contains(&ending.to_str())
        });
        if !path.is_dir() && (path.is_file() || looks_like_a_file) {
            let reason = "is no folder; --since-last writes one file after the other into a folder";
            return Err(ErrorKind::NotAFile(path.to_owned(), reason).into());
        }
        fs::create_dir_all(path).map_err(ErrorKind::file(path))?;
        Ok(Self {
            path: path.to_owned(),
            state: path.join("export.state"),
        })
    }

    /// Finishes what was begun, and writes what is new since then.
    pub(super) async fn export(
        &self,
        job: &mut Job,
        since: Option<Timestamp>,
        restart: bool,
    ) -> Result<Vec<Summary>, ExportError> {
        let mut summaries = Vec::new();
        let mut restart = restart;
        loop {
            let mut kept = Kept::open(&self.path.join("export"))?;
            let next = self.next(job, &mut kept, since.clone(), restart).await;
            restart = false;
            match next {
                Ok((Found::Written(summary), was_begun)) => {
                    kept.close()?;
                    summaries.push(summary);
                    if !was_begun {
                        return Ok(summaries);
                    }
                }
                Ok((Found::Nothing(until), _)) => {
                    kept.discard();
                    if summaries.is_empty() {
                        diagnostics::note(&format!("nothing is new since {until}"));
                    }
                    return Ok(summaries);
                }
                Err(error) => return Err(kept.leave(error)),
            }
        }
    }

    async fn next(
        &self,
        job: &mut Job,
        kept: &mut Kept,
        since: Option<Timestamp>,
        restart: bool,
    ) -> Result<(Found, bool), ExportError> {
        if restart {
            kept.restart()?;
            durable::remove(&self.state).map_err(ErrorKind::file(&self.state))?;
        }
        let begun = kept.resume(&job.plan)?;
        let state = self.read(&job.plan)?;
        let was_begun = begun.is_some();
        let (mut journal, frozen) = match begun {
            Some(journal) => {
                let frozen = job.go_on(&journal)?;
                (journal, frozen)
            }
            None => {
                let since = state.as_ref().map(|state| state.overlap.clone()).or(since);
                let (frozen, mut journal) = job.begin(since, None).await?;
                if let Some(state) = &state
                    && journal.window.until <= state.until
                {
                    return Ok((Found::Nothing(state.until.clone()), false));
                }
                kept.commit(&mut journal)?;
                (journal, Some(frozen))
            }
        };
        let resumed_at = journal.runs;
        let overlap = overlap(&journal.window, job);
        if journal.stage != Stage::Complete {
            let memory = Memory {
                written: state
                    .iter()
                    .flat_map(|state| state.recent.iter().cloned())
                    .collect(),
                overlap: overlap.clone(),
            };
            let again = state.map_or(Vec::new(), |state| state.open);
            let sink = Sink::Kept(kept);
            (journal, _) = job
                .fill(sink, journal, frozen, Some(memory), &again)
                .await?;
        }
        let path = self.path.join(name(&journal));
        kept.give_name(&journal, &path, false)?;
        self.write(&journal, overlap)?;
        let file = path.display().to_string();
        let summary = job.summary(Some(file), &journal, resumed_at, journal.length);
        Ok((Found::Written(summary), was_begun))
    }

    /// Reads the state of the last export, if there was one.
    fn read(&self, plan: &Plan) -> Result<Option<State>, ExportError> {
        let path = &self.state;
        let Some(text) = durable::read(path).map_err(ErrorKind::file(path))? else {
            return Ok(None);
        };
        let state: Result<State, _> = sealed::unseal(KIND, &text);
        let state = state.map_err(|error| ErrorKind::Unreadable(path.clone(), error))?;
        let differences = state.plan.differences(plan);
        if !differences.is_empty() {
            return Err(ErrorKind::Differs(path.clone(), differences).into());
        }
        Ok(Some(state))
    }

    fn write(&self, journal: &Journal, overlap: Timestamp) -> Result<(), ExportError> {
        let state = State {
            plan: journal.plan.clone(),
            until: journal.window.until.clone(),
            overlap,
            recent: journal.recent.clone(),
            open: journal.open.clone(),
        };
        let path = &self.state;
        let text = sealed::seal(KIND, &state).map_err(std::io::Error::from);
        let text = text.map_err(ErrorKind::file(path))?;
        durable::replace(path, &text).map_err(ErrorKind::file(path))
    }
}

/// Returns the name of the file of a window, which has its end: `runs-20261101T000000Z.ndjson`.
fn name(journal: &Journal) -> String {
    let until = journal.window.until.as_str().replace(['-', ':'], "");
    format!("runs-{until}.{}", journal.plan.layout.ending())
}

/// Returns where the sweep behind this window begins: before its end by the time to settle, and not before
/// its start.
fn overlap(window: &Window, job: &Job) -> Timestamp {
    let settle = i128::try_from(job.source.settle.as_nanos()).unwrap_or(i128::MAX);
    let until = window.until.unix_nanoseconds().ok();
    let begin = until.and_then(|until| until.checked_sub(settle));
    let begin = begin.and_then(|begin| Timestamp::from_unix_nanoseconds(begin).ok());
    let begin = begin.unwrap_or_else(|| window.until.clone());
    window
        .since
        .clone()
        .map_or(begin.clone(), |since| since.max(begin))
}
