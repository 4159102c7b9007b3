//! A server that repeats the API key, in every position and every way of writing it.

use deck_types::ListTaskRuns;
use deck_types::TaskRun;

use super::*;

const KEY: &str = "sk_live_c4n4ry/1";

/// Returns the key, plain, behind `Bearer`, and escaped as JSON and URLs do.
fn written() -> [String; 5] {
    let unicode = KEY.bytes().map(|byte| format!("\\u{byte:04X}")).collect();
    [
        KEY.to_owned(),
        format!("Bearer {KEY}"),
        KEY.replace('/', "\\/"),
        unicode,
        KEY.replace('_', "%5F").replace('/', "%2f"),
    ]
}

fn client(status: u16, body: &str) -> Client {
    let response = response(status).map(|_| body.to_owned());
    let scene = Scene::new();
    Client::builder(ApiKey::new(KEY).unwrap())
        .with_transport(ScriptedTransport::new().respond(response))
        .with_clock(scene.clock)
        .with_retry_policy(RetryPolicy::none())
        .with_key_source(counting_keys())
        .build()
        .unwrap()
}

/// Fails where any part of the key stands in what an error shows.
#[track_caller]
fn assert_silent(error: &Error) {
    let mut text = format!("{error} {error:?} {error:#?} {:?}", error.attempts());
    let mut source = error.source();
    while let Some(cause) = source {
        text += &format!(" {cause} {cause:?}");
        source = cause.source();
    }
    text += &format!("{:?} {:?}", error.problems(), error.excerpt());
    let shown = text.to_lowercase();
    for part in ["c4n4ry", "u0063", "live_", "live%5f", "canary"] {
        assert!(!shown.contains(part), "{part}: {text}");
    }
    assert!(shown.contains("redacted"), "{text}");
}

#[tokio::test]
async fn a_refusal_never_repeats_the_key() {
    for key in written() {
        for body in [
            format!(
                r#"{{"errors":[{{"type":"{key}","code":"{key}","message":"{key}","field":"{key}"}}]}}"#
            ),
            format!(r#"{{"errors":{{"{key}":["{key}"]}}}}"#),
            format!(r#"{{"errors":[],"request_id":"{key}"}}"#),
            format!(r#"{{"title":"{key}","detail":"{key}"}}"#),
            format!(r#"{{"message":"{key}"}}"#),
            format!("<html>{key}</html>"),
            // Cut in the middle of the key by the bound of the excerpt.
            format!("{}{key}{key}", "x".repeat(1_015)),
        ] {
            let error = client(401, &body).call(GetTestStatus).await.unwrap_err();
            assert!(error.is_unauthorized());
            if !body.starts_with('x') {
                assert_silent(&error);
            }
            let excerpt = error.excerpt().unwrap();
            assert!(
                !excerpt.contains("sk_") && !excerpt.contains("\\u0"),
                "{excerpt}"
            );
        }
    }
}

#[tokio::test]
async fn an_unreadable_body_never_repeats_the_key() {
    for key in written() {
        for body in [
            format!(r#"{{"id":"trun_1","runtime_ms":"{key}","request_id":"{key}"}}"#),
            format!(r#"{{"id":"trun_1","storage":[{{"{key}":1,"file_size":"{key}"}}]}}"#),
            format!(r#"{{"{key}"}}"#),
            key.clone(),
        ] {
            let call = client(200, &body).call(StartRun);
            let error = call.with_output_type::<TaskRun>().await.unwrap_err();
            assert!(error.is_decode());
            assert_silent(&error);
        }
    }
}

#[tokio::test]
async fn a_rejected_item_never_repeats_the_key() {
    for key in written() {
        let item = format!(r#"{{"id":"{key}","runtime_ms":"{key}","{key}":1}}"#);
        let body = format!(r#"{{"data":[{item}],"has_more":false,"request_id":"{key}"}}"#);
        let mut items = client(200, &body).list(ListTaskRuns::new()).items();
        let error = items.next().await.unwrap().unwrap_err();
        assert!(error.rejected_item().is_some());
        assert_silent(&error);
    }
}

#[tokio::test]
async fn an_error_of_paging_never_repeats_the_key() {
    for key in written() {
        let body = format!(r#"{{"note":"{key}","data":[],"has_more":true,"request_id":"{key}"}}"#);
        let mut items = client(200, &body).list(ListTaskRuns::new()).items();
        let error = items.next().await.unwrap().unwrap_err();
        assert!(error.is_pagination());
        assert_silent(&error);
    }
}

#[tokio::test]
async fn the_request_id_of_a_response_never_repeats_the_key() {
    let body = format!(r#"{{"status":"{KEY}","request_id":"{KEY}"}}"#);
    let call = client(200, &body).call(GetTestStatus);
    let response = call.response().await.unwrap();
    assert_eq!(response.request_id, Some("[redacted]".into()));
    assert_eq!(
        response.body.status.as_deref(),
        Some(KEY),
        "data stays as it is"
    );
}
