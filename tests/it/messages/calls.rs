//! Messages of calls that were sent.

use std::num::NonZeroU32;
use std::time::Duration;

use deck_client::Error;
use deck_client::RateLimiter;
use deck_client::RetryPolicy;
use deck_transport::Delivery;
use deck_transport::ScriptedTransport;
use deck_transport::TransportError;
use deck_transport::TransportErrorKind;
use deck_types::CancelTaskRun;
use deck_types::GetTaskRun;
use deck_types::GetTestStatus;
use deck_types::Method;
use deck_types::RunTask;
use http::Response;

use super::KEY;
use super::Messages;
use super::builder;
use super::client;
use super::responding;
use super::response;

pub(super) async fn add(messages: &mut Messages) {
    refusals(messages).await;
    redirects(messages).await;
    repeats(messages).await;
    successes(messages).await;
    failures(messages).await;
    hostile(messages).await;
}

async fn refused(response: Response<impl Into<bytes::Bytes>>) -> Error {
    let call = responding([response]).call(GetTaskRun::new("trun_1"));
    call.await.unwrap_err()
}

const NOT_FOUND: &str = r#"{"errors": [{"type": "request", "code": "run_not_found",
    "message": "No such run"}], "request_id": "req_1"}"#;

async fn refusals(messages: &mut Messages) {
    messages.heading("A refusal");
    let found = refused(response(404, NOT_FOUND)).await;
    messages.add("an id that is unknown", &found);
    assert!(found.is_not_found() && found.is_refused_by_api());
    for (occasion, status, body) in [
        (
            "an address that is not the API's",
            404,
            "<html>Not found</html>",
        ),
        (
            "a gateway that knows no such address",
            404,
            r#"{"message": "no Route matched"}"#,
        ),
        ("a gateway that knows no such method", 405, ""),
        ("a wrong key, without a word", 401, ""),
        ("a server in trouble", 500, "<html>"),
        (
            "problem details",
            422,
            r#"{"title": "Invalid", "errors": {"limit": ["Too big."]}}"#,
        ),
    ] {
        let found = refused(response(status, body)).await;
        messages.add(occasion, &found);
        assert_eq!(found.is_refused_by_api(), status == 422, "{occasion}");
    }
    let deprecated = r#"{"errors": [{"type": "api", "code": "endpoint_deprecated"}]}"#;
    let found = refused(response(400, deprecated)).await;
    messages.add("an endpoint that is gone", &found);
    let no_body = r#"{"errors": [{"type": "request", "code": "input_missing"}]}"#;
    let client = responding([response(400, no_body)]);
    let request = client.request(Method::Post, "/agents").await;
    messages.add_failure("a request without the body that it needs", request);
    let encoded = Response::builder()
        .status(502)
        .header("content-encoding", "br");
    let encoded = encoded.body(vec![0x8B, 0x00, 0x80]).unwrap();
    messages.add("an encoded page of a gateway", &refused(encoded).await);
}

async fn redirects(messages: &mut Messages) {
    messages.heading("A redirect");
    for (occasion, status, location) in [
        ("elsewhere", 301, "https://api.deck.co/v3/task-runs/trun_1"),
        (
            "with the key in it",
            302,
            "https://login.example/?token=sk_live_canary&next=%2F",
        ),
    ] {
        let redirect = Response::builder()
            .status(status)
            .header("location", location);
        let found = refused(redirect.body("").unwrap()).await;
        messages.add(occasion, &found);
        assert!(found.location().is_some());
    }
    let steering = Response::builder()
        .status(308)
        .header("location", "a".repeat(9_000));
    messages.add("without an end", &refused(steering.body("").unwrap()).await);
    messages.add("to nowhere", &refused(response(307, "")).await);
    messages.add("that is none", &refused(response(304, "")).await);
}

