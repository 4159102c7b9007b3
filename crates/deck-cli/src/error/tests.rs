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

use super::situation::BaseUrl;
use super::situation::Ids;
use super::*;

/// A command on the API itself, without an id in it.
const ON_API: Situation = Situation {
    base_url: BaseUrl::Default,
    ids: Ids::None,
    key: String::new(),
    proxy: None,
};

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(future)
}

/// Returns the error of a request that the transport fails like this.
fn transport_error(kind: TransportErrorKind) -> Error {
    client_error(TransportError::new(kind, Delivery::NotSent))
}

fn client_error(error: TransportError) -> Error {
    let client = Client::builder(ApiKey::new("sk_live_example").unwrap())
        .with_transport(ScriptedTransport::new().fail(error))
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
    assert_eq!(broken_pipe().exit_code(), ExitCode::SUCCESS);
    assert!(broken_pipe().is_quiet());
}

#[test]
fn any_other_trouble_with_the_output_is_a_failure() {
    let failure = Failure::Output(io::ErrorKind::StorageFull.into());
    assert_eq!(failure.code(), ErrorCode::Output);
    assert_eq!(failure.lines(&ON_API).len(), 1);
}

#[test]
fn a_key_that_is_missing_has_a_code_of_its_own() {
    let not_set = ApiKeyError::NotSet {
        variable: "DECK_API_KEY",
    };
    assert_eq!(Failure::Key(not_set).code(), ErrorCode::Key);
}

#[test]
fn an_address_that_is_none_is_wrong_usage() {
    let builder = Client::builder(ApiKey::new("sk_live_example").unwrap()).with_base_url("nowhere");
    let error = builder
        .with_transport(ScriptedTransport::new())
        .with_clock(ManualClock::new())
        .build()
        .unwrap_err();
    assert_eq!(Failure::Request(error).code(), ErrorCode::Usage);
}

#[test]
fn a_failed_request_tells_its_causes_and_what_to_do() {
    let error = transport_error(TransportErrorKind::Connect);
    let cause = error.source().unwrap().to_string();
    let failure = Failure::Request(error);
    let lines = failure.lines(&ON_API);
    assert_eq!(failure.code(), ErrorCode::Unreachable);
    assert_eq!(lines[0], format!("error: {}", failure.message()));
    assert_eq!(lines[1], format!("  caused by: {cause}"));
    assert_eq!(lines[2], "  help: check the network");
}

fn rejected(count: u64) -> Failure {
    let noun = Noun {
        one: "run",
        many: "runs",
    };
    Failure::Rejected { count, noun }
}

#[test]
fn runs_that_could_not_be_read_are_counted() {
    assert_eq!(
        rejected(1).message(),
        "1 run could not be read and is not shown"
    );
    assert_eq!(
        rejected(2).message(),
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
    let error = transport_error(TransportErrorKind::Connect);
    let advice = |wait| {
        let symptom = Symptom::RateLimited(wait);
        symptom.advice(&error, 0, &ON_API).unwrap()
    };
    assert!(advice(Some(Duration::from_millis(300))).starts_with("wait 1 s"));
    assert!(advice(Some(Duration::from_secs(42))).starts_with("wait 42 s"));
    assert!(advice(None).starts_with("wait 10 s"));
}

fn advice(error: TransportError, situation: &Situation) -> String {
    let error = client_error(error);
    Symptom::of(&error).advice(&error, 0, situation).unwrap()
}

#[track_caller]
fn check_behind_proxy(kind: TransportErrorKind, cause: &str, expected: &str) {
    let behind_proxy = Situation {
        proxy: Some("https_proxy"),
        ..ON_API
    };
    let error = TransportError::new(kind, Delivery::NotSent).with_source(cause.to_owned());
    assert_eq!(advice(error, &behind_proxy), expected);
}

#[test]
fn a_proxy_that_failed_is_suspected_by_the_name_of_its_variable() {
    let cause = "the proxy http://proxy.example could not be reached";
    check_behind_proxy(
        TransportErrorKind::Connect,
        cause,
        "check the network and the proxy that https_proxy sets",
    );
    check_behind_proxy(
        TransportErrorKind::Timeout(TimeoutPhase::Connect),
        cause,
        "try again; if it stays, check the network and the proxy that https_proxy sets",
    );
    check_behind_proxy(
        TransportErrorKind::Proxy,
        cause,
        "check https_proxy, with the user name and the password in it, and NO_PROXY",
    );
}

#[test]
fn a_proxy_that_may_not_have_been_used_is_only_named_where_it_can_be_the_cause() {
    check_behind_proxy(
        TransportErrorKind::Resolve,
        "dns error",
        "check the network",
    );
    check_behind_proxy(
        TransportErrorKind::Timeout(TimeoutPhase::Headers),
        "nothing came",
        "try again; if it stays, check the network and any proxy or gateway in between, such as that of \
         https_proxy",
    );
}

#[test]
fn the_sandbox_has_neither_a_base_url_nor_a_proxy_to_suspect() {
    let on_sandbox = Situation {
        base_url: BaseUrl::Sandbox,
        ..ON_API
    };
    let error = TransportError::new(TransportErrorKind::Closed, Delivery::NotSent);
    let advice = advice(error, &on_sandbox);
    assert!(advice.starts_with("try again in a while"), "{advice}");
}
