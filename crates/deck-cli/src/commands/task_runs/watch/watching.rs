//! The rule of watching: what is looked at next, what is a change, and what is known.
//!
//! It has no future and no clock: times, in nanoseconds since 1970 by the server's clock, and runs go in,
//! and what to ask for and what to tell come out.
//!
//! A *round* looks at everything once, in three steps: the runs that were created of late, the runs that go
//! on, and by themselves those that should go on and were in neither listing. A round that fails is taken up
//! where it failed.

use std::time::Duration;

use deck_types::ListTaskRuns;
use deck_types::TaskRun;
use deck_types::TaskRunId;

use super::change::Change;
use super::change::Mark;
use super::known::KnownRun;
use super::known::KnownRuns;
use super::known::Room;
use super::round::Ask;
use super::round::Round;
use super::round::Step;

/// How far back a listing of new runs reaches beyond what is needed: the server's clock is known to the
/// second, and whether bounds include their instant is not documented.
const MARGIN: i128 = 2_000_000_000;

/// How many runs are looked at by themselves in one round.
const MOST_LOOKS: usize = 500;

/// How long id and status of a run may be together; ids have at most 255 characters.
const MOST_BYTES: usize = 1024;

/// As many runs as this are looked at one by one instead of in a listing.
const FEW: usize = 2;

/// What to watch for.
#[derive(Clone, Debug)]
pub(super) struct WatchSettings {
    /// Which changes are told: those of runs that these filters select after the change.
    pub(super) told: ListTaskRuns,
    /// How long after its creation a run may become visible.
    pub(super) settle: Duration,
    /// From when on runs that exist already are told like new ones, in nanoseconds since 1970.
    pub(super) since: Option<i128>,
}

/// Runs that are watched.
#[derive(Debug)]
pub(super) struct Watching {
    settings: WatchSettings,
    known: KnownRuns,
    /// When watching began.
    began: i128,
    /// From when on new runs are listed.
    window_since: i128,
    round: Round,
    /// When the last whole round began.
    last_whole: Option<i128>,
    /// Since when changes may be missed, while there is an outage.
    gap: Option<i128>,
    has_told_of_followed: bool,
    has_told_of_known: bool,
    marks: Vec<Mark>,
}

impl Watching {
    /// Begins to watch at this time.
    pub(super) fn new(settings: WatchSettings, now: i128) -> Self {
        let window_since = window_since(&settings, now);
        let window_since = settings
            .since
            .map_or(window_since, |since| since.min(window_since));
        Self {
            settings,
            known: KnownRuns::default(),
            began: now,
            window_since,
            round: Round::new(1, now),
            last_whole: None,
            gap: None,
            has_told_of_followed: false,
            has_told_of_known: false,
            marks: Vec::new(),
        }
    }

    /// Returns what is looked at next; nothing when the round is over.
    pub(super) fn next(&self) -> Option<Ask> {
        match &self.round.step {
            Step::New => Some(Ask::New {
                since: self.window_since - MARGIN,
            }),
            Step::GoingOn { since } => Some(Ask::GoingOn { since: *since }),
            Step::Runs(ids) => ids.last().cloned().map(Ask::Run),
            Step::Over => None,
        }
    }

    /// Takes a look at a run, and returns the change that it shows, if that is to be told.
    pub(super) fn observe(&mut self, run: &TaskRun, now: i128) -> Option<Change> {
        let status_length = run
            .status
            .as_ref()
            .map_or(0, |status| status.as_str().len());
        if run.id.as_str().len() + status_length > MOST_BYTES {
            return None;
        }
        let is_selected = self.settings.told.matches(run);
        let mut seen = KnownRun::seen(run, now, self.round.number, is_selected);
        let known = self.known.get(&run.id);
        let (is_change, from) = match known {
            Some(known) if is_older(&seen, known) => {
                let mut known = known.clone();
                known.round = self.round.number;
                self.known.remember(&run.id, known);
                return None;
            }
            Some(known) if known.status == seen.status => {
                seen.since = known.since;
                (false, None)
            }
            Some(known) => (true, known.status.clone()),
            None => (self.is_new(&seen), None),
        };
        let to = seen.status.clone();
        match self.known.remember(&run.id, seen) {
            Room::Enough => {}
            Room::NotToFollow => self.tell_of_followed(),
            Room::None => {
                self.tell_of_known();
                return None;
            }
        }
        let id = run.id.clone();
        (is_change && is_selected).then_some(Change { id, from, to })
    }

    /// Takes that the API does not have the run that was looked at, and returns that as a change.
    pub(super) fn gone(&mut self, id: &TaskRunId) -> Option<Change> {
        let known = self.known.remove(id)?;
        known.is_selected.then(|| Change {
            id: id.clone(),
            from: known.status,
            to: None,
        })
    }

