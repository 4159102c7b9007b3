//! The key goes to the origin that was configured, in its header, and nowhere else.

use bytes::Bytes;
use deck_client::ApiKey;
use deck_client::AttemptOutcome;
use deck_client::Client;
use deck_client::ClientBuilder;
use deck_client::RetryPolicy;
use deck_transport::Delivery;
use deck_transport::HyperTransport;
use deck_transport::ManualClock;
use deck_transport::ScriptedTransport;
use deck_transport::TransportErrorKind;
use deck_types::GetTaskRun;
use deck_types::GetTestStatus;
use deck_types::ListTaskRuns;
use http::Response;

const KEY: &str = "sk_live_canary";

fn builder() -> ClientBuilder {
    Client::builder(ApiKey::new(KEY).unwrap())
        .with_clock(ManualClock::new())
        .with_retry_policy(RetryPolicy::none())
}

fn redirect(status: u16, location: &str) -> Response<Bytes> {
    let response = Response::builder()
        .status(status)
        .header("location", location);
    response.body(Bytes::new()).unwrap()
}

#[tokio::test]
async fn a_redirect_to_anywhere_is_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        for location in [
            "https://evil.example/",
            "//evil.example/",
            "/v2/other",
            "http://api.deck.co/v2/test",
        ] {
            let transport = ScriptedTransport::new()
                .respond(redirect(status, location))
                .respond(Response::new("{}"));
            let client = builder().with_transport(transport.clone()).build().unwrap();

            let error = client.call(GetTestStatus).await.unwrap_err();

            assert_eq!(error.status(), Some(status));
            assert_eq!(transport.requests().len(), 1, "{status} {location}");
        }
    }
}

#[tokio::test]
async fn the_key_is_in_one_sensitive_header_of_every_request_and_in_nothing_else() {
    let page = |more: bool| {
        format!(r#"{{"data":[{{"id":"trun_{more}"}}],"has_more":{more},"next_cursor":"c"}}"#)
    };
    let transport = ScriptedTransport::new()
        .respond(Response::new(page(true)))
        .respond(Response::new(page(false)))
        .respond(Response::new(r#"{"id":"trun_1"}"#))
        .respond(Response::new("{}"));
    let client = builder().with_transport(transport.clone()).build().unwrap();
    let mut items = client.list(ListTaskRuns::new()).items();
    while let Some(item) = items.next().await {
        item.unwrap();
    }
    client.call(GetTaskRun::new("trun_1")).await.unwrap();
    client.call(GetTestStatus).await.unwrap();

    let requests = transport.requests();

    assert_eq!(requests.len(), 4);
    for request in requests {
        assert_eq!(request.uri().authority().unwrap(), "api.deck.co");
        assert_eq!(request.uri().scheme_str(), Some("https"));
        assert!(!request.uri().to_string().contains(KEY));
        let holders = request.headers().iter().filter(|(_, value)| {
            value
                .as_bytes()
                .windows(KEY.len())
                .any(|part| part == KEY.as_bytes())
        });
        let holders: Vec<_> = holders.collect();
        let [(name, value)] = holders.as_slice() else {
            panic!("{holders:?}");
        };
        assert_eq!(*name, "authorization");
        assert!(value.is_sensitive());
        assert!(
            !request
                .body()
                .windows(KEY.len())
                .any(|part| part == KEY.as_bytes())
        );
    }
}

#[tokio::test]
async fn plain_http_to_another_machine_is_refused_before_anything_is_sent() {
    for host in [
        "api.deck.co",
        "192.0.2.1",
        "127.0.0.1.example",
        "localhost.example",
        "[2001:db8::1]",
        "10.0.0.1",
    ] {
        let builder = builder().with_base_url(format!("http://{host}/v2"));
        let client = builder
            .with_transport(HyperTransport::new().unwrap())
            .build()
            .unwrap();

        let error = client.call(GetTestStatus).await.unwrap_err();

        let expected = AttemptOutcome::Failed {
            kind: TransportErrorKind::PlainHttpRefused,
            delivery: Delivery::NotSent,
        };
        assert_eq!(error.attempts()[0].outcome, expected, "{host}: {error}");
    }
}

#[test]
fn a_base_url_that_could_carry_the_key_elsewhere_is_refused_and_not_repeated() {
    for url in [
        "https://api.deck.co@evil.example/v2",
        "https://user:canary@api.deck.co/v2",
        "https://api.deck.co/v2?key=",
        "https://api.deck.co/v2#",
        "ftp://api.deck.co/",
        "//api.deck.co/v2",
        "https:///v2",
        "https://api.deck.co/v2\r\nx-evil: 1",
        "",
    ] {
        let error = builder()
            .with_base_url(url)
            .with_transport(ScriptedTransport::new())
            .build()
            .unwrap_err();

        assert!(error.is_invalid_request(), "{url}");
        assert!(!format!("{error:?}").contains("canary"), "{error:?}");
    }
}
