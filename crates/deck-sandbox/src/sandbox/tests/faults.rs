//! Faults as a transport sees them in process.

use std::time::Duration;

use deck_transport::Clock;
use deck_transport::Delivery;
use deck_transport::ManualClock;
use deck_transport::TimeoutPhase;
use deck_transport::TransportErrorKind;
use deck_types::ErrorResponse;
use http::HeaderMap;
use http::HeaderValue;
use http::StatusCode;
use http::header;
use serde_json::Value;

use super::*;
use crate::ErrorBody;
use crate::Fault;
use crate::RateLimit;
use crate::RetryAfter;
use crate::Spelling;

const SECOND: Duration = Duration::from_secs(1);

fn request(path_and_query: &str) -> Request<Bytes> {
    Request::get(format!("{SANDBOX_BASE_URL}{path_and_query}"))
        .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
        .body(Bytes::new())
        .unwrap()
}

async fn send_to(
    sandbox: &Sandbox,
    path_and_query: &str,
) -> Result<Response<Bytes>, TransportError> {
    sandbox.send(request(path_and_query)).await
}

/// Returns what a request gets that has `fault`.
async fn outcome(fault: Fault) -> Result<Response<Bytes>, TransportError> {
    let sandbox = Sandbox::seeded(1);
    sandbox.set_faults(FaultPlan::new().always(fault));
    send_to(&sandbox, "/task-runs").await
}

async fn failure(fault: Fault) -> (TransportErrorKind, Delivery) {
    let error = outcome(fault).await.unwrap_err();
    (error.kind(), error.delivery())
}

async fn headers(fault: Fault) -> HeaderMap {
    outcome(fault).await.unwrap().into_parts().0.headers
}

/// Sends a request for a page of three runs, which has `fault`.
async fn faulty_page(sandbox: &Sandbox, fault: Fault, query: &str) -> Value {
    sandbox.set_faults(FaultPlan::new().at(1, fault));
    json(sandbox, query).await
}

async fn json(sandbox: &Sandbox, query: &str) -> Value {
    let response = send_to(sandbox, &format!("/task-runs?limit=3{query}"))
        .await
        .unwrap();
    assert_eq!(response.status(), 200);
    serde_json::from_slice(response.body()).unwrap()
}

#[tokio::test]
async fn faults_of_the_connection_are_reported_as_a_correct_transport_does() {
    use TransportErrorKind as Kind;

    for (fault, expected) in [
        (Fault::refused(), (Kind::Connect, Delivery::NotSent)),
        (Fault::reset(), (Kind::Closed, Delivery::MaybeSent)),
        (
            Fault::silent(),
            (Kind::Timeout(TimeoutPhase::Headers), Delivery::MaybeSent),
        ),
        (Fault::not_http(), (Kind::Protocol, Delivery::MaybeSent)),
        (
            Fault::endless_headers(),
            (Kind::HeadersTooLarge, Delivery::ResponseStarted),
        ),
        (
            Fault::truncated_body(),
            (Kind::Closed, Delivery::ResponseStarted),
        ),
        (
            Fault::reset_body(),
            (Kind::Closed, Delivery::ResponseStarted),
        ),
        (
            Fault::stalled_body(),
            (Kind::Timeout(TimeoutPhase::Body), Delivery::ResponseStarted),
        ),
        (
            Fault::content_length_too_long(),
            (Kind::Closed, Delivery::ResponseStarted),
        ),
        (
            Fault::broken_chunks(),
            (Kind::Protocol, Delivery::ResponseStarted),
        ),
        (
            Fault::endless_body(),
            (Kind::BodyTooLarge, Delivery::ResponseStarted),
        ),
        (
            Fault::gzip_bomb(),
            (Kind::BodyTooLarge, Delivery::ResponseStarted),
        ),
    ] {
        assert_eq!(failure(fault.clone()).await, expected, "{fault:?}");
    }
}

