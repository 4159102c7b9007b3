//! The one rule of what follows when a run was looked at.

use std::collections::VecDeque;
use std::hash::BuildHasher;
use std::hash::RandomState;
use std::time::Duration;
use std::time::Instant;

use deck_types::TaskRun;
use deck_types::TaskRunStatus;
use deck_types::Timestamp;

use crate::retry::policy::part_of;

/// What a wait does about the states of a run in which it goes on only if somebody acts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WatchRules {
    /// Whether there is somebody to ask when the run does.
    pub(crate) asks: bool,
    /// Whether a review is waited for.
    pub(crate) through_review: bool,
    /// How long the run is waited for.
    pub(crate) limit: Duration,
}

impl WatchRules {
    /// Longer than a run takes by default, which is 30 minutes, and than a person needs for a prompt.
    pub(crate) const DEFAULT_LIMIT: Duration = Duration::from_secs(60 * 60);
}

impl Default for WatchRules {
    fn default() -> Self {
        Self {
            asks: false,
            through_review: false,
            limit: Self::DEFAULT_LIMIT,
        }
    }
}

/// What follows when a run was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The run has ended.
    Ended,
    /// The run is looked at again after this time.
    Poll(Duration),
    /// The run asks something that was not asked before.
    Ask(Prompted),
    /// The run asks something, and there is nobody to ask.
    InteractionRequired,
    /// The run waits for a review.
    ReviewRequired,
    /// The time for the run is over.
    TimedOut,
}

/// Which prompt of a run is meant: two with the same text and the same time of the last change are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Prompted {
    hash: u64,
    has_time: bool,
}

/// A run that is waited for, as far as the rule needs to remember it.
#[derive(Clone, Debug)]
pub(crate) struct Watch {
    rules: WatchRules,
    /// Absent where it lies beyond what the clock can tell.
    deadline: Option<Instant>,
    status: Option<TaskRunStatus>,
    changed: Instant,
    settled: VecDeque<Prompted>,
    hasher: RandomState,
    /// Since when the run has asked for an interaction without telling which.
    asks_nothing_since: Option<Instant>,
    is_being_canceled: bool,
}

/// How many prompts are remembered, which is far more than a person answers for one run.
const REMEMBERED_PROMPTS: usize = 64;

/// How long a run may ask for an interaction before it tells which.
const UNTOLD_PROMPT: Duration = Duration::from_secs(10);

impl Watch {
    /// The shortest time between two looks at a run.
    pub(crate) const SHORTEST: Duration = Duration::from_secs(1);
    /// The longest time between two looks at a run, before it is spread.
    pub(crate) const LONGEST: Duration = Duration::from_secs(30);

    pub(crate) fn new(rules: WatchRules, now: Instant) -> Self {
        Self {
            rules,
            deadline: now.checked_add(rules.limit),
            status: None,
            changed: now,
            settled: VecDeque::new(),
            hasher: RandomState::new(),
            asks_nothing_since: None,
            is_being_canceled: false,
        }
    }

    /// Decides what follows from the run as it is `now`; `fraction`, from 0 to 1, spreads the waits.
    pub(crate) fn observe(&mut self, run: &TaskRun, now: Instant, fraction: f64) -> Step {
        self.note_status(run, now);
        let is_over = self.time_left(now).is_zero();
        let poll = Step::Poll(self.wait(now, fraction));
        match &run.status {
            Some(status) if status.is_terminal() == Some(true) => Step::Ended,
            _ if self.is_being_canceled && !is_over => poll,
            Some(TaskRunStatus::InteractionRequired) if !self.rules.asks => {
                Step::InteractionRequired
            }
            Some(TaskRunStatus::ReviewRequired | TaskRunStatus::Pending)
                if !self.rules.through_review =>
            {
                Step::ReviewRequired
            }
            _ if is_over => Step::TimedOut,
            Some(TaskRunStatus::InteractionRequired) => self.ask(run, now).unwrap_or(poll),
            _ => poll,
        }
    }

    /// Notes that the prompt was answered, or left to somebody else, and returns when to look again.
    pub(crate) fn settle(&mut self, prompt: Prompted, now: Instant) -> Duration {
        self.remember(prompt);
        self.changed = now;
        Self::SHORTEST.min(self.time_left(now))
    }

    /// Notes that the prompt that `run` shows right after it was answered is the one that was answered.
    pub(crate) fn settle_shown(&mut self, run: &TaskRun) {
        if let Some(prompt) = self.prompt_of(run) {
            self.remember(prompt);
        }
    }

    /// Notes that the run was asked to stop, so that it has nothing more to ask.
    pub(crate) fn cancel(&mut self) {
        self.is_being_canceled = true;
    }

    /// Returns how long to wait before the next look: a tenth of the time for which the run has not changed,
    /// spread, and never beyond the time that there is.
    pub(crate) fn wait(&self, now: Instant, fraction: f64) -> Duration {
        let unchanged = now.saturating_duration_since(self.changed);
        let wait = (unchanged / 10).clamp(Self::SHORTEST, Self::LONGEST);
        let spread = wait * 4 / 5 + part_of(wait * 2 / 5, fraction);
        spread.min(self.time_left(now))
    }

    /// Returns how much of the time for the run is left.
    pub(crate) fn time_left(&self, now: Instant) -> Duration {
        self.deadline.map_or(Duration::MAX, |deadline| {
            deadline.saturating_duration_since(now)
        })
    }

    pub(crate) fn limit(&self) -> Duration {
        self.rules.limit
    }

    fn note_status(&mut self, run: &TaskRun, now: Instant) {
        let status = run.status.as_ref().map(TaskRunStatus::normalized);
        if status == self.status {
            return;
        }
        self.status = status;
        self.changed = now;
        self.asks_nothing_since = None;
        // Without a time, only that the run did something else in between tells one prompt from the next.
        self.settled.retain(|prompt| prompt.has_time);
    }

    fn ask(&mut self, run: &TaskRun, now: Instant) -> Option<Step> {
        let Some(prompt) = self.prompt_of(run) else {
            let since = *self.asks_nothing_since.get_or_insert(now);
            let is_long = now.saturating_duration_since(since) >= UNTOLD_PROMPT;
            return is_long.then_some(Step::InteractionRequired);
        };
        self.asks_nothing_since = None;
        (!self.settled.contains(&prompt)).then_some(Step::Ask(prompt))
    }

    fn prompt_of(&self, run: &TaskRun) -> Option<Prompted> {
        let text = run.interaction.as_ref()?.as_str();
        let time = run.updated_at.as_ref().map(Timestamp::as_str);
        Some(Prompted {
            hash: self.hasher.hash_one((text, time)),
            has_time: time.is_some(),
        })
    }

    fn remember(&mut self, prompt: Prompted) {
        if self.settled.contains(&prompt) {
            return;
        }
        if self.settled.len() == REMEMBERED_PROMPTS {
            self.settled.pop_front();
        }
        self.settled.push_back(prompt);
    }
}

#[cfg(test)]
mod tests;
