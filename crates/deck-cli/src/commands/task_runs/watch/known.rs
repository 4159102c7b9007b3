//! What is remembered of the runs that were seen, in bounded memory.

use std::collections::HashMap;

use deck_types::TaskRun;
use deck_types::TaskRunId;
use deck_types::TaskRunStatus;
use deck_types::Timestamp;

/// The runs that were seen.
#[derive(Debug, Default)]
pub(super) struct KnownRuns {
    runs: HashMap<TaskRunId, KnownRun>,
    /// How many of them are followed.
    followed: usize,
}

/// A run as it was last seen.
#[derive(Clone, Debug)]
pub(super) struct KnownRun {
    pub(super) status: Option<TaskRunStatus>,
    pub(super) created: Option<i128>,
    pub(super) updated: Option<i128>,
    /// When the status was first seen as it is.
    pub(super) since: i128,
    /// The round in which the run was last seen.
    pub(super) round: u64,
    /// Whether the filters select it as it is.
    pub(super) is_selected: bool,
    /// Whether it is looked at until it ends.
    is_followed: bool,
}

/// What became of a run that is to be remembered.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Room {
    /// It is remembered, and followed if it goes on.
    Enough,
    /// It goes on and is not followed.
    NotToFollow,
    /// It is not remembered.
    None,
}

impl KnownRuns {
    /// How many runs that go on are followed.
    pub(super) const MOST_FOLLOWED: usize = 10_000;

    /// How many runs are told apart.
    pub(super) const MOST_KNOWN: usize = 100_000;

    /// How long a run is followed in a status that this version does not know, and that may be an end.
    const UNKNOWN_STATUS: i128 = 3_600 * 1_000_000_000;

    pub(super) fn get(&self, id: &TaskRunId) -> Option<&KnownRun> {
        self.runs.get(id)
    }

    /// Remembers a run as it is.
    pub(super) fn remember(&mut self, id: &TaskRunId, mut run: KnownRun) -> Room {
        match self.runs.get(id) {
            Some(known) => self.followed -= usize::from(known.is_followed),
            None if self.runs.len() >= Self::MOST_KNOWN => return Room::None,
            None => {}
        }
        let goes_on = goes_on(run.status.as_ref());
        run.is_followed = goes_on && self.followed < Self::MOST_FOLLOWED;
        self.followed += usize::from(run.is_followed);
        let room = match goes_on && !run.is_followed {
            true => Room::NotToFollow,
            false => Room::Enough,
        };
        self.runs.insert(id.clone(), run);
        room
    }

    /// Forgets a run that is gone.
    pub(super) fn remove(&mut self, id: &TaskRunId) -> Option<KnownRun> {
        let run = self.runs.remove(id)?;
        self.followed -= usize::from(run.is_followed);
        Some(run)
    }

    /// Forgets the runs that no later round comes upon: those that are not followed and older than the window
    /// of new runs. A run that does not say when it was created is kept as long as listings show it. Stops
    /// following those that have been in an unknown status for long.
    pub(super) fn tidy_up(&mut self, window_since: i128, round: u64, now: i128) {
        let followed = &mut self.followed;
        self.runs.retain(|_, run| {
            let is_unknown = run
                .status
                .as_ref()
                .is_none_or(|status| status.is_terminal().is_none());
            if run.is_followed && is_unknown && now - run.since > Self::UNKNOWN_STATUS {
                run.is_followed = false;
                *followed -= 1;
            }
            let is_recent = run
                .created
                .map_or(run.round == round, |created| created >= window_since);
            run.is_followed || is_recent
        });
    }

    /// Returns how many runs are followed.
    pub(super) fn followed(&self) -> usize {
        self.followed
    }

    /// Returns the runs that are followed and were not seen in this round.
    pub(super) fn unseen(&self, round: u64) -> impl Iterator<Item = (&TaskRunId, &KnownRun)> {
        self.runs
            .iter()
            .filter(move |(_, run)| run.is_followed && run.round < round)
    }
}

impl KnownRun {
    /// Returns what is to be remembered of a run that is seen in this round.
    pub(super) fn seen(run: &TaskRun, now: i128, round: u64, is_selected: bool) -> Self {
        let instant = |time: &Timestamp| time.unix_nanoseconds().ok();
        Self {
            status: run.status.as_ref().map(TaskRunStatus::normalized),
            created: run.created_at.as_ref().and_then(instant),
            updated: run.updated_at.as_ref().and_then(instant),
            since: now,
            round,
            is_selected,
            is_followed: false,
        }
    }
}

/// Returns whether a run is not known to be at an end.
fn goes_on(status: Option<&TaskRunStatus>) -> bool {
    status.and_then(TaskRunStatus::is_terminal) != Some(true)
}
