//! Whatever an id, a filter or a cursor holds, it stays in its place: one path segment or one value of the
//! query.

use deck_client::ApiKey;
use deck_client::Client;
use deck_client::ListCall;
use deck_client::RetryPolicy;
use deck_transport::ManualClock;
use deck_transport::ScriptedTransport;
use deck_types::Cursor;
use deck_types::GetTaskRun;
use deck_types::GetTestStatus;
use deck_types::ListTaskRuns;
use deck_types::PageRequest;
use deck_types::TaskRunId;
use http::HeaderMap;
use http::Method;
use http::Request;
use http::Response;
use proptest::prelude::*;

const BASE: &str = "https://api.deck.co/v2";
const KEY: &str = "sk_live_canary";

/// Texts that have broken out of URLs and headers elsewhere.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "../",
            "..",
            ".",
            "/",
            "//evil.example/",
            "?",
            "#",
            "&",
            "=",
            ";",
            "%",
            "%2f",
            "%2e%2e%2f",
            "%00",
            "%0d%0a",
            "\r\n",
            "\r\nx-evil: 1\r\n\r\n",
            "\n",
            "\0",
            "\u{7f}",
            " ",
            "+",
            "\\",
            "@evil.example",
            "https://evil.example/",
            "[]",
            "[0]",
            "cursor=",
            "&limit=1&cursor=",
            "\"",
            "<script>",
            "é",
            "\u{202e}",
            "\u{feff}",
            "\u{10ffff}",
        ])
        .prop_map(str::to_owned),
        any::<String>(),
        "[a-z]{1,9}",
    ];
    let text = prop::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat());
    let long = (text.clone(), 1_000_usize..4_000)
        .prop_map(|(text, times)| text.repeat(times / text.len().max(1)));
    prop_oneof![8 => text, 1 => long]
}

fn client(transport: &ScriptedTransport) -> Client {
    Client::builder(ApiKey::new(KEY).unwrap())
        .with_transport(transport.clone())
        .with_clock(ManualClock::new())
        .with_retry_policy(RetryPolicy::none())
        .build()
        .unwrap()
}

fn block_on<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(future)
}

