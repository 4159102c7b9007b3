//! Pages that are requested early: the same items and tokens in less time.

use std::time::Duration;

use deck_client::ApiKey;
use deck_client::Client;
use deck_client::Items;
use deck_client::ListCall;
use deck_client::RetryPolicy;
use deck_sandbox::Fault;
use deck_sandbox::FaultPlan;
use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::Sandbox;
use deck_transport::Clock;
use deck_transport::ManualClock;
use deck_types::Continuation;
use deck_types::ListTaskRuns;
use deck_types::PageSize;
use http::StatusCode;

const LATENCY: Duration = Duration::from_millis(300);
const PAGES: u32 = 10;
const PAGE_SIZE: u32 = 10;

/// A Deck with ten pages of runs, and a client without retries, on one clock.
struct Scene {
    clock: ManualClock,
    sandbox: Sandbox,
    client: Client,
}

fn scene(faults: FaultPlan) -> Scene {
    let clock = ManualClock::new().auto_advancing();
    let sandbox = Sandbox::builder()
        .seed(1)
        .runs((PAGES * PAGE_SIZE) as usize)
        .faults(faults)
        .clock(clock.clone())
        .build();
    let client = Client::builder(ApiKey::new(SANDBOX_API_KEY).unwrap())
        .with_transport(sandbox.clone())
        .with_clock(clock.clone())
        .with_retry_policy(RetryPolicy::none())
        .build()
        .unwrap();
    Scene {
        clock,
        sandbox,
        client,
    }
}

impl Scene {
    fn list(&self) -> ListCall<ListTaskRuns> {
        let page_size = PageSize::clamp(PAGE_SIZE);
        self.client.list(ListTaskRuns::new().page_size(page_size))
    }
}

fn slow() -> FaultPlan {
    FaultPlan::new().every(1, Fault::delay(LATENCY))
}

/// Returns what each step of a listing gives: an id or a status, and the token that stands there.
async fn steps(mut items: Items) -> Vec<(String, String)> {
    let mut steps = Vec::new();
    while let Some(item) = items.next().await {
        let shown = match item {
            Ok(run) => run.id.to_string(),
            Err(error) => error.to_string(),
        };
        steps.push((shown, items.resume_token().unwrap().to_string()));
    }
    steps
}

/// Takes as long for a page as the server does, and returns the time of the whole.
async fn time_of_slow_consumer(scene: &Scene, mut items: Items) -> Duration {
    let started = scene.clock.now();
    let pause = LATENCY / PAGE_SIZE;
    while let Some(item) = items.next().await {
        item.unwrap();
        scene.clock.sleep(pause).await;
    }
    scene.clock.now() - started
}

#[tokio::test]
async fn a_consumer_as_slow_as_the_server_takes_half_the_time() {
    let scene = scene(slow());
    let plain = time_of_slow_consumer(&scene, scene.list().items()).await;
    let ahead = time_of_slow_consumer(&scene, scene.list().items().prefetch()).await;
    assert_eq!(plain, LATENCY * 2 * PAGES);
    assert_eq!(ahead, LATENCY * (PAGES + 1));
}

#[tokio::test]
async fn pages_too_are_there_when_the_one_before_is_dealt_with() {
    let scene = scene(slow());
    let started = scene.clock.now();
    let mut pages = scene.list().pages().prefetch();
    let mut count = 0;
    while let Some(page) = pages.next().await {
        page.unwrap();
        count += 1;
        scene.clock.sleep(LATENCY).await;
    }
    assert_eq!(count, PAGES);
    assert_eq!(scene.clock.now() - started, LATENCY * (PAGES + 1));
}

#[tokio::test]
async fn items_errors_tokens_and_requests_are_the_same() {
    for fault in [
        Fault::delay(LATENCY),
        Fault::status(StatusCode::BAD_GATEWAY),
        Fault::truncated_body(),
    ] {
        let plan = || FaultPlan::new().every(3, fault.clone());
        let listings: [fn(&Scene) -> ListCall<ListTaskRuns>; 4] = [
            Scene::list,
            |scene| scene.list().with_continuation(Continuation::LastId),
            |scene| scene.list().before(scene.sandbox.runs().pop().unwrap().id),
            |scene| scene.list().with_max_items(57),
        ];
        for listing in listings {
            let (plain, ahead) = (scene(plan()), scene(plan()));
            let expected = steps(listing(&plain).items()).await;
            assert_eq!(steps(listing(&ahead).items().prefetch()).await, expected);
            let requests = [&plain, &ahead].map(|scene| scene.sandbox.traffic().requests);
            assert_eq!(requests[0], requests[1], "{fault}");
        }
    }
}

#[tokio::test]
async fn one_page_is_requested_ahead_and_no_second() {
    let scene = scene(FaultPlan::new());
    let mut items = scene.list().items().prefetch();
    for _ in 0..PAGE_SIZE {
        items.next().await.unwrap().unwrap();
        assert_eq!(scene.sandbox.traffic().requests, 2);
    }
    items.next().await.unwrap().unwrap();
    assert_eq!(scene.sandbox.traffic().requests, 3);
}

#[tokio::test]
async fn a_cap_that_ends_with_the_page_in_hand_requests_no_other() {
    for max_items in [1, 9, 10] {
        let scene = scene(FaultPlan::new());
        let items = scene.list().with_max_items(max_items).items().prefetch();
        assert_eq!(steps(items).await.len() as u64, max_items);
        assert_eq!(scene.sandbox.traffic().requests, 1);
    }
}
