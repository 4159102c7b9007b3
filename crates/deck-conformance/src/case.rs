//! [`Case`]: one fact about a transport, with a name.

use std::pin::Pin;

use crate::capability::Capability;
use crate::stage::Stage;

/// One fact about a transport, with a name.
pub(crate) struct Case {
    /// The name, which never changes, because users select and except cases by it.
    pub(crate) name: &'static str,
    /// What a transport does that passes: the predicate of a sentence about it.
    pub(crate) proves: &'static str,
    /// What a transport probably does wrong with which the case does not come to an end.
    pub(crate) if_it_hangs: &'static str,
    /// The capabilities that the case needs beyond the contract.
    pub(crate) needs: &'static [Capability],
    pub(crate) run: for<'a> fn(&'a Stage<'a>) -> Running<'a>,
}

/// Cases under a common heading.
pub(crate) struct Group {
    pub(crate) name: &'static str,
    pub(crate) cases: &'static [Case],
}

/// A case that is under way.
pub(crate) type Running<'a> = Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;

/// The outcome of a case, with the reason if the transport failed.
pub(crate) type Outcome = Result<(), String>;
