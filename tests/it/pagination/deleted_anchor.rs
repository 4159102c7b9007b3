//! The run behind which a listing stands is deleted, and the server refuses its id.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use bytes::Bytes;
use deck_client::Client;
use deck_client::ListCall;
use deck_client::PaginationError;
use deck_sandbox::DeletedAnchor;
use deck_sandbox::Paging;
use deck_sandbox::Sandbox;
use deck_transport::Delivery;
use deck_transport::ScriptedTransport;
use deck_transport::Transport;
use deck_transport::TransportError;
use deck_transport::TransportErrorKind;
use deck_transport::transport_fn;
use deck_types::Continuation;
use deck_types::ListTaskRuns;
use deck_types::PageSize;
use http::Request;

use super::scene::next_id;
use super::scene::page_by_id;
use super::scene::queries;
use super::scene::refusal;
use super::scene::rest;
use super::scene::rest_by_page;
use super::scene::rule;
use crate::support::client_over as client;

fn sandbox() -> (Sandbox, Vec<String>) {
    let sandbox = Sandbox::builder()
        .seed(1)
        .paging(Paging::IdOnly)
        .deleted_anchor(DeletedAnchor::Refused)
        .build();
    let ids = sandbox.runs().into_iter().map(|run| run.id.to_string());
    let ids = ids.collect();
    (sandbox, ids)
}

/// Lists runs in pages of ten.
fn list(client: &Client) -> ListCall<ListTaskRuns> {
    client.list(ListTaskRuns::new().page_size(PageSize::clamp(10)))
}

fn delete<'a>(sandbox: &Sandbox, ids: impl IntoIterator<Item = &'a String>) {
    for id in ids {
        sandbox.delete(id.as_str());
    }
}

#[tokio::test]
async fn a_listing_goes_on_whatever_part_of_what_it_delivered_is_deleted() {
    for deleted in [39..40, 38..40, 30..40, 11..40, 1..40, 0..40] {
        let (sandbox, all) = sandbox();
        let mut items = list(&client(sandbox.clone())).items();
        for _ in 0..40 {
            next_id(&mut items).await;
        }
        delete(&sandbox, &all[deleted.clone()]);
        let (ids, error) = rest(&mut items).await;
        assert!(error.is_none(), "{deleted:?}: {error:?}");
        assert_eq!(ids, all[40..], "{deleted:?}");
    }
}

#[tokio::test]
async fn a_listing_goes_on_though_each_run_is_deleted_when_it_was_delivered() {
    let (sandbox, all) = sandbox();
    let mut items = list(&client(sandbox.clone())).items();
    // As many as are remembered, so that the beginning is still known.
    for id in &all[..200] {
        assert_eq!(&next_id(&mut items).await, id);
        delete(&sandbox, [id]);
    }
    assert_eq!(rest(&mut items).await.0, all[200..]);
}

#[tokio::test]
async fn a_backward_listing_goes_on_the_same_way() {
    for deleted in [170..171, 170..200, 161..200] {
        let (sandbox, all) = sandbox();
        let listing = list(&client(sandbox.clone())).before(all[200].as_str());
        let mut items = listing.items();
        for _ in 0..30 {
            next_id(&mut items).await;
        }
        delete(&sandbox, &all[deleted.clone()]);
        let mut expected = all[..170].to_vec();
        expected.retain(|id| !all[deleted.clone()].contains(id));
        expected.reverse();
        assert_eq!(rest(&mut items).await.0, expected, "{deleted:?}");
    }
}

#[tokio::test]
async fn pages_go_on_the_same_way_in_both_directions() {
    let (sandbox, all) = sandbox();
    let listing = list(&client(sandbox.clone()));
    let mut pages = listing.after(all[99].as_str()).pages();
    pages.next().await.unwrap().unwrap();
    pages.next().await.unwrap().unwrap();
    delete(&sandbox, &all[105..120]);
    assert_eq!(rest_by_page(&mut pages).await.concat(), all[120..]);

    let listing = list(&client(sandbox.clone()));
    let mut pages = listing.before(all[99].as_str()).pages();
    pages.next().await.unwrap().unwrap();
    pages.next().await.unwrap().unwrap();
    delete(&sandbox, &all[79..90]);
    let mut rest = rest_by_page(&mut pages).await;
    rest.reverse();
    assert_eq!(rest.concat(), all[..79]);
}

#[tokio::test]
async fn a_resumed_listing_goes_on_the_same_way() {
    for (stop, deleted) in [(40, 29..30), (45, 20..44), (45, 0..45), (239, 100..238)] {
        let (sandbox, all) = sandbox();
        let mut items = list(&client(sandbox.clone())).items();
        for _ in 0..stop {
            next_id(&mut items).await;
        }
        let token = items.resume_token().unwrap().to_string();
        drop(items);
        delete(&sandbox, &all[deleted.clone()]);
        let another_process = client(sandbox);
        let listing = another_process.list(ListTaskRuns::new());
        let mut resumed = listing.resume(&token.parse().unwrap());
        let (ids, error) = rest(&mut resumed).await;
        assert!(error.is_none(), "{deleted:?}: {error:?}");
        assert_eq!(ids, all[stop..], "{deleted:?}");
    }
}

