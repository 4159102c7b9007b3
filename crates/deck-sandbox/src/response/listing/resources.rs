//! The listings of agents, sources, credentials, events, destinations and deliveries.

use deck_types::Agent;
use deck_types::Credential;
use deck_types::Event;
use deck_types::ListAgents;
use deck_types::ListCredentials;
use deck_types::ListEventDeliveries;
use deck_types::ListEventDestinations;
use deck_types::ListEvents;
use deck_types::ListSources;
use deck_types::Source;
use serde::Serialize;

use crate::Spelling;
use crate::resource::Kind;
use crate::resource::delivery::Delivery;
use crate::resource::destination::Destination;
use crate::resource::wire_object::WireObject;
use crate::response::error_response::ErrorResponse;
use crate::response::listing::Listed;
use crate::response::listing::SandboxListing;
use crate::response::listing::UnknownWord;
use crate::response::listing::creation_filter::CreationFilter;
use crate::shelf::objects::ListedObjects;
use crate::state::State;

/// The types of the events that happen in a sandbox. Those of other pages are accepted too.
const EVENT_TYPES: &[&str] = &[
    "agent.created",
    "agent.deleted",
    "source.created",
    "source.deleted",
    "credential.created",
    "credential.unverified",
    "credential.deleted",
    "session.queued",
    "session.running",
    "session.idle",
    "session.completing",
    "session.completed",
    "task.created",
    "task.reset",
    "task_run.queued",
    "task_run.running",
    "task_run.interaction_required",
    "task_run.review_required",
    "task_run.canceling",
    "task_run.canceled",
    "task_run.completed",
    "task_run.failed",
    "storage.created",
    "event_destination.activated",
    "event_destination.deactivated",
];

impl SandboxListing for ListAgents {
    type Object = Agent;

    const OBJECT: &'static str = Agent::OBJECT;

    const TEXT_MEMBER: &'static str = "name";

    fn objects<'a>(&self, state: &'a State) -> Listed<'a, Agent> {
        Ok(ListedObjects::Kept(&state.agents))
    }

    fn selection(&self) -> impl Fn(&Agent) -> bool {
        |_| true
    }

    fn item(agent: &Agent, _: Option<Spelling>) -> impl Serialize {
        WireObject::item(agent)
    }
}

impl SandboxListing for ListSources {
    type Object = Source;

    const OBJECT: &'static str = Source::OBJECT;

    const TEXT_MEMBER: &'static str = "type";

    fn objects<'a>(&self, state: &'a State) -> Listed<'a, Source> {
        Ok(ListedObjects::Kept(&state.sources))
    }

    fn selection(&self) -> impl Fn(&Source) -> bool {
        |_| true
    }

    fn item(source: &Source, _: Option<Spelling>) -> impl Serialize {
        WireObject::item(source)
    }
}

impl SandboxListing for ListCredentials {
    type Object = Credential;

    const OBJECT: &'static str = Credential::OBJECT;

    fn objects<'a>(&self, state: &'a State) -> Listed<'a, Credential> {
        Ok(ListedObjects::Kept(&state.credentials))
    }

    fn unknown_word(&self) -> Option<UnknownWord<'_>> {
        let status = self.status.iter().find(|status| !status.is_known())?;
        let words = &["unverified", "verified", "invalid", "deleted"];
        Some(("status", status.as_str(), words))
    }

    fn selection(&self) -> impl Fn(&Credential) -> bool {
        |credential| {
            any_of(&self.source_id, credential.source_id.as_ref())
                && any_of(&self.status, credential.status.as_ref())
                && equal(self.external_id.as_ref(), credential.external_id.as_ref())
        }
    }

    fn item(credential: &Credential, _: Option<Spelling>) -> impl Serialize {
        WireObject::item(credential)
    }
}

impl SandboxListing for ListEvents {
    type Object = Event;

    const OBJECT: &'static str = Event::OBJECT;

    const TEXT_MEMBER: &'static str = "type";

    fn objects<'a>(&self, state: &'a State) -> Listed<'a, Event> {
        Ok(ListedObjects::Kept(&state.events))
    }

    fn unknown_word(&self) -> Option<UnknownWord<'_>> {
        let unknown = self.event_type.iter().find(|word| !word.is_known())?;
        Some(("type", unknown.as_str(), EVENT_TYPES))
    }

    fn created(&self) -> Option<CreationFilter<'_>> {
        Some(CreationFilter {
            after: self.created_after.as_ref(),
            before: self.created_before.as_ref(),
        })
    }

    fn selection(&self) -> impl Fn(&Event) -> bool {
        |event| any_of(&self.event_type, event.event_type.as_ref())
    }

    fn item(event: &Event, _: Option<Spelling>) -> impl Serialize {
        WireObject::item(event)
    }
}

impl SandboxListing for ListEventDestinations {
    type Object = Destination;

    const OBJECT: &'static str = Destination::OBJECT;

    fn objects<'a>(&self, state: &'a State) -> Listed<'a, Destination> {
        Ok(ListedObjects::Kept(&state.destinations))
    }

    fn unknown_word(&self) -> Option<UnknownWord<'_>> {
        let status = self.status.as_ref().filter(|status| !status.is_known())?;
        let words = &["pending_verification", "active", "inactive"];
        Some(("status", status.as_str(), words))
    }

    fn selection(&self) -> impl Fn(&Destination) -> bool {
        |destination| equal(self.status.as_ref(), destination.shown.status.as_ref())
    }

    fn item(destination: &Destination, _: Option<Spelling>) -> impl Serialize {
        WireObject::item(destination)
    }
}

impl SandboxListing for ListEventDeliveries {
    type Object = Delivery;

    const OBJECT: &'static str = Delivery::OBJECT;

    fn objects<'a>(&self, state: &'a State) -> Listed<'a, Delivery> {
        let id = self.destination_id.as_str();
        match state.destinations.get(id) {
            Some(_) => Ok(ListedObjects::Kept(&state.deliveries)),
            None => Err(ErrorResponse::unknown(Destination::OBJECT, id)),
        }
    }

    fn unknown_word(&self) -> Option<UnknownWord<'_>> {
        if let Some(unknown) = self.event_type.as_ref().filter(|word| !word.is_known()) {
            return Some(("type", unknown.as_str(), EVENT_TYPES));
        }
        let status = self.status.as_ref().filter(|status| !status.is_known())?;
        let words = &["success", "failure", "skipped"];
        Some(("status", status.as_str(), words))
    }

    fn selection(&self) -> impl Fn(&Delivery) -> bool {
        |delivery| {
            delivery.shown.event_destination_id.as_ref() == Some(&self.destination_id)
                && equal(self.status.as_ref(), delivery.shown.status.as_ref())
                && equal(self.event_type.as_ref(), delivery.shown.event_type.as_ref())
        }
    }

    fn item(delivery: &Delivery, _: Option<Spelling>) -> impl Serialize {
        WireObject::item(delivery)
    }
}

fn any_of<T: PartialEq>(wanted: &[T], value: Option<&T>) -> bool {
    wanted.is_empty() || value.is_some_and(|value| wanted.contains(value))
}

fn equal<T: PartialEq>(wanted: Option<&T>, value: Option<&T>) -> bool {
    wanted.is_none() || wanted == value
}
