//! An entry of a saved sandbox.

use std::borrow::Cow;
use std::time::Duration;
use std::time::SystemTime;

use deck_types::Agent;
use deck_types::Credential;
use deck_types::Event;
use deck_types::EventDelivery;
use deck_types::EventDeliveryId;
use deck_types::EventDestination;
use deck_types::Json;
use deck_types::Session;
use deck_types::Source;
use deck_types::Task;
use deck_types::TaskRun;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::Engine;
use crate::engine::schedule::Schedule;
use crate::idempotency::saved_key::SavedKey;
use crate::ids::Ids;
use crate::resource::destination::OldSecret;
use crate::webhooks::outbox::Parcel;

/// The form of the entries that this version writes, and the only one that it reads.
pub(crate) const VERSION: u64 = 1;

/// An entry of a saved sandbox: an object with one member, whose name tells what its value is.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Entry<'a> {
    /// The first one.
    DeckSandbox(Box<Head>),
    Agent(Cow<'a, Agent>),
    Source(Cow<'a, Source>),
    Credential(Cow<'a, Credential>),
    Task(Cow<'a, Task>),
    Session(Cow<'a, Session>),
    TaskRun(Cow<'a, TaskRun>),
    /// A run with its exact text.
    ImportedTaskRun(Cow<'a, Json>),
    Event(Cow<'a, Event>),
    EventDestination {
        shown: Cow<'a, EventDestination>,
        config: Cow<'a, Json>,
        old_secret: Option<Cow<'a, OldSecret>>,
    },
    EventDelivery {
        id: Cow<'a, EventDeliveryId>,
        shown: Cow<'a, EventDelivery>,
    },
    IdempotencyKey(SavedKey),
    /// What happens by itself.
    Plans(Cow<'a, Engine>),
    /// The deliveries that wait.
    Outbox(Cow<'a, Schedule<Parcel>>),
}

/// What a sandbox has beside objects.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Head {
    pub(crate) version: u64,
    pub(crate) seed: u64,
    pub(crate) elapsed: Duration,
    pub(crate) time_of_day: SystemTime,
    pub(crate) latest_creation: Option<SystemTime>,
    pub(crate) latest_event: Option<SystemTime>,
    pub(crate) started_runs: u64,
    pub(crate) ids: Ids,
}
