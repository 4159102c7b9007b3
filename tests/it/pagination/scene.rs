//! Clients of scripted servers, and what they ask and get.

use bytes::Bytes;
use deck_client::ApiKey;
use deck_client::Client;
use deck_client::Error;
use deck_client::Items;
use deck_client::Pages;
use deck_client::PaginationError;
use deck_client::RateLimiter;
use deck_client::RetryPolicy;
use deck_transport::ManualClock;
use deck_transport::ScriptedTransport;
use deck_transport::Transport;
use http::Request;
use http::Response;

/// A client that sends each request once.
pub(crate) fn client(transport: impl Transport + 'static) -> Client {
    Client::builder(ApiKey::new(deck_sandbox::SANDBOX_API_KEY).unwrap())
        .with_base_url(deck_sandbox::SANDBOX_BASE_URL)
        .with_transport(transport)
        .with_clock(ManualClock::new())
        .with_retry_policy(RetryPolicy::none())
        .with_rate_limiter(RateLimiter::unlimited())
        .build()
        .unwrap()
}

/// A page with these runs; `next` is its `next_cursor`, and says whether there is more.
pub(crate) fn page(ids: &[&str], next: Option<&str>) -> Response<String> {
    body(ids, next.is_some(), next)
}

/// A page with these runs, of a server that knows no cursor.
pub(crate) fn page_by_id(ids: &[&str], has_more: bool) -> Response<String> {
    body(ids, has_more, None)
}

/// A refusal that blames `field`.
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

/// The ids of all that comes, up to the end or the first error.
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

/// The ids of all that comes, page by page; no error is expected.
pub(crate) async fn rest_by_page(pages: &mut Pages) -> Vec<Vec<String>> {
    let mut ids = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.unwrap();
        ids.push(page.data.iter().map(|run| run.id.to_string()).collect());
    }
    ids
}

pub(crate) fn rule(error: &Error) -> &PaginationError {
    error.pagination().expect("an error of paging")
}

fn body(ids: &[&str], has_more: bool, next: Option<&str>) -> Response<String> {
    let data: Vec<_> = ids
        .iter()
        .map(|id| serde_json::json!({ "id": id }))
        .collect();
    let body = serde_json::json!({
        "data": data, "has_more": has_more, "next_cursor": next, "request_id": "req_1",
    });
    Response::new(body.to_string())
}
