//! What a sandbox has been asked so far.

/// What a sandbox has been asked so far, in process and over loopback together.
///
/// Tests look here whether the faults that they planned have happened.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Traffic {
    /// Requests that arrived, whatever became of them.
    pub requests: u64,
    /// Those of them that were beyond the rate limit.
    pub rate_limited: u64,
    /// Those of them that something went wrong with according to the plan.
    pub faults: u64,
}
