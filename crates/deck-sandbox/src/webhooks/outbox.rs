//! The deliveries that wait for their next attempt.

use std::task::Waker;
use std::time::Duration;

use deck_types::EventDeliveryId;
use deck_types::EventDestinationId;
use deck_types::EventId;
use deck_types::EventType;
use deck_types::Timestamp;
use serde::Deserialize;
use serde::Serialize;

use crate::DeliveryFault;
use crate::FaultPlan;
use crate::engine::schedule::Schedule;

/// The times between a failed attempt and the next one. That there are three is documented, their lengths
/// are not.
const RETRIES: [Duration; 3] = [
    Duration::from_secs(1),
    Duration::from_secs(5),
    Duration::from_secs(25),
];

/// The time that a receiver has for its response, as documented.
const TIMEOUT: Duration = Duration::from_secs(5);

/// The largest number of deliveries that wait, so that a destination that nobody delivers to does not take
/// memory without end.
const MAX_WAITING: usize = 100_000;

/// How deliveries are made.
#[derive(Clone)]
pub(crate) struct DeliveryRules {
    pub(crate) retries: Vec<Duration>,
    pub(crate) timeout: Duration,
    pub(crate) faults: FaultPlan<DeliveryFault>,
}

impl Default for DeliveryRules {
    fn default() -> DeliveryRules {
        DeliveryRules {
            retries: RETRIES.to_vec(),
            timeout: TIMEOUT,
            faults: FaultPlan::new(),
        }
    }
}

/// The deliveries that wait for their next attempt.
pub(crate) struct Outbox {
    pub(crate) rules: DeliveryRules,
    pub(crate) schedule: Schedule<Parcel>,
    /// The position of the latest attempt in the fault plan.
    position: u64,
    /// How often something happened that whoever delivers has to look at.
    version: u64,
    waker: Option<Waker>,
    /// How often the sandbox was put back to its start.
    pub(crate) generation: u64,
}

/// An event on its way to one destination.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Parcel {
    pub(crate) id: EventDeliveryId,
    pub(crate) event_id: EventId,
    pub(crate) event_type: Option<EventType>,
    pub(crate) created_at: Option<Timestamp>,
    pub(crate) destination_id: EventDestinationId,
    /// The number of attempts that were made.
    pub(crate) attempts: u64,
    pub(crate) stage: Stage,
}

/// Whether an attempt has had its turn in the fault plan.
#[derive(Clone, Copy, Eq, PartialEq, Serialize, Deserialize)]
pub(crate) enum Stage {
    /// Not yet.
    Next,
    /// It was put off.
    PutOff,
    /// It is the copy of an attempt, whose outcome means nothing.
    Copy,
}

impl Outbox {
    pub(crate) fn new(rules: DeliveryRules) -> Outbox {
        Outbox {
            rules,
            schedule: Schedule::new(),
            position: 0,
            version: 0,
            waker: None,
            generation: 0,
        }
    }

    /// Adds `parcel`, whose next attempt is due at `due`; returns the one that is given up for it if too many
    /// wait.
    pub(crate) fn add(&mut self, due: Duration, parcel: Parcel) -> Option<Parcel> {
        self.schedule.add(due, parcel);
        self.wake();
        if self.schedule.len() <= MAX_WAITING {
            return None;
        }
        self.schedule
            .take_due(Duration::MAX)
            .map(|(_, parcel)| parcel)
    }

    /// Takes the first parcel out that is due at `now` or before, with the time it was due at.
    pub(crate) fn take_due(&mut self, now: Duration) -> Option<(Duration, Parcel)> {
        self.schedule.take_due(now)
    }

    /// Returns when the next attempt is due.
    pub(crate) fn next_due(&self) -> Option<Duration> {
        self.schedule.next_due()
    }

    /// Returns the fault of the next attempt, and counts it.
    pub(crate) fn next_fault(&mut self) -> Option<DeliveryFault> {
        self.position += 1;
        self.rules.faults.fault(self.position).copied()
    }

    /// Replaces the fault plan; positions begin again.
    pub(crate) fn set_faults(&mut self, faults: FaultPlan<DeliveryFault>) {
        self.rules.faults = faults;
        self.position = 0;
    }

    /// Returns the time until the attempt behind the one that is the `attempts`th; nothing if there is none.
    pub(crate) fn retry_after(&self, attempts: u64) -> Option<Duration> {
        let index = usize::try_from(attempts.checked_sub(1)?).ok()?;
        self.rules.retries.get(index).copied()
    }

    /// Takes the place of `former`, whose deliveries that are under way mean nothing here.
    pub(crate) fn succeed(&mut self, former: &mut Outbox) {
        self.generation = former.generation + 1;
        self.version = former.version;
        self.waker = former.waker.take();
        self.wake();
    }

    /// Lets whoever delivers look again.
    pub(crate) fn wake(&mut self) {
        self.version += 1;
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    /// Returns the number that changes with every [`wake`](Outbox::wake).
    #[cfg(feature = "server")]
    pub(crate) fn version(&self) -> u64 {
        self.version
    }

    /// Sets who is woken next.
    #[cfg(feature = "server")]
    pub(crate) fn set_waker(&mut self, waker: &Waker) {
        self.waker = Some(waker.clone());
    }
}
