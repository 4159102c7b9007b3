use std::error::Error as _;
use std::future::Future;
use std::time::Duration;

use deck_client::ApiKey;
use deck_client::Client;
use deck_client::RetryPolicy;
use deck_transport::Delivery;
use deck_transport::ManualClock;
use deck_transport::ScriptedTransport;
use deck_transport::TimeoutPhase;
use deck_transport::TransportError;
use deck_transport::TransportErrorKind;
use deck_types::GetTestStatus;

use super::*;

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(future)
}

/// Returns the error of a request that the transport fails like this.
fn transport_error(kind: TransportErrorKind) -> Error {
    let client = Client::builder(ApiKey::new("sk_live_example").unwrap())
        .with_transport(ScriptedTransport::new().fail(TransportError::new(kind, Delivery::NotSent)))
        .with_clock(ManualClock::new())
        .with_retry_policy(RetryPolicy::none())
        .build()
        .unwrap();
    block_on(client.call(GetTestStatus).into_future()).unwrap_err()
}

fn symptom(kind: TransportErrorKind) -> Symptom {
    Symptom::of(&transport_error(kind))
}

fn broken_pipe() -> Failure {
    Failure::Output(io::ErrorKind::BrokenPipe.into())
}

#[test]
fn a_reader_that_went_away_is_success_without_a_word() {
    assert_eq!(broken_pipe().code(), 0);
    assert_eq!(broken_pipe().lines(), [""; 0]);
}

#[test]
fn any_other_trouble_with_the_output_is_a_failure() {
    let failure = Failure::Output(io::ErrorKind::StorageFull.into());
    assert_eq!(failure.code(), 1);
    assert_eq!(failure.lines().len(), 1);
}

#[test]
fn a_key_that_is_missing_is_wrong_usage() {
    let not_set = ApiKeyError::NotSet {
        variable: "DECK_API_KEY",
    };
    assert_eq!(Failure::Key(not_set).code(), 2);
}

#[test]
fn an_address_that_is_none_is_wrong_usage() {
    let builder = Client::builder(ApiKey::new("sk_live_example").unwrap()).with_base_url("nowhere");
    let error = builder
        .with_transport(ScriptedTransport::new())
        .with_clock(ManualClock::new())
        .build()
        .unwrap_err();
    assert_eq!(Failure::Request(error).code(), 2);
}

#[test]
fn a_failed_request_tells_its_causes_and_what_to_do() {
    let error = transport_error(TransportErrorKind::Connect);
    let cause = error.source().unwrap().to_string();
    let failure = Failure::Request(error);
    let lines = failure.lines();
    assert_eq!(failure.code(), 1);
    assert_eq!(lines[0], format!("error: {}", failure.message()));
    assert_eq!(lines[1], format!("  caused by: {cause}"));
    assert_eq!(lines[2], "  help: check the network and --base-url");
}

#[test]
fn runs_that_could_not_be_read_are_counted() {
    assert_eq!(
        Failure::Rejected { count: 1 }.message(),
        "1 run could not be read and is not shown"
    );
    assert_eq!(
        Failure::Rejected { count: 2 }.message(),
        "2 runs could not be read and are not shown"
    );
}

#[test]
fn failures_of_the_transport_are_told_apart() {
    assert_eq!(symptom(TransportErrorKind::Resolve), Symptom::Unreachable);
    assert_eq!(
        symptom(TransportErrorKind::Timeout(TimeoutPhase::Headers)),
        Symptom::TimedOut
    );
    assert_eq!(symptom(TransportErrorKind::Proxy), Symptom::Proxy);
    assert_eq!(symptom(TransportErrorKind::Tls), Symptom::Tls);
    assert_eq!(
        symptom(TransportErrorKind::PlainHttpRefused),
        Symptom::PlainHttp
    );
    assert_eq!(symptom(TransportErrorKind::Closed), Symptom::Broken);
}

#[test]
fn the_time_to_wait_is_that_of_the_api_or_of_its_limit() {
    let advice = |wait| Symptom::RateLimited(wait).advice(None, 0).unwrap();
    assert!(advice(Some(Duration::from_millis(300))).starts_with("wait 1 s"));
    assert!(advice(Some(Duration::from_secs(42))).starts_with("wait 42 s"));
    assert!(advice(None).starts_with("wait 10 s"));
}
