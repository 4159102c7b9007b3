//! What a server sends is held, shown and followed within bounds. The memory it takes is measured in
//! `peak_allocation`.

use std::error::Error as _;
use std::iter;

use deck_client::ApiKey;
use deck_client::Client;
use deck_client::Error;
use deck_client::RetryPolicy;
use deck_transport::ManualClock;
use deck_transport::ScriptedTransport;
use deck_types::EXCERPT_BYTES;
use deck_types::GetTaskRun;
use deck_types::GetTestStatus;
use deck_types::ListTaskRuns;
use deck_types::ResumeToken;
use deck_types::ResumeTokenError;
use http::Response;
use http::StatusCode;

fn client(status: u16, body: String) -> Client {
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    Client::builder(ApiKey::new("sk_live_example").unwrap())
        .with_transport(ScriptedTransport::new().respond(response))
        .with_clock(ManualClock::new())
        .with_retry_policy(RetryPolicy::none())
        .build()
        .unwrap()
}

fn chain(error: &Error) -> String {
    let sources = iter::successors(error.source(), |source| (*source).source());
    sources.fold(error.to_string(), |text, source| {
        format!("{text}: {source}")
    })
}

#[tokio::test]
async fn json_of_any_depth_is_data_or_an_error_and_never_an_overflow() {
    for depth in [100, 1_000, 200_000] {
        for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
            let inner = if open == "[" { "" } else { "1" };
            let deep = format!("{}{inner}{}", open.repeat(depth), close.repeat(depth));
            for field in [
                "input",
                "output",
                "interaction",
                "unknown",
                "runtime_ms",
                "errors",
            ] {
                let run = format!(r#"{{"id":"trun_1","{field}":{deep}}}"#);
                let page = format!(r#"{{"data":[{run}],"has_more":false}}"#);
                let page = client(200, page).list(ListTaskRuns::new()).page().await;
                let run = client(200, run).call(GetTaskRun::new("trun_1")).await;
                let printed = format!("{page:?} {run:?}");
                assert!(!printed.is_empty());
            }
            for body in [deep.clone(), format!(r#"{{"errors":{deep}}}"#)] {
                for status in [200, 400, 500] {
                    assert!(
                        client(status, body.clone())
                            .call(GetTestStatus)
                            .await
                            .is_err()
                            || status == 200
                    );
                }
            }
        }
    }
}

#[tokio::test]
async fn what_an_error_shows_of_a_body_is_bounded() {
    let long = "é".repeat(1_000_000);
    for (status, body) in [
        (500, long.clone()),
        (200, long.clone()),
        (
            400,
            format!(
                r#"{{"errors":[{{"code":"{long}","message":"{long}","type":"{long}"}}],
                    "request_id":"{long}"}}"#
            ),
        ),
        (200, format!(r#"{{"data":[{{"{long}":1}}]}}"#)),
        (200, format!(r#"{{"data":"{long}"}}"#)),
        (200, format!(r#"{{"data":[],"{long}":}}"#)),
    ] {
        let error = client(status, body).list(ListTaskRuns::new()).page().await;
        let Err(error) = error else {
            continue;
        };
        assert!(
            error
                .excerpt()
                .is_none_or(|excerpt| excerpt.len() <= EXCERPT_BYTES),
            "{status}"
        );
        let shown = chain(&error).len();
        assert!(
            shown < 16 * EXCERPT_BYTES,
            "{status}: {shown} bytes: {:.300}",
            chain(&error)
        );
    }
}

#[test]
fn a_token_longer_than_any_is_refused_for_its_length() {
    let items = client(200, String::new()).list(ListTaskRuns::new()).items();
    let token = items.resume_token().unwrap().to_string();
    for length in [ResumeToken::MAX_LENGTH + 1, 10_000_000] {
        let text = format!("{token}{}", "A".repeat(length - token.len()));
        let error = text.parse::<ResumeToken>().unwrap_err();
        assert_eq!(error, ResumeTokenError::TooLong);
    }
}
