//! A server that refuses a cursor.

use deck_client::PaginationError;
use deck_transport::ScriptedTransport;
use deck_types::Cursor;
use deck_types::ListTaskRuns;

use super::scene::next_id;
use super::scene::page;
use super::scene::queries;
use super::scene::refusal;
use super::scene::rest;
use super::scene::rule;
use crate::support::client_over as client;

#[tokio::test]
async fn a_refused_cursor_that_the_server_gave_is_an_error_of_paging_with_all_facts() {
    for status in [400, 404, 422] {
        let transport = ScriptedTransport::new()
            .respond(page(&["a"], Some("c1")))
            .respond(refusal(status, Some("cursor")))
            .respond(page(&["b"], None));
        let client = client(transport.clone());
        let mut items = client.list(ListTaskRuns::new()).items();
        let (ids, error) = rest(&mut items).await;
        let error = error.unwrap();
        assert_eq!(ids, ["a"]);
        assert_eq!(rule(&error), &PaginationError::ContinuationRefused);
        assert_eq!(error.status(), Some(status));
        assert_eq!(error.problems()[0].field.as_deref(), Some("cursor"));
        assert_eq!(error.request_id().unwrap().as_str(), "req_refused");
        assert_eq!(error.attempts().len(), 1);
        assert!(error.to_string().starts_with("GET /task-runs "), "{error}");

        let token = items.resume_token().unwrap();
        let mut resumed = client.list(ListTaskRuns::new()).resume(&token);
        assert_eq!(next_id(&mut resumed).await, "b");
        assert_eq!(queries(&transport)[1..], ["limit=100&cursor=c1"; 2]);
    }
}

#[tokio::test]
async fn a_refused_cursor_of_the_callers_own_is_an_ordinary_refusal() {
    let transport = ScriptedTransport::new().respond(refusal(400, Some("cursor")));
    let listing = client(transport).list(ListTaskRuns::new());
    let mut items = listing.cursor(Cursor::new("mine").unwrap()).items();
    let error = items.next().await.unwrap().unwrap_err();
    assert!(!error.is_pagination());
    assert_eq!(error.status(), Some(400));
}

#[tokio::test]
async fn a_refused_cursor_of_a_token_is_an_error_of_paging() {
    let transport = ScriptedTransport::new()
        .respond(page(&["a"], Some("c1")))
        .respond(page(&["b", "c"], None))
        .respond(refusal(400, None));
    let client = client(transport);
    let mut items = client.list(ListTaskRuns::new()).items();
    next_id(&mut items).await;
    next_id(&mut items).await;
    let token = items.resume_token().unwrap();
    let mut resumed = client.list(ListTaskRuns::new()).resume(&token);
    let error = resumed.next().await.unwrap().unwrap_err();
    assert_eq!(rule(&error), &PaginationError::ContinuationRefused);
}

#[tokio::test]
async fn a_refusal_that_is_not_of_the_position_is_no_error_of_paging() {
    for (status, field) in [(400, Some("status")), (401, None), (403, None), (500, None)] {
        let transport = ScriptedTransport::new()
            .respond(page(&["a"], Some("c1")))
            .respond(refusal(status, field));
        let mut items = client(transport).list(ListTaskRuns::new()).items();
        let error = rest(&mut items).await.1.unwrap();
        assert_eq!(
            (error.status(), error.is_pagination()),
            (Some(status), false)
        );
    }
}
