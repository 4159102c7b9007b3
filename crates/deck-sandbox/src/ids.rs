//! The ids of what is made in a sandbox.

use deck_types::EventDeliveryId;
use deck_types::EventId;
use deck_types::RequestId;
use deck_types::SessionId;
use deck_types::StorageId;
use deck_types::TaskRunId;
use serde::Deserialize;
use serde::Serialize;

use crate::seed::random::Random;

/// Draws ids, each kind from a stream of its own, so that the ids of one kind do not depend on how much was
/// made of the others.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Ids {
    requests: Random,
    runs: Random,
    sessions: Random,
    files: Random,
    events: Random,
    resources: Random,
    deliveries: Random,
}

impl Ids {
    /// Starts the streams of `seed`: the last ones, since seeded runs have the first ones.
    pub(crate) fn new(seed: u64) -> Ids {
        let stream = |number| Random::new(seed, u64::MAX - number);
        Ids {
            requests: stream(0),
            runs: stream(1),
            sessions: stream(2),
            files: stream(3),
            events: stream(4),
            resources: stream(5),
            deliveries: stream(6),
        }
    }

    pub(crate) fn request(&mut self) -> RequestId {
        self.requests.id(RequestId::PREFIX).into()
    }

    pub(crate) fn run(&mut self) -> TaskRunId {
        self.runs.id(TaskRunId::PREFIX).into()
    }

    pub(crate) fn session(&mut self) -> SessionId {
        self.sessions.id(SessionId::PREFIX).into()
    }

    pub(crate) fn file(&mut self) -> StorageId {
        self.files.id(StorageId::PREFIX).into()
    }

    pub(crate) fn event(&mut self) -> EventId {
        self.events.id(EventId::PREFIX).into()
    }

    /// Draws the id of a delivery.
    pub(crate) fn delivery(&mut self) -> EventDeliveryId {
        self.deliveries.id(EventDeliveryId::PREFIX).into()
    }

    /// Draws the id of an object of another kind, or another secret text, that begins with `prefix`.
    pub(crate) fn resource(&mut self, prefix: &str) -> String {
        self.resources.id(prefix)
    }
}
