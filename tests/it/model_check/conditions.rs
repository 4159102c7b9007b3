//! How well the network and the server behave during a listing.

use std::time::Duration;

use deck_client::ClientBuilder;
use deck_client::RetryBudget;
use deck_sandbox::FaultPlan;
use deck_sandbox::RateLimit;

use super::scenario::Step;

/// How well the network and the server behave, and how the client takes it.
#[derive(Clone, Debug)]
pub(crate) struct Conditions {
    pub(crate) faults: FaultPlan,
    /// The limit of the server.
    pub(crate) rate_limit: RateLimit,
    /// Whether the client keeps below it by itself.
    pub(crate) is_rate_limited_by_the_client: bool,
    pub(crate) max_retries: u32,
    pub(crate) call_timeout: Duration,
    /// How many retries the budget of a client holds.
    pub(crate) retry_budget: u32,
    pub(crate) jitter_seed: u64,
    /// How many errors the listing is continued after. With one more it is taken up by another process, for
    /// which all goes well. `None` where no error is to come.
    pub(crate) patience: Option<usize>,
    /// What happens while the client waits, one step each time that the clock moves on.
    pub(crate) meanwhile: Vec<Step>,
}

impl Conditions {
    /// Returns conditions under which all goes well.
    pub(crate) fn calm() -> Conditions {
        Conditions {
            faults: FaultPlan::new(),
            rate_limit: RateLimit::none(),
            is_rate_limited_by_the_client: false,
            max_retries: 0,
            call_timeout: ClientBuilder::DEFAULT_CALL_TIMEOUT,
            retry_budget: RetryBudget::DEFAULT,
            jitter_seed: 0,
            patience: None,
            meanwhile: Vec::new(),
        }
    }
}