#[tokio::test]
async fn a_content_length_that_is_too_short_cuts_the_body() {
    let whole = Sandbox::seeded(1).respond(&request("/task-runs"));

    let cut = outcome(Fault::content_length_too_short()).await.unwrap();

    assert_eq!(cut.status(), 200);
    assert_eq!(cut.body(), &whole.body()[..whole.body().len() / 2]);
    assert!(Page::<TaskRun>::from_json(cut.body()).is_err());
}

#[tokio::test]
async fn an_error_has_the_envelope_of_the_api() {
    for (status, problem) in [
        (429, "rate_limit/rate_limit_exceeded"),
        (500, "api/api_error"),
        (503, "api/api_error"),
        (504, "api/timeout"),
        (401, "request/api_key_invalid"),
    ] {
        let fault = Fault::status(StatusCode::from_u16(status).unwrap());

        let response = outcome(fault).await.unwrap();

        assert_eq!(response.status(), status);
        let error = ErrorResponse::read(response.status().as_u16(), response.body());
        assert!(
            error.problems[0].to_string().starts_with(problem),
            "{error:?}"
        );
        assert!(error.request_id.is_some(), "{error:?}");
    }
}

#[tokio::test]
async fn an_error_can_do_without_the_envelope() {
    for (body, content_type, beginning) in [
        (ErrorBody::ProblemDetails, "application/problem+json", "{"),
        (ErrorBody::Html, "text/html", "<!DOCTYPE html>"),
        (ErrorBody::Text, "text/plain", "502 Bad Gateway"),
        (ErrorBody::Empty, "", ""),
    ] {
        let fault = Fault::status(StatusCode::BAD_GATEWAY).with_body(body);

        let response = outcome(fault).await.unwrap();

        assert_eq!(response.status(), 502);
        let received = response.headers().get(header::CONTENT_TYPE);
        let received = received.map_or("", |value| value.to_str().unwrap());
        assert!(received.starts_with(content_type), "{received}");
        assert_eq!(received.is_empty(), content_type.is_empty());
        assert!(
            response.body().starts_with(beginning.as_bytes()),
            "{body:?}"
        );
        assert_eq!(response.body().is_empty(), beginning.is_empty());
        let error = ErrorResponse::read(response.status().as_u16(), response.body());
        assert!(error.request_id.is_none(), "{error:?}");
    }
}

#[tokio::test]
async fn a_status_without_a_body_has_none_and_one_that_is_not_final_is_replaced() {
    let empty = outcome(Fault::status(StatusCode::NO_CONTENT))
        .await
        .unwrap();
    assert_eq!((empty.status().as_u16(), empty.body().len()), (204, 0));

    let replaced = outcome(Fault::status(StatusCode::CONTINUE)).await.unwrap();
    assert_eq!(replaced.status(), 500);
}

#[tokio::test]
async fn the_correct_response_can_have_another_content_type() {
    let value = HeaderValue::from_static("text/html");

    let response = outcome(Fault::content_type(value.clone())).await.unwrap();

    assert_eq!(response.headers()[header::CONTENT_TYPE], value);
    assert!(Page::<TaskRun>::from_json(response.body()).is_ok());
}

#[tokio::test]
async fn retry_after_comes_in_every_form() {
    let half_a_minute = Duration::from_secs(30);
    for (retry_after, expected) in [
        (RetryAfter::Seconds(120), "120"),
        (
            RetryAfter::Date(half_a_minute),
            "Mon, 02 Nov 2026 12:00:30 GMT",
        ),
        (
            RetryAfter::Rfc850Date(half_a_minute),
            "Monday, 02-Nov-26 12:00:30 GMT",
        ),
        (
            RetryAfter::AsctimeDate(half_a_minute),
            "Mon Nov  2 12:00:30 2026",
        ),
        (HeaderValue::from_static("-1.5 ?").into(), "-1.5 ?"),
    ] {
        let fault = Fault::status(StatusCode::SERVICE_UNAVAILABLE).with_retry_after(retry_after);

        assert_eq!(headers(fault).await[header::RETRY_AFTER], expected);
    }
    let without = headers(Fault::status(StatusCode::TOO_MANY_REQUESTS)).await;
    assert!(!without.contains_key(header::RETRY_AFTER));
}

