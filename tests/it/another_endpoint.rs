//! The example of `deck-client` that adds an endpoint, run against a sandbox.

use deck_sandbox::Sandbox;
use deck_types::CreateAgent;

use crate::support::client_of;

#[path = "../../crates/deck-client/examples/another_endpoint.rs"]
#[expect(dead_code, reason = "its `main` wants an account")]
mod example;

#[tokio::test]
async fn the_example_of_another_endpoint_names_every_agent_once() {
    let sandbox = Sandbox::new();
    let client = client_of(&sandbox);
    for number in 0..150 {
        let agent = CreateAgent::new(format!("Agent {number}"));
        client
            .call(agent)
            .idempotency_key(number.to_string().parse().unwrap())
            .await
            .unwrap();
    }

    let names = example::names(client).await.unwrap();

    let expected: Vec<String> = (0..150).rev().map(|n| format!("Agent {n}")).collect();
    assert_eq!(names, expected);
}
