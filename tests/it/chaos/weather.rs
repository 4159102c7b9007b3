//! Bad conditions, drawn at random.

use std::time::Duration;

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

use crate::model_check::Conditions;
use crate::model_check::changes;

/// Draws conditions under which much goes wrong.
pub(super) fn bad() -> impl Strategy<Value = Conditions> {
    let server = (plans(), rate_limits());
    let bounds = (0..=4_u32, call_timeouts(), 0..=10_u32);
    let client = (any::<bool>(), bounds, any::<u64>(), 0..=8_usize);
    (server, client, vec(changes(), 0..=12)).prop_map(|(server, client, meanwhile)| {
        let (faults, rate_limit) = server;
        let (is_rate_limited_by_the_client, bounds, jitter_seed, patience) = client;
        let (max_retries, call_timeout, retry_budget) = bounds;
        Conditions {
            faults,
            rate_limit,
            is_rate_limited_by_the_client,
            max_retries,
            call_timeout,
            retry_budget,
            jitter_seed,
            patience: Some(patience),
            meanwhile,
        }
    })
}

fn call_timeouts() -> impl Strategy<Value = Duration> {
    prop_oneof![5..=30_u64, Just(300)].prop_map(Duration::from_secs)
}

fn plans() -> impl Strategy<Value = FaultPlan> {
    let often = prop_oneof![Just(0.05), Just(0.2), Just(0.5), Just(0.9)];
    (any::<u64>(), often, vec(faults(), 1..=4)).prop_map(|(seed, probability, faults)| {
        FaultPlan::new().seed(seed).randomly(probability, faults)
    })
}

fn rate_limits() -> impl Strategy<Value = RateLimit> {
    let few = (1..=6_u32, 1..=20_u64)
        .prop_map(|(requests, seconds)| RateLimit::new(requests, Duration::from_secs(seconds)));
    prop_oneof![
        3 => Just(RateLimit::none()),
        1 => few.clone(),
        1 => few.prop_map(RateLimit::with_retry_after),
    ]
}

fn faults() -> impl Strategy<Value = Fault> {
    let of_the_network = select(vec![
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
    ]);
    let delay = (0..=400_u64).prop_map(Duration::from_secs);
    let late = (delay.clone(), delay)
        .prop_map(|(before, within)| Fault::delay(before).with_body_delay(within));
    prop_oneof![3 => of_the_network, 4 => refusals(), 2 => late]
}

fn refusals() -> impl Strategy<Value = Fault> {
    let status = select(vec![
        400_u16, 403, 404, 408, 422, 429, 429, 500, 502, 503, 504,
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
    let wait = (0..=90_u64).prop_map(Duration::from_secs);
    let text = select(vec!["0.3", "-7", "soon", "", "99999999999999999999", "NaN"]);
    prop_oneof![
        (0..=90_u64).prop_map(RetryAfter::Seconds),
        wait.clone().prop_map(RetryAfter::Date),
        wait.clone().prop_map(RetryAfter::Rfc850Date),
        wait.prop_map(RetryAfter::AsctimeDate),
        text.prop_map(|text| RetryAfter::Literal(HeaderValue::from_static(text))),
    ]
}
