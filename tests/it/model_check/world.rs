//! The home of [`World`]: the sandbox and the reference list, which change together.

use deck_sandbox::Sandbox;
use deck_types::TaskRun;
use deck_types::Timestamp;

use super::Reference;
use super::scenario::Seed;
use super::scenario::Step;

/// The runs on the server, and the record of what happened to them.
pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    pub(crate) reference: Reference,
    inserted: usize,
    /// A run that is not deleted.
    kept: Option<String>,
}

impl World {
    pub(crate) fn new(sandbox: Sandbox, mut reference: Reference, seeds: &[Seed]) -> World {
        for (number, seed) in seeds.iter().enumerate() {
            sandbox.insert(run(&id(number), seed));
            reference.put(&id(number), seed.clone());
        }
        World {
            sandbox,
            reference,
            inserted: seeds.len(),
            kept: None,
        }
    }

    /// Keeps the caller's own anchor: a server that refuses it has nothing to list.
    pub(crate) fn keep(&mut self, anchor: Option<String>) {
        self.kept = anchor;
    }

    /// Changes the runs, where the step is a change of them.
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
        self.sandbox.insert(run(&id, seed));
        self.reference.put(&id, seed.clone());
    }

    fn delete(&mut self, id: Option<String>) {
        if let Some(id) = id.filter(|id| self.kept.as_ref() != Some(id)) {
            self.sandbox.delete(id.as_str());
            self.reference.remove(&id);
        }
    }

    fn set_status(&mut self, number: u8, status: &'static str) {
        let Some(id) = self.reference.pick(number) else {
            return;
        };
        let seed = self
            .reference
            .seed(&id)
            .cloned()
            .map(|seed| Seed { status, ..seed });
        self.sandbox
            .update(id.as_str(), |run| run.status = Some(status.into()));
        seed.into_iter()
            .for_each(|seed| self.reference.put(&id, seed));
    }
}

fn run(id: &str, seed: &Seed) -> TaskRun {
    let mut run = TaskRun::testing(id);
    run.created_at = Some(time(seed.second));
    run.status = Some(seed.status.into());
    run.agent_id = Some(seed.agent.into());
    run
}

pub(crate) fn time(second: u8) -> Timestamp {
    Timestamp::from_received(format!("2026-11-01T00:00:{second:02}Z"))
}

/// Ids in no order of time, so that ties show whether the order by id is kept.
fn id(number: usize) -> String {
    format!("trun_{:03}", number * 37 % 1_000)
}
