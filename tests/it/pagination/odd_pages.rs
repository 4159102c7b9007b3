//! Pages larger than asked for.

use deck_client::PaginationError;
use deck_transport::ScriptedTransport;
use deck_types::ListTaskRuns;
use deck_types::PageSize;

use super::scene::next_id;
use super::scene::page;
use super::scene::queries;
use super::scene::rest;
use super::scene::rule;
use crate::support::client_over as client;

#[tokio::test]
async fn a_page_larger_than_asked_for_is_delivered_whole() {
    let transport = ScriptedTransport::new()
        .respond(page(&["a", "b", "c"], Some("c1")))
        .respond(page(&["d"], None));
    let listing = client(transport.clone()).list(ListTaskRuns::new().page_size(PageSize::clamp(2)));
    let mut items = listing.items();
    assert_eq!(rest(&mut items).await.0, ["a", "b", "c", "d"]);
    assert_eq!(queries(&transport), ["limit=2", "limit=2&cursor=c1"]);
}

#[tokio::test]
async fn a_cap_holds_on_a_page_larger_than_asked_for() {
    let transport = ScriptedTransport::new().respond(page(&["a", "b", "c"], Some("c1")));
    let listing = client(transport)
        .list(ListTaskRuns::new())
        .with_max_items(2);
    let (ids, error) = rest(&mut listing.items()).await;
    assert_eq!(ids, ["a", "b"]);
    assert!(error.is_none(), "no page is asked for behind the cap");
}

#[tokio::test]
async fn a_token_is_refused_within_a_page_too_large_for_it_and_given_behind_it() {
    let names: Vec<String> = (0..400).map(|number| format!("trun_{number}")).collect();
    let ids: Vec<&str> = names.iter().map(String::as_str).collect();
    let transport = ScriptedTransport::new()
        .respond(page(&ids, Some("c1")))
        .respond(page(&["trun_399", "trun_400"], None));
    let mut items = client(transport).list(ListTaskRuns::new()).items();
    for _ in 0..300 {
        next_id(&mut items).await;
    }
    assert!(items.resume_token().is_ok());
    next_id(&mut items).await;
    assert!(items.resume_token().unwrap_err().is_invalid_request());
    for _ in 302..=400 {
        next_id(&mut items).await;
    }
    assert_eq!(next_id(&mut items).await, "trun_400");
    assert!(items.resume_token().is_ok());
}

#[tokio::test]
async fn a_page_of_absurdly_many_items_is_refused_and_ends_the_listing() {
    let many = |count| {
        let ids: Vec<_> = (0..count).map(|number| format!("trun_{number}")).collect();
        page(&ids.iter().map(String::as_str).collect::<Vec<_>>(), None)
    };
    let transport = ScriptedTransport::new()
        .respond(many(1_001))
        .respond(many(1_001))
        .respond(many(1_000));
    let client = client(transport);
    let mut items = client.list(ListTaskRuns::new()).items();
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(
        rule(&error),
        &PaginationError::TooManyItems { limit: 1_000 }
    );
    assert!(items.next().await.is_none());

    let raised = client.list(ListTaskRuns::new()).with_max_page_items(1_001);
    assert_eq!(raised.page().await.unwrap().data.len(), 1_001);
    let within = client.list(ListTaskRuns::new()).page().await.unwrap();
    assert_eq!(within.data.len(), 1_000);
}
