//! What a wait does to other calls of its client, and they to it.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use bytes::Bytes;
use deck_client::ApiKey;
use deck_client::Client;
use deck_client::IdempotencyKey;
use deck_client::RateLimiter;
use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::Sandbox;
use deck_transport::Clock;
use deck_transport::ManualClock;
use deck_transport::transport_fn;
use deck_types::GetTestStatus;
use deck_types::ListTaskRuns;
use deck_types::RunTask;
use http::Response;

use super::play;
use super::play_until;

const NO_SESSION: &str =
    r#"{"errors":[{"type":"rate_limit","code":"session_limit_exceeded"}],"request_id":"req_1"}"#;

/// A server on which no session is ever free, and a run that goes on for ever; it notes when the run was
/// looked at.
fn client(clock: &ManualClock) -> (Client, Arc<Mutex<Vec<Duration>>>) {
    let looks = Arc::new(Mutex::new(Vec::new()));
    let (noted, at_server, started) = (looks.clone(), clock.clone(), clock.now());
    let transport = transport_fn(move |request: http::Request<Bytes>| {
        let response = if request.method() == "GET" {
            noted.lock().unwrap().push(at_server.now() - started);
            Response::new(r#"{"id":"trun_1","status":"running"}"#.into())
        } else {
            let response = Response::builder().status(429);
            response.body(NO_SESSION.into()).unwrap()
        };
        async { Ok(response) }
    });
    let client = Client::builder(ApiKey::new("sk_live_example").unwrap())
        .with_transport(transport)
        .with_clock(clock.clone())
        .with_jitter(|| 0.5)
        .with_key_source(|| IdempotencyKey::from_random_bits([7; 16]))
        .build()
        .unwrap();
    (client, looks)
}

#[test]
fn calls_that_meet_the_limit_of_sessions_delay_no_look() {
    const LIMIT: Duration = Duration::from_secs(600);
    let clock = ManualClock::new();
    let (alone, expected) = client(&clock);
    let _ = play(&clock, alone.wait("trun_1").with_timeout(LIMIT));

    let clock = ManualClock::new();
    let (client, looks) = client(&clock);
    let wait = client.wait("trun_1").with_timeout(LIMIT).into_future();
    let queueing = client.call(RunTask::new("task_1")).queueing_for(LIMIT);
    let (waited, queued) = play(&clock, async { tokio::join!(wait, queueing) });
    assert!(waited.unwrap_err().is_wait_timeout());
    let refused = queued.unwrap_err();
    assert!(refused.is_session_limited());
    assert!(refused.attempts().len() > 30, "it queued all the time");
    assert_eq!(*looks.lock().unwrap(), *expected.lock().unwrap());
}

#[test]
fn a_wait_or_a_listing_that_nobody_polls_keeps_no_call_from_its_turn() {
    const WINDOW: Duration = Duration::from_secs(10);
    let clock = ManualClock::new();
    let sandbox = Sandbox::seeded(1);
    let client = Client::builder(ApiKey::new(SANDBOX_API_KEY).unwrap())
        .with_transport(sandbox)
        .with_clock(clock.clone())
        .with_rate_limiter(RateLimiter::new(NonZeroU32::MIN, WINDOW));
    let client = client.build().unwrap();
    play(&clock, client.call(GetTestStatus)).unwrap();

    let mut runs = client.list(ListTaskRuns::new()).items();
    let mut ended = client.wait_all(["trun_1", "trun_2"]);
    let (first, second) = (play_until(&clock, runs.next(), || true), ended.next());
    assert!(first.is_none() && play_until(&clock, second, || true).is_none());

    let started = clock.now();
    play(&clock, client.call(GetTestStatus)).unwrap();
    let passed = clock.now() - started;
    assert!(passed < WINDOW + Duration::from_secs(1), "{passed:?}");
    assert!(play(&clock, runs.next()).unwrap().is_ok());
}
