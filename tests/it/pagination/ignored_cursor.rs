//! A server that ignores the continuation and gives its first page again and again.

use deck_client::LoopGuard;
use deck_client::PaginationError;
use deck_transport::ScriptedTransport;
use deck_types::ListTaskRuns;

use super::scene::page;
use super::scene::rest;
use super::scene::rule;
use crate::support::client_over as client;

#[tokio::test]
async fn a_server_that_ignores_the_cursor_is_found_out_at_its_second_page() {
    let transport = ScriptedTransport::new()
        .respond(page(&["b", "a"], Some("c1")))
        .respond(page(&["b", "a"], Some("c2")));
    let (ids, error) = rest(&mut client(transport).list(ListTaskRuns::new()).items()).await;
    assert_eq!(ids, ["b", "a"]);
    assert_eq!(rule(&error.unwrap()), &PaginationError::RepeatedPage);
}

/// Creates a server that gets a new run between its responses, so that no page equals the one before.
fn growing() -> ScriptedTransport {
    ScriptedTransport::new()
        .respond(page(&["c", "b", "a"], Some("c1")))
        .respond(page(&["d", "c", "b"], Some("c2")))
        .respond(page(&["e", "d", "c"], Some("c3")))
        .respond(page(&["e", "d", "c"], None))
}

#[tokio::test]
async fn a_server_that_ignores_the_cursor_is_found_out_while_runs_are_inserted() {
    let mut items = client(growing()).list(ListTaskRuns::new()).items();
    let (ids, error) = rest(&mut items).await;
    assert_eq!(ids, ["c", "b", "a"]);
    assert_eq!(rule(&error.unwrap()), &PaginationError::RepeatedPage);
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn the_loop_guard_decides_about_a_page_that_leads_back() {
    let listing = |guard| {
        client(growing())
            .list(ListTaskRuns::new())
            .with_loop_guard(guard)
    };
    let (ids, error) = rest(&mut listing(LoopGuard::Stop).items()).await;
    assert_eq!(ids, ["c", "b", "a"]);
    assert!(error.is_none());
    let (ids, error) = rest(&mut listing(LoopGuard::Ignore).items()).await;
    assert_eq!(ids, ["c", "b", "a", "d", "e"], "and nothing twice");
    assert!(error.is_none());
}

#[tokio::test]
async fn a_page_that_is_announced_as_the_last_may_end_with_a_delivered_run() {
    let transport = ScriptedTransport::new()
        .respond(page(&["a", "b"], Some("c1")))
        .respond(page(&["c", "a"], None));
    let (ids, error) = rest(&mut client(transport).list(ListTaskRuns::new()).items()).await;
    assert_eq!(ids, ["a", "b", "c"]);
    assert!(error.is_none());
}
