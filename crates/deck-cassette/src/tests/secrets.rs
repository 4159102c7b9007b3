//! Facts about the secrets of the Deck API, which nobody has to name.

use deck_transport::Transport;

use super::*;

/// Returns a POST with a body.
fn post(uri: &str, body: &str) -> Request<Bytes> {
    let request = Request::post(uri).body(Bytes::copy_from_slice(body.as_bytes()));
    request.expect("a request")
}

fn bodies(cassette: &Cassette) -> (Bytes, Bytes) {
    let exchange = &cassette.exchanges()[0];
    let response = exchange.outcome().expect("a response");
    (exchange.request().into_body(), response.into_body())
}

#[test]
fn secrets_of_the_api_are_scrubbed_without_being_named_in_requests_and_responses() {
    let names = [
        "auth_credentials",
        "aws_eventbridge",
        "aws_kinesis",
        "aws_s3",
        "aws_sqs",
        "azure_servicebus",
        "custom_headers",
        "gcp_pubsub",
        "hookdeck",
        "rabbitmq",
        "secret",
        "token",
        "url",
    ];
    for name in names {
        for value in [r#""canary""#, r#"{"a": ["canary"]}"#, "[123456789]"] {
            let body = format!(r#"{{"data": [{{"{name}": {value}, "id": "a"}}]}}"#);
            let expected = format!(r#"{{"data": [{{"{name}": "SCRUBBED", "id": "a"}}]}}"#);
            let cassette = cassette(
                Scrubber::new(),
                &post("/v2/x", &body),
                &response(body.clone()),
            );
            assert_eq!(
                bodies(&cassette),
                (expected.clone().into(), expected.into())
            );
        }
    }
}

#[test]
fn a_secret_that_is_null_stays_null() {
    let text = r#"{"url": null, "auth_credentials":null, "token" : "" }"#;
    let cassette = cassette(Scrubber::new(), &get("/"), &response(text));
    let expected = r#"{"url": null, "auth_credentials":null, "token" : "SCRUBBED" }"#;
    assert_eq!(bodies(&cassette).1, expected);
}

#[test]
fn what_is_inside_a_secret_of_a_request_is_not_shown_wherever_it_is_echoed() {
    let body = r#"{"source_id":"src_1","auth_credentials":{"username":"ada@canary.example",
        "password":"c\u0061nary \"horse","pins":[1029384756]}}"#;
    let request = post("https://a.example/v2/credentials", body);
    let echo =
        r#"{"error":"no c\u0061nary \"horse","who":["ada@canary.example"],"pin":1029384756,"n":1}"#;
    let mut echoing = response(echo);
    let header = HeaderValue::from_static("canary%20%22horse of ada%40canary.example");
    echoing.headers_mut().insert("x-echo", header);
    let mut failed = Cassette::new();
    failed.record(&request, Err(&failure("canary \"horse was refused")));

    let cassette = cassette(Scrubber::new(), &request, &echoing);

    let expected = r#"{"error":"no SCRUBBED","who":["SCRUBBED"],"pin":"SCRUBBED","n":1}"#;
    assert_eq!(bodies(&cassette).1, expected);
    let shown = format!("{cassette} {cassette:?} {failed} {failed:?}");
    assert!(
        !shown.contains("canary") && !shown.contains("1029384756"),
        "{shown}"
    );
    assert!(shown.contains("SCRUBBED of SCRUBBED"), "{shown}");
}

#[test]
fn a_secret_that_a_response_gives_is_not_shown_elsewhere_in_it() {
    let mut response = response(
        r#"{"object":"token","token":"tk_canary_1","url":"https://a.example/f?sig=canary",
            "note":["take tk_canary_1"],"tk_canary_1":1}"#,
    );
    let location = HeaderValue::from_static("https://a.example/f?sig=canary");
    response.headers_mut().insert("location", location);

    let cassette = cassette(Scrubber::new(), &post("/v2/token", ""), &response);

    let shown = format!("{cassette} {cassette:?}");
    assert!(!shown.contains("canary"), "{shown}");
    assert!(
        bodies(&cassette)
            .1
            .starts_with(br#"{"object":"token","token":"SCRUBBED","#)
    );
}

#[test]
fn what_answers_an_interaction_is_scrubbed_and_no_other_input() {
    let body = r#"{"input":{"code":"987654321","input":1},"x":{"input":"kept"}}"#;
    let echo = r#"{"message":"987654321 is wrong","input":{"account":"kept"}}"#;
    let uri = "https://a.example/v2/task-runs/trun_1/interaction?x=1";

    let interaction = cassette(Scrubber::new(), &post(uri, body), &response(echo));
    let (request, answer) = bodies(&interaction);
    assert_eq!(request, r#"{"input":"SCRUBBED","x":{"input":"kept"}}"#);
    assert_eq!(
        answer,
        r#"{"message":"SCRUBBED is wrong","input":{"account":"kept"}}"#
    );

    let run = cassette(
        Scrubber::new(),
        &post("/v2/tasks/task_1/run", body),
        &response(echo),
    );
    assert_eq!(bodies(&run), (body.into(), echo.into()));
}

#[test]
fn a_secret_of_the_api_is_kept_where_a_rule_says_so_and_no_other_rule_names_it() {
    let body = r#"{"url":"https://a.example","token":"canary"}"#;
    let keep = || Scrubber::new().keep_json_field("url");

    let kept = cassette(keep(), &get("/"), &response(body));
    let read: Cassette = kept.to_string().parse().expect("a cassette");
    assert_eq!(read.scrubber(), kept.scrubber());
    assert_eq!(
        bodies(&read).1,
        r#"{"url":"https://a.example","token":"SCRUBBED"}"#
    );

    let named = cassette(keep().json_path(["url"]), &get("/"), &response(body));
    assert_eq!(bodies(&named).1, r#"{"url":"SCRUBBED","token":"SCRUBBED"}"#);
}

#[tokio::test]
async fn a_request_with_secrets_is_replayed_with_its_body_compared() {
    let body = r#"{"auth_credentials":{"password":"canary-1"},"source_id":"src_1"}"#;
    let request = post("/v2/credentials", body);
    let cassette = cassette(Scrubber::new(), &request, &response("{}"));

    let replay = ReplayTransport::new(cassette).matching_bodies();

    let other = post("/v2/credentials", &body.replace("canary-1", "canary-2"));
    assert!(replay.send(other).await.is_ok());
}

#[test]
fn a_response_with_more_secrets_than_are_looked_for_shows_none_in_its_place() {
    let items: Vec<_> = (0..1_000)
        .map(|item| format!(r#"{{"url":"canary-{item:06}"}}"#))
        .collect();
    let cassette = cassette(
        Scrubber::new(),
        &get("/"),
        &response(format!("[{}]", items.join(","))),
    );
    assert!(!cassette.to_string().contains("canary"));
}
