//! [`Case`]: one fact about a transport, with a name.

use std::pin::Pin;
use std::time::Duration;

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

impl Case {
    /// Returns the reason for the report when the case does not come to an end within `limit`.
    pub(crate) fn time_out(&self, limit: Duration) -> String {
        let (proves, likely_cause) = (self.proves, self.if_it_hangs);
        format!("no end within {limit:?}; expected: the transport {proves}; perhaps {likely_cause}")
    }
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
