//! The streams as `futures_core` has them, over a scripted transport.

use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;

use deck_transport::ManualClock;
use deck_transport::ScriptedTransport;
use deck_types::ListTaskRuns;
use futures_core::Stream;
use http::Response;

use super::list_call::ListCall;
use crate::ApiKey;
use crate::Client;

fn listing() -> ListCall<ListTaskRuns> {
    let transport = ScriptedTransport::new()
        .respond(Response::new(
            r#"{"data":[{"id":"a"},{"id":"b"}],"has_more":true,"next_cursor":"c1"}"#,
        ))
        .respond(Response::new(r#"{"data":[{"id":"c"}],"has_more":false}"#));
    let client = Client::builder(ApiKey::new("sk_live_example").unwrap())
        .with_transport(transport)
        .with_clock(ManualClock::new());
    client.build().unwrap().list(ListTaskRuns::new())
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
    let items = all_of(listing().items());
    let ids: Vec<_> = items.into_iter().map(|run| run.unwrap().id).collect();
    assert_eq!(ids, ["a", "b", "c"]);
}

#[test]
fn polling_the_stream_of_pages_gives_every_page_and_then_the_end() {
    let pages = all_of(listing().pages());
    let counts: Vec<_> = pages
        .iter()
        .map(|page| page.as_ref().unwrap().body.len())
        .collect();
    assert_eq!(counts, [2, 1]);
}
