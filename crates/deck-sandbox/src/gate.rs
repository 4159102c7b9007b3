//! The checks of a request before it gets its response.

use std::time::Duration;
use std::time::Instant;

use crate::Fault;
use crate::FaultPlan;
use crate::RateLimit;
use crate::Traffic;
use crate::rate_limit::limiter::Limiter;

/// Counts requests, refuses those beyond the rate limit, and looks up the faults of the others.
#[derive(Debug)]
pub(crate) struct Gate {
    limiter: Limiter,
    plan: FaultPlan,
    position: u64,
    traffic: Traffic,
}

/// The decision about a request.
pub(crate) enum Admission {
    /// It is beyond the rate limit. The time, if `Retry-After` is sent, is the wait until the next request is
    /// admitted.
    Limited(Option<Duration>),
    /// It gets a response, with this fault.
    Admitted(Fault),
}

impl Gate {
    pub(crate) fn new(rate_limit: RateLimit, plan: FaultPlan) -> Gate {
        Gate {
            limiter: Limiter::new(rate_limit),
            plan,
            position: 0,
            traffic: Traffic::default(),
        }
    }

    /// Counts a request and decides what happens to it; without a time there is no rate limit.
    pub(crate) fn admit(&mut self, now: Option<Instant>) -> Admission {
        self.traffic.requests += 1;
        if let Some(Err(wait)) = now.map(|now| self.limiter.admit(now)) {
            self.traffic.rate_limited += 1;
            return Admission::Limited(self.limiter.rate_limit.has_retry_after.then_some(wait));
        }
        self.position += 1;
        let fault = self.plan.fault(self.position).cloned();
        self.traffic.faults += u64::from(fault.is_some());
        Admission::Admitted(fault.unwrap_or_else(Fault::none))
    }

    /// Replaces the plan; positions begin again.
    pub(crate) fn set_plan(&mut self, plan: FaultPlan) {
        self.plan = plan;
        self.position = 0;
    }

    pub(crate) fn plan(&self) -> &FaultPlan {
        &self.plan
    }

    pub(crate) fn traffic(&self) -> Traffic {
        self.traffic
    }
}
