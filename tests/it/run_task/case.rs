//! What goes wrong while a task is run, drawn at random.

use std::time::Duration;

use deck_sandbox::ConcurrentRepeats;
use deck_sandbox::ErrorBody;
use deck_sandbox::Fault;
use deck_sandbox::FaultPlan;
use deck_sandbox::RateLimit;
use deck_sandbox::RetryAfter;
use http::HeaderValue;
use http::StatusCode;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// A server in trouble, a client, and a caller who calls again with the same key.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) repeats: ConcurrentRepeats,
    pub(super) faults: FaultPlan,
    pub(super) rate_limit: RateLimit,
    pub(super) max_retries: u32,
    pub(super) attempt_timeout: Duration,
    pub(super) call_timeout: Duration,
    pub(super) jitter_seed: u64,
    /// For each call, how many times it may wait before the caller drops it; `None` where it is awaited to
    /// its end.
    pub(super) calls: Vec<Option<u8>>,
}

/// Draws cases with a sandbox of this kind.
pub(super) fn cases(repeats: ConcurrentRepeats) -> impl Strategy<Value = Case> {
    let server = (plans(), rate_limits());
    let timeouts = (seconds(1..=60), seconds(5..=300));
    let patience = prop_oneof![3 => Just(None), 1 => (0..=6_u8).prop_map(Some)];
    let client = (0..=4_u32, timeouts, any::<u64>(), vec(patience, 1..=3));
    (server, client).prop_map(move |((faults, rate_limit), client)| {
        let (max_retries, (attempt_timeout, call_timeout), jitter_seed, calls) = client;
        Case {
            repeats,
            faults,
            rate_limit,
            max_retries,
            attempt_timeout,
            call_timeout,
            jitter_seed,
            calls,
        }
    })
}

fn seconds(range: std::ops::RangeInclusive<u64>) -> impl Strategy<Value = Duration> + Clone {
    range.prop_map(Duration::from_secs)
}

fn plans() -> impl Strategy<Value = FaultPlan> {
    let often = prop_oneof![Just(0.2), Just(0.5), Just(0.9), Just(1.0)];
    (any::<u64>(), often, vec(faults(), 1..=4)).prop_map(|(seed, probability, faults)| {
        FaultPlan::new().seed(seed).randomly(probability, faults)
    })
}

fn rate_limits() -> impl Strategy<Value = RateLimit> {
    let few =
        (1..=3_u32, seconds(1..=20)).prop_map(|(count, window)| RateLimit::new(count, window));
    prop_oneof![
        4 => Just(RateLimit::none()),
        1 => few.clone(),
        1 => few.prop_map(RateLimit::with_retry_after),
    ]
}

/// Draws any fault, at its usual stage or at another one, with or without delays.
fn faults() -> impl Strategy<Value = Fault> {
    let delayed = Just(Fault::delay(Duration::ZERO));
    let fault = prop_oneof![3 => on_the_connection(), 3 => refusals(), 2 => delayed];
    let stage = select(vec![None, Some(true), Some(false)]);
    let delays = (option::of(seconds(0..=120)), option::of(seconds(0..=60)));
    (fault, stage, delays).prop_map(|(fault, stage, (before, within))| {
        let fault = fault.with_delay(before.unwrap_or_default());
        let fault = fault.with_body_delay(within.unwrap_or_default());
        match stage {
            None => fault,
            Some(true) => fault.before_operation(),
            Some(false) => fault.after_operation(),
        }
    })
}

fn on_the_connection() -> impl Strategy<Value = Fault> {
    select(vec![
        Fault::refused(),
        Fault::reset(),
        Fault::silent(),
        Fault::not_http(),
        Fault::endless_headers(),
        Fault::truncated_body(),
        Fault::reset_body(),
        Fault::stalled_body(),
        Fault::content_length_too_long(),
        Fault::content_length_too_short(),
        Fault::broken_chunks(),
        Fault::endless_body(),
    ])
}

fn refusals() -> impl Strategy<Value = Fault> {
    let status = select(vec![
        400_u16, 401, 403, 404, 408, 409, 422, 429, 429, 500, 502, 503, 504,
    ]);
    let body = select(vec![ErrorBody::Envelope, ErrorBody::Empty, ErrorBody::Html]);
    (status, body, option::of(waits())).prop_map(|(status, body, wait)| {
        let fault = Fault::status(StatusCode::from_u16(status).unwrap()).with_body(body);
        match wait {
            Some(wait) => fault.with_retry_after(wait),
            None => fault,
        }
    })
}

fn waits() -> impl Strategy<Value = RetryAfter> {
    let text = select(vec!["0.3", "-7", "soon", ""]);
    prop_oneof![
        (0..=90_u64).prop_map(RetryAfter::Seconds),
        seconds(0..=90).prop_map(RetryAfter::Date),
        text.prop_map(|text| RetryAfter::Literal(HeaderValue::from_static(text))),
    ]
}
