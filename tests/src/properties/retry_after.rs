//! What holds for any `Retry-After` and `Date` that a server sends.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a client that cannot be set up fails the test"
)]

use std::pin::pin;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;
use std::time::Duration;
use std::time::SystemTime;

use deck_client::ApiKey;
use deck_client::Client;
use deck_client::Error;
use deck_transport::ManualClock;
use deck_transport::ScriptedTransport;
use http::HeaderValue;
use http::Response;
use http::header;

/// Has a client refused by an answer whose `Retry-After` is the first line of the bytes and whose `Date` is the second; bytes that no
/// header can hold are passed over.
///
/// # Panics
///
/// When the wait that the error tells is not the one that was sent, or when the error cannot be shown.
pub fn check(bytes: &[u8]) {
    let mut lines = bytes.splitn(2, |byte| *byte == b'\n');
    let retry_after = lines.next().unwrap_or_default();
    let date = lines.next();
    let Ok(retry_after) = HeaderValue::from_bytes(retry_after) else {
        return;
    };
    let Ok(date) = date.map(HeaderValue::from_bytes).transpose() else {
        return;
    };
    let error = refusal(&retry_after, date.as_ref());
    let wait = error.retry_after();
    assert_eq!(error.status(), Some(400));
    assert!(!error.to_string().is_empty() && !format!("{error:?}").is_empty());
    match retry_after.to_str() {
        Ok(text) => the_wait_is_the_one_sent(wait, text.trim(), date.as_ref()),
        Err(_) => assert_eq!(wait, None, "no text is no wait"),
    }
}

fn the_wait_is_the_one_sent(wait: Option<Duration>, text: &str, date: Option<&HeaderValue>) {
    if let Ok(until) = httpdate::parse_http_date(text) {
        assert_eq!(wait, Some(between(server_time(date), until)), "{text:?}");
        return;
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) || whole.len() + fraction.len() == 0 {
        assert_eq!(wait, None, "{text:?} is no wait");
        return;
    }
    assert!(wait.is_some(), "{text:?} is a wait");
    match whole.parse::<u64>() {
        Ok(seconds) if seconds < EXACT && fraction.is_empty() => {
            assert_eq!(wait, Some(Duration::from_secs(seconds)));
        }
        Ok(seconds) if seconds < EXACT => {
            assert!(
                wait >= Some(Duration::from_secs(seconds)),
                "{wait:?} of {text:?}"
            );
            assert!(
                wait <= Some(Duration::from_secs(seconds + 1)),
                "{wait:?} of {text:?}"
            );
        }
        _ => assert!(
            wait >= Some(Duration::from_secs(EXACT)) || whole.is_empty(),
            "{wait:?} of {text:?}"
        ),
    }
}

/// Below this every whole number is exact in a floating-point number.
const EXACT: u64 = 1 << 53;

fn server_time(date: Option<&HeaderValue>) -> SystemTime {
    date.and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok())
        .unwrap_or(SystemTime::UNIX_EPOCH)
}

fn between(begin: SystemTime, end: SystemTime) -> Duration {
    end.duration_since(begin).unwrap_or(Duration::ZERO)
}

fn refusal(retry_after: &HeaderValue, date: Option<&HeaderValue>) -> Error {
    let mut response = Response::new("{}");
    *response.status_mut() = http::StatusCode::BAD_REQUEST;
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, retry_after.clone());
    if let Some(date) = date {
        response.headers_mut().insert(header::DATE, date.clone());
    }
    let client = client(ScriptedTransport::new().respond(response));
    let mut answer = pin!(client.test());
    let Poll::Ready(Err(error)) = answer
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()))
    else {
        panic!("a bad request is refused at once");
    };
    error
}

fn client(transport: ScriptedTransport) -> Client {
    let key = ApiKey::new("sk_test_any").expect("a key");
    Client::builder(key)
        .with_transport(transport)
        .with_clock(ManualClock::new())
        .build()
        .expect("a client")
}
