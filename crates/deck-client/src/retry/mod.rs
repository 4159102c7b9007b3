//! Retry: when a failed attempt is made again, and after what wait.
//!
//! The rules are pure: what happened, how much time is left and the random fraction are arguments. The loop
//! that acts on a
//! [`RetryDecision`](crate::RetryDecision) is in `client/call`.

pub(crate) mod budget;
pub(crate) mod decision;
pub(crate) mod jitter;
pub(crate) mod policy;
pub(crate) mod refusal_cause;
pub(crate) mod retry_after;
pub(crate) mod rule;
