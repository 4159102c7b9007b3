//! The home of [`Case`]: one fact about a transport, with a name.

use std::pin::Pin;

use super::capability::Capability;
use super::stage::Stage;

/// One fact about a transport, with a name.
pub(super) struct Case {
    /// Never changes: users except cases by it.
    pub(super) name: &'static str,
    /// What the transport must be able to do beyond the contract.
    pub(super) needs: &'static [Capability],
    pub(super) run: for<'a> fn(&'a Stage<'a>) -> Running<'a>,
}

/// Cases under a common heading.
pub(super) struct Group {
    pub(super) name: &'static str,
    pub(super) cases: &'static [Case],
}

/// A case that is under way.
pub(super) type Running<'a> = Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;

/// How a case ends: with the reason if the transport failed.
pub(super) type Outcome = Result<(), String>;