#[tokio::test]
async fn when_all_that_is_remembered_is_gone_the_error_says_so_after_a_bounded_search() {
    let (sandbox, all) = sandbox();
    let (server, count) = counted(sandbox.clone());
    let mut items = list(&client(server)).items();
    for _ in 0..230 {
        next_id(&mut items).await;
    }
    delete(&sandbox, &all[..230]);
    let before = count.load(Ordering::Relaxed);
    let (ids, error) = rest(&mut items).await;
    let error = error.unwrap();
    assert_eq!(ids, [""; 0]);
    assert_eq!(rule(&error), &PaginationError::AnchorsGone { tried: 9 });
    assert_eq!(error.status(), Some(400));
    assert_eq!(error.problems()[0].field.as_deref(), Some("starting_after"));
    assert_eq!(count.load(Ordering::Relaxed) - before, 10);
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn the_callers_own_anchor_is_refused_in_the_ordinary_way() {
    let (sandbox, _) = sandbox();
    for backward in [false, true] {
        let listing = list(&client(sandbox.clone()));
        let mut items = if backward {
            listing.before("trun_none").items()
        } else {
            listing.after("trun_none").items()
        };
        let error = items.next().await.unwrap().unwrap_err();
        assert!(!error.is_pagination());
        assert_eq!(error.status(), Some(400));
        assert!(items.next().await.is_none());
        let token = items.resume_token().unwrap().to_string();
        let listing = client(sandbox.clone()).list(ListTaskRuns::new());
        let mut resumed = listing.resume(&token.parse().unwrap());
        let error = resumed.next().await.unwrap().unwrap_err();
        assert!(!error.is_pagination());
    }
}

#[tokio::test]
async fn each_status_of_a_refusal_will_do_and_no_other() {
    let server = |status, field| {
        ScriptedTransport::new()
            .respond(page_by_id(&["a", "b"], true))
            .respond(refusal(status, field))
            .respond(page_by_id(&["c"], false))
    };
    for status in [400, 404, 422] {
        for field in [None, Some("starting_after"), Some("query.starting_after")] {
            let transport = server(status, field);
            let mut items = client(transport.clone()).list(ListTaskRuns::new()).items();
            assert_eq!(rest(&mut items).await.0, ["a", "b", "c"]);
            let asked = queries(&transport);
            assert_eq!(
                asked,
                [
                    "limit=100",
                    "limit=100&starting_after=b",
                    "limit=100&starting_after=a"
                ]
            );
        }
    }
    for (status, field) in [(403, None), (409, None), (500, None), (400, Some("status"))] {
        let mut items = client(server(status, field))
            .list(ListTaskRuns::new())
            .items();
        let (ids, error) = rest(&mut items).await;
        assert_eq!(ids, ["a", "b"]);
        assert!(!error.unwrap().is_pagination());
    }
}

#[tokio::test]
async fn an_error_on_the_way_back_does_not_lose_the_way() {
    let closed = TransportError::new(TransportErrorKind::Closed, Delivery::MaybeSent);
    let transport = ScriptedTransport::new()
        .respond(page_by_id(&["a", "b", "c"], true))
        .respond(refusal(404, None))
        .fail(closed)
        .respond(refusal(404, None))
        .respond(page_by_id(&["b", "d"], false));
    let listing = client(transport.clone()).list(ListTaskRuns::new());
    let mut items = listing.with_continuation(Continuation::LastId).items();
    let (ids, error) = rest(&mut items).await;
    assert_eq!(ids, ["a", "b", "c"]);
    assert!(error.unwrap().is_transport());
    assert_eq!(rest(&mut items).await.0, ["d"]);
    let positions: Vec<_> = queries(&transport)
        .iter()
        .map(|query| query.replace("limit=100", ""))
        .collect();
    let after = |id: &str| format!("&starting_after={id}");
    assert_eq!(
        positions,
        [
            String::new(),
            after("c"),
            after("b"),
            after("b"),
            after("a")
        ]
    );
}

#[tokio::test]
async fn a_server_that_refuses_the_same_run_for_ever_is_not_asked_for_ever() {
    let count = Arc::new(AtomicUsize::new(0));
    let counter = count.clone();
    let server = transport_fn(move |request: Request<Bytes>| {
        counter.fetch_add(1, Ordering::Relaxed);
        let query = request.uri().query().unwrap_or_default().to_owned();
        let response = match query.split_once("starting_after=") {
            Some((_, "c")) => refusal(404, None),
            Some((_, "b")) => page_by_id(&["c"], true),
            Some((_, "a")) => page_by_id(&["b", "c"], true),
            _ => page_by_id(&["a", "b", "c"], true),
        };
        async move { Ok::<_, TransportError>(response.map(Bytes::from)) }
    });
    let mut items = client(server).list(ListTaskRuns::new()).items();
    let (ids, error) = rest(&mut items).await;
    assert_eq!(ids, ["a", "b", "c"]);
    assert_eq!(
        rule(&error.unwrap()),
        &PaginationError::AnchorsGone { tried: 3 }
    );
    assert_eq!(count.load(Ordering::Relaxed), 8);
}

/// Creates a server that counts what it is asked.
fn counted(sandbox: Sandbox) -> (impl Transport, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let counter = count.clone();
    let server = transport_fn(move |request| {
        counter.fetch_add(1, Ordering::Relaxed);
        let sandbox = sandbox.clone();
        async move { sandbox.send(request).await }
    });
    (server, count)
}
