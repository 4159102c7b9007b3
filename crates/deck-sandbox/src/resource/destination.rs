//! An event destination as a sandbox stores it.

use std::time::Duration;

use deck_types::EventDestination;
use deck_types::Json;
use deck_types::Secret;
use deck_types::Timestamp;
use serde::Deserialize;
use serde::Serialize;
use serde::Serializer;

use crate::resource::Keys;
use crate::resource::Kind;
use crate::resource::Resource;
use crate::shelf::Shelf;
use crate::sort_key::Created;
use crate::state::State;

/// An event destination: what responses show of it, and its whole configuration.
#[derive(Clone)]
pub(crate) struct Destination {
    pub(crate) shown: EventDestination,
    /// With the secrets, which no response shows.
    pub(crate) config: Json,
    /// What was the secret of the webhook before.
    pub(crate) old_secret: Option<OldSecret>,
}

/// A secret that is still signed with after a change.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct OldSecret {
    pub(crate) secret: Secret,
    /// As a time since the start of the sandbox.
    pub(crate) until: Duration,
}

impl Serialize for Destination {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.shown.serialize(serializer)
    }
}

impl Kind for Destination {
    const OBJECT: &'static str = "event_destination";
    const KEYS: Keys = &[
        ("id", "null"),
        ("object", "\"event_destination\""),
        ("name", "null"),
        ("status", "null"),
        ("type", "null"),
        ("events", "[]"),
        ("created_at", "null"),
        ("updated_at", "null"),
    ];
}

impl Created for Destination {
    fn id(&self) -> &str {
        self.shown.id.as_str()
    }

    fn created_at(&self) -> Option<&Timestamp> {
        self.shown.created_at.as_ref()
    }

    fn updated_at(&self) -> Option<&Timestamp> {
        self.shown.updated_at.as_ref()
    }
}

impl Resource for Destination {
    fn shelf(state: &State) -> &Shelf<Destination> {
        &state.destinations
    }

    fn shelf_mut(state: &mut State) -> &mut Shelf<Destination> {
        &mut state.destinations
    }
}
