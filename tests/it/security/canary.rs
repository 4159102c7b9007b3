//! A key with a telling name is used in every way there is, and everything that can be printed is searched
//! for it.
//!
//! What the `deck` program prints is searched in `deck-cli`, what the feature `tracing` records in
//! `deck-client`.

use std::error::Error;
use std::fmt::Debug;
use std::iter;
use std::sync::Arc;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use deck_cassette::Cassette;
use deck_cassette::RecordingTransport;
use deck_cassette::ReplayTransport;
use deck_client::ApiKey;
use deck_client::AttemptNumber;
use deck_client::Client;
use deck_client::ClientBuilder;
use deck_client::ClientEvent;
use deck_client::Counters;
use deck_client::DriftWatch;
use deck_client::IdempotencyKey;
use deck_client::KeySourceError;
use deck_client::LoopGuard;
use deck_client::PaginationError;
use deck_client::RateLimiter;
use deck_client::Reply;
use deck_client::RetryBudget;
use deck_client::RetryDecision;
use deck_client::RetryPolicy;
use deck_client::SeededJitter;
use deck_client::WaitSignal;
use deck_sandbox::Sandbox;
use deck_transport::Clock;
use deck_transport::Crypto;
use deck_transport::Delivery;
use deck_transport::HyperTransport;
use deck_transport::ManualClock;
use deck_transport::PlainHttp;
use deck_transport::Proxy;
use deck_transport::Roots;
use deck_transport::ScriptedTransport;
use deck_transport::SharedClock;
use deck_transport::SharedTransport;
use deck_transport::TimeoutPhase;
use deck_transport::TokioClock;
use deck_transport::Transport;
use deck_transport::TransportError;
use deck_transport::TransportErrorKind;
use deck_transport::transport_fn;
use deck_types::Continuation;
use deck_types::GetTaskRun;
use deck_types::GetTestStatus;
use deck_types::ListTaskRuns;
use deck_types::Method;
use deck_types::RunTask;
use http::Request;
use http::Response;

const KEY: &str = "sk_live_c4n4ry";