#[tokio::test]
async fn a_date_to_retry_after_goes_by_the_clock() {
    let clock = ManualClock::new();
    clock.advance(60 * SECOND);
    let fault = Fault::html(StatusCode::BAD_GATEWAY).with_retry_after(RetryAfter::Date(SECOND));
    let plan = FaultPlan::new().always(fault);
    let sandbox = Sandbox::builder().faults(plan).clock(clock).build();

    let response = send_to(&sandbox, "/test").await.unwrap();

    assert_eq!(
        response.headers()[header::RETRY_AFTER],
        "Thu, 01 Jan 1970 00:01:01 GMT"
    );
}

/// Sends a request whose response takes `expected` of the clock; does `meanwhile` when the wait begins.
async fn timed(
    fault: Fault,
    expected: Duration,
    meanwhile: impl FnOnce(&Sandbox),
) -> Result<Response<Bytes>, TransportError> {
    let clock = ManualClock::new();
    let plan = FaultPlan::new().always(fault);
    let sandbox = nine(Sandbox::builder().faults(plan).clock(clock.clone()));
    let before = clock.now();
    let (outcome, ()) = tokio::join!(send_to(&sandbox, "/task-runs"), async {
        clock.wait_for_sleepers(1).await;
        meanwhile(&sandbox);
        clock.advance_to_next_deadline();
    });
    assert_eq!(clock.now() - before, expected);
    assert_eq!(clock.sleepers(), 0);
    outcome
}

fn insert_tenth(sandbox: &Sandbox) {
    sandbox.insert(run("trun_10", "2026-11-01T00:00:10Z"));
}

fn count(response: &Response<Bytes>) -> usize {
    Page::<TaskRun>::from_json(response.body()).unwrap().len()
}

#[tokio::test]
async fn a_delayed_response_shows_the_runs_after_the_delay() {
    let response = timed(Fault::delay(SECOND), SECOND, insert_tenth).await;

    assert_eq!(count(&response.unwrap()), 10);
}

#[tokio::test]
async fn a_delay_within_the_body_shows_the_runs_before_it() {
    let response = timed(Fault::body_delay(SECOND), SECOND, insert_tenth).await;

    assert_eq!(count(&response.unwrap()), 9);
}

#[tokio::test]
async fn a_delay_goes_with_any_other_fault() {
    let outcome = timed(Fault::reset().with_delay(SECOND), SECOND, |_| {}).await;

    assert_eq!(outcome.unwrap_err().kind(), TransportErrorKind::Closed);
}

#[tokio::test]
async fn a_server_that_says_nothing_is_given_up_after_half_a_minute() {
    for fault in [Fault::silent(), Fault::stalled_body()] {
        let outcome = timed(fault, 30 * SECOND, |_| {}).await;

        assert!(outcome.unwrap_err().is_timeout());
    }
}

#[tokio::test]
async fn dropping_a_delayed_request_ends_its_wait() {
    let clock = ManualClock::new();
    let plan = FaultPlan::new().at(1, Fault::delay(SECOND));
    let sandbox = Sandbox::builder().faults(plan).clock(clock.clone()).build();

    tokio::select! {
        biased;
        _ = send_to(&sandbox, "/test") => panic!("it does not wait"),
        () = clock.wait_for_sleepers(1) => {}
    }

    assert_eq!(clock.sleepers(), 0);
    assert!(send_to(&sandbox, "/test").await.is_ok());
    assert_eq!(sandbox.traffic().requests, 2);
}

#[tokio::test]
async fn a_repeated_cursor_is_the_one_that_was_sent() {
    let sandbox = nine(Sandbox::builder());
    let first = faulty_page(&sandbox, Fault::repeated_cursor(), "").await;
    let cursor = first["next_cursor"].as_str().unwrap();

    let next = format!("&cursor={cursor}");
    let second = faulty_page(&sandbox, Fault::repeated_cursor(), &next).await;

    assert_eq!(second["next_cursor"], cursor);
    assert_eq!(second["has_more"], true);
    assert_eq!(second["data"][0]["id"], "trun_6");
}

