//! Facts about sweeps that no random one shows.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::time::Duration;

use deck_client::Client;
use deck_client::PaginationError;
use deck_client::PlanCertainty;
use deck_client::SweepItems;
use deck_sandbox::Fault;
use deck_sandbox::FaultPlan;
use deck_sandbox::NarrowedCursors;
use deck_sandbox::Order;
use deck_sandbox::RateLimit;
use deck_sandbox::Sandbox;
use deck_sandbox::SandboxBuilder;
use deck_sandbox::TimeBounds;
use deck_transport::Clock;
use deck_transport::ManualClock;
use deck_types::CreatedItem;
use deck_types::Cursor;
use deck_types::GetTestStatus;
use deck_types::Json;
use deck_types::ListEvents;
use deck_types::ListTaskRuns;
use deck_types::PageItem;
use deck_types::PageSize;
use deck_types::RunTask;
use deck_types::SweepCheckpoint;
use deck_types::SweepMode;
use deck_types::Task;
use deck_types::TaskRun;
use deck_types::TaskRunId;
use deck_types::Timestamp;
use http::StatusCode;

use super::shape::HOUR;
use super::shape::MONTH;
use super::shape::SECOND;
use super::stage;
use super::stage::Queries;
use super::stage::instant;

const LATENCY: Duration = Duration::from_millis(100);

/// A sandbox with a run in every hour of the month, a clock and a client.
struct Scene {
    sandbox: Sandbox,
    clock: ManualClock,
    client: Client,
    queries: Queries,
}

impl Scene {
    fn new(limit: Option<u32>, setup: impl FnOnce(SandboxBuilder) -> SandboxBuilder) -> Self {
        let clock = stage::clock();
        let hours = (0..MONTH / HOUR).zip(0..);
        let runs = hours.map(|(hour, number)| stage::run(number, hour * HOUR));
        let builder = Sandbox::builder()
            .with_runs(runs)
            .rate_limit(RateLimit::none())
            .faults(FaultPlan::new().always(Fault::delay(LATENCY)))
            .clock(clock.clone());
        let sandbox = setup(builder).build();
        let (client, queries) = stage::client(&sandbox, &clock, limit);
        Self {
            sandbox,
            clock,
            client,
            queries,
        }
    }

    fn plain() -> Self {
        Self::new(None, |builder| builder)
    }

    fn requests(&self) -> usize {
        self.queries.lock().unwrap().len()
    }
}

/// Pages of ten runs, so that a month has 72.
fn tens() -> ListTaskRuns {
    ListTaskRuns::new().page_size(PageSize::clamp(10))
}

fn month() -> std::ops::Range<Timestamp> {
    instant(0)..instant(MONTH)
}

async fn all(items: &mut SweepItems) -> Vec<TaskRun> {
    let mut runs = Vec::new();
    while let Some(run) = items.next().await {
        runs.push(run.unwrap());
    }
    runs
}

fn distinct(runs: &[TaskRun]) -> usize {
    runs.iter()
        .map(|run| &run.id)
        .collect::<BTreeSet<_>>()
        .len()
}

#[tokio::test]
async fn a_sweep_takes_a_fraction_of_the_time_of_a_listing() {
    let scene = Scene::plain();
    let began = scene.clock.now();
    let runs = all(&mut scene.client.list(tens()).sweep(month()).items()).await;
    assert_eq!((runs.len(), distinct(&runs)), (720, 720));
    assert!(scene.clock.now() - began <= LATENCY * 8);
    assert!(scene.requests() <= 110, "{}", scene.requests());
}

#[tokio::test]
async fn a_run_at_midnight_belongs_to_one_day_whatever_the_bounds_mean() {
    for bounds in [
        TimeBounds::Exclusive,
        TimeBounds::Inclusive,
        TimeBounds::Ignored,
    ] {
        let scene = Scene::new(None, |builder| builder.time_bounds(bounds));
        let midnight = 24 * HOUR;
        let first = instant(0)..instant(midnight);
        let second = instant(midnight)..instant(2 * midnight);
        let mut runs = all(&mut scene.client.list(tens()).sweep(first).items()).await;
        assert_eq!(runs.len(), 24);
        runs.extend(all(&mut scene.client.list(tens()).sweep(second).items()).await);
        assert_eq!((runs.len(), distinct(&runs)), (48, 48));
    }
}

