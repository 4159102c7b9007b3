//! Clients over the sandbox in process, for all scenarios.

use deck_client::ApiKey;
use deck_client::Client;
use deck_client::RateLimiter;
use deck_client::RetryPolicy;
use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::Sandbox;
use deck_transport::ManualClock;

/// A seeded sandbox, and a client of it.
pub(crate) fn sandbox_client() -> (Sandbox, Client) {
    let sandbox = Sandbox::seeded(1);
    let client = client_of(&sandbox);
    (sandbox, client)
}

/// A client that shares nothing with any other but the sandbox.
pub(crate) fn client_of(sandbox: &Sandbox) -> Client {
    Client::builder(ApiKey::new(SANDBOX_API_KEY).unwrap())
        .with_transport(sandbox.clone())
        .with_clock(ManualClock::new())
        .with_retry_policy(RetryPolicy::none())
        .with_rate_limiter(RateLimiter::unlimited())
        .build()
        .unwrap()
}
