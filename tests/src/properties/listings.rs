//! Every listing of `deck-types`, for laws that hold for all of them.
//!
//! `cargo xtask roundtrip` includes this file, which needs `deck_types` and nothing else of ours.

use std::fmt::Debug;

use deck_types::ListAgents;
use deck_types::ListCredentials;
use deck_types::ListEventDeliveries;
use deck_types::ListEventDestinations;
use deck_types::ListEvents;
use deck_types::ListSources;
use deck_types::ListTaskRunStorage;
use deck_types::ListTaskRuns;
use deck_types::ListTasks;
use deck_types::Listing;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A listing that the laws can be checked on.
pub trait Subject: Listing + Debug + PartialEq + Serialize + DeserializeOwned {}

impl<L: Listing + Debug + PartialEq + Serialize + DeserializeOwned> Subject for L {}

/// What is done with every listing.
pub trait Visitor {
    /// Is given a listing without parameters.
    fn visit<L: Subject>(&mut self, empty: &L);
}

/// Gives `visitor` every listing.
pub fn visit_all(visitor: &mut impl Visitor) {
    visitor.visit(&ListTaskRuns::new());
    visitor.visit(&ListTaskRunStorage::new("trun_1"));
    visitor.visit(&ListTasks::new());
    visitor.visit(&ListAgents::new());
    visitor.visit(&ListSources::new());
    visitor.visit(&ListCredentials::new());
    visitor.visit(&ListEvents::new());
    visitor.visit(&ListEventDestinations::new());
    visitor.visit(&ListEventDeliveries::new("evtd_1"));
}
