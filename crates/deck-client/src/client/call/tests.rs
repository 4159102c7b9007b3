//! The call loop in virtual time, over a scripted transport.

mod abandonment;
mod lost_connection;
mod not_processed;
mod queueing;
mod scrubbing;
mod writes;

use std::error::Error as _;
use std::future::pending;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicU8;
use std::sync::atomic::Ordering;

use deck_transport::ManualClock;
use deck_transport::ScriptedTransport;
use deck_transport::transport_fn;
use deck_types::BodyError;
use deck_types::GetTestStatus;
use deck_types::Json;
use deck_types::JsonError;
use deck_types::ListTaskRuns;
use deck_types::Operation;
use deck_types::PathError;
use deck_types::path;
use deck_types::read_body;
use http::HeaderValue;
use http::StatusCode;

use super::*;
use crate::ApiKey;
use crate::AttemptOutcome;
use crate::ClientBuilder;
use crate::Counters;
use crate::GiveUpReason;
use crate::RateLimiter;
use crate::RetryBudget;
use crate::RetryReason;

/// A write with a body.
struct StartRun;

impl Operation for StartRun {
    type Output = Json;
    const NAME: &'static str = "POST /tasks/{task_id}/run";
    const METHOD: Method = Method::Post;

    fn path(&self) -> Result<String, PathError> {
        path(["tasks", "task_1", "run"])
    }

