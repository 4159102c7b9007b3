//! Clients over the sandbox in process, for all scenarios.

use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use bytes::Bytes;
use deck_client::ApiKey;
use deck_client::Client;
use deck_client::RateLimiter;
use deck_client::RetryPolicy;
use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::Sandbox;
use deck_transport::ManualClock;
use deck_transport::Transport;
use deck_transport::TransportError;
use http::Request;
use http::Response;

/// Creates a client that shares nothing with any other but the sandbox.
pub(crate) fn client_of(sandbox: &Sandbox) -> Client {
    client_over(sandbox.clone())
}

/// Creates a client that sends each request once.
pub(crate) fn client_over(transport: impl Transport + 'static) -> Client {
    Client::builder(ApiKey::new(SANDBOX_API_KEY).unwrap())
        .with_transport(Bounded::new(transport))
        .with_clock(ManualClock::new())
        .with_retry_policy(RetryPolicy::none())
        .with_rate_limiter(RateLimiter::unlimited())
        .build()
        .unwrap()
}

/// A server that is asked for more than any scene needs fails the scene, so that no listing is endless.
pub(crate) struct Bounded<T> {
    transport: T,
    requests: AtomicUsize,
}

impl<T: Transport> Bounded<T> {
    const MOST_REQUESTS: usize = 100_000;

    pub(crate) fn new(transport: T) -> Self {
        let requests = AtomicUsize::new(0);
        Self {
            transport,
            requests,
        }
    }
}

impl<T: Transport> Transport for Bounded<T> {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let before = self.requests.fetch_add(1, Ordering::Relaxed);
        assert!(
            before < Self::MOST_REQUESTS,
            "the client does not stop asking"
        );
        self.transport.send(request).await
    }
}

/// Returns a page with these items.
pub(crate) fn page_of(ids: &[&str], has_more: bool, next_cursor: Option<&str>) -> Response<String> {
    let data: Vec<_> = ids
        .iter()
        .map(|id| serde_json::json!({ "id": id }))
        .collect();
    let body = serde_json::json!({
        "data": data, "has_more": has_more, "next_cursor": next_cursor, "request_id": "req_1",
    });
    Response::new(body.to_string())
}
