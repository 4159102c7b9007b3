//! The example of `deck-client` that adds an endpoint, run against a sandbox.

use deck_sandbox::Collection;
use deck_sandbox::Sandbox;
use deck_types::Json;

use crate::support::client_of;

#[path = "../../crates/deck-client/examples/another_endpoint.rs"]
#[expect(dead_code, reason = "its `main` wants an account")]
mod example;

#[tokio::test]
async fn the_example_of_another_endpoint_names_every_workflow_once() {
    let workflow = |number| {
        let text = format!(r#"{{"id":"wflo_{number:03}","name":"Workflow {number}"}}"#);
        Json::from_text(text).unwrap()
    };
    let workflows = Collection::new("/workflows", (0..250).map(workflow)).unwrap();
    let sandbox = Sandbox::builder().collection(workflows).build();

    let names = example::names(client_of(&sandbox)).await.unwrap();

    let expected: Vec<String> = (0..250).rev().map(|n| format!("Workflow {n}")).collect();
    assert_eq!(names, expected);
}
