//! Faults over loopback, with the real transport as the client: both forms of the sandbox come to the same.

use std::time::Duration;

use deck_transport::Clock;
use deck_transport::Delivery;
use deck_transport::HyperTransport;
use deck_transport::HyperTransportBuilder;
use deck_transport::ManualClock;
use deck_transport::Proxy;
use deck_transport::Transport;
use deck_transport::TransportError;
use deck_transport::TransportErrorKind;
use http::HeaderValue;
use http::Response;
use http::StatusCode;
use http::header;

use super::*;
use crate::ErrorBody;
use crate::Fault;
use crate::FaultPlan;
use crate::RateLimit;
use crate::RetryAfter;
use crate::SANDBOX_API_KEY;
use crate::SANDBOX_BASE_URL;
use crate::SandboxBuilder;
use crate::Spelling;
use crate::faults::fault::Effect;
use crate::faults::wire_fault::WireFault;

const SECOND: Duration = Duration::from_secs(1);

/// Long enough for a loopback socket and short enough for a test that waits for it to pass.
const SHORT: Duration = Duration::from_millis(50);

/// More than any response here and less than what is too much.
const CEILING: usize = 4 * 1024 * 1024;

type Outcome = Result<Response<Bytes>, TransportError>;

fn hyper_transport() -> HyperTransportBuilder {
    HyperTransport::builder()
        .proxy(Proxy::None)
        .max_body_bytes(CEILING)
}

async fn send(transport: &impl Transport, base_url: &str, path: &str) -> Outcome {
    let request = Request::get(format!("{base_url}{path}"))
        .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
        .body(Bytes::new())
        .unwrap();
    transport.send(request).await
}

fn builder(plan: FaultPlan) -> SandboxBuilder {
    Sandbox::builder().seed(1).faults(plan)
}

async fn start(builder: SandboxBuilder) -> SandboxServer {
    SandboxServer::start(builder.build()).await.unwrap()
}

/// Returns what a request gets in process, and over loopback through `transport`.
async fn both(fault: &Fault, transport: HyperTransportBuilder) -> (Outcome, Outcome) {
    let plan = FaultPlan::new().always(fault.clone());
    let sandbox = builder(plan.clone()).build();
    let in_process = send(&sandbox, SANDBOX_BASE_URL, "/task-runs").await;
    let server = start(builder(plan)).await;
    let transport = transport.build().unwrap();
    let over_loopback = send(&transport, &server.url(), "/task-runs").await;
    (in_process, over_loopback)
}

fn facts(outcome: &Outcome) -> Result<(StatusCode, &Bytes), (TransportErrorKind, Delivery)> {
    match outcome {
        Ok(response) => Ok((response.status(), response.body())),
        Err(error) => Err((error.kind(), error.delivery())),
    }
}

#[tokio::test]
async fn every_fault_of_the_connection_is_the_same_in_process_and_over_loopback() {
    for wire in WireFault::ALL {
        if wire == WireFault::Refused {
            continue;
        }
        let transport = match wire {
            WireFault::Silent => hyper_transport().headers_timeout(SHORT),
            WireFault::StalledBody => hyper_transport().body_idle_timeout(SHORT),
            _ => hyper_transport(),
        };

        let (in_process, over_loopback) = both(&Fault::of(Effect::Wire(wire)), transport).await;

        assert_eq!(facts(&over_loopback), facts(&in_process), "{wire:?}");
    }
}

#[tokio::test]
async fn a_refused_connection_is_one_that_is_closed_when_it_had_to_be_accepted() {
    let (in_process, over_loopback) = both(&Fault::refused(), hyper_transport()).await;

    let refused = (TransportErrorKind::Connect, Delivery::NotSent);
    assert_eq!(facts(&in_process), Err(refused));
    let closed = (TransportErrorKind::Closed, Delivery::MaybeSent);
    assert_eq!(facts(&over_loopback), Err(closed));
}

