//! Errors that pass: the next call goes on at the same page.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use bytes::Bytes;
use deck_client::Continuation;
use deck_client::TaskRunListing;
use deck_sandbox::Sandbox;
use deck_transport::Delivery;
use deck_transport::TimeoutPhase;
use deck_transport::Transport;
use deck_transport::TransportError;
use deck_transport::TransportErrorKind as Kind;
use deck_transport::transport_fn;
use deck_types::PageSize;
use http::Response;

use crate::support::client_over as client;

/// Each page is refused by all of these before it is given.
const STATUSES: [u16; 8] = [401, 403, 408, 429, 500, 502, 503, 504];
const FAILURES: [Kind; 5] = [
    Kind::Connect,
    Kind::Closed,
    Kind::Protocol,
    Kind::BodyTooLarge,
    Kind::Timeout(TimeoutPhase::Body),
];
const CUT_BODIES: usize = 1;
const ERRORS_PER_PAGE: usize = STATUSES.len() + FAILURES.len() + CUT_BODIES;

fn server(sandbox: Sandbox) -> impl Transport {
    let count = Arc::new(AtomicUsize::new(0));
    transport_fn(move |request| {
        let turn = count.fetch_add(1, Ordering::Relaxed) % (ERRORS_PER_PAGE + 1);
        let sandbox = sandbox.clone();
        async move {
            if let Some(status) = STATUSES.get(turn) {
                let response = Response::builder().status(*status);
                return Ok(response.body(Bytes::new()).unwrap());
            }
            if let Some(kind) = FAILURES.get(turn.wrapping_sub(STATUSES.len())) {
                return Err(TransportError::new(*kind, Delivery::MaybeSent));
            }
            let mut response = sandbox.send(request).await?;
            if turn < ERRORS_PER_PAGE {
                let half = response.body().len() / 2;
                *response.body_mut() = response.body().slice(..half);
            }
            Ok(response)
        }
    })
}

fn listings(sandbox: &Sandbox) -> [TaskRunListing; 3] {
    let list = || {
        let client = client(server(sandbox.clone()));
        client.task_runs().list().page_size(PageSize::clamp(7))
    };
    let last = sandbox.runs().last().unwrap().id.clone();
    [
        list(),
        list().with_continuation(Continuation::LastId),
        list().before(last),
    ]
}

#[tokio::test]
async fn after_any_passing_error_items_go_on_at_the_same_page() {
    let sandbox = Sandbox::builder().seed(1).runs(30).build();
    let all: Vec<_> = sandbox.runs().into_iter().map(|run| run.id).collect();
    for listing in listings(&sandbox) {
        let (mut ids, mut errors) = (Vec::new(), 0);
        let mut items = listing.items();
        while let Some(item) = items.next().await {
            match item {
                Ok(run) => ids.push(run.id),
                Err(_) => errors += 1,
            }
        }
        let is_backward = ids.len() < all.len();
        if is_backward {
            ids.reverse();
        }
        assert_eq!(ids, all[..ids.len().max(29)]);
        assert_eq!(errors, 5 * ERRORS_PER_PAGE);
    }
}

#[tokio::test]
async fn after_any_passing_error_pages_go_on_at_the_same_page() {
    let sandbox = Sandbox::builder().seed(1).runs(30).build();
    let all: Vec<_> = sandbox.runs().into_iter().map(|run| run.id).collect();
    for listing in listings(&sandbox) {
        let (mut by_page, mut errors) = (Vec::new(), 0);
        let mut pages = listing.pages();
        while let Some(page) = pages.next().await {
            match page {
                Ok(page) => by_page.push(page.body.data.clone()),
                Err(_) => errors += 1,
            }
        }
        let is_backward = by_page.concat().len() < all.len();
        if is_backward {
            by_page.reverse();
        }
        let ids: Vec<_> = by_page.concat().into_iter().map(|run| run.id).collect();
        assert_eq!(ids, all[..ids.len().max(29)]);
        assert_eq!(errors, 5 * ERRORS_PER_PAGE);
    }
}
