use deck_types::TaskRun;
use proptest::prelude::*;

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
}