#[tokio::test]
async fn every_fault_of_the_response_is_the_same_in_process_and_over_loopback() {
    let status = Fault::status(StatusCode::SERVICE_UNAVAILABLE);
    for fault in [
        status.clone().with_retry_after(2),
        status.clone().with_body(ErrorBody::ProblemDetails),
        status.clone().with_body(ErrorBody::Text),
        status.clone().with_body(ErrorBody::Empty),
        status.with_body_delay(SHORT),
        Fault::html(StatusCode::BAD_GATEWAY),
        Fault::status(StatusCode::NO_CONTENT),
        Fault::content_type(HeaderValue::from_static("image/png")),
        Fault::repeated_cursor(),
        Fault::repeated_page(),
        Fault::missing_cursor(),
        Fault::bad_items(4),
        Fault::spelling(Spelling::Canceling),
        Fault::delay(SHORT),
        Fault::body_delay(SHORT),
    ] {
        let (in_process, over_loopback) = both(&fault, hyper_transport()).await;

        assert_eq!(facts(&over_loopback), facts(&in_process), "{fault:?}");
        let (in_process, over_loopback) = (in_process.unwrap(), over_loopback.unwrap());
        for name in [header::CONTENT_TYPE, header::RETRY_AFTER] {
            assert_eq!(
                over_loopback.headers().get(&name),
                in_process.headers().get(&name),
                "{fault:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_plan_does_the_same_to_the_same_position_in_process_and_over_loopback() {
    let plan = FaultPlan::new().seed(3).at(4, Fault::not_http()).randomly(
        0.5,
        [
            Fault::reset(),
            Fault::truncated_body(),
            Fault::html(StatusCode::BAD_GATEWAY),
        ],
    );
    let sandbox = builder(plan.clone()).build();
    let server = start(builder(plan)).await;
    let transport = hyper_transport().build().unwrap();
    let mut failures = 0;

    for position in 1..=30 {
        let in_process = send(&sandbox, SANDBOX_BASE_URL, "/task-runs").await;
        let over_loopback = send(&transport, &server.url(), "/task-runs").await;

        assert_eq!(facts(&over_loopback), facts(&in_process), "{position}");
        failures += usize::from(over_loopback.is_err());
    }

    assert!((5..25).contains(&failures), "{failures}");
}

#[tokio::test]
async fn the_server_goes_on_after_a_fault() {
    let server = start(builder(FaultPlan::new().at(1, Fault::reset()))).await;
    let transport = hyper_transport().build().unwrap();

    assert!(send(&transport, &server.url(), "/test").await.is_err());
    assert!(send(&transport, &server.url(), "/test").await.is_ok());
}

#[tokio::test]
async fn delays_over_loopback_go_by_the_clock_of_the_sandbox() {
    let clock = ManualClock::new();
    let fault = Fault::delay(3_600 * SECOND)
        .with_body_delay(3_600 * SECOND)
        .with_retry_after(RetryAfter::Date(SECOND));
    let server = start(builder(FaultPlan::new().always(fault)).clock(clock.clone())).await;
    let transport = hyper_transport().build().unwrap();
    let before = clock.now();

    let url = server.url();
    let (outcome, ()) = tokio::join!(send(&transport, &url, "/test"), async {
        for _ in 0..2 {
            clock.wait_for_sleepers(1).await;
            clock.advance_to_next_deadline();
        }
    });

    assert_eq!(clock.now() - before, 7_200 * SECOND);
    let response = outcome.unwrap();
    assert_eq!(
        response.headers()[header::DATE],
        "Thu, 01 Jan 1970 01:00:00 GMT"
    );
    assert_eq!(
        response.headers()[header::RETRY_AFTER],
        "Thu, 01 Jan 1970 01:00:01 GMT"
    );
}

#[tokio::test]
async fn a_client_that_hangs_up_ends_the_delay() {
    let clock = ManualClock::new();
    let plan = FaultPlan::new().at(1, Fault::delay(SECOND));
    let server = start(builder(plan).clock(clock.clone())).await;
    let transport = hyper_transport().build().unwrap();

    let url = server.url();
    tokio::select! {
        _ = send(&transport, &url, "/test") => panic!("it does not wait"),
        () = clock.wait_for_sleepers(1) => {}
    }

    while clock.sleepers() > 0 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_shutdown_waits_for_no_delay_and_no_endless_response() {
    for fault in [
        Fault::delay(SECOND),
        Fault::body_delay(SECOND),
        Fault::silent(),
        Fault::stalled_body(),
        Fault::endless_body(),
        Fault::endless_headers(),
    ] {
        let plan = FaultPlan::new().always(fault.clone());
        let server = start(builder(plan).clock(ManualClock::new())).await;
        let mut stream = connect(&server).await;
        stream.write_all(REQUEST).await.unwrap();
        while server.sandbox().traffic().faults == 0 {
            tokio::task::yield_now().await;
        }

        server.shutdown().await;

        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest).await;
        assert!(!rest.ends_with(b"}"), "{fault:?}");
    }
}

#[tokio::test]
async fn the_rate_limit_is_on_over_loopback_and_shared_with_the_sandbox_in_process() {
    let clock = ManualClock::new();
    let limit = RateLimit::new(2, SECOND);
    let server = start(Sandbox::builder().rate_limit(limit).clock(clock.clone())).await;
    let transport = hyper_transport().build().unwrap();
    let status = async || {
        let outcome = send(&transport, &server.url(), "/test").await;
        outcome.unwrap().status().as_u16()
    };

    send(server.sandbox(), SANDBOX_BASE_URL, "/test")
        .await
        .unwrap();
    assert_eq!([status().await, status().await], [200, 429]);
    clock.advance(SECOND);
    assert_eq!(status().await, 200);
}

#[tokio::test]
async fn a_sandbox_without_a_clock_is_limited_over_loopback_by_the_clock_of_the_system() {
    let limit = RateLimit::new(1, 3_600 * SECOND);
    let server = start(Sandbox::builder().rate_limit(limit)).await;
    let transport = hyper_transport().build().unwrap();

    send(&transport, &server.url(), "/test").await.unwrap();

    let refused = send(&transport, &server.url(), "/test").await.unwrap();
    assert_eq!(refused.status(), 429);
}

#[tokio::test]
async fn a_gzip_bomb_is_no_json_to_a_client_that_decodes_no_gzip() {
    let server = start(builder(FaultPlan::new().always(Fault::gzip_bomb()))).await;
    let transport = hyper_transport().build().unwrap();
    let request = Request::get(format!("{}/test", server.url()))
        .header("accept-encoding", "identity")
        .body(Bytes::new())
        .unwrap();

    let response = transport.send(request).await.unwrap();

    assert_eq!(response.headers()[header::CONTENT_ENCODING], "gzip");
    assert!(response.body().starts_with(&[0x1F, 0x8B]));
    assert!(response.body().len() < 1024 * 1024);
}
