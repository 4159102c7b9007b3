//! The sandbox and the reference list, which change together.

use std::marker::PhantomData;

use deck_sandbox::Sandbox;

use super::Reference;
use super::scenario::Step;
use crate::subject::Seed;
use crate::subject::Subject;

/// The items on the server, and the record of what happened to them.
pub(crate) struct World<S> {
    pub(crate) sandbox: Sandbox,
    pub(crate) reference: Reference,
    inserted: usize,
    /// An item that is not deleted.
    kept: Option<String>,
    subject: PhantomData<S>,
}

impl<S: Subject> World<S> {
    pub(crate) fn new(sandbox: Sandbox, reference: Reference, seeds: &[Seed]) -> World<S> {
        let mut world = World {
            sandbox,
            reference,
            inserted: 0,
            kept: None,
            subject: PhantomData,
        };
        seeds.iter().for_each(|seed| world.insert(seed));
        world
    }

    /// Keeps the caller's own anchor: a server that refuses it has nothing to list.
    pub(crate) fn keep(&mut self, anchor: Option<String>) {
        self.kept = anchor;
    }

    /// Changes the items, where the step is a change of them.
    pub(crate) fn change(&mut self, step: &Step) {
        match step {
            Step::Insert(count, seed) => (0..*count).for_each(|_| self.insert(seed)),
            Step::Delete(number) => self.delete(self.reference.pick(*number)),
            Step::SetStatus(number, status) => self.set_status(*number, status),
            Step::DeleteDelivered(count) => {
                let last = self.reference.last_delivered(usize::from(*count));
                last.into_iter().for_each(|id| self.delete(Some(id)));
            }
            Step::Next(_) | Step::Resume => {}
        }
    }

    fn insert(&mut self, seed: &Seed) {
        let id = id(self.inserted);
        self.inserted += 1;
        self.put(&id, seed.clone());
    }

    fn put(&mut self, id: &str, seed: Seed) {
        S::put(&self.sandbox, id, &seed);
        self.reference.put(id, seed);
    }

    fn delete(&mut self, id: Option<String>) {
        if let Some(id) = id.filter(|id| self.kept.as_ref() != Some(id)) {
            S::delete(&self.sandbox, &id);
            self.reference.remove(&id);
        }
    }

    fn set_status(&mut self, number: u8, status: &'static str) {
        let Some(id) = self.reference.pick(number) else {
            return;
        };
        if let Some(seed) = self.reference.seed(&id).cloned() {
            self.put(&id, Seed { status, ..seed });
        }
    }
}

/// Ids in no order of time, so that ties show whether the order by id is kept.
fn id(number: usize) -> String {
    format!("item_{:03}", number * 37 % 1_000)
}
