//! A sandbox, a clock and a client for sweeps.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;
use std::time::SystemTime;

use bytes::Bytes;
use deck_client::ApiKey;
use deck_client::Client;
use deck_client::RateLimiter;
use deck_client::RetryPolicy;
use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::Sandbox;
use deck_transport::ManualClock;
use deck_transport::Transport;
use deck_transport::TransportError;
use deck_types::TaskRun;
use deck_types::Timestamp;
use http::Request;
use http::Response;

use super::shape::MONTH;
use crate::support::Bounded;

/// The first of November 2026, in milliseconds since 1970.
const NOVEMBER: i64 = 1_793_491_200_000;

/// Returns the instant that is so many milliseconds behind the start of the month.
pub(super) fn instant(milliseconds: i64) -> Timestamp {
    let nanoseconds = i128::from(NOVEMBER + milliseconds) * 1_000_000;
    Timestamp::from_unix_nanoseconds(nanoseconds).unwrap()
}

/// Returns a clock that shows the end of the month, and moves itself.
pub(super) fn clock() -> ManualClock {
    let end = Duration::from_millis(u64::try_from(NOVEMBER + MONTH).unwrap());
    ManualClock::at(SystemTime::UNIX_EPOCH + end).auto_advancing()
}

/// Returns the run of this number.
pub(super) fn run(number: usize, created: i64) -> TaskRun {
    let mut run = TaskRun::fixture(format!("trun_{number}"));
    run.created_at = Some(instant(created));
    // Most runs change soon after they were created.
    let number = i64::try_from(number).unwrap();
    run.updated_at = Some(instant(created + number * 7_919 % 600_000));
    run
}

/// The queries of all requests, in the order in which they were sent.
pub(super) type Queries = Arc<Mutex<Vec<String>>>;

/// Returns a client over the sandbox, and what it asks for.
pub(super) fn client(
    sandbox: &Sandbox,
    clock: &ManualClock,
    limit: Option<u32>,
) -> (Client, Queries) {
    let queries = Queries::default();
    let transport = Listening {
        sandbox: sandbox.clone(),
        queries: queries.clone(),
    };
    let limit = limit.and_then(NonZeroU32::new);
    let limiter = limit.map_or_else(RateLimiter::unlimited, |limit| {
        RateLimiter::new(limit, Duration::from_secs(10))
    });
    let client = Client::builder(ApiKey::new(SANDBOX_API_KEY).unwrap())
        .with_transport(Bounded::new(transport))
        .with_clock(clock.clone())
        .with_retry_policy(RetryPolicy::none())
        .with_call_timeout(Duration::from_secs(100_000))
        .with_rate_limiter(limiter)
        .build();
    (client.unwrap(), queries)
}

struct Listening {
    sandbox: Sandbox,
    queries: Queries,
}

impl Transport for Listening {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let query = request.uri().query().unwrap_or_default().to_owned();
        self.queries.lock().unwrap().push(query);
        self.sandbox.send(request).await
    }
}
