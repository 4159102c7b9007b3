//! The requests to a sandbox so far, in numbers.

/// The requests to a sandbox so far, in process and over loopback together.
///
/// A test can check here that the faults of its plan have happened.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Traffic {
    /// The number of requests that arrived.
    pub requests: u64,
    /// The number of requests that were beyond the rate limit.
    pub rate_limited: u64,
    /// The number of requests that had a fault of the plan.
    pub faults: u64,
}
