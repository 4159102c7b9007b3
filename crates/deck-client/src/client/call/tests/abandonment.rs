//! Attempts whose call was dropped.

use super::*;

/// Creates a client that tells how its attempts end.
fn observed(scene: &Scene, transport: impl Transport + 'static) -> (Client, Outcomes) {
    let outcomes = Outcomes::default();
    let told = Arc::clone(&outcomes);
    let client = scene
        .builder(transport)
        .with_observer(move |event: &ClientEvent<'_>| {
            if let ClientEvent::AttemptEnded { attempt, .. } = event {
                let fact = (attempt.outcome, attempt.elapsed);
                told.lock().unwrap().push(fact);
            }
        })
        .build()
        .unwrap();
    (client, outcomes)
}

type Outcomes = Arc<Mutex<Vec<(AttemptOutcome, Duration)>>>;

#[tokio::test]
async fn a_call_that_is_dropped_tells_that_its_attempt_was_abandoned() {
    let scene = Scene::new();
    let transport = transport_fn(|_| pending::<Result<http::Response<Bytes>, TransportError>>());
    let (client, outcomes) = observed(&scene, transport);
    let mut call = client.call(GetTestStatus).into_future();
    tokio::select! {
        biased;
        _ = &mut call => panic!("it has to wait"),
        () = scene.clock.wait_for_sleepers(1) => {}
    }
    scene.clock.advance(Duration::from_secs(7));
    assert!(outcomes.lock().unwrap().is_empty());
    drop(call);
    let expected = (AttemptOutcome::Abandoned, Duration::from_secs(7));
    assert_eq!(*outcomes.lock().unwrap(), [expected]);
}

#[tokio::test]
async fn a_call_cut_by_a_deadline_of_the_caller_tells_it_too() {
    let scene = Scene::new();
    let transport = transport_fn(|_| pending::<Result<http::Response<Bytes>, TransportError>>());
    let (client, outcomes) = observed(&scene, transport);
    let deadline = Duration::from_secs(9);
    let call = client.call(GetTestStatus).into_future();
    let cut = timeout(&scene.clock, deadline, call);
    assert!(scene.play(Box::pin(cut)).await.is_none());
    assert_eq!(
        *outcomes.lock().unwrap(),
        [(AttemptOutcome::Abandoned, deadline)]
    );
}

#[tokio::test]
async fn an_attempt_that_ended_is_told_once_even_when_its_call_is_dropped_later() {
    let scene = Scene::new();
    let transport = ScriptedTransport::new().respond(response(503));
    let (client, outcomes) = observed(&scene, transport);
    let mut call = client.call(GetTestStatus).into_future();
    tokio::select! {
        biased;
        _ = &mut call => panic!("it has to wait"),
        () = scene.clock.wait_for_sleepers(1) => {}
    }
    drop(call);
    let responded = AttemptOutcome::Responded { status: 503 };
    assert_eq!(*outcomes.lock().unwrap(), [(responded, Duration::ZERO)]);
}
