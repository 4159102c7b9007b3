use deck_types::TaskRun;
use proptest::prelude::*;
use serde::de::IgnoredAny;

use super::*;
use crate::Collection;

fn hostile_query() -> impl Strategy<Value = String> {
    let keys = [
        "limit",
        "Limit",
        "cursor",
        "starting_after",
        "ending_before",
        "status",
        "created_after",
        "include",
        "",
        "%6c",
        "%ff",
    ];
    let value = prop_oneof![
        "[!-~&&[^#<>\"{}|^`\\\\]]{0,12}",
        "(%[0-9a-fA-F]{2}){0,6}",
        Just("9".repeat(400))
    ];
    let pair = (proptest::sample::select(keys.to_vec()), value)
        .prop_map(|(key, value)| format!("{key}={value}"));
    proptest::collection::vec(pair, 0..6).prop_map(|pairs| pairs.join("&"))
}

proptest! {
    #[test]
    fn every_request_has_a_response_in_json(
        path in "(/v2)?(/task-runs|/tasks|/test)?(/|%[0-9a-z]{2}|[!-~&&[^?#<>\"{}|^`\\\\]]){0,8}",
        query in hostile_query(),
        method in "[A-Z]{1,8}",
        body in proptest::sample::select(vec!["", "{}", "{\"input\":{\"a\":1}}", "[", "\u{ff}"]),
        key in proptest::sample::select(vec!["Bearer sk_live_sandbox", "Bearer", "", " ", "\u{ff}"]),
    ) {
        let request = Request::builder()
            .method(method.as_str())
            .uri(format!("http://sandbox.localhost{path}?{query}"))
            .header("authorization", key.as_bytes())
            .header("content-type", "application/json")
            .body(Bytes::from(body));
        prop_assume!(request.is_ok());

        let response = Sandbox::builder().seed(1).runs(3).build().respond(&request.unwrap());

        let body = serde_json::from_slice::<Value>(response.body());
        prop_assert!(body.is_ok_and(|body| body["request_id"].is_string()));
    }

    #[test]
    fn every_query_for_a_listing_has_a_response_in_json(
        path in proptest::sample::select(vec![
            "task-runs",
            "tasks",
            "task-runs/trun_1/storage",
            "agents",
            "sources",
            "credentials",
            "events",
            "event-destinations",
            "plans",
        ]),
        query in hostile_query(),
    ) {
        let request = Request::get(format!("/v2/{path}?{query}"));
        let request = request.header("authorization", "Bearer sk_live_sandbox").body(Bytes::new());
        prop_assume!(request.is_ok());

        let plans = Collection::new("/plans", []).unwrap().with_id_positions();
        let builder = small().with_runs([TaskRun::fixture("trun_1")]).collection(plans);
        let response = builder.build().respond(&request.unwrap());

        prop_assert!(matches!(response.status().as_u16(), 200 | 400));
        prop_assert!(serde_json::from_slice::<Value>(response.body()).is_ok());
    }

    #[test]
    fn every_body_of_a_write_has_a_response_in_json(
        (method, path) in proptest::sample::select(vec![
            ("POST", "agents"),
            ("POST", "sources"),
            ("POST", "credentials"),
            ("PATCH", "credentials/cred_1"),
            ("DELETE", "credentials/cred_1"),
            ("POST", "tasks"),
            ("POST", "tasks/task_1/run"),
            ("POST", "task-runs/trun_1/interaction"),
            ("POST", "event-destinations"),
            ("PATCH", "event-destinations/evtd_1"),
            ("POST", "token"),
        ]),
        body in hostile_body(),
        is_lenient in any::<bool>(),
    ) {
        let request = Request::builder().method(method).uri(format!("/v2/{path}"));
        let request = request
            .header("authorization", "Bearer sk_live_sandbox")
            .header("content-type", "application/json")
            .body(Bytes::from(body))
            .unwrap();
        let mut builder = small().with_tasks([deck_types::Task::fixture("task_1")]);
        if is_lenient {
            builder = builder
                .unknown_members(crate::UnknownMembers::Ignored)
                .unknown_words(crate::UnknownWords::Accepted);
        }

        let response = builder.build().respond(&request);

        prop_assert!(response.status().as_u16() < 500, "{response:?}");
        // Not as a `Value`, which has no room for some numbers: those of an input are given back.
        prop_assert!(serde_json::from_slice::<IgnoredAny>(response.body()).is_ok());
    }
}

/// A JSON object with known and unknown members of any type, or something that is none.
fn hostile_body() -> impl Strategy<Value = String> {
    let keys = vec![
        "name",
        "description",
        "type",
        "website",
        "url",
        "source_id",
        "auth_method",
        "auth_credentials",
        "external_id",
        "agent_id",
        "id",
        "extraction",
        "settings",
        "input",
        "session_id",
        "events",
        "status",
        "webhook",
        "aws_s3",
        "pigeon",
        "\\u0000",
    ];
    let value = proptest::sample::select(vec![
        "null",
        "true",
        "7",
        "1e999",
        "\"\"",
        "\"website\"",
        "\"webhook\"",
        "\"pigeon\"",
        "\"active\"",
        "[]",
        "[\"*\"]",
        "[\"task_run.failed\",1]",
        "{}",
        "{\"url\":\"https://a.example\"}",
        "{\"url\":7,\"secret\":{}}",
        "{\"timeout_seconds\":-1}",
        "{\"username\":[]}",
    ]);
    let member = (proptest::sample::select(keys), value)
        .prop_map(|(key, value)| format!("\"{key}\":{value}"));
    let object = proptest::collection::vec(member, 0..8)
        .prop_map(|members| format!("{{{}}}", members.join(",")));
    prop_oneof![8 => object, 1 => any::<String>()]
}
