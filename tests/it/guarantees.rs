//! The guarantees of pagination, each by a test that is named after it.
//!
//! `docs/pagination.md` has them in words. The model check drives them all at once through random
//! listings; here each stands alone, so that a failure says which promise is broken. Each holds for task
//! runs, for tasks, which go on by cursor only, and for a listing that is defined in the tests.

use std::borrow::Cow;
use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use bytes::Bytes;
use deck_client::Client;
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
use deck_types::ContinuationError;
use deck_types::Listing;
use deck_types::PageItem;
use deck_types::PageSize;
use http::Request;
use http::Response;

use crate::subject::Filter;
use crate::subject::Seed;
use crate::subject::Subject;
use crate::support::client_of;
use crate::support::client_over as client;
use crate::support::page_of;

/// Creates a module for each subject, with a test of each guarantee that holds for it; some are about
/// positions by id.
macro_rules! guarantees {
    (with ids: $($with_ids:ident)*; all: $($guarantee:ident)*) => {
        guarantees! { task_runs: TaskRuns, $($guarantee)* $($with_ids)* }
        guarantees! { tasks: Tasks, $($guarantee)* }
        guarantees! { reports: Reports, $($guarantee)* $($with_ids)* }
    };
    ($module:ident: $subject:ident, $($guarantee:ident)*) => {
        mod $module {
            $(#[tokio::test]
            async fn $guarantee() {
                super::$guarantee::<crate::subject::$subject>().await;
            })*
        }
    };
}

guarantees! {
    with ids: guarantee_5_backward_items_run_away_from_the_anchor;
    all:
    guarantee_1_forward_each_item_is_delivered_exactly_once
    guarantee_2_a_page_equal_to_the_one_before_is_a_typed_error
    guarantee_2_a_repeated_cursor_in_a_cycle_of_any_length_is_a_typed_error
    guarantee_2_pages_that_repeat_with_ever_new_cursors_are_a_typed_error
    guarantee_2_the_policy_can_be_changed
    guarantee_3_an_empty_page_with_a_continuation_does_not_end_the_listing
    guarantee_3_empty_pages_are_bounded
    guarantee_3_more_without_a_continuation_is_a_typed_error
    guarantee_4_a_loop_that_ignores_transient_errors_comes_to_an_end
    guarantee_4_a_permanent_error_is_reported_once_and_a_token_goes_on_behind_it
    guarantee_4_a_refused_key_ends_a_listing_whose_errors_are_ignored
    guarantee_4_after_an_error_the_next_call_asks_for_the_same_page_again
    guarantee_4_an_item_that_cannot_be_decoded_does_not_hide_those_behind_it
    guarantee_6_filters_are_the_same_on_every_page_and_after_a_resume
    guarantee_7_resuming_from_any_item_in_another_process_continues_with_the_next
    guarantee_8_a_page_is_asked_for_when_it_is_needed
    guarantee_8_dropping_the_stream_drops_the_request
    guarantee_9_no_more_than_the_page_in_hand_is_held
}

/// Returns a page with these items; `next` is its `next_cursor`, and says whether there is more.
fn page(ids: &[&str], next: Option<&str>) -> Response<String> {
    page_of(ids, next.is_some(), next)
}

fn closed() -> TransportError {
    TransportError::new(TransportErrorKind::Closed, Delivery::ResponseStarted)
}

async fn ids_of<T: PageItem>(items: &mut Items<T>) -> Result<Vec<String>, Error> {
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        ids.extend(id_of(&item?));
    }
    Ok(ids)
}

async fn next_id<T: PageItem>(items: &mut Items<T>) -> String {
    id_of(&items.next().await.unwrap().unwrap()).unwrap()
}

fn id_of<T: PageItem>(item: &T) -> Option<String> {
    item.item_id().map(Cow::into_owned)
}

/// An item that is newer than most.
const SEED: Seed = Seed {
    second: 9,
    status: "running",
    agent: "agt_1",
};

/// Creates a sandbox with this many items, some of which are of one instant, and a client of it.
fn filled<S: Subject>(count: u8) -> (Sandbox, Client) {
    let sandbox = S::prepare(Sandbox::builder()).build();
    for number in 0..count {
        let second = number % 10;
        let id = format!("item_{number:03}");
        S::put(&sandbox, &id, &Seed { second, ..SEED });
    }
    let client = client_of(&sandbox);
    (sandbox, client)
}

/// Creates a listing of everything, in pages of this size.
fn paged<S: Subject>(size: u32) -> S::Listing {
    let mut listing = S::Listing::default();
    listing.set_page_size(Some(PageSize::clamp(size)));
    listing
}