    fn body(&self) -> Result<Option<Json>, JsonError> {
        Json::from_text(r#"{"input": {"total": 1.10}}"#).map(Some)
    }

    fn read(body: &[u8]) -> Result<Json, BodyError> {
        read_body(body)
    }
}

/// Returns a source of keys that follow from how many there were before.
fn counting_keys() -> impl Fn() -> IdempotencyKey {
    let count = AtomicU8::new(1);
    move || IdempotencyKey::from_random_bits([count.fetch_add(1, Ordering::Relaxed); 16])
}

/// Returns a refusal with one problem.
fn refusal(status: u16, problem_type: &str, code: &str) -> http::Response<String> {
    let body = format!(r#"{{"errors":[{{"type":"{problem_type}","code":"{code}"}}]}}"#);
    response(status).map(|_| body)
}

const READY: &str = r#"{"status":"ready"}"#;

fn response(status: u16) -> http::Response<String> {
    let mut response = http::Response::new(READY.to_owned());
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    response
}

fn response_with(status: u16, name: &'static str, value: &str) -> http::Response<String> {
    let mut response = response(status);
    let value = HeaderValue::from_str(value).unwrap();
    response.headers_mut().insert(name, value);
    response
}

fn closed(delivery: Delivery) -> TransportError {
    TransportError::new(TransportErrorKind::Closed, delivery)
}

/// How often the clock moves in a scene at most, which is far more than any call waits.
const MOST_MOVES: usize = 10_000;

/// A client whose waits are the longest possible, and the clock that it goes by.
struct Scene {
    clock: ManualClock,
    started: Instant,
}

impl Scene {
    fn new() -> Self {
        let clock = ManualClock::new();
        let started = clock.now();
        Self { clock, started }
    }

    fn builder(&self, transport: impl Transport + 'static) -> ClientBuilder {
        Client::builder(ApiKey::new("sk_live_example").unwrap())
            .with_transport(transport)
            .with_clock(self.clock.clone())
            .with_jitter(|| 1.0)
            .with_key_source(counting_keys())
    }

    /// Waits for a future, and moves the clock on whenever nothing else can happen.
    async fn play<F: IntoFuture>(&self, call: F) -> F::Output {
        let moves = async {
            for _ in 0..MOST_MOVES {
                self.clock.advance_to_next_deadline();
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            biased;
            output = call.into_future() => output,
            () = moves => panic!("the call does not end"),
        }
    }

    fn passed(&self) -> Duration {
        self.clock.now() - self.started
    }
}

fn statuses(attempts: &[Attempt]) -> Vec<u16> {
    let status = |attempt: &Attempt| match attempt.outcome {
        AttemptOutcome::Responded { status } => status,
        _ => 0,
    };
    attempts.iter().map(status).collect()
}

fn gave_up(error: &Error) -> GiveUpReason {
    match error.attempts().last().unwrap().retry {
        Some(RetryDecision::GiveUp(reason)) => reason,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_call_is_tried_again_until_it_succeeds_and_waits_longer_each_time() {
    let scene = Scene::new();
    let transport = ScriptedTransport::new()
        .respond(response(503))
        .fail(closed(Delivery::MaybeSent))
        .respond(response(200));
    let client = scene.builder(transport.clone()).build().unwrap();
    scene.play(client.call(GetTestStatus)).await.unwrap();
    assert_eq!(transport.requests().len(), 3);
    assert_eq!(scene.passed(), Duration::from_millis(500 + 1_000));
}

#[tokio::test]
async fn every_attempt_sends_the_same_request() {
    let scene = Scene::new();
    let transport = ScriptedTransport::new()
        .respond(response(500))
        .respond(response(200));
    let client = scene.builder(transport.clone()).build().unwrap();
    scene.play(client.call(GetTestStatus)).await.unwrap();
    let requests = transport.requests();
    assert_eq!(requests[0].uri(), requests[1].uri());
    assert_eq!(requests[0].headers(), requests[1].headers());
    assert!(requests[1].headers()["authorization"].is_sensitive());
}

#[tokio::test]
async fn the_error_after_the_last_retry_tells_every_attempt() {
    let scene = Scene::new();
    let refusal = |id: &str| {
        let mut response = response(503);
        *response.body_mut() = format!(r#"{{"errors":[],"request_id":"{id}"}}"#);
        response
    };
    let transport = ScriptedTransport::new()
        .respond(refusal("req_1"))
        .respond(refusal("req_2"))
        .fail(closed(Delivery::ResponseStarted))
        .respond(refusal("req_4"));
    let client = scene.builder(transport).build().unwrap();

    let error = scene.play(client.call(GetTestStatus)).await.unwrap_err();

    assert_eq!(statuses(error.attempts()), [503, 503, 0, 503]);
    let ids: Vec<_> = error
        .attempts()
        .iter()
        .map(|attempt| attempt.request_id.clone())
        .collect();
    assert_eq!(
        ids,
        [
            Some("req_1".into()),
            Some("req_2".into()),
            None,
            Some("req_4".into())
        ]
    );
    let retry = |millis, reason| {
        let after = Duration::from_millis(millis);
        Some(RetryDecision::Retry { after, reason })
    };
    let decisions: Vec<_> = error
        .attempts()
        .iter()
        .map(|attempt| attempt.retry)
        .collect();
    let expected = [
        retry(500, RetryReason::TransientStatus),
        retry(1_000, RetryReason::TransientStatus),
        retry(2_000, RetryReason::Interrupted),
        Some(RetryDecision::GiveUp(GiveUpReason::RetriesUsedUp)),
    ];
    assert_eq!(decisions, expected);
    let text = error.to_string();
    assert!(
        text.contains("after 4 attempts, no retry is left"),
        "{text}"
    );
}

#[tokio::test]
async fn what_would_fail_again_is_not_tried_again() {
    let scene = Scene::new();
    let transport = ScriptedTransport::new().respond(response(404));
    let client = scene.builder(transport.clone()).build().unwrap();
    let error = scene.play(client.call(GetTestStatus)).await.unwrap_err();
    assert_eq!(gave_up(&error), GiveUpReason::Permanent);
    assert_eq!(transport.requests().len(), 1);
    assert_eq!(scene.passed(), Duration::ZERO);
    assert!(!error.to_string().contains("attempt"), "{error}");
}

#[tokio::test]
async fn the_wait_that_the_server_asks_for_is_kept() {
    let scene = Scene::new();
    for (value, millis) in [
        ("7", 7_500),
        ("0.25", 750),
        ("Thu, 01 Jan 1970 00:01:00 GMT", 52_250),
    ] {
        let before = scene.passed();
        let transport = ScriptedTransport::new()
            .respond(response_with(503, "retry-after", value))
            .respond(response(200));
        let client = scene.builder(transport).build().unwrap();
        scene.play(client.call(GetTestStatus)).await.unwrap();
        assert_eq!(
            scene.passed() - before,
            Duration::from_millis(millis),
            "{value}"
        );
    }
}

#[tokio::test]
async fn a_wait_beyond_the_policy_is_an_error_at_once_that_tells_it() {
    let scene = Scene::new();
    let transport = ScriptedTransport::new().respond(response_with(503, "retry-after", "86400"));
    let client = scene.builder(transport).build().unwrap();
    let error = scene.play(client.call(GetTestStatus)).await.unwrap_err();
    assert_eq!(scene.passed(), Duration::ZERO);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(86_400)));
    assert_eq!(gave_up(&error), GiveUpReason::RetryAfterTooLong);
    assert!(error.to_string().contains("longer wait"), "{error}");
}

#[tokio::test]
async fn a_wait_beyond_the_time_for_the_call_is_an_error_at_once() {
    let scene = Scene::new();
    let transport = ScriptedTransport::new().respond(response_with(503, "retry-after", "30"));
    let client = scene
        .builder(transport)
        .with_call_timeout(Duration::from_secs(20))
        .build()
        .unwrap();
    let error = scene.play(client.call(GetTestStatus)).await.unwrap_err();
    assert_eq!(scene.passed(), Duration::ZERO);
    assert_eq!(gave_up(&error), GiveUpReason::CallTimeout);
    assert_eq!(error.status(), Some(503));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(30)));
}

#[tokio::test]
async fn a_transport_that_ignores_time_is_given_up_on() {
    let scene = Scene::new();
    let transport = transport_fn(|_| pending::<Result<http::Response<Bytes>, TransportError>>());
    let client = scene.builder(transport).build().unwrap();
    let error = scene.play(client.call(GetTestStatus)).await.unwrap_err();
    assert!(error.is_timeout() && error.is_transport() && error.is_retryable());
    // Four attempts of 60 s and three waits.
    assert_eq!(error.attempts().len(), 4);
    assert_eq!(error.attempts()[0].elapsed, Duration::from_secs(60));
    assert_eq!(scene.passed(), Duration::from_millis(240_000 + 3_500));
    assert_eq!(scene.clock.sleepers(), 0);
}

#[tokio::test]
async fn no_attempt_outlives_the_time_for_the_call() {
    let scene = Scene::new();
    let transport = transport_fn(|_| pending::<Result<http::Response<Bytes>, TransportError>>());
    let client = scene
        .builder(transport)
        .with_call_timeout(Duration::from_secs(100))
        .build()
        .unwrap();
    let error = scene.play(client.call(GetTestStatus)).await.unwrap_err();
    assert_eq!(scene.passed(), Duration::from_secs(100));
    assert_eq!(error.attempts().len(), 2);
    assert_eq!(gave_up(&error), GiveUpReason::CallTimeout);
}

#[tokio::test]
async fn the_rate_limit_is_kept_and_waits_are_told() {
    let scene = Scene::new();
    let transport = transport_fn(|_| async { Ok(response(200).map(Bytes::from)) });
    let counters = Counters::new();
    let limit = NonZeroU32::new(2).unwrap();
    let client = scene
        .builder(transport)
        .with_rate_limiter(RateLimiter::new(limit, Duration::from_secs(10)))
        .with_observer(counters.clone())
        .build()
        .unwrap();
    for _ in 0..5 {
        scene.play(client.call(GetTestStatus)).await.unwrap();
    }
    assert_eq!(scene.passed().as_secs(), 20);
    let counts = counters.read();
    assert_eq!((counts.requests, counts.retries), (5, 0));
    assert_eq!(counts.rate_limit_waits, 2);
    assert_eq!(counts.rate_limit_wait.as_secs(), 20);
}

#[tokio::test]
async fn a_call_that_the_rate_limit_leaves_no_time_for_is_a_timeout_and_nothing_is_sent() {
    let scene = Scene::new();
    let transport = ScriptedTransport::new().respond(response(200));
    let limiter = RateLimiter::new(NonZeroU32::MIN, Duration::from_secs(60));
    let client = scene
        .builder(transport.clone())
        .with_rate_limiter(limiter)
        .with_call_timeout(Duration::from_secs(5))
        .build()
        .unwrap();
    scene.play(client.call(GetTestStatus)).await.unwrap();
    let error = scene.play(client.call(GetTestStatus)).await.unwrap_err();
    assert!(error.is_timeout() && error.is_retryable() && !error.is_transport());
    assert!(error.attempts().is_empty());
    assert_eq!(transport.requests().len(), 1);
    assert!(error.to_string().contains("rate limit"), "{error}");
    assert!(error.source().is_none());
}

#[tokio::test]
async fn a_retry_that_the_rate_limit_leaves_no_time_for_ends_with_the_failure_before() {
    let scene = Scene::new();
    let transport = ScriptedTransport::new().respond(response(503));
    let limiter = RateLimiter::new(NonZeroU32::MIN, Duration::from_secs(60));
    let client = scene
        .builder(transport)
        .with_rate_limiter(limiter)
        .with_call_timeout(Duration::from_secs(5))
        .build()
        .unwrap();
    let error = scene.play(client.call(GetTestStatus)).await.unwrap_err();
    assert_eq!(error.status(), Some(503));
    assert_eq!(gave_up(&error), GiveUpReason::CallTimeout);
    assert_eq!(scene.passed(), Duration::from_secs(5));
}

#[tokio::test]
async fn a_429_makes_all_who_share_the_limiter_wait() {
    let scene = Scene::new();
    let limiter = RateLimiter::default();
    let refused = ScriptedTransport::new().respond(response_with(429, "retry-after", "8"));
    let refused = scene
        .builder(refused)
        .with_rate_limiter(limiter.clone())
        .with_retry_policy(RetryPolicy::none())
        .build()
        .unwrap();
    let other = ScriptedTransport::new().respond(response(200));
    let other = scene
        .builder(other)
        .with_rate_limiter(limiter)
        .build()
        .unwrap();

    let error = scene.play(refused.call(GetTestStatus)).await.unwrap_err();
    assert!(error.is_rate_limited());
    assert_eq!(scene.passed(), Duration::ZERO);
    scene.play(other.call(GetTestStatus)).await.unwrap();
    assert_eq!(scene.passed(), Duration::from_secs(8));
}

#[tokio::test]
async fn an_absurd_retry_after_does_not_lock_out_those_who_share_the_limiter() {
    let scene = Scene::new();
    let transport = ScriptedTransport::new()
        .respond(response_with(429, "retry-after", "99999999999"))
        .respond(response(200));
    let client = scene.builder(transport).build().unwrap();
    scene.play(client.call(GetTestStatus)).await.unwrap_err();
    scene.play(client.call(GetTestStatus)).await.unwrap();
    assert_eq!(scene.passed(), Duration::from_secs(60));
}

#[tokio::test]
async fn clones_share_the_retry_budget() {
    let scene = Scene::new();
    let transport = transport_fn(|_| async { Ok(response(500).map(Bytes::from)) });
    let client = scene
        .builder(transport)
        .with_retry_budget(RetryBudget::new(4))
        .build()
        .unwrap();
    let clone = client.clone();
    let first = scene.play(client.call(GetTestStatus)).await.unwrap_err();
    let second = scene.play(clone.call(GetTestStatus)).await.unwrap_err();
    assert_eq!((first.attempts().len(), second.attempts().len()), (4, 2));
    assert_eq!(gave_up(&second), GiveUpReason::BudgetEmpty);
    assert!(second.to_string().contains("budget"), "{second}");
}

#[tokio::test]
async fn dropping_a_call_while_it_waits_leaves_nothing_behind() {
    let scene = Scene::new();
    let transport = ScriptedTransport::new()
        .respond(response(500))
        .respond(response(200));
    let client = scene.builder(transport.clone()).build().unwrap();
    let mut call = client.call(GetTestStatus).into_future();
    tokio::select! {
        biased;
        _ = &mut call => panic!("it has to wait"),
        () = scene.clock.wait_for_sleepers(1) => {}
    }
    drop(call);
    assert_eq!(scene.clock.sleepers(), 0);
    assert_eq!(transport.requests().len(), 1);
}

#[tokio::test]
async fn a_page_tells_its_attempts_and_how_long_it_was_held_back() {
    let scene = Scene::new();
    let body = r#"{"data":[{"id":"trun_1"}],"has_more":false,"request_id":"req_2"}"#;
    let transport = ScriptedTransport::new()
        .respond(response(503))
        .respond(http::Response::new(body.to_owned()));
    let limiter = RateLimiter::new(NonZeroU32::MIN, Duration::from_secs(10));
    let client = scene
        .builder(transport)
        .with_rate_limiter(limiter)
        .build()
        .unwrap();
    let mut pages = client.list(ListTaskRuns::new()).pages();
    let page = scene.play(pages.next()).await.unwrap().unwrap();
    assert_eq!(statuses(&page.attempts), [503, 200]);
    assert_eq!(page.attempts[1].retry, None);
    assert_eq!(page.request_id, Some("req_2".into()));
    // Half a second of the ten was the backoff.
    assert_eq!(page.rate_limit_wait().as_millis(), 9_500);
    assert_eq!(page.body.data.len(), 1);
}

#[tokio::test]
async fn rejected_items_and_unknown_words_of_a_page_are_counted() {
    let scene = Scene::new();
    let body = r#"{"data":[{"id":"trun_1","status":"dreaming"},{"no":"id"},7,{"id":"trun_2"}],
        "has_more":false}"#;
    let transport = ScriptedTransport::new().respond(http::Response::new(body));
    let counters = Counters::new();
    let client = scene
        .builder(transport)
        .with_observer(counters.clone())
        .build()
        .unwrap();
    client.list(ListTaskRuns::new()).page().await.unwrap();
    let counts = counters.read();
    assert_eq!((counts.decode_rejections, counts.unknown_words), (2, 1));
}

#[tokio::test]
async fn an_observer_is_told_each_attempt_in_order() {
    let scene = Scene::new();
    let told = Arc::new(Mutex::new(Vec::new()));
    let telling = Arc::clone(&told);
    let transport = ScriptedTransport::new().respond(response(502)).respond({
        let mut broken = response(200);
        broken.body_mut().truncate(5);
        broken
    });
    let client = scene
        .builder(transport)
        .with_observer(move |event: &ClientEvent<'_>| {
            telling.lock().unwrap().push(format!("{event:?}"));
        })
        .build()
        .unwrap();
    let error = scene.play(client.call(GetTestStatus)).await.unwrap_err();
    assert!(error.is_decode());
    let told = told.lock().unwrap();
    assert_eq!(told.len(), 3, "{told:#?}");
    assert!(
        told[0].contains("retries: 0") && told[0].contains("status: 502"),
        "{told:#?}"
    );
    assert!(
        told[1].contains("retries: 1") && told[1].contains("status: 200"),
        "{told:#?}"
    );
    assert!(told[2].contains("BodyUnreadable"), "{told:#?}");
}

