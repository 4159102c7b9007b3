//! Scripted servers, and what is asked of them and got.

use bytes::Bytes;
use deck_client::Error;
use deck_client::Items;
use deck_client::Pages;
use deck_client::PaginationError;
use deck_transport::ScriptedTransport;
use http::Request;
use http::Response;

use crate::support::page_of;

/// Returns a page with these runs; `next` is its `next_cursor`, and says whether there is more.
pub(crate) fn page(ids: &[&str], next: Option<&str>) -> Response<String> {
    page_of(ids, next.is_some(), next)
}

/// Returns a page with these runs, of a server that knows no cursor.
pub(crate) fn page_by_id(ids: &[&str], has_more: bool) -> Response<String> {
    page_of(ids, has_more, None)
}

/// Returns a refusal that blames `field`.
pub(crate) fn refusal(status: u16, field: Option<&str>) -> Response<String> {
    let problem =
        serde_json::json!({ "type": "request", "code": "parameter_invalid", "field": field });
    let body = serde_json::json!({ "errors": [problem], "request_id": "req_refused" });
    let response = Response::builder().status(status);
    response.body(body.to_string()).unwrap()
}

pub(crate) fn queries(transport: &ScriptedTransport) -> Vec<String> {
    let query = |request: &Request<Bytes>| request.uri().query().unwrap_or_default().to_owned();
    transport.requests().iter().map(query).collect()
}

pub(crate) async fn next_id(items: &mut Items) -> String {
    items.next().await.unwrap().unwrap().id.to_string()
}

/// Returns the ids of all that comes, up to the end or the first error.
pub(crate) async fn rest(items: &mut Items) -> (Vec<String>, Option<Error>) {
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        match item {
            Ok(run) => ids.push(run.id.to_string()),
            Err(error) => return (ids, Some(error)),
        }
    }
    (ids, None)
}

/// Returns the ids of all that comes, page by page; no error is expected.
pub(crate) async fn rest_by_page(pages: &mut Pages) -> Vec<Vec<String>> {
    let mut ids = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.unwrap();
        ids.push(
            page.body
                .data
                .iter()
                .map(|run| run.id.to_string())
                .collect(),
        );
    }
    ids
}

pub(crate) fn rule(error: &Error) -> &PaginationError {
    error.pagination().expect("an error of paging")
}
