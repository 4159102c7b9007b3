//! What the machinery of a call (retry, rate limit, time limits, log of attempts) costs a request that
//! succeeds at once.
//!
//! The bare call builds the same request, sends it through the same transport and deserializes the same
//! response. Both are measured in turns, in one run, and the medians compared. The transport is one that
//! makes the caller wait for a moment, as every real one does, so that the time limits are armed.
//!
//! ```text
//! cargo bench -p deck-tests --bench call_overhead
//! ```
//!
//! Ends with an error when a call costs more than 3 microseconds or 10 allocations beyond the bare one.

#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot be set up is to end"
)]

use std::alloc::System;
use std::num::NonZeroU32;
use std::process::ExitCode;
use std::time::Duration;

use bytes::Bytes;
use deck_client::ApiKey;
use deck_client::Client;
use deck_client::RateLimiter;
use deck_transport::Clock;
use deck_transport::SharedTransport;
use deck_transport::TokioClock;
use deck_transport::Transport;
use deck_transport::TransportError;
use deck_transport::transport_fn;
use deck_types::GetTestStatus;
use deck_types::Json;
use deck_types::TestStatus;
use http::HeaderMap;
use http::HeaderValue;
use http::Method;
use http::Request;
use http::Response;
use http::Uri;
use http::header;
use stats_alloc::INSTRUMENTED_SYSTEM;
use stats_alloc::Region;
use stats_alloc::StatsAlloc;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const ROUNDS: usize = 300;
const CALLS: u32 = 500;
const BASE_URL: &str = "https://api.deck.co/v2";
const BODY: &[u8] = br#"{"status":"ready","environment":"live","request_id":"req_1"}"#;
const MOST_TIME: Duration = Duration::from_micros(3);
const MOST_ALLOCATIONS: usize = 10;

/// What one call takes.
#[derive(Clone, Copy)]
struct Cost {
    time: Duration,
    allocations: usize,
}

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    let (bare, full) = runtime.block_on(measure());
    let time = full.time.saturating_sub(bare.time);
    let allocations = full.allocations.saturating_sub(bare.allocations);
    println!(
        "bare call:   {:>7.3} us, {:>2} allocations",
        micros(bare.time),
        bare.allocations
    );
    println!(
        "client call: {:>7.3} us, {:>2} allocations",
        micros(full.time),
        full.allocations
    );
    println!(
        "difference:  {:>7.3} us, {allocations:>2} allocations",
        micros(time)
    );
    if time <= MOST_TIME && allocations <= MOST_ALLOCATIONS {
        return ExitCode::SUCCESS;
    }
    println!(
        "more than {} us or {MOST_ALLOCATIONS} allocations",
        micros(MOST_TIME)
    );
    ExitCode::FAILURE
}

/// Measures both in turns, and gives the medians: first the bare call, then the client's.
async fn measure() -> (Cost, Cost) {
    let transport = SharedTransport::new(transport_fn(respond));
    let headers = headers();
    let client = Client::builder(ApiKey::new("sk_live_example").unwrap())
        .with_transport(transport.clone())
        // Counts as the default does, and never holds back.
        .with_rate_limiter(RateLimiter::new(
            NonZeroU32::new(200).unwrap(),
            Duration::ZERO,
        ))
        .build()
        .unwrap();
    let (mut bare, mut full) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        bare.push(cost(async || drop(call(&transport, &headers).await)).await);
        full.push(cost(async || drop(client.call(GetTestStatus).await.unwrap())).await);
    }
    (median(bare), median(full))
}

async fn cost(call: impl AsyncFn()) -> Cost {
    let region = Region::new(ALLOCATOR);
    let started = TokioClock.now();
    for _ in 0..CALLS {
        call().await;
    }
    let time = (TokioClock.now() - started) / CALLS;
    let allocated = region.change();
    let allocations = allocated.allocations + allocated.reallocations;
    Cost {
        time,
        allocations: allocations / CALLS as usize,
    }
}

fn median(mut costs: Vec<Cost>) -> Cost {
    costs.sort_by_key(|cost| cost.time);
    costs[costs.len() / 2]
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// Makes the call without any machinery.
async fn call(transport: &SharedTransport, headers: &HeaderMap) -> TestStatus {
    let uri: Uri = format!("{BASE_URL}/test").parse().unwrap();
    let mut request = Request::new(Bytes::new());
    *request.method_mut() = Method::GET;
    *request.uri_mut() = uri;
    *request.headers_mut() = headers.clone();
    let response = transport.send(request).await.unwrap();
    assert!(response.status().is_success());
    let text = str::from_utf8(response.body()).unwrap();
    Json::from_text(text).unwrap().parse().unwrap()
}

fn headers() -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert(header::USER_AGENT, HeaderValue::from_static("deck-client"));
    let mut key = HeaderValue::from_static("Bearer sk_live_example");
    key.set_sensitive(true);
    headers.insert(header::AUTHORIZATION, key);
    headers
}

async fn respond(_: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
    tokio::task::yield_now().await;
    Ok(Response::new(Bytes::from_static(BODY)))
}
