//! The guarantees of pagination, each by a test that is named after it.
//!
//! `docs/pagination.md` has them in words. The model check drives them all at once through random
//! listings; here each stands alone, so that a failure says which promise is broken.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use bytes::Bytes;
use deck_client::Error;
use deck_client::Items;
use deck_client::LoopGuard;
use deck_client::PaginationError;
use deck_sandbox::Sandbox;
use deck_transport::Delivery;
use deck_transport::ScriptedTransport;
use deck_transport::TransportError;
use deck_transport::TransportErrorKind;
use deck_transport::transport_fn;
use deck_types::FollowingError;
use deck_types::PageItem;
use deck_types::PageSize;
use deck_types::TaskRunId;
use deck_types::TaskRunStatus;
use http::Request;
use http::Response;

use crate::support::client_of;
use crate::support::client_over as client;
use crate::support::page_of;
use crate::support::sandbox_client;

/// A page with these runs; `next` is its `next_cursor`, and says whether there is more.
fn page(ids: &[&str], next: Option<&str>) -> Response<String> {
    page_of(ids, next.is_some(), next)
}

fn closed() -> TransportError {
    TransportError::new(TransportErrorKind::Closed, Delivery::ResponseStarted)
}

async fn ids_of<T: PageItem + 'static>(items: &mut Items<T>) -> Result<Vec<String>, Error> {
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        ids.extend(item?.task_run_id().map(|id| id.to_string()));
    }
    Ok(ids)
}

async fn next_id(items: &mut Items) -> String {
    items.next().await.unwrap().unwrap().id.to_string()
}

fn queries(transport: &ScriptedTransport) -> Vec<String> {
    let query = |request: &Request<Bytes>| request.uri().query().unwrap_or_default().to_owned();
    transport.requests().iter().map(query).collect()
}

fn pagination(error: &Error) -> PaginationError {
    error.pagination().expect("a pagination error").clone()
}

#[tokio::test]
async fn guarantee_1_forward_each_run_is_delivered_exactly_once() {
    let (sandbox, client) = sandbox_client();
    let before: Vec<_> = sandbox.runs().into_iter().map(|run| run.id).collect();
    let (gone, new) = (before[150].clone(), "trun_inserted_while_listing");

    let mut items = client
        .task_runs()
        .list()
        .page_size(PageSize::clamp(7))
        .items();
    let mut delivered = Vec::new();
    while let Some(run) = items.next().await {
        delivered.push(run.unwrap().id);
        if delivered.len() == 20 {
            sandbox.delete(gone.clone());
            let mut run = sandbox.runs()[0].clone();
            run.id = new.into();
            sandbox.insert(run);
        }
    }

    let throughout: Vec<_> = before.into_iter().filter(|id| *id != gone).collect();
    let of_those: Vec<_> = delivered
        .iter()
        .filter(|id| throughout.contains(id))
        .cloned()
        .collect();
    assert_eq!(
        of_those, throughout,
        "each run that was there throughout, once and in order"
    );
    assert!(!delivered.contains(&gone));
}

#[tokio::test]
async fn guarantee_2_a_repeated_cursor_in_a_cycle_of_any_length_is_a_typed_error() {
    for length in [1_usize, 2, 7] {
        let count = Arc::new(AtomicUsize::new(0));
        let server = transport_fn(move |_request: Request<Bytes>| {
            let n = count.fetch_add(1, Ordering::Relaxed);
            let next = format!("c{}", n % length);
            let answer = page(&[&format!("trun_{n}")], Some(&next)).map(Bytes::from);
            async move { Ok::<_, TransportError>(answer) }
        });
        let mut items = client(server).task_runs().list().items();
        for n in 0..=length {
            assert_eq!(next_id(&mut items).await, format!("trun_{n}"));
        }
        let error = items.next().await.unwrap().unwrap_err();
        assert_eq!(
            pagination(&error),
            PaginationError::RepeatedContinuation,
            "length {length}"
        );
        assert_eq!(error.request_id().unwrap().as_str(), "req_1");
    }
}

