//! A future that is given so much time and no more.

use std::future::Future;
use std::future::poll_fn;
use std::pin::Pin;
use std::pin::pin;
use std::task::Context;
use std::task::Poll;
use std::time::Duration;

use deck_transport::Clock;

/// Waits for `future`, but no longer than `limit`; gives nothing when the time ran out first, and drops the
/// future.
///
/// The time runs from the first time that the future is not ready at once.
pub(crate) async fn timeout<C: Clock, F: Future>(
    clock: &C,
    limit: Duration,
    future: F,
) -> Option<F::Output> {
    let mut future = pin!(future);
    if let Poll::Ready(output) = poll_fn(|context| Poll::Ready(future.as_mut().poll(context))).await
    {
        return Some(output);
    }
    let mut sleep = pin!(clock.sleep(limit));
    poll_fn(|context| poll_either(future.as_mut(), sleep.as_mut(), context)).await
}

/// Polls both, the future first, so that what is ready at the last moment is not thrown away.
fn poll_either<F: Future, S: Future>(
    future: Pin<&mut F>,
    sleep: Pin<&mut S>,
    context: &mut Context<'_>,
) -> Poll<Option<F::Output>> {
    match future.poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => sleep.poll(context).map(|_| None),
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;
    use std::future::ready;

    use deck_transport::ManualClock;

    use super::*;

    #[tokio::test]
    async fn what_is_ready_at_once_needs_no_time_at_all() {
        let clock = ManualClock::new();
        assert_eq!(timeout(&clock, Duration::ZERO, ready(7)).await, Some(7));
        assert_eq!(clock.sleepers(), 0);
    }

    #[tokio::test]
    async fn what_never_ends_is_given_up_when_the_time_is_over() {
        let clock = ManualClock::new();
        let (given_up, ()) = tokio::join!(
            timeout(&clock, Duration::from_secs(9), pending::<()>()),
            async {
                clock.wait_for_sleepers(1).await;
                clock.advance(Duration::from_secs(9));
            }
        );
        assert_eq!(given_up, None);
        assert_eq!(clock.sleepers(), 0);
    }

    #[tokio::test]
    async fn what_is_ready_at_the_last_moment_counts() {
        let clock = ManualClock::new();
        let wait = clock.sleep(Duration::from_secs(9));
        let (in_time, ()) = tokio::join!(timeout(&clock, Duration::from_secs(9), wait), async {
            clock.wait_for_sleepers(2).await;
            clock.advance(Duration::from_secs(9));
        });
        assert_eq!(in_time, Some(()));
    }
}
