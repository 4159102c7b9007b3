//! Requests that the server did not look at, since it closed their connection in order.

use super::*;

#[tokio::test]
async fn a_request_that_was_not_processed_costs_no_time_and_no_budget() {
    let scene = Scene::new();
    let transport = ScriptedTransport::new()
        .fail(closed(Delivery::NotSent))
        .fail(closed(Delivery::NotSent))
        .respond(response(200));
    let budget = RetryBudget::new(1);
    let client = scene
        .builder(transport.clone())
        .with_retry_budget(budget.clone());
    let client = client.build().unwrap();

    scene.play(client.call(GetTestStatus)).await.unwrap();

    assert_eq!(transport.requests().len(), 3);
    assert_eq!(scene.passed(), Duration::ZERO);
    assert_eq!(budget.remaining(), Some(1));
}

#[tokio::test]
async fn it_takes_nothing_from_the_retries_of_what_fails_later() {
    let scene = Scene::new();
    let mut transport = ScriptedTransport::new().fail(closed(Delivery::NotSent));
    for _ in 0..3 {
        transport = transport
            .respond(response(503))
            .fail(closed(Delivery::NotSent));
    }
    let transport = transport.respond(response(200));
    let client = scene.builder(transport.clone()).build().unwrap();

    scene.play(client.call(GetTestStatus)).await.unwrap();

    assert_eq!(transport.requests().len(), 8);
    assert_eq!(scene.passed(), Duration::from_millis(500 + 1_000 + 2_000));
}

#[tokio::test]
async fn a_server_that_never_looks_at_anything_is_given_up_on() {
    let scene = Scene::new();
    let requests = Arc::new(AtomicU8::new(0));
    let counter = Arc::clone(&requests);
    let transport = transport_fn(move |_| {
        assert!(counter.fetch_add(1, Ordering::Relaxed) < 100, "no end");
        async { Err::<http::Response<Bytes>, _>(closed(Delivery::NotSent)) }
    });
    let client = scene.builder(transport).build().unwrap();

    let error = scene.play(client.call(GetTestStatus)).await.unwrap_err();

    assert_eq!(gave_up(&error), GiveUpReason::RetriesUsedUp);
    assert_eq!(requests.load(Ordering::Relaxed), 1 + 20 + 3);
    let unprocessed = 500 * (1 + 2 + 4 + 8 + 16 + 32) + 4 * 20_000;
    let counted = 500 * (1 + 2 + 4);
    assert_eq!(scene.passed(), Duration::from_millis(unprocessed + counted));
}