async fn repeats(messages: &mut Messages) {
    messages.heading("A failure that lasts");
    for (occasion, wait) in [
        ("a long wait is asked for", "90.5"),
        ("an endless wait is asked for", "18446744073709551616"),
    ] {
        let busy = Response::builder().status(503).header("retry-after", wait);
        let script = ScriptedTransport::new().respond(busy.body("").unwrap());
        let client = builder(script)
            .with_retry_policy(RetryPolicy::new())
            .build()
            .unwrap();
        messages.add_failure(occasion, client.call(GetTestStatus).await);
    }
    let at_once = RetryPolicy::new()
        .with_max_retries(2)
        .with_base(Duration::ZERO);
    let script = (0..3).fold(ScriptedTransport::new(), |script, _| {
        script.respond(response(500, ""))
    });
    let client = builder(script).with_retry_policy(at_once).build().unwrap();
    messages.add_failure("every attempt fails", client.call(GetTestStatus).await);
    let body = r#"{"errors": [{"type": "rate_limit", "code": "session_limit_exceeded"}]}"#;
    let call = responding([response(429, body)]).call(RunTask::new("task_1"));
    messages.add_failure("no session is free", call.await);
}

async fn successes(messages: &mut Messages) {
    messages.heading("A success that cannot be read");
    let body = r#"{"id": 7, "request_id": "req_1"}"#;
    messages.add(
        "a field of the wrong type",
        &refused(response(200, body)).await,
    );
    messages.add(
        "HTML, such as a login page",
        &refused(response(200, "<html>")).await,
    );
    let gzip = Response::new(vec![0x1F, 0x8B, 0x08, 0x00]);
    messages.add("gzip that the headers hide", &refused(gzip).await);
    let br = Response::builder().header("content-encoding", "br");
    messages.add(
        "an encoding",
        &refused(br.body(vec![0x8B, 0x00, 0x80]).unwrap()).await,
    );
    let found = refused(response(200, NOT_FOUND)).await;
    messages.add("an error in a read", &found);
    assert_eq!(found.problems().len(), 1);
    assert!(found.is_decode() && !found.was_accepted());
    let call = responding([response(200, NOT_FOUND)]).call(GetTestStatus);
    messages.add_failure("an error in the place of a status", call.await);

    let call = responding([response(201, "<html>")]).call(RunTask::new("task_1"));
    messages.add_failure("an unreadable response to a write", call.await);
    let call = responding([response(200, NOT_FOUND)]).call(RunTask::new("task_1"));
    let found = call.await.unwrap_err();
    messages.add("an error in a write", &found);
    assert!(found.was_accepted() && found.problems().len() == 1);
    let call = responding([response(200, NOT_FOUND)]).call(CancelTaskRun::new("trun_1"));
    messages.add_failure("an error in a cancel", call.await);
}

async fn failures(messages: &mut Messages) {
    messages.heading("No response");
    for kind in TransportErrorKind::ALL {
        let failure = TransportError::new(*kind, Delivery::NotSent);
        let client = client(ScriptedTransport::new().fail(failure));
        messages.add_failure(kind.as_str(), client.call(GetTestStatus).await);
    }
    let causes = std::io::Error::other(format!("no route with Bearer {KEY}"));
    let failure =
        TransportError::new(TransportErrorKind::Other, Delivery::NotSent).with_source(causes);
    let call = client(ScriptedTransport::new().fail(failure)).call(GetTestStatus);
    let found = call.await.unwrap_err();
    assert!(!format!("{found:?}").contains("canary"), "{found:?}");
    messages.add("a transport that repeats the key", &found);
    let limiter = RateLimiter::new(NonZeroU32::MIN, Duration::from_secs(3_600));
    let script = ScriptedTransport::new().respond(response(200, "{}"));
    let client = builder(script)
        .with_rate_limiter(limiter)
        .with_call_timeout(Duration::ZERO);
    let client = client.build().unwrap();
    let _ = client.call(GetTestStatus).await;
    messages.add_failure("the rate limit", client.call(GetTestStatus).await);
}

async fn hostile(messages: &mut Messages) {
    messages.heading("A server that is hostile");
    let steering = r#"{"errors": [{"type": "\u001b[2J", "code": "\r\n", "field": "\u202e",
        "message": "fine\u0007"}], "request_id": "\u001b]0;x"}"#;
    messages.add(
        "a terminal is steered",
        &refused(response(400, steering)).await,
    );
    let long = format!(
        r#"{{"errors": [{{"message": "{}"}}]}}"#,
        "x".repeat(100_000)
    );
    messages.add(
        "a message without an end",
        &refused(response(400, &long)).await,
    );
    let key = format!(r#"{{"errors": [{{"message": "no key {KEY}"}}], "request_id": "{KEY}"}}"#);
    messages.add("the key is repeated", &refused(response(400, &key)).await);
    let success = refused(response(200, &key)).await;
    messages.add("the key is repeated in a success", &success);
}
