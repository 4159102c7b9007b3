//! Many calls on one connection that falls silent, and is closed under all of them at once.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

use super::*;

const CALLERS: usize = 200;

/// How long the transport needs to find out that a connection is silent.
const SILENCE: Duration = Duration::from_secs(15);

/// Whether what carries the requests is there again once the connection is lost.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Server {
    Reachable,
    Down,
}

/// Creates a transport that loses its first connection with the requests of all callers on it.
fn transport(
    scene: &Scene,
    server: Server,
    requests: &Arc<Mutex<usize>>,
) -> impl Transport + use<> {
    let (clock, requests) = (scene.clock.clone(), Arc::clone(requests));
    transport_fn(move |_| {
        let clock = clock.clone();
        let mut count = requests.lock().unwrap();
        *count += 1;
        let is_lost = server == Server::Down || *count <= CALLERS;
        async move {
            if !is_lost {
                return Ok(response(200).map(Bytes::from));
            }
            clock.sleep(SILENCE).await;
            Err(closed(Delivery::MaybeSent))
        }
    })
}

/// Makes the calls of all callers at once.
async fn call_together(scene: &Scene, client: &Client) -> Vec<Result<(), Error>> {
    let call = |_| Box::pin(async { client.call(GetTestStatus).await.map(|_| ()) });
    let calls: Vec<_> = (0..CALLERS).map(call).collect();
    scene.play(join_all(calls)).await
}

async fn join_all<F: Future>(mut futures: Vec<Pin<Box<F>>>) -> Vec<F::Output> {
    let mut outputs: Vec<Option<F::Output>> = futures.iter().map(|_| None).collect();
    poll_fn(|context| {
        for (future, output) in futures.iter_mut().zip(&mut outputs) {
            if output.is_none()
                && let Poll::Ready(ready) = future.as_mut().poll(context)
            {
                *output = Some(ready);
            }
        }
        if outputs.iter().all(Option::is_some) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
    outputs.into_iter().flatten().collect()
}

#[tokio::test]
async fn all_calls_on_a_connection_that_is_lost_complete_with_one_taken_from_the_budget() {
    let scene = Scene::new();
    let requests = Arc::new(Mutex::new(0));
    let budget = RetryBudget::default();
    let client = scene
        .builder(transport(&scene, Server::Reachable, &requests))
        .with_retry_budget(budget.clone())
        .build()
        .unwrap();

    let results = call_together(&scene, &client).await;

    assert!(results.iter().all(Result::is_ok));
    assert_eq!(*requests.lock().unwrap(), 2 * CALLERS);
    // The first of the calls that succeeded gave it back.
    assert_eq!(budget.remaining(), Some(RetryBudget::DEFAULT));
}

#[tokio::test]
async fn a_server_that_is_down_gets_one_more_attempt_of_each_call_and_what_the_budget_allows() {
    let scene = Scene::new();
    let requests = Arc::new(Mutex::new(0));
    let budget = RetryBudget::default();
    let client = scene
        .builder(transport(&scene, Server::Down, &requests))
        .with_retry_budget(budget.clone())
        .build()
        .unwrap();

    let results = call_together(&scene, &client).await;

    let is_budget_empty = |result: &Result<(), Error>| {
        let error = result.as_ref().unwrap_err();
        gave_up(error) == GiveUpReason::BudgetEmpty
    };
    assert!(results.iter().all(is_budget_empty));
    let bound = 2 * CALLERS + RetryBudget::DEFAULT as usize - 1;
    assert_eq!(*requests.lock().unwrap(), bound);

    // Nothing is shared any more: another round of calls is one attempt each.
    call_together(&scene, &client).await;
    assert_eq!(*requests.lock().unwrap(), bound + CALLERS);
}