#[tokio::test]
async fn a_transport_is_told_the_number_of_the_attempt() {
    let scene = Scene::new();
    let numbers = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&numbers);
    let transport = transport_fn(move |request: Request<Bytes>| {
        let number = request.extensions().get::<AttemptNumber>().unwrap().get();
        seen.lock().unwrap().push(number);
        let status = if number < 3 { 503 } else { 200 };
        async move { Ok(response(status).map(Bytes::from)) }
    });
    let client = scene.builder(transport).build().unwrap();

    scene.play(client.call(GetTestStatus)).await.unwrap();

    assert_eq!(*numbers.lock().unwrap(), [1, 2, 3]);
}

#[tokio::test]
async fn an_observer_is_told_of_a_wait_for_the_rate_limit_before_it_begins() {
    let scene = Scene::new();
    let told = Arc::new(Mutex::new(Vec::new()));
    let telling = Arc::clone(&told);
    let clock = scene.clock.clone();
    let started = clock.now();
    let transport = ScriptedTransport::new()
        .respond(response(200))
        .respond(response(200));
    let client = scene
        .builder(transport)
        .with_rate_limiter(RateLimiter::new(NonZeroU32::MIN, Duration::from_secs(7)))
        .with_observer(move |event: &ClientEvent<'_>| {
            let passed = clock.now() - started;
            match event {
                ClientEvent::RateLimitWaiting { expected, .. } => {
                    telling.lock().unwrap().push(("waiting", passed, *expected));
                }
                ClientEvent::RateLimitWaited { waited, .. } => {
                    telling.lock().unwrap().push(("waited", passed, *waited));
                }
                _ => {}
            }
        })
        .build()
        .unwrap();

    for _ in 0..2 {
        scene.play(client.call(GetTestStatus)).await.unwrap();
    }

    // A moment after the window, both ends of which count.
    let wait = scene.passed();
    assert!(wait > Duration::from_secs(7));
    let told = told.lock().unwrap();
    assert_eq!(
        *told,
        [("waiting", Duration::ZERO, wait), ("waited", wait, wait)]
    );
}