    /// Takes that all was seen that was asked for.
    pub(super) fn finished(&mut self, now: i128) {
        match &mut self.round.step {
            Step::New => self.round.step = self.going_on(),
            Step::GoingOn { .. } => self.round.step = self.runs(),
            Step::Runs(ids) => _ = ids.pop(),
            Step::Over => {}
        }
        if matches!(&self.round.step, Step::Runs(ids) if ids.is_empty()) {
            self.round.step = Step::Over;
            self.end_round(now);
        }
    }

    /// Takes that what was asked for failed in a transient way.
    pub(super) fn failed(&mut self) {
        self.round.has_failed = true;
        if self.gap.is_none() {
            let from = self.last_whole.unwrap_or(self.began);
            self.gap = Some(from);
            self.marks.push(Mark::GapBegins { from });
        }
    }

    /// Begins the next round, if this one is over.
    pub(super) fn begin_round(&mut self, now: i128) {
        if matches!(self.round.step, Step::Over) {
            self.round = Round::new(self.round.number + 1, now);
        }
    }

    /// Returns whether every run that is followed was seen in this round, so that a listing of them can end.
    pub(super) fn has_seen_all(&self) -> bool {
        self.last_whole.is_some() && self.known.unseen(self.round.number).next().is_none()
    }

    /// Returns whether the round is over and no run that is known goes on.
    pub(super) fn is_idle(&self) -> bool {
        matches!(self.round.step, Step::Over) && self.known.followed() == 0
    }

    /// Takes what is to be told about watching itself.
    pub(super) fn take_marks(&mut self) -> Vec<Mark> {
        std::mem::take(&mut self.marks)
    }

    /// Returns whether a run that is seen for the first time is told as a new one.
    ///
    /// At the start all that is there is only learnt, but for what is asked for. Later on, what lies before
    /// the window of new runs has been seen before and forgotten, or was left out because there were too
    /// many.
    fn is_new(&self, run: &KnownRun) -> bool {
        let is_start = self.last_whole.is_none();
        let from = match is_start {
            true => self.settings.since.unwrap_or(self.began),
            false => self.window_since - MARGIN,
        };
        run.created.map_or(!is_start, |created| created >= from)
    }

    /// Returns the step behind the new runs: at the start all runs that go on have to be found.
    fn going_on(&self) -> Step {
        if self.last_whole.is_none() {
            return Step::GoingOn { since: None };
        }
        let unseen = || self.known.unseen(self.round.number);
        if unseen().nth(FEW).is_none() {
            return self.runs();
        }
        let oldest = unseen().map(|(_, run)| run.created).min().flatten();
        Step::GoingOn {
            since: oldest.map(|oldest| oldest - MARGIN),
        }
    }

    /// Returns the runs that are followed and were in no listing; if they are many, those first that have not
    /// been seen for longest.
    fn runs(&self) -> Step {
        let unseen = self.known.unseen(self.round.number);
        let mut unseen: Vec<_> = unseen.map(|(id, run)| (run.round, id)).collect();
        unseen.sort_unstable();
        unseen.truncate(MOST_LOOKS);
        Step::Runs(unseen.into_iter().rev().map(|(_, id)| id.clone()).collect())
    }

    fn end_round(&mut self, now: i128) {
        if !self.round.has_failed
            && let Some(from) = self.gap.take()
        {
            self.marks.push(Mark::GapEnds { from, until: now });
        }
        self.last_whole = Some(self.round.began);
        self.window_since = self
            .window_since
            .max(window_since(&self.settings, self.round.began));
        let window_since = self.window_since - MARGIN;
        self.known.tidy_up(window_since, self.round.number, now);
    }

    fn tell_of_followed(&mut self) {
        if !self.has_told_of_followed {
            self.has_told_of_followed = true;
            let followed = KnownRuns::MOST_FOLLOWED;
            self.marks.push(Mark::TooManyGoOn { followed });
        }
    }

    fn tell_of_known(&mut self) {
        if !self.has_told_of_known {
            self.has_told_of_known = true;
            let known = KnownRuns::MOST_KNOWN;
            self.marks.push(Mark::TooManyNew { known });
        }
    }
}

/// Returns from when on runs may have been created that were not visible yet at this time.
fn window_since(settings: &WatchSettings, now: i128) -> i128 {
    let settle = i128::try_from(settings.settle.as_nanos()).unwrap_or(i128::MAX);
    now.saturating_sub(settle)
}

/// Returns whether a look shows a run as it was before what is known of it, as a copy that lags behind may.
fn is_older(seen: &KnownRun, known: &KnownRun) -> bool {
    matches!((seen.updated, known.updated), (Some(seen), Some(known)) if seen < known)
}