#[tokio::test]
async fn a_server_that_ignores_the_bounds_is_read_as_one_listing_and_that_is_told() {
    let scene = Scene::new(None, |builder| builder.time_bounds(TimeBounds::Ignored));
    let mut items = scene.client.list(tens()).sweep(month()).items();
    let runs = all(&mut items).await;
    assert_eq!((runs.len(), distinct(&runs)), (720, 720));
    assert_eq!(items.mode(), SweepMode::BoundsIgnored);
    assert!(scene.requests() <= 2 * 72 + 20, "{}", scene.requests());
}

#[tokio::test]
async fn a_server_that_refuses_cursors_where_it_is_narrowed_is_read_as_one_listing() {
    let refuse = |builder: SandboxBuilder| builder.narrowed_cursors(NarrowedCursors::Refused);
    let scene = Scene::new(None, refuse);
    let mut items = scene.client.list(tens()).sweep(month()).items();
    let runs = all(&mut items).await;
    assert_eq!((runs.len(), distinct(&runs)), (720, 720));
    assert_eq!(items.mode(), SweepMode::CursorRefused);
}

#[tokio::test]
async fn an_open_end_stays_behind_the_servers_time_and_the_next_sweep_goes_on_there() {
    let late = Duration::from_secs(90);
    let scene = Scene::new(None, |builder| builder.visible_after(late));
    scene
        .sandbox
        .insert(stage::run(1_000, MONTH - 100 * SECOND));
    scene.sandbox.insert(stage::run(1_001, MONTH - 30 * SECOND));

    let mut first = scene.client.list(tens()).sweep(instant(0)..).items();
    let mut runs = all(&mut first).await;
    let reached = first.range().until().cloned().unwrap();
    let expected = instant(MONTH - 120 * SECOND).unix_nanoseconds().unwrap();
    assert_eq!(reached.unix_nanoseconds().unwrap(), expected);
    assert_eq!(runs.len(), 720);

    scene.clock.advance(Duration::from_secs(200));
    runs.extend(all(&mut scene.client.list(tens()).sweep(reached..).items()).await);
    assert_eq!((runs.len(), distinct(&runs)), (722, 722));
}

#[tokio::test]
async fn without_time_to_settle_an_open_end_is_the_present() {
    let scene = Scene::plain();
    let mut items = scene
        .client
        .list(tens())
        .sweep(instant(0)..)
        .with_settle(Duration::ZERO)
        .items();
    all(&mut items).await;
    assert_eq!(items.range().until().unwrap(), &instant(MONTH));
}

#[tokio::test]
async fn an_open_range_reaches_back_to_the_first_run() {
    let scene = Scene::plain();
    let runs = all(&mut scene.client.list(tens()).sweep(..).items()).await;
    assert_eq!((runs.len(), distinct(&runs)), (720, 720));
}

#[tokio::test]
async fn a_range_of_one_page_takes_one_request() {
    let scene = Scene::plain();
    let range = instant(0)..instant(90 * HOUR);
    let runs = all(&mut scene.client.list(ListTaskRuns::new()).sweep(range).items()).await;
    assert_eq!((runs.len(), scene.requests()), (90, 1));
}

#[tokio::test]
async fn an_empty_range_sends_nothing() {
    let scene = Scene::plain();
    let runs = all(&mut scene
        .client
        .list(tens())
        .sweep(instant(7)..instant(7))
        .items())
    .await;
    assert_eq!((runs.len(), scene.requests()), (0, 0));
}

#[tokio::test]
async fn what_cannot_be_swept_is_an_error_and_sends_nothing() {
    let scene = Scene::plain();
    let bounded = tens().created_after(instant(0));
    let cursor: Cursor = "c1".parse().unwrap();
    let sweeps = [
        scene.client.list(bounded).sweep(..).items(),
        scene.client.list(tens()).cursor(cursor).sweep(..).items(),
        scene
            .client
            .list(tens())
            .sweep(instant(2)..instant(1))
            .items(),
        scene
            .client
            .list(tens())
            .sweep(Timestamp::from_received("soon")..)
            .items(),
    ];
    for mut items in sweeps {
        assert!(
            items
                .next()
                .await
                .unwrap()
                .unwrap_err()
                .is_invalid_request()
        );
        assert!(items.next().await.is_none());
        assert!(items.checkpoint().is_err());
    }
    assert_eq!(scene.requests(), 0);
}