/// What is printed, with the name of the type that is.
type Shown = Vec<(&'static str, String)>;

#[tokio::test]
async fn nothing_that_can_be_printed_shows_the_key() {
    for (name, text) in scene().await {
        assert!(!text.is_empty(), "{name} prints nothing");
        assert_silent(name, &text);
    }
}

#[tokio::test]
async fn no_cassette_shows_the_key_even_of_a_server_that_repeats_it_everywhere() {
    let recording = RecordingTransport::new(transport_fn(echo));
    let client = builder().with_transport(recording.clone()).build().unwrap();

    let _ = client.call(GetTestStatus).await;
    let _ = client.call(GetTaskRun::new("trun_1")).await;
    let _ = client.list(ListTaskRuns::new()).page().await;
    let _ = client.call(GetTaskRun::new(KEY)).await;

    let cassette = recording.cassette();
    assert_eq!(cassette.exchanges().len(), 4);
    for exchange in cassette.exchanges() {
        let outcome = exchange.outcome();
        let text = outcome
            .as_ref()
            .map_or_else(chain, |response| format!("{response:?}"));
        assert!(text.contains("SCRUBBED"), "{text}");
    }
    assert_silent("Cassette", &format!("{cassette} {cassette:?}"));
}

#[tokio::test]
async fn a_listing_of_the_sandbox_is_recorded_and_replayed_without_its_key() {
    let recording = RecordingTransport::new(Sandbox::seeded(1));
    let key = deck_sandbox::SANDBOX_API_KEY;
    let live = ids(
        Client::builder(ApiKey::new(key).unwrap()),
        recording.clone(),
    )
    .await;
    let text = recording.cassette().to_string();
    assert!(!text.contains(key), "{text:.2000}");

    let replay = ReplayTransport::new(text.parse().unwrap());
    let replayed = ids(builder(), replay.clone()).await;

    assert!(live.len() > 100, "{live:?}");
    assert_eq!(replayed, live);
    assert_eq!(replay.finish(), Ok(()));
}

async fn ids(builder: ClientBuilder, transport: impl Transport + 'static) -> Vec<String> {
    let builder = builder
        .with_transport(transport)
        .with_clock(ManualClock::new());
    let client = builder
        .with_rate_limiter(RateLimiter::unlimited())
        .build()
        .unwrap();
    let mut items = client.list(ListTaskRuns::new()).items();
    let mut ids = Vec::new();
    while let Some(run) = items.next().await {
        ids.push(run.unwrap().id.to_string());
    }
    ids
}

/// Responds with what it was sent, in its headers, its body, and in every fourth call in its error.
async fn echo(request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
    let heard = format!("{:?}", request.headers()["authorization"].to_str());
    if request.uri().path().contains(KEY) {
        let error = TransportError::new(TransportErrorKind::Closed, Delivery::MaybeSent);
        return Err(error.with_source(std::io::Error::other(heard)));
    }
    let body =
        serde_json::json!({"id": heard, "errors": [{"message": heard}], heard.clone(): [heard]});
    let response = Response::builder().header(
        "x-heard",
        request.headers()["authorization"].to_str().unwrap(),
    );
    Ok(response.body(body.to_string().into()).unwrap())
}

fn builder() -> ClientBuilder {
    Client::builder(ApiKey::new(KEY).unwrap())
        .with_clock(ManualClock::new())
        .with_retry_policy(RetryPolicy::none())
}

#[track_caller]
fn assert_silent(name: &str, text: &str) {
    assert!(!text.contains("c4n4ry"), "{name}: {text}");
}

/// Returns everything of the two crates that can be printed, after the key has been through it.
pub(super) async fn scene() -> Shown {
    let mut shown = Shown::new();
    client(&mut shown).await;
    waits(&mut shown).await;
    errors(&mut shown).await;
    listing(&mut shown).await;
    policies(&mut shown);
    transports(&mut shown).await;
    cassettes(&mut shown).await;
    shown
}

fn show(shown: &mut Shown, name: &'static str, value: &impl Debug) {
    shown.push((name, format!("{value:?} {value:#?}")));
}

fn show_error(shown: &mut Shown, name: &'static str, error: &impl Error) {
    show(shown, name, error);
    shown.push((name, chain(error)));
}

fn chain(error: &impl Error) -> String {
    let sources = iter::successors(error.source(), |source| (*source).source());
    sources.fold(error.to_string(), |text, source| {
        format!("{text}: {source} {source:?}")
    })
}

async fn client(shown: &mut Shown) {
    let events = Arc::new(Mutex::new(String::new()));
    let log = Arc::clone(&events);
    let counters = Counters::new();
    let drift = DriftWatch::new();
    let script = ScriptedTransport::new()
        .respond(Response::new("{}"))
        .respond(Response::new(r#"{"data":[{"id":7}],"has_more":false}"#));
    show(shown, "ApiKey", &ApiKey::new(KEY).unwrap());
    let builder = builder()
        .with_transport(script.clone())
        .with_header("x-team", "billing")
        .with_drift_watch(drift.clone())
        .with_observer(move |event: &ClientEvent<'_>| {
            log.lock().unwrap().push_str(&format!("{event:?}"));
        });
    show(shown, "ClientBuilder", &builder);
    let client = builder.build().unwrap();
    show(shown, "Client", &client);
    show(shown, "Call", &client.call(GetTaskRun::new("trun_1")));
    let response = client.call(GetTestStatus).response().await;
    show(shown, "ApiResponse", &response.unwrap());
    let untyped = client.request(Method::Get, "/agents");
    show(shown, "UntypedRequest", &untyped);
    let elsewhere = client.request(Method::Get, "//evil.example").await;
    show_error(shown, "RequestPathError", &elsewhere.unwrap_err());
    show(shown, "IdempotencyKey", &IdempotencyKey::new("k").unwrap());
    let no_key = IdempotencyKey::new("").unwrap_err();
    show_error(shown, "IdempotencyKeyError", &no_key);
    show_error(shown, "KeySourceError", &KeySourceError::NoSource);
    let _ = client.list(ListTaskRuns::new()).page().await;
    shown.push(("ClientEvent", events.lock().unwrap().clone()));
    drifted(shown, &client, &script, &drift).await;
    show(shown, "Counters", &counters);
    show(shown, "Counts", &counters.read());
    show(shown, "ScriptedTransport", &script);
    shown.push(("ScriptedTransport", format!("{:?}", script.requests())));
    for request in script.requests() {
        if let Some(number) = request.extensions().get::<AttemptNumber>() {
            show(shown, "AttemptNumber", number);
        }
    }
}

/// Waits for a run whose id and status repeat the key.
async fn waits(shown: &mut Shown) {
    let repeating = serde_json::json!({ "id": KEY, "status": KEY }).to_string();
    let asking = r#"{"id":"trun_1","status":"interaction_required","interaction":{}}"#;
    let script = ScriptedTransport::new()
        .respond(Response::new(repeating))
        .respond(Response::builder().status(404).body(KEY).unwrap())
        .respond(Response::new(asking));
    let client = builder().with_transport(script).build().unwrap();
    let signal = WaitSignal::new();
    show(shown, "WaitSignal", &signal);
    let wait = client.call(RunTask::new("task_1")).wait();
    let wait = wait.with_timeout(Duration::ZERO).with_signal(&signal);
    show(shown, "Wait", &wait);
    let wait = wait.cancel_on_timeout();
    show_error(shown, "Error", &wait.await.unwrap_err());
    let prompts = Arc::new(Mutex::new(String::new()));
    let log = prompts.clone();
    let wait = client.wait("trun_1").on_interaction(move |prompt| {
        log.lock().unwrap().push_str(&format!("{prompt:?}"));
        async { Err("nobody is there".into()) }
    });
    show_error(shown, "Error", &wait.await.unwrap_err());
    shown.push(("Prompt", prompts.lock().unwrap().clone()));
    show(shown, "Reply", &Reply::Cancel);
    show(shown, "WaitAll", &client.wait_all(["trun_1"]));
}

/// Has the key in the names of fields and in ids that a report of drift tells.
async fn drifted(
    shown: &mut Shown,
    client: &Client,
    script: &ScriptedTransport,
    drift: &DriftWatch,
) {
    let body = format!(r#"{{"{KEY}":1,"status":"{KEY}","request_id":"{KEY}"}}"#);
    let _ = script.clone().respond(Response::new(body));
    client.call(GetTestStatus).await.unwrap();
    let report = drift.report();
    assert!(
        report
            .entries
            .iter()
            .any(|entry| entry.path.contains("redacted"))
    );
    show(shown, "DriftWatch", drift);
    show(shown, "DriftEntry", &report.entries[0]);
    show(shown, "DriftReport", &report);
    shown.push(("DriftReport", report.to_string()));
}

async fn errors(shown: &mut Shown) {
    for text in [
        format!("{KEY}\n"),
        format!("{KEY} "),
        format!(" {KEY}"),
        format!("{KEY}é"),
        String::new(),
    ] {
        show_error(shown, "ApiKeyError", &ApiKey::new(text).unwrap_err());
    }
    let unreadable = builder().with_base_url(format!("https://{KEY}@api.deck.co/"));
    show_error(
        shown,
        "Error",
        &unreadable
            .with_transport(ScriptedTransport::new())
            .build()
            .unwrap_err(),
    );
    for status in [200, 302, 401, 403, 404, 429, 500] {
        let response = Response::builder().status(status).body("<html>").unwrap();
        let client = builder()
            .with_transport(ScriptedTransport::new().respond(response))
            .build()
            .unwrap();
        let error = client.call(GetTestStatus).await.unwrap_err();
        show_error(shown, "Error", &error);
        for attempt in error.attempts() {
            show(shown, "Attempt", attempt);
            show(shown, "AttemptOutcome", &attempt.outcome);
            if let Some(decision @ RetryDecision::GiveUp(reason)) = &attempt.retry {
                show(shown, "RetryDecision", decision);
                show(shown, "GiveUpReason", reason);
            }
        }
    }
    // A stack that prints its whole request where it fails: the header is marked, so its `Debug` is silent.
    let failing = transport_fn(|request: Request<Bytes>| async move {
        let error = TransportError::new(TransportErrorKind::Connect, Delivery::NotSent);
        Err::<Response<Bytes>, _>(error.with_source(format!("{request:?}")))
    });
    show(shown, "TransportFn", &failing);
    let once = RetryPolicy::new()
        .with_max_retries(1)
        .with_base(Duration::ZERO);
    let client = builder()
        .with_retry_policy(once)
        .with_transport(failing)
        .build()
        .unwrap();
    let error = client.call(GetTestStatus).await.unwrap_err();
    show_error(shown, "Error", &error);
    for attempt in error.attempts() {
        if let Some(RetryDecision::Retry { reason, .. }) = &attempt.retry {
            show(shown, "RetryReason", reason);
        }
    }
}

async fn listing(shown: &mut Shown) {
    let page = r#"{"data":[{"id":"trun_1"}],"has_more":true,"next_cursor":"c"}"#;
    let script = (0..3).fold(ScriptedTransport::new(), |script, _| {
        script.respond(Response::new(page))
    });
    let client = builder().with_transport(script).build().unwrap();
    show(shown, "ListCall", &client.list(ListTaskRuns::new()));
    show(shown, "PageCall", &client.list(ListTaskRuns::new()).page());
    show(shown, "Pages", &client.list(ListTaskRuns::new()).pages());
    let mut items = client.list(ListTaskRuns::new()).items();
    while let Some(Ok(_)) = items.next().await {
        show(shown, "Items", &items);
        shown.push(("Items", items.resume_token().unwrap().to_string()));
    }
    show(shown, "Items", &items);
    let refusal = Response::new(r#"{"data":[{"id":1}],"has_more":false}"#);
    let script = ScriptedTransport::new().respond(refusal);
    let client = builder().with_transport(script).build().unwrap();
    let sweep = || client.list(ListTaskRuns::new()).sweep(..);
    show(shown, "Sweep", &sweep());
    let mut items = sweep().items();
    while items.next().await.is_some() {
        show(shown, "SweepItems", &items);
        shown.push(("SweepItems", items.checkpoint().unwrap().to_string()));
    }
    let never: deck_types::Timestamp = "2026-11-01T00:00:00Z".parse().unwrap();
    let listing = client.list(ListTaskRuns::new());
    let plan = listing.sweep(never.clone()..never).plan().await.unwrap();
    show(shown, "SweepPlan", &plan);
    show(shown, "PlanCertainty", &plan.certainty);
    show_error(
        shown,
        "PaginationError",
        &PaginationError::RepeatedContinuation,
    );
    show(shown, "LoopGuard", &LoopGuard::Error);
    show(shown, "Continuation", &Continuation::Cursor);
}

fn policies(shown: &mut Shown) {
    show(shown, "RateLimiter", &RateLimiter::default());
    show(shown, "RetryBudget", &RetryBudget::default());
    show(shown, "RetryPolicy", &RetryPolicy::default());
    show(shown, "SeededJitter", &SeededJitter::new(1));
    show(shown, "ManualClock", &ManualClock::new());
    show(shown, "SharedClock", &SharedClock::new(ManualClock::new()));
    show(shown, "TokioClock", &TokioClock);
    let without_runtime = thread::spawn(|| TokioClock.check().unwrap_err());
    show(shown, "ClockUnavailable", &without_runtime.join().unwrap());
}

async fn transports(shown: &mut Shown) {
    let proxy = Proxy::Url(format!("http://user:{KEY}@127.0.0.1:9"));
    show(shown, "Proxy", &proxy);
    let hyper = HyperTransport::builder().proxy(proxy);
    show(shown, "HyperTransportBuilder", &hyper);
    let hyper = hyper.build().unwrap();
    show(shown, "HyperTransport", &hyper);
    show(
        shown,
        "SharedTransport",
        &SharedTransport::new(hyper.clone()),
    );
    let mut request = Request::get("http://api.deck.co/v2/test")
        .body(Bytes::new())
        .unwrap();
    let mut value: http::HeaderValue = format!("Bearer {KEY}").parse().unwrap();
    value.set_sensitive(true);
    request.headers_mut().insert("authorization", value);
    show_error(
        shown,
        "TransportError",
        &hyper.send(request).await.unwrap_err(),
    );
    let bad = Proxy::Url(format!("nonsense://user:{KEY}@proxy.example:1"));
    let error = HyperTransport::builder().proxy(bad).build().unwrap_err();
    show_error(shown, "HyperTransportError", &error);
    show(shown, "HyperTransportErrorKind", &error.kind());
    show(shown, "PlainHttp", &PlainHttp::default());
    show(shown, "Crypto", &Crypto::Ring);
    show(shown, "Roots", &Roots::Pem(KEY.into()));
    show(shown, "Delivery", &Delivery::NotSent);
    show(shown, "TimeoutPhase", &TimeoutPhase::Body);
    show(
        shown,
        "TransportErrorKind",
        &TransportErrorKind::Timeout(TimeoutPhase::Body),
    );
}

async fn cassettes(shown: &mut Shown) {
    let recording = RecordingTransport::new(transport_fn(echo));
    let client = builder().with_transport(recording.clone()).build().unwrap();
    let _ = client.call(GetTestStatus).await;
    show(shown, "RecordingTransport", &recording);
    let cassette = recording.cassette();
    show(shown, "Cassette", &cassette);
    show(shown, "Scrubber", cassette.scrubber());
    show(shown, "Exchange", &cassette.exchanges()[0]);
    let replay = ReplayTransport::new(cassette);
    show(shown, "ReplayTransport", &replay);
    let client = builder().with_transport(replay.clone()).build().unwrap();
    let _ = client.call(GetTaskRun::new(KEY)).await;
    show_error(shown, "ReplayError", &replay.finish().unwrap_err());
    show_error(
        shown,
        "CassetteError",
        &"{}".parse::<Cassette>().unwrap_err(),
    );
}