#[tokio::test]
async fn guarantee_2_a_page_equal_to_the_one_before_is_a_typed_error() {
    let transport = ScriptedTransport::new()
        .respond(page(&["trun_1", "trun_2"], Some("c1")))
        .respond(page(&["trun_1", "trun_2"], Some("c2")));
    let mut items = client(transport).task_runs().list().items();
    assert_eq!(next_id(&mut items).await, "trun_1");
    assert_eq!(next_id(&mut items).await, "trun_2");
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(pagination(&error), PaginationError::RepeatedPage);
}

#[tokio::test]
async fn guarantee_2_the_policy_can_be_changed() {
    let server = || {
        ScriptedTransport::new()
            .respond(page(&["trun_1"], Some("c1")))
            .respond(page(&["trun_2"], Some("c1")))
            .respond(page(&["trun_3"], None))
    };
    let listing = |guard| {
        client(server())
            .task_runs()
            .list()
            .with_loop_guard(guard)
            .items()
    };
    let stopped = ids_of(&mut listing(LoopGuard::Stop)).await.unwrap();
    assert_eq!(stopped, ["trun_1", "trun_2"]);
    let ignored = ids_of(&mut listing(LoopGuard::Ignore)).await.unwrap();
    assert_eq!(ignored, ["trun_1", "trun_2", "trun_3"]);
}

#[tokio::test]
async fn guarantee_3_an_empty_page_with_a_continuation_does_not_end_the_listing() {
    let transport = ScriptedTransport::new()
        .respond(page(&[], Some("c1")))
        .respond(page(&["trun_1"], Some("c2")))
        .respond(page(&[], Some("c3")))
        .respond(page(&["trun_2"], None));
    let mut items = client(transport).task_runs().list().items();
    assert_eq!(ids_of(&mut items).await.unwrap(), ["trun_1", "trun_2"]);
}

#[tokio::test]
async fn guarantee_3_empty_pages_are_bounded() {
    let transport = ScriptedTransport::new()
        .respond(page(&[], Some("c1")))
        .respond(page(&[], Some("c2")))
        .respond(page(&[], Some("c3")));
    let mut items = client(transport)
        .task_runs()
        .list()
        .with_max_empty_pages(2)
        .items();
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(pagination(&error), PaginationError::EmptyPages { count: 3 });
}

#[tokio::test]
async fn guarantee_3_more_without_a_continuation_is_a_typed_error() {
    let empty = r#"{"data":[],"has_more":true,"next_cursor":null}"#;
    let transport = ScriptedTransport::new().respond(Response::new(empty));
    let error = client(transport)
        .task_runs()
        .list()
        .items()
        .next()
        .await
        .unwrap()
        .unwrap_err();
    let missing = PaginationError::Continuation(FollowingError::MissingContinuation);
    assert_eq!(pagination(&error), missing);
    assert_eq!(error.status(), Some(200));
    assert_eq!(error.excerpt(), Some(empty));
}

#[tokio::test]
async fn guarantee_4_after_an_error_the_next_call_asks_for_the_same_page_again() {
    let transport = ScriptedTransport::new()
        .fail(closed())
        .respond(page(&["trun_1", "trun_2"], Some("c1")))
        .fail(closed())
        .respond(Response::new("{\"data\":[{\"id\":".to_owned()))
        .respond(page(&["trun_3"], None));
    let mut items = client(transport.clone()).task_runs().list().items();

    assert!(items.next().await.unwrap().unwrap_err().is_transport());
    assert_eq!(next_id(&mut items).await, "trun_1");
    assert_eq!(next_id(&mut items).await, "trun_2");
    assert!(items.next().await.unwrap().unwrap_err().is_transport());
    assert!(items.next().await.unwrap().unwrap_err().is_decode());
    assert_eq!(next_id(&mut items).await, "trun_3");
    assert!(items.next().await.is_none());

    let (first, second) = ("limit=100", "limit=100&cursor=c1");
    assert_eq!(queries(&transport), [first, first, second, second, second]);
}