#[tokio::test]
async fn in_order_the_newest_comes_first_with_no_more_than_so_many_pages_ahead() {
    let scene = Scene::plain();
    let mut items = scene.client.list(tens()).sweep(month()).in_order().items();
    let began = scene.clock.now();
    let runs = all(&mut items).await;
    assert_eq!(runs.len(), 720);
    assert!(runs.is_sorted_by(|newer, older| newer.created_at > older.created_at));
    assert!(
        scene.clock.now() - began <= LATENCY * 36,
        "half of a listing at most"
    );
}

#[tokio::test]
async fn in_order_is_an_error_where_the_server_does_not_list_so_and_the_checkpoint_stands() {
    let scene = Scene::new(None, |builder| builder.order(Order::Shuffled));
    let mut items = scene.client.list(tens()).sweep(month()).in_order().items();
    let mut runs = Vec::new();
    let error = loop {
        match items.next().await.unwrap() {
            Ok(run) => runs.push(run),
            Err(error) => break error,
        }
    };
    assert_eq!(error.pagination(), Some(&PaginationError::OutOfOrder));
    assert!(items.next().await.is_none());
    let checkpoint = items.checkpoint().unwrap();
    runs.extend(all(&mut scene.client.list(tens()).sweep(..).resume(&checkpoint)).await);
    assert_eq!((runs.len(), distinct(&runs)), (720, 720));
}

#[tokio::test]
async fn a_transient_error_of_one_part_is_told_with_its_range_and_nothing_is_lost() {
    let scene = Scene::new(None, |builder| {
        let failure = Fault::status(StatusCode::BAD_GATEWAY);
        builder.faults(
            FaultPlan::new()
                .at(9, failure)
                .always(Fault::delay(LATENCY)),
        )
    });
    let mut items = scene.client.list(tens()).sweep(month()).items();
    let (mut runs, mut errors) = (Vec::new(), Vec::new());
    while let Some(run) = items.next().await {
        match run {
            Ok(run) => runs.push(run),
            Err(error) => errors.push(error),
        }
    }
    assert_eq!((runs.len(), distinct(&runs), errors.len()), (720, 720, 1));
    let range = errors[0].range().unwrap();
    assert!(range.since().is_some() && range.until().is_some());
    assert!(
        errors[0]
            .to_string()
            .starts_with(&format!("GET /task-runs in {range} was refused"))
    );
}

#[tokio::test]
async fn a_permanent_error_ends_the_sweep_and_the_checkpoint_completes_it() {
    let refusal = FaultPlan::new().at(20, Fault::status(StatusCode::UNAUTHORIZED));
    let scene = Scene::new(None, |builder| builder.faults(refusal));
    let mut items = scene.client.list(tens()).sweep(month()).items();
    let (mut runs, mut errors) = (Vec::new(), Vec::new());
    while let Some(run) = items.next().await {
        match run {
            Ok(run) => runs.push(run),
            Err(error) => errors.push(error),
        }
    }
    assert!(runs.len() < 720 && errors.len() == 1 && errors[0].is_unauthorized());
    let checkpoint: SweepCheckpoint = items.checkpoint().unwrap().to_string().parse().unwrap();
    assert!(checkpoint.missing().count() > 1);
    runs.extend(all(&mut scene.client.list(tens()).sweep(month()).resume(&checkpoint)).await);
    assert_eq!((runs.len(), distinct(&runs)), (720, 720));
}

#[tokio::test]
async fn a_sweep_that_is_done_has_a_checkpoint_with_nothing_missing() {
    let scene = Scene::plain();
    let mut items = scene.client.list(tens()).sweep(month()).items();
    all(&mut items).await;
    let checkpoint = items.checkpoint().unwrap();
    assert_eq!(checkpoint.missing().count(), 0);
    let requests = scene.requests();
    assert!(
        all(&mut scene.client.list(tens()).sweep(..).resume(&checkpoint))
            .await
            .is_empty()
    );
    assert_eq!(scene.requests(), requests);
}

