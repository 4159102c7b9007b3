//! The streams as `futures_core` has them, over a scripted transport.

use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;

use deck_transport::ManualClock;
use deck_transport::ScriptedTransport;
use deck_types::ListTaskRuns;
use deck_types::PageSize;
use deck_types::QueryError;
use deck_types::ResumeTokenError;
use futures_core::Stream;
use http::Response;

use super::list_call::ListCall;
use crate::ApiKey;
use crate::Client;
use crate::Error;
use crate::PaginationError;
use crate::RetryPolicy;

/// Lists over `transport`, which must give a response to each request.
fn list(transport: &ScriptedTransport, listing: ListTaskRuns) -> ListCall<ListTaskRuns> {
    let client = Client::builder(ApiKey::new("sk_live_example").unwrap())
        .with_transport(transport.clone())
        .with_clock(ManualClock::new())
        .with_retry_policy(RetryPolicy::none());
    client.build().unwrap().list(listing)
}

/// Lists three runs on two pages.
fn two_pages() -> ListCall<ListTaskRuns> {
    let transport = ScriptedTransport::new()
        .respond(Response::new(
            r#"{"data":[{"id":"a"},{"id":"b"}],"has_more":true,"next_cursor":"c1"}"#,
        ))
        .respond(Response::new(r#"{"data":[{"id":"c"}],"has_more":false}"#));
    list(&transport, ListTaskRuns::new())
}

/// Polls a stream that never has to wait, to its end, which comes after a few elements.
fn all_of<S: Stream + Unpin>(mut stream: S) -> Vec<S::Item> {
    let mut context = Context::from_waker(Waker::noop());
    let mut elements = Vec::new();
    for _ in 0..10 {
        match Pin::new(&mut stream).poll_next(&mut context) {
            Poll::Ready(Some(element)) => elements.push(element),
            Poll::Ready(None) => return elements,
            Poll::Pending => panic!("it waits for nothing"),
        }
    }
    panic!("it does not end");
}

#[test]
fn polling_the_stream_of_items_gives_every_item_and_then_the_end() {
    let items = all_of(two_pages().items());
    let ids: Vec<_> = items.into_iter().map(|run| run.unwrap().id).collect();
    assert_eq!(ids, ["a", "b", "c"]);
}

#[test]
fn polling_the_stream_of_pages_gives_every_page_and_then_the_end() {
    let pages = all_of(two_pages().pages());
    let counts: Vec<_> = pages
        .iter()
        .map(|page| page.as_ref().unwrap().body.len())
        .collect();
    assert_eq!(counts, [2, 1]);
}

#[tokio::test]
async fn next_gives_what_polling_gives() {
    let run = two_pages().items().next().await.unwrap().unwrap();
    assert_eq!(run.id, "a");
    let page = two_pages().pages().next().await.unwrap().unwrap();
    assert_eq!(page.body.len(), 2);
}

fn refusal(status: u16, fields: &[&str]) -> Response<String> {
    let problems: Vec<_> = fields
        .iter()
        .map(|field| format!(r#"{{"field":"{field}"}}"#))
        .collect();
    let body = format!(r#"{{"errors":[{}]}}"#, problems.join(","));
    Response::builder().status(status).body(body).unwrap()
}

fn queries(transport: &ScriptedTransport) -> Vec<String> {
    let requests = transport.requests();
    let query = |request: &http::Request<_>| request.uri().query().unwrap_or_default().to_owned();
    requests.iter().map(query).collect()
}

#[test]
fn items_are_asked_for_by_the_hundred_or_by_as_many_as_are_wanted() {
    let seven = ListTaskRuns::new().page_size(PageSize::clamp(7));
    for (listing, max_items, query) in [
        (ListTaskRuns::new(), 1_000, "limit=100"),
        (ListTaskRuns::new(), u64::MAX, "limit=100"),
        (ListTaskRuns::new(), 3, "limit=3"),
        (seven.clone(), 1_000, "limit=7"),
        (seven, 3, "limit=3"),
    ] {
        let transport =
            ScriptedTransport::new().respond(Response::new(r#"{"data":[],"has_more":false}"#));
        all_of(list(&transport, listing).with_max_items(max_items).items());
        assert_eq!(queries(&transport), [query]);
    }
}

#[test]
fn a_cap_ends_items_within_a_page_and_pages_behind_it() {
    assert_eq!(all_of(two_pages().with_max_items(1).items()).len(), 1);
    let pages = all_of(two_pages().with_max_items(1).pages());
    assert_eq!(pages.len(), 1);
    assert_eq!(pages[0].as_ref().unwrap().body.len(), 2);
}

#[test]
fn an_empty_page_with_more_behind_it_is_passed_over() {
    let transport = ScriptedTransport::new()
        .respond(Response::new(
            r#"{"data":[],"has_more":true,"next_cursor":"c1"}"#,
        ))
        .respond(Response::new(r#"{"data":[{"id":"a"}],"has_more":false}"#));
    assert_eq!(
        all_of(list(&transport, ListTaskRuns::new()).pages()).len(),
        1
    );
}

#[test]
fn backward_items_come_in_the_reverse_order_of_the_page() {
    let page = || Response::new(r#"{"data":[{"id":"a"},{"id":"b"}],"has_more":false}"#);
    let transport = ScriptedTransport::new().respond(page()).respond(page());
    let before = || list(&transport, ListTaskRuns::new()).before("c");
    let items = all_of(before().items());
    assert!(items.into_iter().map(|run| run.unwrap().id).eq(["b", "a"]));
    let pages = all_of(before().pages());
    assert_eq!(pages[0].as_ref().unwrap().body.data[0].id, "a");
}

#[test]
fn a_run_of_the_page_before_is_taken_out_of_the_next() {
    let transport = ScriptedTransport::new()
        .respond(Response::new(
            r#"{"data":[{"id":"a"}],"has_more":true,"next_cursor":"c1"}"#,
        ))
        .respond(Response::new(
            r#"{"data":[{"id":"a"},{"id":"b"}],"has_more":false}"#,
        ));
    let pages = all_of(list(&transport, ListTaskRuns::new()).pages());
    assert_eq!(pages[1].as_ref().unwrap().body.data[0].id, "b");
}

#[test]
fn a_broken_rule_is_told_behind_the_page_and_ends_the_stream() {
    let circle = || {
        let page =
            |id| format!(r#"{{"data":[{{"id":"{id}"}}],"has_more":true,"next_cursor":"c1"}}"#);
        let transport = ScriptedTransport::new()
            .respond(Response::new(page("a")))
            .respond(Response::new(page("b")));
        list(&transport, ListTaskRuns::new())
    };
    let items = all_of(circle().items());
    let rule = Some(&PaginationError::RepeatedContinuation);
    assert_eq!(items.len(), 3);
    assert_eq!(items[2].as_ref().unwrap_err().pagination(), rule);
    let pages = all_of(circle().pages());
    assert_eq!(pages.len(), 3);
    assert_eq!(pages[2].as_ref().unwrap_err().pagination(), rule);
}

#[test]
fn a_refusal_concerns_the_position_unless_status_or_fields_say_otherwise() {
    for (status, fields, concerns) in [
        (400, &[][..], true),
        (404, &["query.starting_after"], true),
        (422, &["status", "starting_after"], true),
        (400, &["status", "limit"], false),
        (403, &[], false),
        (409, &["starting_after"], false),
    ] {
        let transport = ScriptedTransport::new()
            .respond(Response::new(
                r#"{"data":[{"id":"a"},{"id":"b"}],"has_more":true}"#,
            ))
            .respond(refusal(status, fields))
            .respond(Response::new(r#"{"data":[{"id":"c"}],"has_more":false}"#));
        let items = all_of(list(&transport, ListTaskRuns::new()).items());
        let again = "limit=100&starting_after=a";
        assert_eq!(
            queries(&transport)
                .get(2)
                .is_some_and(|query| query == again),
            concerns
        );
        assert_eq!(items[2].is_ok(), concerns, "{status} {fields:?}");
    }
}

#[test]
fn a_refusal_at_the_start_concerns_no_position() {
    for field in ["", "cursor", "starting_after"] {
        let transport = ScriptedTransport::new().respond(refusal(400, &[field]));
        let items = all_of(list(&transport, ListTaskRuns::new()).items());
        assert!(!items[0].as_ref().unwrap_err().is_pagination());
        assert_eq!(items.len(), 1);
    }
}

/// Returns why nothing was sent.
#[track_caller]
fn reason<E: std::error::Error + Clone + 'static>(error: &Error) -> E {
    assert!(error.is_invalid_request(), "{error}");
    assert!(error.to_string().starts_with("GET /task-runs"), "{error}");
    let source = std::error::Error::source(error).unwrap();
    source.downcast_ref::<E>().unwrap().clone()
}

#[test]
fn a_token_that_cannot_be_had_fails_for_the_reason_that_the_stream_tells() {
    let transport = ScriptedTransport::new();
    let of_agent = |agent: &str| list(&transport, ListTaskRuns::new().agent_id(agent));
    let token = of_agent("a").items().resume_token().unwrap();
    let mut resumed = of_agent("b").resume(&token);
    let other_filters = ResumeTokenError::OtherFilters;

    let before = resumed.resume_token().unwrap_err();
    let told = all_of(&mut resumed).remove(0).unwrap_err();
    let after = resumed.resume_token().unwrap_err();

    for error in [before, told, after] {
        assert_eq!(reason::<ResumeTokenError>(&error), other_filters);
    }
    assert!(all_of(&mut resumed).is_empty());
    assert!(queries(&transport).is_empty());
}

#[test]
fn a_listing_whose_filters_contradict_each_other_has_no_token_for_that_reason() {
    let inverted = ListTaskRuns::new()
        .created_after("2026-11-02T00:00:00Z".parse().unwrap())
        .created_before("2026-11-01T00:00:00Z".parse().unwrap());
    let pages = list(&ScriptedTransport::new(), inverted).pages();

    let error = pages.resume_token().unwrap_err();

    assert_eq!(reason::<QueryError>(&error).key(), "created_after");
}

#[test]
fn debug_names_the_listing_and_what_is_asked_for() {
    let call = two_pages().after("trun_1");
    let text = format!("{call:?}");
    assert!(
        text.contains("GET /task-runs") && text.contains("starting_after=trun_1"),
        "{text}"
    );
    let text = format!("{:?}", call.items());
    assert!(
        text.contains("GET /task-runs") && text.contains("in_flight: None"),
        "{text}"
    );
}
