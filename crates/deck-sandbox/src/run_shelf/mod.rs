//! The task runs of a sandbox, in the order of their listing.

use std::borrow::Cow;
use std::cmp::Ordering;
#[cfg(feature = "server")]
use std::collections::BTreeMap;
use std::iter::Peekable;

use deck_types::SessionId;

use crate::Order;
use crate::SandboxRun;
use crate::seed::seeded_runs::SeededRuns;
use crate::shelf::Shelf;
use crate::shelf::Walk;
use crate::shelf::objects::Objects;
use crate::shelf::scope::Scope;
#[cfg(feature = "server")]
use crate::shelf::scope::label;
use crate::sort_key::SortKey;

/// The task runs of a sandbox: seeded ones, which are drawn when they are looked at, and those that were
/// changed, started, imported or inserted, which are stored.
pub(crate) struct RunShelf {
    seeded: SeededRuns,
    stored: Shelf<SandboxRun>,
}

impl RunShelf {
    /// Creates a shelf of `seeded` runs, in their order.
    pub(crate) fn new(seeded: SeededRuns) -> RunShelf {
        RunShelf {
            stored: Shelf::new(seeded.order(), []),
            seeded,
        }
    }

    /// Adds `run`, and returns the one that had its id before.
    pub(crate) fn insert(&mut self, run: SandboxRun) -> Option<SandboxRun> {
        let seeded = self.seeded.take(run.id().as_str());
        self.stored.insert(run).or(seeded)
    }

    /// Removes the run with `id` and remembers its place.
    pub(crate) fn delete(&mut self, id: &str) -> Option<SandboxRun> {
        match self.seeded.take(id) {
            Some(seeded) => {
                self.stored.remember(SortKey::of(&seeded, self.order()));
                Some(seeded)
            }
            None => self.stored.delete(id),
        }
    }

    /// Returns the run with `id`.
    pub(crate) fn get(&self, id: &str) -> Option<SandboxRun> {
        let stored = self.stored.get(id).cloned();
        stored.or_else(|| self.seeded.run(self.seeded.find(id)?))
    }

    /// Returns the number of runs.
    pub(crate) fn len(&self) -> usize {
        self.seeded.len() + self.stored.len()
    }

    /// Returns the number of runs with one of `labels`, none of which has two of them.
    pub(crate) fn count(&self, labels: &[u64]) -> usize {
        self.seeded.count(labels) + self.stored.count(labels)
    }

    /// Returns the number of runs with each status; seeded ones have those of `words`.
    #[cfg(feature = "server")]
    pub(crate) fn statuses(&self, words: &[&str]) -> BTreeMap<String, u64> {
        let stored = self.stored.iter().map(|run| (run.status_word(), 1));
        let seeded = words.iter().map(|word| {
            let number = self.seeded.count(&[label("status", word)]);
            (*word, number as u64)
        });
        let mut statuses = BTreeMap::new();
        for (word, number) in stored.chain(seeded).filter(|(_, number)| *number > 0) {
            *statuses.entry(word.to_owned()).or_default() += number;
        }
        statuses
    }

    /// Goes through all runs in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = SandboxRun> {
        self.forward(None, &Scope::default()).map(Cow::into_owned)
    }

    /// Returns the run that kept the file with `id`.
    pub(crate) fn of_file(&self, id: &str) -> Option<SandboxRun> {
        let has_file = |run: &SandboxRun| run.file_ids().any(|file_id| file_id.as_str() == id);
        let stored = self.stored.iter().find(|run| has_file(run)).cloned();
        stored.or_else(|| self.seeded.of_file(id).find(has_file))
    }

    /// Returns the runs that name the session with `id`.
    pub(crate) fn of_session(&self, id: &SessionId) -> Vec<SandboxRun> {
        let is_in_session = |run: &&SandboxRun| run.decoded().session_id.as_ref() == Some(id);
        let stored = self.stored.iter().filter(is_in_session).cloned();
        stored.chain(self.seeded.of_session(id)).collect()
    }
}

impl Objects<SandboxRun> for RunShelf {
    fn place(&self, id: &str) -> Option<SortKey> {
        let stored = self.stored.place(id);
        stored.or_else(|| self.seeded.place(self.seeded.find(id)?))
    }

    fn former_place(&self, id: &str) -> Option<SortKey> {
        self.stored.former_place(id)
    }

    fn order(&self) -> Order {
        self.seeded.order()
    }

    fn walk(
        &self,
        is_upward: bool,
        place: Option<&SortKey>,
        scope: &Scope,
    ) -> Walk<'_, Cow<'_, SandboxRun>> {
        Box::new(Both {
            seeded_runs: &self.seeded,
            seeded: self.seeded.walk(is_upward, place, scope).peekable(),
            stored: self.stored.walk(is_upward, place, scope).peekable(),
            is_upward,
        })
    }
}

/// Seeded and stored runs in one order.
struct Both<'a> {
    seeded_runs: &'a SeededRuns,
    seeded: Peekable<Walk<'a, u32>>,
    stored: Peekable<Walk<'a, (&'a SortKey, &'a SandboxRun)>>,
    is_upward: bool,
}

impl<'a> Iterator for Both<'a> {
    type Item = Cow<'a, SandboxRun>;

    fn next(&mut self) -> Option<Cow<'a, SandboxRun>> {
        let is_seeded = match (self.seeded.peek(), self.stored.peek()) {
            (Some(number), Some((place, _))) => {
                let is_below = self.seeded_runs.compare(*number, place) == Some(Ordering::Less);
                is_below == self.is_upward
            }
            (seeded, _) => seeded.is_some(),
        };
        if is_seeded {
            return self.seeded_runs.run(self.seeded.next()?).map(Cow::Owned);
        }
        self.stored.next().map(|(_, run)| Cow::Borrowed(run))
    }
}
