//! One look at a run, and the end of its time.

use std::future::Future;
use std::future::IntoFuture;
use std::time::Duration;

use deck_transport::Clock;
use deck_types::CancelTaskRun;
use deck_types::GetTaskRun;

use super::watched_run::WatchedRun;
use crate::Client;
use crate::Error;
use crate::error::wait_failure::WaitFailure;
use crate::timeout::timeout;

/// How long a request may go on that is under way when the time for the run is over.
pub(super) const LAST_LOOK: Duration = Duration::from_secs(10);

/// Looks at the run, and returns when to look again where that failed; nothing where it succeeded.
///
/// # Errors
///
/// Fails where that ends the wait for the run.
pub(super) async fn look(
    client: &Client,
    run: &mut WatchedRun,
    cancel_on_timeout: bool,
) -> Result<Option<Duration>, Error> {
    let request = client.call(GetTaskRun::new(run.id.clone()));
    let after = match in_time(client, run, request).await {
        Some(Ok(found)) => {
            run.found(found);
            return Ok(None);
        }
        Some(Err(error)) => survive(client, run, error)?,
        None => return Err(time_out(client, run, cancel_on_timeout).await),
    };
    if run.watch.time_left(client.clock().now()).is_zero() {
        return Err(time_out(client, run, cancel_on_timeout).await);
    }
    Ok(Some(after))
}

/// Waits for a request, as long as there is time for the run and a little longer.
pub(super) async fn in_time<T>(
    client: &Client,
    run: &WatchedRun,
    request: impl IntoFuture<Output = T, IntoFuture: Future>,
) -> Option<T> {
    let left = run.watch.time_left(client.clock().now());
    let limit = left.saturating_add(LAST_LOOK);
    timeout(client.clock(), limit, request.into_future()).await
}

/// Returns how long to wait after an error, unless that ends the wait.
pub(super) fn survive(
    client: &Client,
    run: &mut WatchedRun,
    error: Error,
) -> Result<Duration, Error> {
    let fraction = client.fraction();
    let survived = run.failed(error, client.clock().now(), fraction);
    survived.map_err(|error| run.blame(error, client.scrubber()))
}

/// Cancels the run, if it is to be canceled now, and returns the error that tells that its time is over.
pub(super) async fn time_out(client: &Client, run: &mut WatchedRun, cancel: bool) -> Error {
    let mut source = run.last_error.take();
    let mut canceled = None;
    if cancel {
        let request = client.call(CancelTaskRun::new(run.id.clone()));
        match request.await {
            Ok(shown) => {
                canceled = Some(true);
                run.last = shown.or(run.last.take());
            }
            Err(error) => {
                canceled = Some(error.was_accepted());
                source = Some(error);
            }
        }
    }
    let failure = WaitFailure::TimedOut {
        limit: run.watch.limit(),
        canceled,
        source: source.map(Into::into),
    };
    run.failure(failure, client.scrubber())
}
