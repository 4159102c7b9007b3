//! The home of [`SandboxBuilder`]: the settings of a sandbox.

use std::fmt;
use std::time::Duration;
use std::time::SystemTime;

use crate::DeletedAnchor;
use crate::Order;
use crate::Paging;
use crate::Sandbox;
use crate::rules::Rules;
use crate::seed;
use crate::state::State;

/// The number of runs of the default dataset.
const DEFAULT_RUNS: usize = 240;

/// 2026-11-02T12:00:00Z, the moment just after the newest run of a default dataset.
const DEFAULT_NOW: Duration = Duration::from_secs(1_793_620_800);

/// The settings of a [`Sandbox`].
///
/// # Examples
///
/// A sandbox that pages by id only and lists the oldest run first:
///
/// ```
/// use deck_sandbox::{Order, Paging, Sandbox};
///
/// let sandbox = Sandbox::builder().seed(7).runs(50).order(Order::OldestFirst).paging(Paging::IdOnly).build();
///
/// assert_eq!(sandbox.len(), 50);
/// assert!(sandbox.runs()[0].created_at < sandbox.runs()[49].created_at);
/// ```
#[derive(Clone)]
#[must_use]
pub struct SandboxBuilder {
    seed: u64,
    runs: Option<usize>,
    now: SystemTime,
    rules: Rules,
}

impl SandboxBuilder {
    pub(crate) fn new() -> SandboxBuilder {
        SandboxBuilder {
            seed: 0,
            runs: None,
            now: SystemTime::UNIX_EPOCH + DEFAULT_NOW,
            rules: Rules::default(),
        }
    }

    /// Fills the sandbox with runs drawn from `seed`, and draws the request ids from it.
    ///
    /// Without it the sandbox is empty, unless [`runs`](SandboxBuilder::runs) is called, which draws from seed 0.
    pub fn seed(self, seed: u64) -> SandboxBuilder {
        SandboxBuilder {
            seed,
            runs: Some(self.runs.unwrap_or(DEFAULT_RUNS)),
            ..self
        }
    }

    /// Sets the number of seeded runs; 240 by default. A larger dataset begins with the smaller one of the same seed.
    pub fn runs(self, count: usize) -> SandboxBuilder {
        SandboxBuilder {
            runs: Some(count),
            ..self
        }
    }

    /// Sets the time that the newest seeded runs lie just before; noon of 2 November 2026 in UTC by default.
    ///
    /// It is fixed by default so that the same seed gives the same bytes on every day. Where ages are shown to people, set the time of
    /// the clock.
    pub fn now(self, now: SystemTime) -> SandboxBuilder {
        SandboxBuilder { now, ..self }
    }

    /// Sets the only key that is accepted; [`SANDBOX_API_KEY`](crate::SANDBOX_API_KEY) by default.
    pub fn api_key(mut self, api_key: impl Into<String>) -> SandboxBuilder {
        self.rules.api_key = api_key.into();
        self
    }

    /// Sets the order of listings; newest first by default.
    pub fn order(mut self, order: Order) -> SandboxBuilder {
        self.rules.order = order;
        self
    }

    /// Sets which ways of paging there are; both by default.
    pub fn paging(mut self, paging: Paging) -> SandboxBuilder {
        self.rules.paging = paging;
        self
    }

    /// Sets what becomes of positions at deleted runs; they resolve by default.
    pub fn deleted_anchor(mut self, deleted_anchor: DeletedAnchor) -> SandboxBuilder {
        self.rules.deleted_anchor = deleted_anchor;
        self
    }

    /// Makes the sandbox.
    #[must_use]
    pub fn build(self) -> Sandbox {
        let runs = seed::runs(self.seed, self.runs.unwrap_or(0), self.now);
        Sandbox::with_state(State::new(self.rules, self.seed, runs))
    }
}

/// Without the key: the one of a sandbox is no secret, but the one that somebody sets may be.
impl fmt::Debug for SandboxBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SandboxBuilder")
            .field("seed", &self.seed)
            .field("runs", &self.runs)
            .finish_non_exhaustive()
    }
}
