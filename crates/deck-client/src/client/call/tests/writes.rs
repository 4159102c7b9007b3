//! Requests beside GET: what they send, when they are repeated, and what their errors tell.

use deck_types::TaskRun;

use super::*;
use crate::KeySourceError;

/// Returns the idempotency keys of the requests, an empty text where there is none.
fn keys(transport: &ScriptedTransport) -> Vec<String> {
    let key = |request: &Request<Bytes>| {
        let value = request.headers().get("idempotency-key");
        value.map_or("", |value| value.to_str().unwrap()).to_owned()
    };
    transport.requests().iter().map(key).collect()
}

fn transport(responses: impl IntoIterator<Item = http::Response<String>>) -> ScriptedTransport {
    responses
        .into_iter()
        .fold(ScriptedTransport::new(), ScriptedTransport::respond)
}

fn without_key_source(transport: &ScriptedTransport) -> Client {
    Client::builder(ApiKey::new("sk_live_example").unwrap())
        .with_transport(transport.clone())
        .with_clock(ManualClock::new())
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_write_sends_method_body_type_and_key_and_the_same_in_every_attempt() {
    let scene = Scene::new();
    let transport = transport([response(503), response(201)]);
    let client = scene.builder(transport.clone()).build().unwrap();
    let run = scene.play(client.call(StartRun)).await.unwrap();

    assert_eq!(run.as_str(), READY);
    let requests = transport.requests();
    assert_eq!(requests.len(), 2);
    for request in &requests {
        assert_eq!(request.method(), "POST");
        assert_eq!(request.uri(), "https://api.deck.co/v2/tasks/task_1/run");
        assert_eq!(request.body(), r#"{"input": {"total": 1.10}}"#);
        assert_eq!(request.headers()["content-type"], "application/json");
    }
    // The same buffer, not only the same bytes.
    assert_eq!(requests[0].body().as_ptr(), requests[1].body().as_ptr());
    let keys = keys(&transport);
    assert_eq!(keys[0], keys[1]);
    assert_eq!(keys[0].len(), 36, "{keys:?}");
}

#[cfg(feature = "hyper")]
#[tokio::test]
async fn by_default_two_writes_have_two_keys_of_the_system() {
    let transport = transport([response(201), response(201)]);
    let client = without_key_source(&transport);
    client.call(StartRun).await.unwrap();
    client.call(StartRun).await.unwrap();
    let keys = keys(&transport);
    assert_ne!(keys[0], keys[1]);
    assert!(keys.iter().all(|key| key.len() == 36), "{keys:?}");
}

#[tokio::test]
async fn a_given_key_is_sent_and_told_by_the_error() {
    let scene = Scene::new();
    let transport = transport([response(400)]);
    let client = scene.builder(transport.clone()).build().unwrap();
    let key: IdempotencyKey = "bill-7".parse().unwrap();
    let call = client.call(StartRun).idempotency_key(key.clone());
    let error = call.await.unwrap_err();
    assert_eq!(keys(&transport), ["bill-7"]);
    assert_eq!(error.idempotency_key(), Some(&key));
}

#[tokio::test]
async fn fresh_keys_come_from_the_source_that_was_set() {
    let scene = Scene::new();
    let transport = transport([response(201), response(201)]);
    let client = scene.builder(transport.clone()).build().unwrap();
    client.call(StartRun).await.unwrap();
    client.call(StartRun).await.unwrap();
    let expected = [
        "01010101-0101-4101-8101-010101010101",
        "02020202-0202-4202-8202-020202020202",
    ];
    assert_eq!(keys(&transport), expected);
}

#[tokio::test]
async fn post_patch_and_delete_carry_a_fresh_key_get_and_put_do_not() {
    let scene = Scene::new();
    for (method, carries) in [
        (Method::Get, false),
        (Method::Put, false),
        (Method::Post, true),
        (Method::Patch, true),
        (Method::Delete, true),
    ] {
        let transport = transport([response(200)]);
        let client = scene.builder(transport.clone()).build().unwrap();
        client.request(method, "/agents/agt_1").await.unwrap();
        let request = &transport.requests()[0];
        assert_eq!(request.method().as_str(), method.as_str());
        assert!(!request.headers().contains_key("content-type"));
        assert_eq!(!keys(&transport)[0].is_empty(), carries, "{method}");
    }
}

#[cfg(not(feature = "hyper"))]
#[tokio::test]
async fn without_a_source_a_write_needs_a_key_and_nothing_is_sent() {
    let transport = transport([response(201)]);
    let client = without_key_source(&transport);
    let error = client.call(StartRun).await.unwrap_err();
    assert!(error.is_invalid_request());
    let source = error.source().unwrap().downcast_ref::<KeySourceError>();
    assert_eq!(source, Some(&KeySourceError::NoSource));
    assert!(transport.requests().is_empty());
    let key = "mine".parse().unwrap();
    client.call(StartRun).idempotency_key(key).await.unwrap();
}

#[test]
fn the_refusal_of_a_write_without_a_key_says_what_to_do() {
    let text = KeySourceError::NoSource.to_string();
    assert!(text.contains("with_key_source"), "{text}");
}

#[tokio::test]
async fn a_write_that_broke_off_is_repeated_with_its_key() {
    let scene = Scene::new();
    let transport = ScriptedTransport::new()
        .fail(closed(Delivery::MaybeSent))
        .fail(closed(Delivery::ResponseStarted))
        .respond(response(201));
    let client = scene.builder(transport.clone()).build().unwrap();
    scene.play(client.call(StartRun)).await.unwrap();
    let keys = keys(&transport);
    assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
}

#[tokio::test]
async fn a_409_on_a_repeat_is_waited_for() {
    let scene = Scene::new();
    let transport = ScriptedTransport::new()
        .fail(closed(Delivery::MaybeSent))
        .respond(refusal(409, "idempotency", "idempotency_error"))
        .respond(response(201));
    let client = scene.builder(transport).build().unwrap();
    let response = scene.play(Box::pin(client.call(StartRun).response()));
    let attempts = response.await.unwrap().attempts;
    let after = Duration::from_secs(1);
    let reason = RetryReason::InProgress;
    assert_eq!(
        attempts[1].retry,
        Some(RetryDecision::Retry { after, reason })
    );
}

#[tokio::test]
async fn a_409_on_a_first_attempt_is_permanent() {
    let scene = Scene::new();
    let unsent = TransportError::new(TransportErrorKind::Connect, Delivery::NotSent);
    for transport in [
        ScriptedTransport::new(),
        ScriptedTransport::new().fail(unsent),
    ] {
        let transport = transport.respond(refusal(409, "idempotency", "idempotency_error"));
        let client = scene.builder(transport).build().unwrap();
        let error = scene.play(client.call(StartRun)).await.unwrap_err();
        assert_eq!(error.status(), Some(409));
        assert_eq!(gave_up(&error), GiveUpReason::Permanent);
    }
}

#[tokio::test]
async fn a_409_on_the_first_attempt_of_a_repeat_is_waited_for() {
    let scene = Scene::new();
    let in_progress = || refusal(409, "idempotency", "idempotency_error");
    let responses = || transport([in_progress(), response(201)]);
    let client = scene.builder(responses()).build().unwrap();
    let call = client.call(StartRun).as_repeat();
    assert!(scene.play(call).await.is_ok());

    let client = scene.builder(responses()).build().unwrap();
    let request = client.request(Method::Post, "/agents").as_repeat();
    assert!(scene.play(request).await.is_ok());
}

#[tokio::test]
async fn the_type_organization_ends_a_call_and_holds_nobody_back() {
    let scene = Scene::new();
    let transport = transport([refusal(429, "organization", "plan_limit"), response(200)]);
    let client = scene.builder(transport).build().unwrap();
    let error = scene.play(client.call(StartRun)).await.unwrap_err();
    assert_eq!(gave_up(&error), GiveUpReason::Permanent);
    assert!(!error.is_retryable());
    scene.play(client.call(GetTestStatus)).await.unwrap();
    assert_eq!(scene.passed(), Duration::ZERO);
}

#[tokio::test]
async fn a_write_with_an_unreadable_body_was_accepted() {
    let scene = Scene::new();
    let broken = || response(201).map(|_| "<html>".to_owned());
    let client = |response| scene.builder(transport([response])).build().unwrap();

    let error = client(broken()).call(StartRun).await.unwrap_err();
    assert!(error.was_accepted() && error.is_decode());
    assert!(error.idempotency_key().is_some());
    assert_eq!(error.status(), Some(201));

    let read = client(broken()).call(GetTestStatus).await.unwrap_err();
    assert!(read.is_decode() && !read.was_accepted());
    let refused = client(response(400)).call(StartRun).await.unwrap_err();
    assert!(!refused.was_accepted());
}

#[tokio::test]
async fn another_output_type_reads_the_same_body() {
    let scene = Scene::new();
    let body = r#"{"id": "trun_1", "request_id": "req_1"}"#;
    let transport = transport([response(201).map(|_| body.to_owned())]);
    let client = scene.builder(transport).build().unwrap();
    let call = client.call(StartRun).with_output_type::<TaskRun>();
    let response = call.response().await.unwrap();
    assert_eq!(response.body.id, "trun_1");
    assert_eq!(response.status, 201);
    assert_eq!(response.request_id, Some("req_1".into()));
    assert_eq!(response.attempts.len(), 1);
    assert_eq!(response.rate_limit_wait(), Duration::ZERO);
}

#[tokio::test]
async fn an_operation_whose_path_leads_elsewhere_is_refused_and_nothing_is_sent() {
    struct Astray;

    impl Operation for Astray {
        type Output = Json;
        const NAME: &'static str = "GET /astray";

        fn path(&self) -> Result<String, PathError> {
            Ok("/agents/../token".into())
        }

        fn read(body: &[u8]) -> Result<Json, BodyError> {
            read_body(body)
        }
    }

    let scene = Scene::new();
    let transport = transport([response(200)]);
    let client = scene.builder(transport.clone()).build().unwrap();
    let error = client.call(Astray).await.unwrap_err();
    assert!(error.is_invalid_request());
    assert!(
        error.to_string().starts_with("GET /astray was not sent"),
        "{error}"
    );
    assert!(transport.requests().is_empty());
}
