//! Putting back what was saved.

use std::borrow::Cow;

use crate::resource::delivery::Delivery;
use crate::resource::destination::Destination;
use crate::saved_sandbox::SavedSandbox;
use crate::saved_sandbox::entry::Entry;
use crate::state::State;

impl State {
    /// Goes on with what was saved, in place of everything but the settings.
    pub(crate) fn restore(&mut self, saved: SavedSandbox) {
        let head = saved.head;
        self.timeline.resume(head.elapsed, head.time_of_day);
        self.seed = head.seed;
        self.ids = head.ids;
        self.started_runs = head.started_runs;
        self.latest_creation = head.latest_creation;
        self.latest_event = head.latest_event;
        for run in saved.runs {
            self.runs.insert(run);
        }
        for entry in saved.entries {
            self.put_back(entry);
        }
    }

    fn put_back(&mut self, entry: Entry<'_>) {
        match entry {
            Entry::Agent(agent) => drop(self.agents.insert(agent.into_owned())),
            Entry::Source(source) => drop(self.sources.insert(source.into_owned())),
            Entry::Credential(it) => drop(self.credentials.insert(it.into_owned())),
            Entry::Task(task) => drop(self.tasks.insert(task.into_owned())),
            Entry::Session(session) => drop(self.sessions.insert(session.into_owned())),
            Entry::Event(event) => {
                self.event_ids.push_back(event.id.clone());
                self.events.insert(event.into_owned());
            }
            Entry::EventDestination {
                shown,
                config,
                old_secret,
            } => {
                self.destinations.insert(Destination {
                    shown: shown.into_owned(),
                    config: config.into_owned(),
                    old_secret: old_secret.map(Cow::into_owned),
                });
            }
            Entry::EventDelivery { id, shown } => {
                self.delivery_ids.push_back(id.clone().into_owned());
                self.deliveries.insert(Delivery {
                    id: id.into_owned(),
                    shown: shown.into_owned(),
                });
            }
            Entry::IdempotencyKey(key) => self.idempotency.restore(key),
            Entry::Plans(engine) => self.engine = engine.into_owned(),
            Entry::Outbox(schedule) => self.outbox.schedule = schedule.into_owned(),
            // These were taken out when they were read.
            Entry::DeckSandbox(_) | Entry::TaskRun(_) | Entry::ImportedTaskRun(_) => {}
        }
    }
}