#[tokio::test]
async fn a_repeated_page_is_the_one_before_once_more() {
    let sandbox = nine(Sandbox::builder());
    json(&sandbox, "").await;

    let second = faulty_page(&sandbox, Fault::repeated_page(), "&starting_after=trun_7").await;

    assert_eq!(second["data"][0]["id"], "trun_9");
    let correct = json(&sandbox, "&starting_after=trun_7").await;
    assert_eq!(correct["data"][0]["id"], "trun_6");
}

#[tokio::test]
async fn a_missing_cursor_leaves_a_page_that_says_there_is_more() {
    let sandbox = nine(Sandbox::builder());

    for query in ["", "&starting_after=trun_2"] {
        let page = faulty_page(&sandbox, Fault::missing_cursor(), query).await;

        assert_eq!(page["has_more"], true);
        assert!(page["next_cursor"].is_null());
    }
}

#[tokio::test]
async fn bad_items_cannot_be_read_and_the_others_can() {
    let sandbox = nine(Sandbox::builder());
    sandbox.set_faults(FaultPlan::new().always(Fault::bad_items(5)));

    let response = send_to(&sandbox, "/task-runs").await.unwrap();

    let page = Page::<TaskRun>::from_json(response.body()).unwrap();
    let rejected: Vec<_> = page.rejected.iter().map(|item| item.index).collect();
    assert_eq!(rejected, [0, 1, 2, 3, 4]);
    assert_eq!(page.data.len(), 4);
    let items: Value = serde_json::from_slice(response.body()).unwrap();
    assert_eq!(items["data"][0]["id"], "trun_9");
    assert!(items["data"][1]["id"].is_null() && items["data"][1].is_object());
    assert!(items["data"][2].is_null());
}

#[tokio::test]
async fn both_spellings_can_be_had_whatever_was_stored() {
    for stored in ["cancelling", "canceling"] {
        let sandbox = nine(Sandbox::builder());
        sandbox.update("trun_9", |run| run.status = Some(stored.into()));

        let one = faulty_page(&sandbox, Fault::spelling(Spelling::Canceling), "").await;
        let other = faulty_page(&sandbox, Fault::spelling(Spelling::Cancelling), "").await;

        assert_eq!(one["data"][0]["status"], "canceling");
        assert_eq!(other["data"][0]["status"], "cancelling");
        assert_eq!(json(&sandbox, "").await["data"][0]["status"], stored);
        assert_eq!(one["data"][1]["status"], "running");
    }
}

#[tokio::test]
async fn faults_of_a_page_leave_other_responses_alone() {
    let sandbox = nine(Sandbox::builder());
    sandbox.set_faults(FaultPlan::new().always(Fault::bad_items(9)));

    let response = send_to(&sandbox, "/task-runs/trun_9").await.unwrap();

    assert!(serde_json::from_slice::<TaskRun>(response.body()).is_ok());
}

#[tokio::test]
async fn positions_count_every_request_and_begin_again_with_a_new_plan() {
    let sandbox = Sandbox::new();
    let plan = FaultPlan::new().at(2, Fault::reset());
    for _ in 0..2 {
        sandbox.set_faults(plan.clone());
        assert!(send_to(&sandbox, "/nowhere").await.is_ok());
        assert!(send_to(&sandbox, "/test").await.is_err());
        assert!(send_to(&sandbox, "/test").await.is_ok());
    }
    assert_eq!(sandbox.traffic().faults, 2);
    assert_eq!(sandbox.traffic().requests, 6);
}

#[tokio::test]
async fn the_same_seed_gives_the_same_bytes_and_errors() {
    let play = async || {
        let plan = FaultPlan::new().seed(5).randomly(
            0.5,
            [
                Fault::reset(),
                Fault::html(StatusCode::BAD_GATEWAY),
                Fault::bad_items(2),
            ],
        );
        let sandbox = Sandbox::builder().seed(1).faults(plan).build();
        let mut outcomes = Vec::new();
        for _ in 0..50 {
            let outcome = send_to(&sandbox, "/task-runs?limit=3").await;
            outcomes.push(
                outcome
                    .map(Response::into_body)
                    .map_err(|error| error.kind()),
            );
        }
        outcomes
    };

    let outcomes = play().await;

    assert_eq!(outcomes, play().await);
    assert!(outcomes.iter().any(Result::is_ok) && outcomes.iter().any(Result::is_err));
}

