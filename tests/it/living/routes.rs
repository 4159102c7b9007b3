use bytes::Bytes;
use http::Request;
use http::Response;

use super::*;

/// The table of operations in the documentation of `deck-types`.
const OPERATIONS: &str = include_str!("../../../crates/deck-types/src/operations.md");

/// Returns the methods and paths of the table.
fn endpoints() -> Vec<(&'static str, &'static str)> {
    let rows = OPERATIONS.lines().filter_map(|row| row.split('|').nth(2));
    rows.filter_map(|cell| cell.trim().trim_matches('`').split_once(' '))
        .filter(|(_, path)| path.starts_with('/'))
        .collect()
}

fn send(sandbox: &Sandbox, method: &str, path: &str) -> Response<Bytes> {
    let segments = path
        .split('/')
        .map(|segment| match segment.starts_with('{') {
            true => "some_id",
            false => segment,
        });
    let path: Vec<&str> = segments.collect();
    let request = Request::builder()
        .method(method)
        .uri(format!("{SANDBOX_BASE_URL}{}", path.join("/")))
        .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
        .header("content-type", "application/json");
    sandbox.respond(&request.body(Bytes::from("{}")).unwrap())
}

fn code(response: &Response<Bytes>) -> String {
    let body: serde_json::Value = serde_json::from_slice(response.body()).unwrap();
    body["errors"][0]["code"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn every_operation_of_the_documentation_has_a_route() {
    let endpoints = endpoints();
    assert_eq!(endpoints.len(), 36);

    for (method, path) in endpoints {
        let response = send(&Sandbox::new(), method, path);

        assert_ne!(response.status(), 405, "{method} {path}");
        assert_ne!(code(&response), "endpoint_not_found", "{method} {path}");
        assert!(response.status().as_u16() < 500, "{method} {path}");
    }
}

#[test]
fn a_method_that_the_documentation_has_not_is_refused() {
    let endpoints = endpoints();
    for (_, path) in &endpoints {
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            if !endpoints.contains(&(method, path)) {
                let response = send(&Sandbox::new(), method, path);
                assert_eq!(response.status(), 405, "{method} {path}");
            }
        }
    }
}

#[test]
fn an_object_that_is_not_there_has_a_code_of_its_kind() {
    for (method, path) in endpoints() {
        // The body of an interaction has no input, which is refused first.
        if path.contains('{') && !path.ends_with("/interaction") {
            let response = send(&Sandbox::new(), method, path);

            assert_eq!(response.status(), 404, "{method} {path}");
            assert!(code(&response).ends_with("_not_found"), "{method} {path}");
        }
    }
}
