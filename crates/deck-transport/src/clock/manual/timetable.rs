//! How far a manual clock has moved, and who waits for which deadline.

use std::collections::BTreeMap;
use std::mem;
use std::task::Waker;
use std::time::Duration;

/// The farthest that all moves together reach, so that adding it to any sensible start cannot overflow.
const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

/// Sleepers ordered by deadline, then by ticket, which is the order in which they came.
#[derive(Default)]
pub(super) struct Timetable {
    elapsed: Duration,
    sleepers: BTreeMap<(Duration, u64), Waker>,
    watchers: Vec<Waker>,
    next_ticket: u64,
    /// Counts the sleeps that began, ended or were dropped, and the moves of the clock.
    events: u64,
}

impl Timetable {
    /// Moves the time and returns the sleepers that are due, in order, taken out of the table.
    pub(super) fn advance(&mut self, duration: Duration) -> Vec<Waker> {
        self.events += 1;
        self.elapsed = self.elapsed.saturating_add(duration).min(CENTURY);
        let later = self.sleepers.split_off(&(self.elapsed, u64::MAX));
        mem::replace(&mut self.sleepers, later)
            .into_values()
            .collect()
    }

    /// Notes the first poll of a sleeper, or a later one with another waker, and returns whoever watches for
    /// sleepers.
    pub(super) fn enter(&mut self, deadline: Duration, ticket: u64, waker: &Waker) -> Vec<Waker> {
        self.sleepers.insert((deadline, ticket), waker.clone());
        mem::take(&mut self.watchers)
    }

    /// Forgets a sleeper that was dropped or is over.
    pub(super) fn leave(&mut self, deadline: Duration, ticket: u64) {
        if self.sleepers.remove(&(deadline, ticket)).is_some() {
            self.events += 1;
        }
    }

    pub(super) fn issue_ticket(&mut self) -> u64 {
        self.events += 1;
        let ticket = self.next_ticket;
        self.next_ticket += 1;
        ticket
    }

    /// Wakes `waker` when the next sleeper comes.
    pub(super) fn watch(&mut self, waker: &Waker) {
        self.watchers.push(waker.clone());
    }

    pub(super) fn elapsed(&self) -> Duration {
        self.elapsed
    }

    pub(super) fn events(&self) -> u64 {
        self.events
    }

    pub(super) fn sleepers(&self) -> usize {
        self.sleepers.len()
    }

    /// Returns how far away the next deadline is, if moves can reach it.
    pub(super) fn until_next_deadline(&self) -> Option<Duration> {
        let (deadline, _) = self.sleepers.keys().next()?;
        (*deadline <= CENTURY).then(|| deadline.saturating_sub(self.elapsed))
    }
}
