//! What goes out and what is made of what comes back, over a scripted transport.

use std::env::VarError;
use std::error::Error as _;
#[cfg(feature = "hyper")]
use std::pin::pin;
#[cfg(feature = "hyper")]
use std::task::Context;
#[cfg(feature = "hyper")]
use std::task::Poll;
#[cfg(feature = "hyper")]
use std::task::Waker;
use std::time::Duration;

use deck_transport::Delivery;
use deck_transport::ManualClock;
use deck_transport::ScriptedTransport;
use deck_transport::TransportError;
use deck_transport::TransportErrorKind;
use deck_types::GetTaskRun;
use deck_types::GetTestStatus;
use deck_types::ListTaskRuns;
use http::Response;
use http::StatusCode;

use super::*;
use crate::AttemptOutcome;
#[cfg(not(feature = "hyper"))]
use crate::Error;
use crate::IdempotencyKey;
use crate::RetryPolicy;

fn builder(transport: &ScriptedTransport) -> ClientBuilder {
    Client::builder(ApiKey::new("sk_live_canary").unwrap())
        .with_transport(transport.clone())
        .with_clock(ManualClock::new())
        .with_retry_policy(RetryPolicy::none())
}

fn client(transport: &ScriptedTransport) -> Client {
    builder(transport).build().unwrap()
}

fn response(status: u16, body: &str) -> Response<String> {
    let mut response = Response::new(body.to_owned());
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    response
}

#[tokio::test]
async fn a_request_carries_the_key_the_agent_and_the_accepted_type() {
    let transport = ScriptedTransport::new().respond(response(200, "{}"));
    let client = builder(&transport)
        .with_header("x-trace", "abc")
        .build()
        .unwrap();
    client.call(GetTestStatus).await.unwrap();

    let request = &transport.requests()[0];
    let header = |name: &str| request.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(request.method(), "GET");
    assert_eq!(request.uri(), "https://api.deck.co/v2/test");
    assert_eq!(header("authorization"), "Bearer sk_live_canary");
    assert!(request.headers()["authorization"].is_sensitive());
    assert_eq!(
        header("user-agent"),
        concat!("deck-client/", env!("CARGO_PKG_VERSION"))
    );
    assert_eq!(header("accept"), "application/json");
    assert_eq!(header("x-trace"), "abc");
}

#[tokio::test]
async fn the_base_url_is_the_one_that_was_set() {
    let transport = ScriptedTransport::new().respond(response(200, "{}"));
    let client = builder(&transport)
        .with_base_url("http://127.0.0.1:9/deck/")
        .build()
        .unwrap();
    client.call(GetTestStatus).await.unwrap();
    assert_eq!(
        transport.requests()[0].uri(),
        "http://127.0.0.1:9/deck/test"
    );
}

#[tokio::test]
async fn a_refusal_keeps_status_problems_request_id_wait_and_excerpt() {
    let body = r#"{"errors":[{"type":"rate_limit","code":"rate_limit_exceeded","message":"Too many"}],
        "request_id":"req_7"}"#;
    let mut response = response(429, body);
    response
        .headers_mut()
        .insert("retry-after", http::HeaderValue::from_static("3"));
    let transport = ScriptedTransport::new().respond(response);

    let error = client(&transport).call(GetTestStatus).await.unwrap_err();

    assert!(error.is_rate_limited());
    assert!(error.is_retryable());
    assert_eq!(error.status(), Some(429));
    assert_eq!(error.request_id().unwrap().as_str(), "req_7");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3)));
    assert_eq!(error.problems()[0].message.as_deref(), Some("Too many"));
    assert_eq!(error.excerpt(), Some(body));
    let attempt = &error.attempts()[0];
    assert_eq!(attempt.outcome, AttemptOutcome::Responded { status: 429 });
    assert_eq!(attempt.request_id.as_ref().unwrap().as_str(), "req_7");
    let text = error.to_string();
    for fact in [
        "GET /test",
        "429",
        "req_7",
        "rate_limit_exceeded",
        "Too many",
    ] {
        assert!(text.contains(fact), "{text}");
    }
}

#[tokio::test]
async fn a_refusal_without_a_readable_body_is_still_told_by_its_status() {
    for (status, body) in [
        (401, ""),
        (403, "<html>blocked</html>"),
        (404, "null"),
        (500, "\u{0}"),
    ] {
        let transport = ScriptedTransport::new().respond(response(status, body));
        let error = client(&transport).call(GetTestStatus).await.unwrap_err();
        assert_eq!(error.status(), Some(status));
        assert_eq!(error.is_unauthorized(), status == 401);
        assert_eq!(error.is_not_found(), status == 404);
        assert_eq!(error.is_retryable(), status == 500);
        assert_eq!(error.excerpt(), Some(body));
        assert!(error.problems().is_empty());
    }
}