#[tokio::test]
async fn guarantee_4_after_a_broken_continuation_nothing_is_delivered_twice() {
    let lost = r#"{"data":[{"id":"trun_1"},7],"has_more":true,"next_cursor":""}"#;
    let transport = ScriptedTransport::new()
        .respond(Response::new(lost.to_owned()))
        .respond(Response::new(lost.to_owned()))
        .respond(page(&["trun_1", "trun_2"], None));
    let mut items = client(transport).task_runs().list().items();

    assert_eq!(next_id(&mut items).await, "trun_1");
    assert!(
        items
            .next()
            .await
            .unwrap()
            .unwrap_err()
            .rejected_item()
            .is_some()
    );
    assert!(items.next().await.unwrap().unwrap_err().is_pagination());
    assert!(items.next().await.unwrap().unwrap_err().is_pagination());
    assert_eq!(next_id(&mut items).await, "trun_2");
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn guarantee_4_an_item_that_cannot_be_decoded_does_not_hide_those_behind_it() {
    let body = r#"{"data":[{"id":"trun_1"},{"id":"trun_2","runtime_ms":{}},{"id":"trun_3"}],"has_more":false}"#;
    let transport = ScriptedTransport::new().respond(Response::new(body.to_owned()));
    let mut items = client(transport).task_runs().list().items();

    assert_eq!(next_id(&mut items).await, "trun_1");
    let error = items.next().await.unwrap().unwrap_err();
    let rejected = error.rejected_item().unwrap();
    assert_eq!(
        (rejected.index, rejected.path.as_str()),
        (1, "$.runtime_ms")
    );
    assert_eq!(rejected.text.as_str(), r#"{"id":"trun_2","runtime_ms":{}}"#);
    assert_eq!(next_id(&mut items).await, "trun_3");
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn guarantee_5_backward_items_run_away_from_the_anchor() {
    let (sandbox, client) = sandbox_client();
    let all: Vec<_> = sandbox
        .runs()
        .into_iter()
        .map(|run| run.id.to_string())
        .collect();
    let listing = || {
        let size = PageSize::clamp(6);
        client
            .task_runs()
            .list()
            .before(all[20].as_str())
            .page_size(size)
    };

    let backward = ids_of(&mut listing().items()).await.unwrap();
    let expected: Vec<_> = all[..20].iter().rev().cloned().collect();
    assert_eq!(backward, expected);

    let page = listing().pages().next().await.unwrap().unwrap();
    let ids: Vec<_> = page
        .body
        .data
        .iter()
        .map(|run| run.id.to_string())
        .collect();
    assert_eq!(ids, all[14..20], "a page keeps the order of the server");
}

#[tokio::test]
async fn guarantee_6_filters_are_the_same_on_every_page_and_after_a_resume() {
    let transport = ScriptedTransport::new()
        .respond(page(&["trun_1"], Some("c1")))
        .respond(page(&["trun_2"], Some("c2")))
        .respond(page(&["trun_3"], None));
    let client = client(transport.clone());
    let mut items = client
        .task_runs()
        .list()
        .status([TaskRunStatus::Failed])
        .items();
    next_id(&mut items).await;
    next_id(&mut items).await;
    let token = items.resume_token().unwrap();

    let mut other = client
        .task_runs()
        .list()
        .status([TaskRunStatus::Queued])
        .resume(&token);
    let refusal = other.next().await.unwrap().unwrap_err();
    assert!(refusal.is_invalid_request());

    let answer_again = [
        "limit=100&status=failed",
        "limit=100&cursor=c1&status=failed",
    ];
    assert_eq!(queries(&transport), answer_again);
    let mut resumed = client.task_runs().list().resume(&token);
    next_id(&mut resumed).await;
    assert_eq!(queries(&transport)[2], "limit=100&cursor=c1&status=failed");
}

#[tokio::test]
async fn guarantee_7_resuming_from_any_item_in_another_process_continues_with_the_next() {
    let sandbox = Sandbox::builder().seed(1).runs(40).build();
    let client = client_of(&sandbox);
    let all: Vec<_> = sandbox
        .runs()
        .into_iter()
        .map(|run| run.id.to_string())
        .collect();
    for stop in 0..=all.len() {
        let size = PageSize::clamp(15);
        let mut items = client.task_runs().list().page_size(size).items();
        for _ in 0..stop {
            items.next().await.unwrap().unwrap();
        }
        let token = items.resume_token().unwrap().to_string();
        drop(items);

        let another_process = client_of(&sandbox);
        let mut rest = another_process
            .task_runs()
            .list()
            .resume(&token.parse().unwrap());
        assert_eq!(
            ids_of(&mut rest).await.unwrap(),
            all[stop..],
            "stopped at {stop}"
        );
    }
}

#[tokio::test]
async fn guarantee_8_a_page_is_asked_for_when_it_is_needed() {
    let transport = ScriptedTransport::new()
        .respond(page(&["trun_1", "trun_2"], Some("c1")))
        .respond(page(&["trun_3"], None));
    let mut items = client(transport.clone()).task_runs().list().items();
    assert_eq!(transport.requests().len(), 0);
    next_id(&mut items).await;
    next_id(&mut items).await;
    assert_eq!(transport.requests().len(), 1);
    next_id(&mut items).await;
    assert_eq!(transport.requests().len(), 2);
}

#[tokio::test]
async fn guarantee_8_dropping_the_stream_drops_the_request() {
    struct InFlight(Arc<AtomicUsize>);
    impl Drop for InFlight {
        fn drop(&mut self) {
            self.0.fetch_sub(1, Ordering::SeqCst);
        }
    }
    let in_flight = Arc::new(AtomicUsize::new(0));
    let counter = in_flight.clone();
    let server = transport_fn(move |_request: Request<Bytes>| {
        let counter = counter.clone();
        async move {
            counter.fetch_add(1, Ordering::SeqCst);
            let _guard = InFlight(counter);
            std::future::pending::<Result<Response<Bytes>, TransportError>>().await
        }
    });
    let mut items = client(server).task_runs().list().items();

    let mut next = Box::pin(items.next());
    let polled = std::future::poll_fn(|context| {
        std::task::Poll::Ready(next.as_mut().poll(context).is_pending())
    });
    assert!(polled.await);
    drop(next);
    assert_eq!(
        in_flight.load(Ordering::SeqCst),
        1,
        "the request stays with the stream"
    );
    drop(items);
    assert_eq!(in_flight.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn guarantee_9_no_more_than_the_page_in_hand_is_held() {
    let (pages, per_page) = (500, 10);
    let count = Arc::new(AtomicUsize::new(0));
    let server = transport_fn(move |_request: Request<Bytes>| {
        let n = count.fetch_add(1, Ordering::Relaxed);
        let names: Vec<String> = (0..per_page)
            .map(|item| format!("trun_{n}_{item}"))
            .collect();
        let ids: Vec<&str> = names.iter().map(String::as_str).collect();
        let next = format!("c{n}");
        let answer = page(&ids, (n + 1 < pages).then_some(next.as_str())).map(Bytes::from);
        async move { Ok::<_, TransportError>(answer) }
    });
    let mut items = client(server)
        .task_runs()
        .list()
        .with_item_type::<Counted>()
        .items();

    let (mut delivered, mut most_alive) = (0, 0);
    while let Some(item) = items.next().await {
        most_alive = most_alive.max(Counted::alive());
        drop(item.unwrap());
        delivered += 1;
    }
    assert_eq!(delivered, pages * per_page);
    assert_eq!(most_alive, per_page);
}

/// An item that counts how many of its kind there are.
#[derive(serde::Deserialize)]
#[serde(from = "RunId")]
struct Counted(TaskRunId);

#[derive(serde::Deserialize)]
struct RunId {
    id: TaskRunId,
}

static ALIVE: AtomicUsize = AtomicUsize::new(0);

impl Counted {
    fn alive() -> usize {
        ALIVE.load(Ordering::SeqCst)
    }
}

impl From<RunId> for Counted {
    fn from(run: RunId) -> Self {
        ALIVE.fetch_add(1, Ordering::SeqCst);
        Self(run.id)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        ALIVE.fetch_sub(1, Ordering::SeqCst);
    }
}

impl PageItem for Counted {
    fn task_run_id(&self) -> Option<TaskRunId> {
        Some(self.0.clone())
    }
}
