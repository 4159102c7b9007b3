//! What goes to and fro between a stream of ended runs and what waits for them.

use std::collections::VecDeque;
use std::mem;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use deck_types::TaskRun;
use deck_types::TaskRunId;

use super::signal::WaitSignal;
use super::watched_run::WatchedRun;
use crate::Error;

/// What goes to and fro between a stream of ended runs and what waits for them. Clones are one queue.
#[derive(Clone, Debug, Default)]
pub(super) struct Queue {
    state: Arc<Mutex<State>>,
    signal: WaitSignal,
}

#[derive(Debug, Default)]
struct State {
    added: Vec<Added>,
    outcomes: VecDeque<Outcome>,
}

/// A run that is to be waited for.
#[derive(Debug)]
pub(super) enum Added {
    Known(TaskRunId),
    Started(Box<TaskRun>),
}

/// What a wait for many runs came to.
#[derive(Debug)]
pub(super) enum Outcome {
    /// The wait for one run is over.
    Of(TaskRunId, Box<Result<TaskRun, Error>>),
    /// A run asks something that the handler is to reply to.
    Asks(Box<WatchedRun>),
    /// The wait for all that are left failed.
    Failed(Error),
}

impl Outcome {
    pub(super) fn of(id: TaskRunId, result: Result<TaskRun, Error>) -> Self {
        Self::Of(id, Box::new(result))
    }
}

impl Queue {
    /// Adds a run, and wakes who waits.
    pub(super) fn add(&self, added: Added) {
        self.state().added.push(added);
        self.signal.wake();
    }

    pub(super) fn take_added(&self) -> Vec<Added> {
        mem::take(&mut self.state().added)
    }

    /// Returns the signal that wakes when a run was added.
    pub(super) fn signal(&self) -> &WaitSignal {
        &self.signal
    }

    pub(super) fn push(&self, outcome: Outcome) {
        self.state().outcomes.push_back(outcome);
    }

    pub(super) fn pop(&self) -> Option<Outcome> {
        self.state().outcomes.pop_front()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No code of others runs under the lock, so a poisoned one still holds a whole state.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