#[tokio::test]
async fn a_redirect_is_a_refusal() {
    let transport = ScriptedTransport::new().respond(response(302, ""));
    let error = client(&transport).call(GetTestStatus).await.unwrap_err();
    assert_eq!(error.status(), Some(302));
    assert_eq!(transport.requests().len(), 1);
}

#[tokio::test]
async fn a_transport_failure_keeps_kind_and_delivery() {
    let failure = TransportError::new(TransportErrorKind::Closed, Delivery::MaybeSent);
    let transport = ScriptedTransport::new().fail(failure);
    let error = client(&transport).call(GetTestStatus).await.unwrap_err();

    assert!(error.is_transport() && error.is_retryable());
    assert_eq!(error.status(), None);
    let expected = AttemptOutcome::Failed {
        kind: TransportErrorKind::Closed,
        delivery: Delivery::MaybeSent,
    };
    assert_eq!(error.attempts()[0].outcome, expected);
    let source = error
        .source()
        .unwrap()
        .downcast_ref::<TransportError>()
        .unwrap();
    assert_eq!(source.delivery(), Delivery::MaybeSent);
}

#[tokio::test]
async fn an_answer_that_is_no_json_is_a_decode_error_with_an_excerpt() {
    let transport = ScriptedTransport::new().respond(response(200, "<html>maintenance</html>"));
    let error = client(&transport).call(GetTestStatus).await.unwrap_err();
    assert!(error.is_decode());
    assert_eq!(error.status(), Some(200));
    assert_eq!(error.excerpt(), Some("<html>maintenance</html>"));
}

