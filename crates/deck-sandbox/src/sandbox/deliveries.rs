//! The deliveries of events to webhooks, by whoever makes the requests.

use std::future;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use deck_transport::Clock;
use deck_transport::SharedClock;
use deck_transport::Transport;
use http::Request;
use http::StatusCode;

use crate::DeliveryAttempt;
use crate::DeliveryFault;
use crate::FaultPlan;
use crate::Sandbox;
use crate::webhooks::outbox::Parcel;

impl Sandbox {
    /// Makes every attempt that is due to deliver an event, through `transport`, one after another in the
    /// order in which they are due, and returns how many there were.
    ///
    /// A response with a status from 200 to 299 takes the event. After anything else, the next attempt is due
    /// as [`SandboxBuilder::delivery_retries`](crate::SandboxBuilder::delivery_retries) says; after the last
    /// one, the destination is inactive. With a clock, a receiver has the time of
    /// [`SandboxBuilder::delivery_timeout`](crate::SandboxBuilder::delivery_timeout); without one, it has
    /// whatever it takes.
    ///
    /// Requests are signed by `deck-webhooks` at the time of the clock; without one, at the time of the
    /// sandbox when they were due.
    ///
    /// # Cancellation
    ///
    /// Dropping the future lets the attempt that is under way fail, and leaves the others.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use bytes::Bytes;
    /// use deck_sandbox::{SANDBOX_API_KEY, SANDBOX_BASE_URL, Sandbox};
    /// use deck_transport::transport_fn;
    /// use http::{Request, Response, StatusCode};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::new();
    /// let post = |path: &str, body: &'static str| {
    ///     Request::post(format!("{SANDBOX_BASE_URL}{path}"))
    ///         .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
    ///         .header("content-type", "application/json")
    ///         .body(Bytes::from_static(body.as_bytes()))
    /// };
    /// let webhook = r#"{"name": "Bills", "webhook": {"url": "https://example.com/deck"}}"#;
    /// assert_eq!(sandbox.respond(&post("/event-destinations", webhook)?).status(), 201);
    /// assert_eq!(sandbox.respond(&post("/agents", r#"{"name": "Bills"}"#)?).status(), 201);
    ///
    /// let refusing = transport_fn(|_| async {
    ///     let mut response = Response::new(Bytes::new());
    ///     *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    ///     Ok(response)
    /// });
    /// assert_eq!(sandbox.deliver(&refusing).await, 1);
    /// assert_eq!(sandbox.deliver(&refusing).await, 0);
    ///
    /// sandbox.advance(Duration::from_secs(1));
    /// let accepting = transport_fn(|request: Request<Bytes>| async move {
    ///     assert!(request.headers().contains_key("webhook-signature"));
    ///     Ok(Response::new(Bytes::new()))
    /// });
    /// assert_eq!(sandbox.deliver(&accepting).await, 1);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn deliver(&self, transport: &impl Transport) -> u64 {
        let mut count = 0;
        while let Some(attempt) = self.take_delivery() {
            count += 1;
            let status = self
                .post(transport, attempt.request().clone(), self.any_clock())
                .await;
            attempt.finish(status);
        }
        count
    }

    /// Takes out the first attempt to deliver an event that is due, for a program that makes the requests by
    /// other means than a [`Transport`]; `None` if none is due.
    ///
    /// [`Sandbox::deliver`] is this, in a loop. Several can be under way at a time.
    pub fn take_delivery(&self) -> Option<DeliveryAttempt> {
        let now = self.any_clock().map(Clock::system_time);
        let (mut state, moment) = self.state_now();
        let departure = state.depart(moment, now)?;
        Some(DeliveryAttempt {
            sandbox: self.clone(),
            parcel: Some(departure.parcel),
            request: departure.request,
            due: departure.due,
            taken: moment.elapsed,
            generation: state.outbox.generation,
        })
    }

    /// Returns how long it takes, in the time of the sandbox, until an attempt is due to deliver what has
    /// happened so far; `None` if nothing waits.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_sandbox::Sandbox;
    ///
    /// assert_eq!(Sandbox::seeded(1).until_next_delivery(), None);
    /// ```
    #[must_use]
    pub fn until_next_delivery(&self) -> Option<Duration> {
        let (state, moment) = self.state_now();
        let due = state.outbox.next_due()?;
        Some(due.saturating_sub(moment.elapsed))
    }

    /// Replaces the faults of deliveries; the next attempt has position 1.
    pub fn set_delivery_faults(&self, plan: FaultPlan<DeliveryFault>) {
        self.state().outbox.set_faults(plan);
    }

    /// Returns the faults of deliveries.
    pub fn delivery_faults(&self) -> FaultPlan<DeliveryFault> {
        self.state().outbox.rules.faults.clone()
    }

    /// Makes `request` through `transport` and returns the status of the response, if there is one within
    /// the time that a receiver has by `clock`.
    pub(crate) async fn post(
        &self,
        transport: &impl Transport,
        request: Request<Bytes>,
        clock: Option<&SharedClock>,
    ) -> Option<StatusCode> {
        let timeout = self.state().outbox.rules.timeout;
        let mut sending = pin!(transport.send(request));
        let mut waiting = pin!(async {
            match clock {
                Some(clock) => clock.sleep(timeout).await,
                None => future::pending().await,
            }
        });
        let response = future::poll_fn(|context| {
            if let Poll::Ready(response) = sending.as_mut().poll(context) {
                return Poll::Ready(response.ok());
            }
            waiting.as_mut().poll(context).map(|()| None)
        });
        response.await.map(|response| response.status())
    }

    /// Notes the outcome of `attempt`. It took as long as passed since it was taken, so that on virtual time
    /// it makes no difference when that was.
    pub(crate) fn settle_delivery(
        &self,
        attempt: &DeliveryAttempt,
        parcel: Parcel,
        is_taken: bool,
    ) {
        let (mut state, moment) = self.state_now();
        if state.outbox.generation == attempt.generation {
            let took = moment.elapsed.saturating_sub(attempt.taken);
            let moment = moment.earlier(attempt.due.saturating_add(took));
            state.arrive(parcel, is_taken, moment);
        }
    }

    /// Returns the clock that was set, or that of the server.
    pub(crate) fn any_clock(&self) -> Option<&SharedClock> {
        let shared = &self.shared;
        shared.clock.as_ref().or_else(|| shared.server_clock.get())
    }
}
