//! The settings of deliveries of events to webhooks.

use std::time::Duration;

use crate::DeliveryFault;
use crate::FaultPlan;
use crate::SandboxBuilder;

impl SandboxBuilder {
    /// Sets the times of the sandbox between a failed attempt to deliver an event and the next one; after the
    /// last of them the destination becomes inactive.
    ///
    /// By default there are three, as documented, of 1, 5 and 25 s, which is not documented.
    pub fn delivery_retries(
        mut self,
        delays: impl IntoIterator<Item = Duration>,
    ) -> SandboxBuilder {
        self.delivery_rules.retries = delays.into_iter().collect();
        self
    }

    /// Sets the time by the clock that a webhook has for its response; 5 s by default, as documented.
    pub fn delivery_timeout(mut self, timeout: Duration) -> SandboxBuilder {
        self.delivery_rules.timeout = timeout;
        self
    }

    /// Sets which attempts to deliver an event have a fault; none by default.
    /// [`Sandbox::set_delivery_faults`](crate::Sandbox::set_delivery_faults) changes it later.
    pub fn delivery_faults(mut self, faults: FaultPlan<DeliveryFault>) -> SandboxBuilder {
        self.delivery_rules.faults = faults;
        self
    }
}
