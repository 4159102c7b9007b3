//! The limit of sessions: it ends a call at once, or is waited for, and concerns no other call.

use super::*;

fn no_session() -> http::Response<String> {
    refusal(429, "rate_limit", "session_limit_exceeded")
}

#[tokio::test]
async fn the_limit_of_sessions_ends_a_call_at_once_and_holds_nobody_back() {
    let scene = Scene::new();
    let transport = ScriptedTransport::new()
        .respond(no_session())
        .respond(response(200));
    let client = scene.builder(transport).build().unwrap();
    let error = scene.play(client.call(StartRun)).await.unwrap_err();
    assert!(error.is_session_limited() && error.is_retryable() && !error.is_rate_limited());
    assert_eq!(gave_up(&error), GiveUpReason::SessionLimit);
    assert!(error.to_string().contains("no session is free"), "{error}");
    scene.play(client.call(GetTestStatus)).await.unwrap();
    assert_eq!(scene.passed(), Duration::ZERO);
}

#[tokio::test]
async fn a_call_that_queues_gets_its_session_long_after_the_call_timeout() {
    let scene = Scene::new();
    let script = (0..30).fold(ScriptedTransport::new(), |script, _| {
        script.respond(no_session())
    });
    let transport = script.respond(response(503)).respond(response(201));
    let client = scene
        .builder(transport.clone())
        .with_call_timeout(Duration::from_secs(40))
        .with_retry_budget(RetryBudget::new(1))
        .build()
        .unwrap();
    let call = client
        .call(StartRun)
        .queueing_for(Duration::from_secs(3_600));
    scene.play(call).await.unwrap();
    // The longest wait 30 times, and one retry with the shortest backoff: its round is a new one.
    assert_eq!(scene.passed(), Duration::from_millis(30 * 30_000 + 500));
    let requests = transport.requests();
    let key = &requests[0].headers()["idempotency-key"];
    assert!(
        requests
            .iter()
            .all(|request| request.headers()["idempotency-key"] == key)
    );
}

#[tokio::test]
async fn a_call_queues_no_longer_than_it_may() {
    let scene = Scene::new();
    let transport = transport_fn(|_| async { Ok(no_session().map(Bytes::from)) });
    let client = scene.builder(transport).build().unwrap();
    let call = client.call(StartRun).queueing_for(Duration::from_secs(100));
    let error = scene.play(call).await.unwrap_err();
    assert_eq!(scene.passed(), Duration::from_secs(90));
    assert_eq!(error.attempts().len(), 4);
    assert_eq!(gave_up(&error), GiveUpReason::SessionLimit);
}