#[tokio::test]
async fn responses_outside_the_transport_have_no_faults_and_do_not_count() {
    let sandbox = nine(Sandbox::builder());
    sandbox.set_faults(FaultPlan::new().always(Fault::reset()));

    assert_eq!(sandbox.respond(&request("/test")).status(), 200);
    assert_eq!(sandbox.traffic(), Traffic::default());
}

#[tokio::test]
async fn beyond_the_rate_limit_there_is_429_with_the_envelope_until_the_window_has_passed() {
    let clock = ManualClock::new();
    let sandbox = Sandbox::builder().clock(clock.clone()).build();
    for _ in 0..200 {
        assert_eq!(send_to(&sandbox, "/test").await.unwrap().status(), 200);
    }

    let refused = send_to(&sandbox, "/test").await.unwrap();
    clock.advance(10 * SECOND);
    let response = send_to(&sandbox.clone(), "/test").await.unwrap();

    assert_eq!(refused.status(), 429);
    assert!(!refused.headers().contains_key(header::RETRY_AFTER));
    let error = ErrorResponse::read(429, refused.body());
    assert_eq!(
        error.problems[0].to_string(),
        "rate_limit/rate_limit_exceeded: Too many requests."
    );
    assert!(error.request_id.is_some());
    assert_eq!(response.status(), 200);
    assert_eq!(sandbox.traffic().rate_limited, 1);
}

#[tokio::test]
async fn the_rate_limit_can_tell_when_to_come_back() {
    let clock = ManualClock::new();
    let limit = RateLimit::new(1, Duration::from_millis(2_500)).with_retry_after();
    let sandbox = Sandbox::builder()
        .rate_limit(limit)
        .clock(clock.clone())
        .build();
    send_to(&sandbox, "/test").await.unwrap();

    let refused = send_to(&sandbox, "/test").await.unwrap();

    assert_eq!(refused.headers()[header::RETRY_AFTER], "3");
}

#[tokio::test]
async fn a_rate_limit_without_an_end_refuses_for_ever() {
    let clock = ManualClock::new();
    let limit = RateLimit::new(1, Duration::MAX).with_retry_after();
    let sandbox = Sandbox::builder()
        .rate_limit(limit)
        .clock(clock.clone())
        .build();
    send_to(&sandbox, "/test").await.unwrap();

    let refused = send_to(&sandbox, "/test").await.unwrap();
    clock.advance(Duration::MAX);
    let refused_later = send_to(&sandbox, "/test").await.unwrap();

    let most = u64::MAX.to_string();
    assert_eq!(refused.headers()[header::RETRY_AFTER], most.as_str());
    assert_eq!(refused_later.status(), 429);
}

#[tokio::test]
async fn requests_beyond_the_rate_limit_take_no_position_of_the_plan() {
    let clock = ManualClock::new();
    let sandbox = Sandbox::builder()
        .rate_limit(RateLimit::new(1, SECOND))
        .faults(FaultPlan::new().at(2, Fault::reset()))
        .clock(clock.clone())
        .build();
    assert_eq!(send_to(&sandbox, "/test").await.unwrap().status(), 200);
    assert_eq!(send_to(&sandbox, "/test").await.unwrap().status(), 429);

    clock.advance(SECOND);

    assert!(send_to(&sandbox, "/test").await.is_err());
}

#[tokio::test]
async fn without_a_clock_there_is_neither_a_limit_nor_a_wait() {
    let sandbox = Sandbox::builder()
        .rate_limit(RateLimit::new(1, SECOND))
        .faults(FaultPlan::new().always(Fault::delay(SECOND)))
        .build();

    for _ in 0..10 {
        assert_eq!(send_to(&sandbox, "/test").await.unwrap().status(), 200);
    }
}
