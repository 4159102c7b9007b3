//! Messages of listings.

use deck_client::Client;
use deck_client::Error;
use deck_client::LoopGuard;
use deck_client::PaginationError;
use deck_types::Continuation;
use deck_types::Cursor;
use deck_types::ListTaskRuns;
use deck_types::SweepCheckpoint;
use deck_types::SweepCheckpointError;
use deck_types::Timestamp;
use http::Response;

use super::Messages;
use super::responding;
use super::response;
use crate::support::page_of;

/// Goes on until a listing fails.
async fn failed(client: Client) -> Error {
    let mut items = client.list(ListTaskRuns::new()).items();
    loop {
        if let Err(error) = items.next().await.expect("an error before the end") {
            return error;
        }
    }
}

fn more(ids: &[&str], cursor: &str) -> Response<String> {
    page_of(ids, true, Some(cursor))
}

pub(super) async fn add(messages: &mut Messages) {
    messages.heading("A listing");
    let error = r#"{"errors": [{"type": "api", "code": "api_error", "message": "Later"}],
        "request_id": "req_1"}"#;
    let found = failed(responding([response(200, error)])).await;
    messages.add("an error in the place of a page", &found);
    assert_eq!(found.problems().len(), 1);
    let body = r#"{"data": [{"id": "trun_1", "status": []}], "has_more": false}"#;
    messages.add(
        "an item that cannot be decoded",
        &failed(responding([response(200, body)])).await,
    );
    messages.add("HTML", &failed(responding([response(200, "<html>")])).await);
    messages.add(
        "no word about more",
        &failed(responding([response(200, r#"{"data": []}"#)])).await,
    );
    let nowhere = responding([page_of(&[], true, None)]);
    messages.add("more, and no way to it", &failed(nowhere).await);
    let circle = responding([more(&["a"], "c1"), more(&["b"], "c1")]);
    messages.add("a cursor again", &failed(circle).await);
    let same = responding([more(&["a"], "c1"), more(&["a"], "c2")]);
    messages.add("a page again", &failed(same).await);
    let empty = responding((0..3).map(|cursor| more(&[], &cursor.to_string())));
    let mut items = empty
        .list(ListTaskRuns::new())
        .with_max_empty_pages(2)
        .items();
    let found = items.next().await.unwrap().unwrap_err();
    messages.add("empty pages without an end", &found);
    let refused = responding([more(&["a"], "c1"), response(400, "")]);
    messages.add("a cursor that is refused", &failed(refused).await);
    continuations(messages).await;
    sweeps(messages).await;
}

async fn continuations(messages: &mut Messages) {
    let long = responding([more(&["a"], &"c".repeat(70_000))]);
    let found = failed(long).await;
    messages.add("a cursor that is too long to be sent back", &found);
    assert!(found.is_pagination() && !found.is_invalid_request());

    let id = "i".repeat(70_000);
    let pages = (0..3).map(|_| page_of(&[&id], true, None));
    messages.add(
        "an id that is too long to be sent back",
        &failed(responding(pages)).await,
    );

    let pages = [
        page_of(&["a"], true, None),
        response(404, ""),
        response(404, ""),
    ];
    let client = responding(pages);
    let listing = client
        .list(ListTaskRuns::new())
        .with_continuation(Continuation::LastId);
    let mut items = listing
        .after("gone")
        .with_loop_guard(LoopGuard::default())
        .items();
    assert!(items.next().await.unwrap().is_ok());
    let found = items.next().await.unwrap().unwrap_err();
    messages.add("a run that was deleted", &found);

    let own = Cursor::new("c".repeat(70_000)).unwrap();
    let call = responding([response(200, "")])
        .list(ListTaskRuns::new())
        .cursor(own);
    let found = call.page().await.unwrap_err();
    messages.add("a long cursor of the caller", &found);
    assert!(found.is_invalid_request());

    let one = responding([page_of(&["a", "b"], false, None)]);
    let call = one.list(ListTaskRuns::new()).with_max_page_items(1);
    messages.add_failure("too many items on a page", call.page().await);
}

async fn sweeps(messages: &mut Messages) {
    messages.heading("A sweep");
    let since: Timestamp = "2026-11-01T00:00:00Z".parse().unwrap();
    let until: Timestamp = "2026-12-01T00:00:00Z".parse().unwrap();
    let refused = responding([response(403, "")]);
    let range = since.clone()..until.clone();
    let mut items = refused.list(ListTaskRuns::new()).sweep(range).items();
    let found = items.next().await.unwrap().unwrap_err();
    messages.add("refused", &found);
    assert_eq!(found.range().unwrap().since(), Some(&since));

    let of = |time: &str| {
        format!(r#"{{"id": "trun_{time}", "created_at": "2026-11-0{time}T00:00:00Z"}}"#)
    };
    let body = format!(
        r#"{{"data": [{}, {}, {}, {}, {}, {}, {}], "has_more": false}}"#,
        of("9"),
        of("8"),
        of("7"),
        of("6"),
        of("5"),
        of("4"),
        of("7")
    );
    let disorder = responding([response(200, &body.replacen("trun_7", "trun_x", 1))]);
    let listing = disorder.list(ListTaskRuns::new());
    let mut items = listing
        .sweep(since.clone()..until.clone())
        .in_order()
        .items();
    let found = loop {
        if let Err(error) = items.next().await.expect("an error before the end") {
            break error;
        }
    };
    messages.add("out of order", &found);

    let none = || responding([response(200, "")]);
    let bounded = ListTaskRuns::new().created_after(since.clone());
    let mut items = none().list(bounded).sweep(..).items();
    messages.add(
        "of a listing with bounds",
        &items.next().await.unwrap().unwrap_err(),
    );
    let cursor = Cursor::new("c1").unwrap();
    let mut items = none()
        .list(ListTaskRuns::new())
        .cursor(cursor)
        .sweep(..)
        .items();
    messages.add(
        "of a listing with a position",
        &items.next().await.unwrap().unwrap_err(),
    );
    let mut items = none().list(ListTaskRuns::new()).sweep(until..since).items();
    messages.add(
        "of a range that ends before it begins",
        &items.next().await.unwrap().unwrap_err(),
    );
    checkpoints(messages);
}

fn checkpoints(messages: &mut Messages) {
    messages.add_failure("no checkpoint", "trun_1".parse::<SweepCheckpoint>());
    for error in [
        SweepCheckpointError::Damaged,
        SweepCheckpointError::FutureVersion,
        SweepCheckpointError::TooLong,
        SweepCheckpointError::OtherListing,
        SweepCheckpointError::OtherFilters,
        SweepCheckpointError::OtherRange,
    ] {
        messages.add(&format!("a checkpoint: {error:?}"), &error);
    }
    messages.add(
        "too many without a time",
        &PaginationError::TooManyUndated { limit: 4_096 },
    );
}