#[tokio::test]
async fn a_decode_error_has_the_request_id_where_the_body_tells_it() {
    let transport = ScriptedTransport::new().respond(response(
        200,
        r#"{"id":"trun_1","runtime_ms":[],"request_id":"req_9"}"#,
    ));
    let error = client(&transport)
        .call(GetTaskRun::new("trun_1"))
        .await
        .unwrap_err();
    assert!(error.is_decode());
    assert_eq!(error.request_id().unwrap().as_str(), "req_9");
    assert!(
        error.source().unwrap().to_string().contains("runtime_ms"),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_body_that_is_no_unicode_is_a_decode_error() {
    let transport =
        ScriptedTransport::new().respond(Response::new(b"{\"status\":\"\xff\"}".to_vec()));
    let error = client(&transport).call(GetTestStatus).await.unwrap_err();
    assert!(error.is_decode());
}

#[tokio::test]
async fn the_id_of_a_run_cannot_leave_its_place_in_the_path() {
    let transport = ScriptedTransport::new().respond(response(200, r#"{"id":"x"}"#));
    client(&transport)
        .call(GetTaskRun::new("a/../b?c=d#e\r\n%2f"))
        .await
        .unwrap();
    assert_eq!(
        transport.requests()[0].uri(),
        "https://api.deck.co/v2/task-runs/a%2F..%2Fb%3Fc%3Dd%23e%0D%0A%252f"
    );
}

#[tokio::test]
async fn an_id_that_names_no_run_is_refused_and_nothing_is_sent() {
    let transport = ScriptedTransport::new();
    for id in ["", ".", ".."] {
        let error = client(&transport)
            .call(GetTaskRun::new(id))
            .await
            .unwrap_err();
        assert!(error.is_invalid_request(), "{id:?}");
        assert!(error.attempts().is_empty());
    }
    assert!(transport.requests().is_empty());
}

#[test]
fn settings_that_cannot_be_used_are_refused_by_name() {
    let transport = ScriptedTransport::new();
    let refused = |builder: ClientBuilder| {
        let error = builder.build().unwrap_err();
        assert!(error.is_invalid_request());
        error.source().unwrap().to_string()
    };
    assert!(
        refused(builder(&transport).with_header("authorization", "x")).contains("authorization")
    );
    assert!(refused(builder(&transport).with_header("Host", "x")).contains("Host"));
    assert!(refused(builder(&transport).with_header("bad name", "x")).contains("bad name"));
    assert!(refused(builder(&transport).with_header("x-y", "a\nb")).contains("x-y"));
    assert!(refused(builder(&transport).with_user_agent("a\r\nb")).contains("user-agent"));
    assert!(refused(builder(&transport).with_base_url("deck")).contains("deck"));
}

#[tokio::test]
async fn nothing_that_can_be_printed_shows_the_key() {
    let transport = ScriptedTransport::new().respond(response(401, ""));
    let builder = builder(&transport);
    let mut printed = format!("{builder:?}");
    let client = builder.build().unwrap();
    printed += &format!("{client:?} {:?}", client.list(ListTaskRuns::new()));
    printed += &format!("{:?}", client.list(ListTaskRuns::new()).items());
    printed += &format!("{:?}", client.call(GetTaskRun::new("trun_1")));
    let error = client.call(GetTestStatus).await.unwrap_err();
    printed += &format!("{error} {error:?}");
    printed += &format!("{:?}", transport.requests());
    assert!(!printed.contains("canary"), "{printed}");
}

#[test]
fn debug_names_the_base_url_and_where_keys_come_from() {
    let builder = builder(&ScriptedTransport::new());
    assert!(
        format!("{builder:?}").contains("key_source: system"),
        "{builder:?}"
    );
    let builder = builder.with_key_source(|| IdempotencyKey::from_random_bits([7; 16]));
    assert!(
        format!("{builder:?}").contains("key_source: KeySource"),
        "{builder:?}"
    );
    assert!(
        format!("{builder:?}").contains("jitter: SharedJitter"),
        "{builder:?}"
    );
    let client = builder.build().unwrap();
    assert!(
        format!("{client:?}").contains("https://api.deck.co/v2"),
        "{client:?}"
    );
}

#[test]
fn what_users_hold_can_cross_threads() {
    fn assert_send<T: Send>() {}
    fn assert_send_sync<T: Send + Sync + 'static>() {}
    assert_send_sync::<Client>();
    assert_send_sync::<ClientBuilder>();
    assert_send_sync::<Error>();
    assert_send_sync::<ListCall<ListTaskRuns>>();
    assert_send::<crate::Items>();
    assert_send::<crate::Pages>();
}

#[cfg(feature = "hyper")]
#[test]
fn without_a_runtime_the_first_call_says_what_to_do() {
    let key = || ApiKey::new("sk_live_canary").unwrap();
    for builder in [
        Client::builder(key()),
        Client::builder(key()).with_transport(ScriptedTransport::new()),
    ] {
        let client = builder.build().unwrap();
        let calling = pin!(client.call(GetTestStatus).into_future());

        let Poll::Ready(Err(error)) = calling.poll(&mut Context::from_waker(Waker::noop())) else {
            panic!("an error at once");
        };

        assert!(error.is_invalid_request(), "{error}");
        let cause = error.source().unwrap().to_string();
        assert!(cause.starts_with("there is no tokio runtime here: call inside of one"));
    }
}

#[test]
fn the_base_url_of_the_environment_counts_where_it_is_set_and_not_empty() {
    let built = |variable| {
        let builder = builder(&ScriptedTransport::new()).with_base_url_of(variable);
        format!("{:?}", builder.unwrap().build().unwrap())
    };
    let default = built(Err(VarError::NotPresent));

    assert!(default.contains("https://api.deck.co/v2"), "{default}");
    assert_eq!(built(Ok(String::new())), default);
    let local = built(Ok("http://127.0.0.1:4010/v2".to_owned()));
    assert!(local.contains("http://127.0.0.1:4010/v2"), "{local}");
}

#[test]
fn a_base_url_of_the_environment_that_is_no_text_is_refused_by_its_variable() {
    let variable = Err(VarError::NotUnicode("DECK".into()));
    let error = builder(&ScriptedTransport::new())
        .with_base_url_of(variable)
        .unwrap_err();

    assert!(error.is_invalid_request());
    let source = error.source().unwrap().to_string();
    assert!(source.contains("DECK_BASE_URL"), "{source}");
}

#[tokio::test]
async fn a_long_location_of_a_redirect_is_cut_and_marked() {
    let location_after = async |length: usize| {
        let mut redirect = response(301, "");
        let location = "a".repeat(length).parse().unwrap();
        redirect.headers_mut().insert("location", location);
        let transport = ScriptedTransport::new().respond(redirect);
        let error = client(&transport).call(GetTestStatus).await.unwrap_err();
        error.location().unwrap().to_owned()
    };

    assert_eq!(location_after(511).await, "a".repeat(511));
    assert_eq!(location_after(512).await, "a".repeat(512));
    assert_eq!(location_after(513).await, "a".repeat(512) + "…");
}

#[tokio::test]
async fn a_body_that_is_still_encoded_is_told_with_its_encoding_and_readable_text_is_not() {
    let source_of = async |body: &'static [u8]| {
        let response = Response::builder().header("content-encoding", "br");
        let response = response.body(bytes::Bytes::from_static(body)).unwrap();
        let transport = ScriptedTransport::new().respond(response);
        let error = client(&transport).call(GetTestStatus).await.unwrap_err();
        error.source().unwrap().to_string()
    };

    assert!(source_of(b"\xff\xfe").await.contains("encoded (br)"));
    assert!(!source_of(b"[]").await.contains("encoded"));
}