#[tokio::test]
async fn a_checkpoint_of_another_listing_or_range_is_refused() {
    let scene = Scene::plain();
    let mut items = scene
        .client
        .list(tens().agent_id("agt_1"))
        .sweep(month())
        .items();
    items.next().await;
    let checkpoint = items.checkpoint().unwrap();
    let requests = scene.requests();
    let sweeps = [
        scene
            .client
            .list(tens().agent_id("agt_2"))
            .sweep(..)
            .resume(&checkpoint),
        scene
            .client
            .list(tens())
            .sweep(instant(7)..)
            .resume(&checkpoint),
    ];
    for mut items in sweeps {
        assert!(
            items
                .next()
                .await
                .unwrap()
                .unwrap_err()
                .is_invalid_request()
        );
        assert!(items.next().await.is_none());
    }
    assert_eq!(scene.requests(), requests);
}

#[tokio::test]
async fn a_cap_ends_the_sweep_and_is_kept_by_its_checkpoint() {
    let scene = Scene::plain();
    let mut items = scene
        .client
        .list(tens())
        .with_max_items(30)
        .sweep(month())
        .items();
    for _ in 0..20 {
        items.next().await.unwrap().unwrap();
    }
    let checkpoint = items.checkpoint().unwrap();
    assert_eq!(all(&mut items).await.len(), 10);
    let rest = all(&mut scene.client.list(tens()).sweep(..).resume(&checkpoint)).await;
    assert_eq!(rest.len(), 10);
}

#[tokio::test]
async fn no_more_parts_are_in_flight_than_allowed() {
    let scene = Scene::plain();
    let mut items = scene
        .client
        .list(tens())
        .sweep(month())
        .with_max_in_flight(4)
        .items();
    let mut most = 0;
    while let Some(run) = items.next().await {
        run.unwrap();
        // Each request in flight sleeps for its latency and two timeouts.
        most = most.max(scene.clock.sleepers());
    }
    assert!((4..=12).contains(&most), "{most}");
}

#[tokio::test]
async fn a_slow_consumer_stops_the_requests() {
    let scene = Scene::plain();
    let mut items = scene.client.list(tens()).sweep(month()).items();
    for _ in 0..11 {
        items.next().await.unwrap().unwrap();
    }
    scene.clock.advance(Duration::from_secs(1));
    items.next().await.unwrap().unwrap();
    let requests = scene.requests();
    for _ in 0..5 {
        items.next().await.unwrap().unwrap();
        scene.clock.advance(Duration::from_secs(1));
    }
    assert_eq!(scene.requests(), requests);
}

#[tokio::test]
async fn dropping_the_stream_drops_its_requests() {
    let scene = Scene::plain();
    let mut items = scene.client.list(tens()).sweep(month()).items();
    for _ in 0..11 {
        items.next().await.unwrap().unwrap();
    }
    assert!(scene.clock.sleepers() > 0);
    drop(items);
    assert_eq!(scene.clock.sleepers(), 0);
}

#[tokio::test]
async fn another_call_waits_behind_a_few_requests_and_not_behind_all() {
    let scene = Scene::new(Some(10), |builder| builder);
    let mut items = scene.client.list(tens()).sweep(month()).items();
    for _ in 0..50 {
        items.next().await.unwrap().unwrap();
    }
    let sent = scene.requests();
    let call = scene.client.call(GetTestStatus);
    // The clock moves when all have been polled in vain, so each is given its turn.
    let rest = async {
        let mut count = 0;
        while let Some(run) = items.next().await {
            run.unwrap();
            count += 1;
            tokio::task::yield_now().await;
        }
        count
    };
    let (count, behind) = tokio::join!(rest, async {
        call.await.unwrap();
        scene.requests() - sent
    });
    assert_eq!(count, 670);
    // The rest of the window that is open, four that wait before the call, and what is sent with it.
    assert!(behind <= 20, "{behind}");
}

#[tokio::test]
async fn a_sweep_keeps_to_its_share_of_the_limit() {
    let scene = Scene::new(Some(20), |builder| builder);
    let began = scene.clock.now();
    let mut items = scene
        .client
        .list(tens())
        .sweep(month())
        .with_share(0.5)
        .items();
    while let Some(run) = items.next().await {
        run.unwrap();
        let windows = (scene.clock.now() - began).as_secs() / 10 + 1;
        assert!(scene.requests() as u64 <= windows * 10);
    }
}