fn queries(transport: &ScriptedTransport) -> Vec<String> {
    let query = |request: &Request<Bytes>| request.uri().query().unwrap_or_default().to_owned();
    transport.requests().iter().map(query).collect()
}

fn pagination(error: &Error) -> PaginationError {
    error.pagination().expect("a pagination error").clone()
}

async fn guarantee_1_forward_each_item_is_delivered_exactly_once<S: Subject>() {
    let (sandbox, client) = filled::<S>(240);
    let before = S::ids(&sandbox);
    let gone = before[150].clone();

    let mut items = client.list(paged::<S>(7)).items();
    let mut delivered = Vec::new();
    while let Some(item) = items.next().await {
        delivered.extend(id_of(&item.unwrap()));
        if delivered.len() == 20 {
            S::delete(&sandbox, &gone);
            S::put(&sandbox, "item_inserted_while_listing", &SEED);
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
        "each item that was there throughout, once and in order"
    );
    assert!(!delivered.contains(&gone));
}

async fn guarantee_2_a_repeated_cursor_in_a_cycle_of_any_length_is_a_typed_error<S: Subject>() {
    for length in [1_usize, 2, 7] {
        let count = Arc::new(AtomicUsize::new(0));
        let server = transport_fn(move |_request: Request<Bytes>| {
            let n = count.fetch_add(1, Ordering::Relaxed);
            let next = format!("c{}", n % length);
            let response = page(&[&format!("trun_{n}")], Some(&next)).map(Bytes::from);
            async move { Ok::<_, TransportError>(response) }
        });
        let mut items = client(server).list(S::Listing::default()).items();
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

async fn guarantee_2_a_page_equal_to_the_one_before_is_a_typed_error<S: Subject>() {
    let transport = ScriptedTransport::new()
        .respond(page(&["trun_1", "trun_2"], Some("c1")))
        .respond(page(&["trun_1", "trun_2"], Some("c2")));
    let mut items = client(transport).list(S::Listing::default()).items();
    assert_eq!(next_id(&mut items).await, "trun_1");
    assert_eq!(next_id(&mut items).await, "trun_2");
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(pagination(&error), PaginationError::RepeatedPage);
}

async fn guarantee_2_the_policy_can_be_changed<S: Subject>() {
    let server = || {
        ScriptedTransport::new()
            .respond(page(&["trun_1"], Some("c1")))
            .respond(page(&["trun_2"], Some("c1")))
            .respond(page(&["trun_3"], None))
    };
    let listing = |guard| {
        client(server())
            .list(S::Listing::default())
            .with_loop_guard(guard)
            .items()
    };
    let stopped = ids_of(&mut listing(LoopGuard::Stop)).await.unwrap();
    assert_eq!(stopped, ["trun_1", "trun_2"]);
    let ignored = ids_of(&mut listing(LoopGuard::Ignore)).await.unwrap();
    assert_eq!(ignored, ["trun_1", "trun_2", "trun_3"]);
}

async fn guarantee_3_an_empty_page_with_a_continuation_does_not_end_the_listing<S: Subject>() {
    let transport = ScriptedTransport::new()
        .respond(page(&[], Some("c1")))
        .respond(page(&["trun_1"], Some("c2")))
        .respond(page(&[], Some("c3")))
        .respond(page(&["trun_2"], None));
    let mut items = client(transport).list(S::Listing::default()).items();
    assert_eq!(ids_of(&mut items).await.unwrap(), ["trun_1", "trun_2"]);
}

async fn guarantee_3_empty_pages_are_bounded<S: Subject>() {
    let transport = ScriptedTransport::new()
        .respond(page(&[], Some("c1")))
        .respond(page(&[], Some("c2")))
        .respond(page(&[], Some("c3")));
    let mut items = client(transport)
        .list(S::Listing::default())
        .with_max_empty_pages(2)
        .items();
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(pagination(&error), PaginationError::EmptyPages { count: 3 });
}

async fn guarantee_3_more_without_a_continuation_is_a_typed_error<S: Subject>() {
    let empty = r#"{"data":[],"has_more":true,"next_cursor":null}"#;
    let transport = ScriptedTransport::new().respond(Response::new(empty));
    let error = client(transport)
        .list(S::Listing::default())
        .items()
        .next()
        .await
        .unwrap()
        .unwrap_err();
    let missing = PaginationError::Continuation(ContinuationError::MissingContinuation);
    assert_eq!(pagination(&error), missing);
    assert_eq!(error.status(), Some(200));
}

async fn guarantee_4_after_an_error_the_next_call_asks_for_the_same_page_again<S: Subject>() {
    let transport = ScriptedTransport::new()
        .fail(closed())
        .respond(page(&["trun_1", "trun_2"], Some("c1")))
        .fail(closed())
        .respond(Response::new("{\"data\":[{\"id\":".to_owned()))
        .respond(page(&["trun_3"], None));
    let mut items = client(transport.clone())
        .list(S::Listing::default())
        .items();

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

async fn guarantee_4_a_permanent_error_is_reported_once_and_a_token_goes_on_behind_it<
    S: Subject,
>() {
    let lost = r#"{"data":[{"id":"trun_1"},7],"has_more":true,"next_cursor":""}"#;
    let transport = ScriptedTransport::new()
        .respond(Response::new(lost.to_owned()))
        .respond(page(&["trun_1", "trun_2"], None));
    let client = client(transport.clone());
    let mut items = client.list(S::Listing::default()).items();

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
    assert!(items.next().await.is_none());
    assert_eq!(transport.requests().len(), 1, "the end asks for nothing");

    let token = items.resume_token().unwrap();
    let mut rest = client.list(S::Listing::default()).resume(&token);
    assert_eq!(next_id(&mut rest).await, "trun_2");
    assert!(rest.next().await.is_none());
}

async fn guarantee_4_a_refused_key_ends_a_listing_whose_errors_are_ignored<S: Subject>() {
    let refused = || Response::builder().status(401).body("").unwrap();
    let transport = ScriptedTransport::new()
        .respond(refused())
        .respond(refused());
    let mut pages = client(transport.clone())
        .list(S::Listing::default())
        .pages();
    assert!(pages.next().await.unwrap().unwrap_err().is_unauthorized());
    assert!(pages.next().await.is_none());
    assert_eq!(transport.requests().len(), 1);
}

async fn guarantee_4_a_loop_that_ignores_transient_errors_comes_to_an_end<S: Subject>() {
    let server = transport_fn(|_| async { Err(closed()) });
    let mut items = client(server).list(S::Listing::default()).items();
    let mut errors = 0;
    while let Some(item) = items.next().await {
        assert!(item.unwrap_err().is_transport());
        errors += 1;
    }
    assert_eq!(errors, 10);
}

async fn guarantee_2_pages_that_repeat_with_ever_new_cursors_are_a_typed_error<S: Subject>() {
    for (before, length) in [(0, 1), (2, 3), (7, 300), (500, 40)] {
        let count = Arc::new(AtomicUsize::new(0));
        let asked = count.clone();
        let server = transport_fn(move |_| {
            let index = asked.fetch_add(1, Ordering::SeqCst);
            let number = if index < before {
                index
            } else {
                before + (index - before) % length
            };
            let ids = [0, 1].map(|item| format!("trun_{number}_{item}"));
            let ids = ids.each_ref().map(String::as_str);
            let page = page(&ids, Some(&format!("c{index}"))).map(Bytes::from);
            async { Ok(page) }
        });
        let mut items = client(server).list(S::Listing::default()).items();
        let error = ids_of(&mut items).await.unwrap_err();
        assert_eq!(pagination(&error), PaginationError::RepeatedPage);
        let pages = count.load(Ordering::SeqCst);
        assert!(
            pages <= 3 * (before + length) + 1,
            "{before} {length}: {pages}"
        );
        assert!(items.next().await.is_none());
    }
}

async fn guarantee_4_an_item_that_cannot_be_decoded_does_not_hide_those_behind_it<S: Subject>() {
    let body =
        r#"{"data":[{"id":"trun_1"},{"id":{"of":"trun_2"}},{"id":"trun_3"}],"has_more":false}"#;
    let transport = ScriptedTransport::new().respond(Response::new(body.to_owned()));
    let mut items = client(transport).list(S::Listing::default()).items();

    assert_eq!(next_id(&mut items).await, "trun_1");
    let error = items.next().await.unwrap().unwrap_err();
    let rejected = error.rejected_item().unwrap();
    assert_eq!((rejected.index, rejected.path.as_str()), (1, "$.id"));
    assert_eq!(rejected.text.as_str(), r#"{"id":{"of":"trun_2"}}"#);
    assert_eq!(next_id(&mut items).await, "trun_3");
    assert!(items.next().await.is_none());
}

async fn guarantee_5_backward_items_run_away_from_the_anchor<S: Subject>() {
    let (sandbox, client) = filled::<S>(30);
    let all = S::ids(&sandbox);
    let listing = || {
        let listing = client.list(paged::<S>(6));
        listing.before(all[20].as_str())
    };

    let backward = ids_of(&mut listing().items()).await.unwrap();
    let expected: Vec<_> = all[..20].iter().rev().cloned().collect();
    assert_eq!(backward, expected);

    let page = listing().pages().next().await.unwrap().unwrap();
    let ids: Vec<_> = page.body.data.iter().filter_map(id_of).collect();
    assert_eq!(ids, all[14..20], "a page keeps the order of the server");
}

async fn guarantee_6_filters_are_the_same_on_every_page_and_after_a_resume<S: Subject>() {
    let transport = ScriptedTransport::new()
        .respond(page(&["trun_1"], Some("c1")))
        .respond(page(&["trun_2"], Some("c2")))
        .respond(page(&["trun_3"], None));
    let client = client(transport.clone());
    let mut items = client
        .list(S::listing(&Filter::of_status("failed")))
        .items();
    next_id(&mut items).await;
    next_id(&mut items).await;
    let token = items.resume_token().unwrap();

    let mut other = client
        .list(S::listing(&Filter::of_status("queued")))
        .resume(&token);
    let refusal = other.next().await.unwrap().unwrap_err();
    assert!(refusal.is_invalid_request());

    let expected = [
        "limit=100&status=failed",
        "limit=100&cursor=c1&status=failed",
    ];
    assert_eq!(queries(&transport), expected);
    let mut resumed = client.list(S::Listing::default()).resume(&token);
    next_id(&mut resumed).await;
    assert_eq!(queries(&transport)[2], "limit=100&cursor=c1&status=failed");
}

async fn guarantee_7_resuming_from_any_item_in_another_process_continues_with_the_next<
    S: Subject,
>() {
    let (sandbox, client) = filled::<S>(40);
    let all = S::ids(&sandbox);
    for stop in 0..=all.len() {
        let mut items = client.list(paged::<S>(15)).items();
        for _ in 0..stop {
            items.next().await.unwrap().unwrap();
        }
        let token = items.resume_token().unwrap().to_string();
        drop(items);

        let another_process = client_of(&sandbox);
        let mut rest = another_process
            .list(S::Listing::default())
            .resume(&token.parse().unwrap());
        assert_eq!(
            ids_of(&mut rest).await.unwrap(),
            all[stop..],
            "stopped at {stop}"
        );
    }
}

async fn guarantee_8_a_page_is_asked_for_when_it_is_needed<S: Subject>() {
    let transport = ScriptedTransport::new()
        .respond(page(&["trun_1", "trun_2"], Some("c1")))
        .respond(page(&["trun_3"], None));
    let mut items = client(transport.clone())
        .list(S::Listing::default())
        .items();
    assert_eq!(transport.requests().len(), 0);
    next_id(&mut items).await;
    next_id(&mut items).await;
    assert_eq!(transport.requests().len(), 1);
    next_id(&mut items).await;
    assert_eq!(transport.requests().len(), 2);
}

async fn guarantee_8_dropping_the_stream_drops_the_request<S: Subject>() {
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
    let mut items = client(server).list(S::Listing::default()).items();

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

async fn guarantee_9_no_more_than_the_page_in_hand_is_held<S: Subject>() {
    let (pages, per_page) = (500, 10);
    let count = Arc::new(AtomicUsize::new(0));
    let server = transport_fn(move |_request: Request<Bytes>| {
        let n = count.fetch_add(1, Ordering::Relaxed);
        let names: Vec<String> = (0..per_page)
            .map(|item| format!("trun_{n}_{item}"))
            .collect();
        let ids: Vec<&str> = names.iter().map(String::as_str).collect();
        let next = format!("c{n}");
        let response = page(&ids, (n + 1 < pages).then_some(next.as_str())).map(Bytes::from);
        async move { Ok::<_, TransportError>(response) }
    });
    let mut items = client(server)
        .list(S::Listing::default())
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
#[serde(from = "OnlyId")]
struct Counted(String);

#[derive(serde::Deserialize)]
struct OnlyId {
    id: String,
}

thread_local! {
    /// Of the thread, since each test has its own.
    static ALIVE: Cell<usize> = const { Cell::new(0) };
}

impl Counted {
    fn alive() -> usize {
        ALIVE.get()
    }
}

impl From<OnlyId> for Counted {
    fn from(item: OnlyId) -> Self {
        ALIVE.set(ALIVE.get() + 1);
        Self(item.id)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        ALIVE.set(ALIVE.get() - 1);
    }
}

impl PageItem for Counted {
    fn item_id(&self) -> Option<Cow<'_, str>> {
        Some(self.0.as_str().into())
    }
}
