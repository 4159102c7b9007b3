//! The rate limit on this side: how many requests leave in a window of time.
//!
//! [`Window`](window::Window) is the rule, with no clock and no future; [`RateLimiter`](crate::RateLimiter)
//! queues callers in front of it.

pub(crate) mod limiter;
mod pace;
mod queue;
pub(crate) mod turn_flag;
mod window;
