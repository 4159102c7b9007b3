//! Runs that come more than once.

use deck_transport::ScriptedTransport;
use deck_types::ListTaskRuns;
use deck_types::PageItem;
use http::Response;

use super::scene::next_id;
use super::scene::page;
use super::scene::rest;
use super::scene::rest_by_page;
use crate::support::client_over as client;

fn overlapping() -> ScriptedTransport {
    ScriptedTransport::new()
        .respond(page(&["a", "b", "c"], Some("c1")))
        .respond(page(&["b", "c", "d"], Some("c2")))
        .respond(page(&["d", "e"], None))
}

#[tokio::test]
async fn pages_that_overlap_deliver_each_run_once() {
    let (ids, error) = rest(&mut client(overlapping()).list(ListTaskRuns::new()).items()).await;
    assert!(error.is_none());
    assert_eq!(ids, ["a", "b", "c", "d", "e"]);

    let pages = rest_by_page(&mut client(overlapping()).list(ListTaskRuns::new()).pages()).await;
    assert_eq!(pages, [vec!["a", "b", "c"], vec!["d"], vec!["e"]]);
}

#[tokio::test]
async fn backward_pages_that_overlap_deliver_each_run_once() {
    let transport = ScriptedTransport::new()
        .respond(page(&["c", "d", "e"], Some("c1")))
        .respond(page(&["a", "b", "c", "d"], None));
    let mut items = client(transport)
        .list(ListTaskRuns::new())
        .before("f")
        .items();
    assert_eq!(rest(&mut items).await.0, ["e", "d", "c", "b", "a"]);
}

#[tokio::test]
async fn an_overlap_with_the_page_before_is_recognised_after_a_resume() {
    for stop in 0..=5 {
        let client = client(overlapping());
        let mut items = client.list(ListTaskRuns::new()).items();
        let mut ids = Vec::new();
        for _ in 0..stop {
            ids.push(next_id(&mut items).await);
        }
        let token = items.resume_token().unwrap().to_string();
        // The script goes on; the page in hand is asked for once more.
        let again = match stop {
            0 => overlapping(),
            1..=3 => overlapping(),
            4 => ScriptedTransport::new()
                .respond(page(&["b", "c", "d"], Some("c2")))
                .respond(page(&["d", "e"], None)),
            _ => ScriptedTransport::new().respond(page(&["d", "e"], None)),
        };
        let client = crate::support::client_over(again);
        let mut resumed = client
            .list(ListTaskRuns::new())
            .resume(&token.parse().unwrap());
        let (later, error) = rest(&mut resumed).await;
        assert!(error.is_none(), "stopped at {stop}: {error:?}");
        ids.extend(later);
        assert_eq!(ids, ["a", "b", "c", "d", "e"], "stopped at {stop}");
    }
}

#[tokio::test]
async fn a_run_twice_on_a_page_is_delivered_once() {
    let transport = || ScriptedTransport::new().respond(page(&["a", "b", "a"], None));
    let mut items = client(transport()).list(ListTaskRuns::new()).items();
    assert_eq!(rest(&mut items).await.0, ["a", "b"]);
    let mut pages = client(transport()).list(ListTaskRuns::new()).pages();
    assert_eq!(rest_by_page(&mut pages).await, [["a", "b"]]);
}

#[tokio::test]
async fn a_run_twice_on_a_page_counts_once_against_the_cap() {
    let transport = ScriptedTransport::new().respond(page(&["a", "a", "b", "c"], None));
    let listing = client(transport)
        .list(ListTaskRuns::new())
        .with_max_items(2);
    assert_eq!(rest(&mut listing.items()).await.0, ["a", "b"]);
}

#[tokio::test]
async fn a_page_of_nothing_but_delivered_runs_is_passed_over_at_the_end() {
    let transport = ScriptedTransport::new()
        .respond(page(&["a", "b"], Some("c1")))
        .respond(page(&["b"], None));
    let pages = rest_by_page(&mut client(transport).list(ListTaskRuns::new()).pages()).await;
    assert_eq!(pages, [["a", "b"]]);
}

#[tokio::test]
async fn undecodable_items_without_an_id_are_told_one_by_one() {
    let body = r#"{"data":[null,{"id":"a"},null],"has_more":false}"#;
    let transport = ScriptedTransport::new().respond(Response::new(body));
    let mut items = client(transport).list(ListTaskRuns::new()).items();
    assert_eq!(rest(&mut items).await.0, [""; 0]);
    assert_eq!(next_id(&mut items).await, "a");
    let second = items.next().await.unwrap().unwrap_err();
    assert_eq!(second.rejected_item().unwrap().index, 2);
    assert!(items.next().await.is_none());
}

/// An item of which the listing knows nothing.
#[derive(serde::Deserialize)]
struct Anonymous {}

impl PageItem for Anonymous {
    fn item_id(&self) -> Option<std::borrow::Cow<'_, str>> {
        None
    }
}

#[tokio::test]
async fn items_of_a_type_without_an_id_are_all_delivered() {
    let transport = ScriptedTransport::new()
        .respond(page(&["a", "a"], Some("c1")))
        .respond(page(&["a", "a"], None));
    let listing = client(transport).list(ListTaskRuns::new());
    let mut items = listing.with_item_type::<Anonymous>().items();
    let mut count = 0;
    while let Some(item) = items.next().await {
        let Anonymous {} = item.unwrap();
        count += 1;
    }
    assert_eq!(count, 4);
}
