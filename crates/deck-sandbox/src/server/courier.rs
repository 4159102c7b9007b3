//! What delivers the events of a server by itself.

use std::future;
use std::task::Poll;
use std::time::Duration;

use deck_transport::Clock;
use deck_transport::SharedClock;
use tokio::task::JoinSet;

use crate::DeliveryAttempt;
use crate::Sandbox;
use crate::server::loopback::Loopback;

/// The largest number of deliveries that are under way at a time.
const MAX_UNDER_WAY: usize = 16;

/// Delivers what is due in `sandbox`, for as long as the future is not dropped.
pub(super) async fn deliver(sandbox: Sandbox, clock: SharedClock) {
    let mut under_way = JoinSet::new();
    loop {
        let seen = sandbox.version();
        while under_way.len() < MAX_UNDER_WAY
            && let Some(attempt) = sandbox.take_delivery()
        {
            under_way.spawn(make(attempt, clock.clone()));
        }
        if under_way.len() == MAX_UNDER_WAY {
            under_way.join_next().await;
            continue;
        }
        let wait = sandbox.until_something_is_due();
        tokio::select! {
            Some(_) = under_way.join_next() => {}
            () = changed(&sandbox, seen) => {}
            () = sleep(&clock, wait) => {}
        }
    }
}

async fn make(attempt: DeliveryAttempt, clock: SharedClock) {
    let request = attempt.request().clone();
    let sandbox = attempt.sandbox.clone();
    let status = sandbox.post(&Loopback, request, Some(&clock)).await;
    attempt.finish(status);
}

/// Waits until something has happened since the version was `seen`.
async fn changed(sandbox: &Sandbox, seen: u64) {
    future::poll_fn(|context| {
        if sandbox.version_or_wake(seen, context.waker()) == seen {
            Poll::Pending
        } else {
            Poll::Ready(())
        }
    })
    .await;
}

async fn sleep(clock: &SharedClock, wait: Option<Duration>) {
    match wait {
        Some(wait) => clock.sleep(wait).await,
        None => future::pending().await,
    }
}