/// Returns the requests that a listing makes, the first page of which says to go on with `cursor`.
fn requests(
    cursor: &str,
    list: impl FnOnce(Client) -> ListCall<ListTaskRuns>,
) -> Vec<Request<bytes::Bytes>> {
    let first = serde_json::json!({
        "data": [{"id": "trun_1"}], "has_more": true, "next_cursor": cursor,
    });
    let transport = ScriptedTransport::new()
        .respond(Response::new(first.to_string()))
        .respond(Response::new(r#"{"data":[],"has_more":false}"#));
    let mut items = list(client(&transport)).items();
    block_on(async { while let Some(Ok(_)) = items.next().await {} });
    transport.requests()
}

fn path_and_query(request: &Request<bytes::Bytes>) -> (String, String) {
    let uri = request.uri().to_string();
    assert!(uri.bytes().all(|byte| byte.is_ascii_graphic()), "{uri:?}");
    assert!(!uri.contains(KEY), "{uri}");
    let rest = uri
        .strip_prefix(BASE)
        .unwrap_or_else(|| panic!("another origin: {uri}"));
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    (path.to_owned(), query.to_owned())
}

/// Returns whether the request has the headers that every one has, and nothing else.
fn is_plain(request: &Request<bytes::Bytes>) -> bool {
    let names = |headers: &HeaderMap| {
        let mut names: Vec<_> = headers.keys().map(ToString::to_string).collect();
        names.sort();
        names
    };
    names(request.headers()) == ["accept", "authorization", "user-agent"]
        && request.headers().len() == 3
        && request.method() == Method::GET
        && request.body().is_empty()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_id_is_one_segment_of_the_path_or_refused(id in hostile()) {
        let transport = ScriptedTransport::new().respond(Response::new(r#"{"id":"x"}"#));
        let outcome = block_on(client(&transport).call(GetTaskRun::new(id.as_str())).into_future());
        let requests = transport.requests();
        match requests.as_slice() {
            [] => prop_assert!(outcome.unwrap_err().is_invalid_request()),
            [request] => {
                let (path, query) = path_and_query(request);
                let segment = path.strip_prefix("/task-runs/").unwrap();
                prop_assert!(!segment.contains('/') && !matches!(segment, "" | "." | ".."), "{}", path);
                prop_assert_eq!(form_urlencoded_decode(segment), id);
                prop_assert_eq!(query, "");
                prop_assert!(is_plain(request));
            }
            _ => prop_assert!(false, "{requests:?}"),
        }
    }

    #[test]
    fn a_filter_is_one_value_of_the_query(ids in prop::collection::vec(hostile(), 5)) {
        let [agent, credential, task, workflow, source] = ids.try_into().unwrap();
        let expected = ListTaskRuns::new()
            .agent_id(agent.as_str())
            .credential_id(credential.as_str())
            .task_id(task.as_str())
            .workflow_id(workflow.as_str())
            .source_id([source.as_str()]);
        prop_assume!(PageRequest::new(expected.clone()).check().is_ok());

        for request in requests("next", |client| client.list(expected.clone())) {
            let (path, query) = path_and_query(&request);
            prop_assert_eq!(path, "/task-runs");
            prop_assert!(is_plain(&request));
            let pairs: Vec<(String, String)> =
                form_urlencoded::parse(query.as_bytes()).into_owned().collect();
            for (name, id) in [
                ("agent_id", &agent),
                ("credential_id", &credential),
                ("task_id", &task),
                ("workflow_id", &workflow),
                ("source_id", &source),
            ] {
                let named = pairs.iter().filter(|(key, _)| key.trim_end_matches("[]") == name);
                let values: Vec<_> = named.map(|(_, value)| value).collect();
                prop_assert_eq!(values, [id], "{}", query);
            }
        }
    }

    #[test]
    fn a_cursor_of_the_server_is_one_value_of_the_query(cursor in hostile()) {
        prop_assume!(!cursor.is_empty());
        let requests = requests(&cursor, |client| client.list(ListTaskRuns::new()));

        prop_assert_eq!(requests.len(), 2);
        let (path, query) = path_and_query(&requests[1]);
        prop_assert_eq!(path, "/task-runs");
        prop_assert!(is_plain(&requests[1]));
        let pairs = form_urlencoded::parse(query.as_bytes());
        let cursors: Vec<_> = pairs.filter(|(key, _)| key == "cursor").collect();
        prop_assert_eq!(cursors.len(), 1, "{}", query);
        prop_assert_eq!(&cursors[0].1, &cursor);
    }

    #[test]
    fn an_anchor_is_one_value_of_the_query(id in hostile(), is_after in any::<bool>()) {
        prop_assume!(!id.is_empty());
        let anchor = TaskRunId::from(id.as_str());
        let requests = requests("next", |client| {
            let list = client.list(ListTaskRuns::new());
            if is_after { list.after(anchor) } else { list.before(anchor) }
        });

        for request in &requests {
            let (path, query) = path_and_query(request);
            prop_assert_eq!(path, "/task-runs");
            prop_assert!(is_plain(request));
            prop_assert!(query.matches('=').count() <= 2, "{}", query);
        }
        prop_assert!(!requests.is_empty());
    }

    #[test]
    fn a_header_with_a_line_break_is_refused_and_nothing_is_sent(
        name in prop_oneof![hostile(), Just("x-ordinary".to_owned())],
        value in hostile(),
    ) {
        let transport = ScriptedTransport::new().respond(Response::new("{}"));
        let built = Client::builder(ApiKey::new(KEY).unwrap())
            .with_transport(transport.clone())
            .with_clock(ManualClock::new())
            .with_header(name.as_str(), value.as_str())
            .with_user_agent(value.as_str())
            .build();
        let breaks = |text: &str| text.contains(['\r', '\n', '\0']);
        match built {
            Err(error) => prop_assert!(error.is_invalid_request()),
            Ok(client) => {
                prop_assert!(!breaks(&name) && !breaks(&value));
                prop_assert!(block_on(client.call(GetTestStatus).into_future()).is_ok());
                let headers = transport.requests()[0].headers().clone();
                prop_assert_eq!(headers.len(), 4, "{:?}", headers);
            }
        }
    }

    #[test]
    fn a_key_is_visible_ascii_or_refused_by_an_error_that_does_not_show_it(text in hostile()) {
        let text = format!("canary{text}");
        let is_visible = text.bytes().all(|byte| byte.is_ascii_graphic());
        match ApiKey::new(text) {
            Ok(_) => prop_assert!(is_visible),
            Err(error) => {
                prop_assert!(!is_visible);
                let shown = format!("{error} {error:?}");
                prop_assert!(!shown.contains("canary"), "{}", shown);
                prop_assert!(error.to_string().contains("visible ASCII"));
            }
        }
    }
}

#[test]
fn a_cursor_that_is_no_cursor_is_refused() {
    assert!(Cursor::new("").is_err());
}

fn form_urlencoded_decode(segment: &str) -> String {
    let pair = format!("={segment}");
    let decoded = form_urlencoded::parse(pair.as_bytes()).next();
    decoded.unwrap().1.into_owned()
}