#[tokio::test]
async fn a_plan_of_one_page_is_exact() {
    let scene = Scene::plain();
    let range = instant(0)..instant(5 * HOUR);
    let plan = scene.client.list(tens()).sweep(range).plan().await.unwrap();
    assert_eq!(
        (plan.items, plan.requests, plan.certainty),
        (5, 1, PlanCertainty::Exact)
    );
    assert_eq!(scene.requests(), 1);
}

#[tokio::test]
async fn a_plan_of_many_pages_is_an_estimate_from_one() {
    let scene = Scene::new(Some(20), |builder| builder);
    let plan = scene
        .client
        .list(tens())
        .sweep(month())
        .plan()
        .await
        .unwrap();
    assert_eq!(
        (plan.certainty, scene.requests()),
        (PlanCertainty::Estimate, 1)
    );
    assert!((600..900).contains(&plan.items), "{plan:?}");
    assert!((65..110).contains(&plan.requests), "{plan:?}");
    assert!(plan.duration >= Duration::from_secs(30), "{plan:?}");
}

#[tokio::test]
async fn a_plan_with_an_open_start_tells_only_what_is_certain() {
    let scene = Scene::plain();
    let plan = scene
        .client
        .list(tens())
        .sweep(..instant(MONTH))
        .plan()
        .await
        .unwrap();
    assert_eq!((plan.certainty, plan.items), (PlanCertainty::AtLeast, 10));
}

#[tokio::test]
async fn runs_that_do_not_tell_when_they_were_created_come_once() {
    let scene = Scene::plain();
    let count = async |mut items: SweepItems<Forgetful>| {
        let mut ids = Vec::new();
        while let Some(item) = items.next().await {
            ids.push(item.unwrap().id.to_string());
        }
        (ids.len(), ids.iter().collect::<BTreeSet<_>>().len())
    };
    let items = scene
        .client
        .list(tens())
        .with_item_type::<Forgetful>()
        .sweep(month())
        .items();
    assert_eq!(count(items).await, (720, 720));
    assert!(scene.requests() < 200, "{}", scene.requests());
}

/// A run of which only the newest tell when they were created.
#[derive(serde::Deserialize)]
struct Forgetful {
    id: TaskRunId,
    created_at: Timestamp,
}

impl PageItem for Forgetful {
    fn item_id(&self) -> Option<Cow<'_, str>> {
        Some(self.id.as_str().into())
    }
}

impl CreatedItem for Forgetful {
    fn created_at(&self) -> Option<Cow<'_, Timestamp>> {
        (self.created_at > instant(500 * HOUR)).then_some(Cow::Borrowed(&self.created_at))
    }
}

#[tokio::test]
async fn items_can_be_of_another_type() {
    let scene = Scene::plain();
    let mut items = scene
        .client
        .list(tens())
        .with_item_type::<Json>()
        .sweep(month())
        .items();
    let mut texts = BTreeSet::new();
    while let Some(item) = items.next().await {
        texts.insert(item.unwrap().as_str().to_owned());
    }
    assert_eq!(texts.len(), 720);
}

#[test]
fn without_tokio_it_works_the_same() {
    let scene = Scene::plain();
    let runs =
        smol::block_on(async { all(&mut scene.client.list(tens()).sweep(month()).items()).await });
    assert_eq!(distinct(&runs), 720);
}

#[tokio::test]
async fn events_are_swept_like_runs() {
    let clock = stage::clock();
    let sandbox = Sandbox::builder()
        .with_tasks([Task::fixture("task_1")])
        .rate_limit(RateLimit::none())
        .clock(clock.clone())
        .build();
    let (client, _) = stage::client(&sandbox, &clock, None);
    for number in 0..60 {
        let run = client.call(RunTask::new("task_1"));
        let key = format!("run-{number}").parse().unwrap();
        run.idempotency_key(key).await.unwrap();
        clock.sleep(Duration::from_secs(3_600)).await;
    }

    let listing = ListEvents::new().page_size(PageSize::clamp(10));
    let mut events = client.list(listing).sweep(..).items();
    let mut swept = BTreeSet::new();
    while let Some(event) = events.next().await {
        assert!(swept.insert(event.unwrap().id), "twice");
    }

    let all: BTreeSet<_> = sandbox.events().into_iter().map(|event| event.id).collect();
    assert!(all.len() > 120, "each run starts and ends");
    assert_eq!(swept, all);
}
