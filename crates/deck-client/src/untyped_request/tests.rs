//! What goes out and comes back without an operation, over a scripted transport.

use std::collections::BTreeMap;
use std::error::Error as _;

use deck_transport::ManualClock;
use deck_transport::ScriptedTransport;
use deck_types::TestStatus;
use http::Response;

use super::*;
use crate::ApiKey;
use crate::RequestPathError;
use crate::RetryPolicy;

fn client(transport: &ScriptedTransport) -> Client {
    Client::builder(ApiKey::new("sk_live_example").unwrap())
        .with_transport(transport.clone())
        .with_clock(ManualClock::new())
        .with_retry_policy(RetryPolicy::none())
        .with_key_source(|| IdempotencyKey::from_random_bits([7; 16]))
        .with_base_url("https://proxy.example/deck/v2")
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_request_sends_method_path_query_and_body_and_gives_the_exact_text() {
    let transport = ScriptedTransport::new().respond(Response::new(r#" {"a": 1.10} "#));
    let text = client(&transport)
        .request(Method::Put, "/agents/agt_1")
        .query([("a b", "c&d")])
        .query([("e", "")])
        .query([("", ""); 0])
        .json(&BTreeMap::from([("name", "Billing")]))
        .await
        .unwrap();

    assert_eq!(text.as_str(), r#"{"a": 1.10}"#);
    let request = &transport.requests()[0];
    assert_eq!(request.method(), "PUT");
    let expected = "https://proxy.example/deck/v2/agents/agt_1?a%20b=c%26d&e=";
    assert_eq!(request.uri(), expected);
    assert_eq!(request.body(), r#"{"name":"Billing"}"#);
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(request.headers()["authorization"], "Bearer sk_live_example");
}

#[tokio::test]
async fn the_body_is_read_as_a_type_or_given_as_bytes() {
    let body = r#"{"status":"ready","request_id":"req_1"}"#;
    let transport = ScriptedTransport::new()
        .respond(Response::new(body))
        .respond(Response::builder().status(204).body("").unwrap());
    let client = client(&transport);
    let request = client.request(Method::Get, "/test").read::<TestStatus>();
    let response = request.response().await.unwrap();
    assert_eq!(response.body.status.as_deref(), Some("ready"));
    assert_eq!(response.request_id, Some("req_1".into()));

    let request = client.request(Method::Delete, "/agents/agt_1").bytes();
    let response = request.response().await.unwrap();
    assert_eq!((response.status, response.body.len()), (204, 0));
}

#[tokio::test]
async fn a_write_with_an_empty_body_that_was_to_be_json_was_accepted() {
    let transport = ScriptedTransport::new().respond(Response::new(""));
    let request = client(&transport).request(Method::Delete, "/agents/agt_1");
    assert!(request.await.unwrap_err().was_accepted());
}

#[tokio::test]
async fn a_path_that_leads_elsewhere_is_refused_and_nothing_is_sent() {
    let transport = ScriptedTransport::new().respond(Response::new("{}"));
    for path in [
        "//evil.example/x",
        "http://evil.example/x",
        "/a/%2e%2e/b",
        "/a?b",
        "x",
        "/a\r\nb",
    ] {
        let error = client(&transport)
            .request(Method::Get, path)
            .await
            .unwrap_err();
        assert!(error.is_invalid_request(), "{path:?}");
        let source = error.source().unwrap().downcast_ref::<RequestPathError>();
        assert_eq!(source.unwrap().path(), path);
        assert!(error.to_string().starts_with("GET "), "{error}");
        assert!(!error.to_string().contains(['\r', '\n']), "{error}");
    }
    assert!(transport.requests().is_empty());
}

#[tokio::test]
async fn a_body_that_cannot_be_written_is_an_error_and_nothing_is_sent() {
    let transport = ScriptedTransport::new();
    let error = client(&transport)
        .request(Method::Post, "/agents")
        .json(&BTreeMap::from([((1, 2), 3)]))
        .await
        .unwrap_err();
    assert!(error.is_invalid_request());
    assert!(
        error.to_string().starts_with("POST /agents was not sent"),
        "{error}"
    );
    assert!(transport.requests().is_empty());
}

#[tokio::test]
async fn an_error_names_method_and_path() {
    let refusal = Response::builder().status(404).body("").unwrap();
    let transport = ScriptedTransport::new().respond(refusal);
    let request = client(&transport).request(Method::Get, "/event-types");
    let error = request.await.unwrap_err();
    assert!(error.is_not_found());
    assert!(
        error
            .to_string()
            .starts_with("GET /event-types was refused"),
        "{error}"
    );
}

#[tokio::test]
async fn a_refusal_of_a_request_that_could_have_had_a_body_names_the_method_that_gives_one() {
    let message = async |method, status, body: Option<u8>| {
        let refusal = Response::builder().status(status).body("").unwrap();
        let transport = ScriptedTransport::new().respond(refusal);
        let request = client(&transport).request(method, "/agents");
        let request = match body {
            Some(body) => request.json(&body),
            None => request,
        };
        request.await.unwrap_err().to_string()
    };
    for status in [400, 411, 415, 422] {
        let told = message(Method::Post, status, None).await;
        assert!(told.ends_with("no body: `json` gives it one"), "{told}");
    }
    for (method, status, body) in [
        (Method::Post, 401, None),
        (Method::Post, 400, Some(7)),
        (Method::Get, 400, None),
        (Method::Delete, 400, None),
    ] {
        let told = message(method, status, body).await;
        assert!(!told.contains("no body"), "{told}");
    }
}

#[tokio::test]
async fn a_path_of_any_length_makes_a_message_of_bounded_length() {
    let transport = ScriptedTransport::new();
    let path = format!("/{}?", "é".repeat(50_000));
    let error = client(&transport).request(Method::Get, path).await;
    assert!(error.unwrap_err().to_string().len() < 5_000);
}
