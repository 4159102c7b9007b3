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
use deck_client::ClientBuilder;
use deck_client::Error;
use deck_client::GiveUpReason;
use deck_client::RetryDecision;
use deck_client::RetryPolicy;
use deck_client::SeededJitter;
use deck_transport::Clock;
use deck_transport::ManualClock;
use deck_transport::ScriptedTransport;
use deck_types::GetTestStatus;
use http::HeaderValue;
use http::Response;
use http::StatusCode;
use http::header;

/// Has a client refused by responses whose `Retry-After` is the first line of the bytes and whose `Date` is
/// the rest; bytes that no header can hold are passed over.
///
/// # Panics
///
/// When the wait that the error tells is not the one that was sent, when the error cannot be shown, or when a
/// call that is tried again does not end in its time.
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
    let headers = RefusalHeaders { retry_after, date };
    let error = headers.refusal(StatusCode::BAD_REQUEST);
    let wait = error.retry_after();
    assert_eq!(error.status(), Some(400));
    assert_eq!(error.attempts().len(), 1);
    assert!(!error.to_string().is_empty() && !format!("{error:?}").is_empty());
    match headers.retry_after.to_str() {
        Ok(text) => the_wait_is_the_one_sent(wait, text.trim(), headers.date.as_ref()),
        Err(_) => assert_eq!(wait, None, "no text is no wait"),
    }
    for status in [
        StatusCode::TOO_MANY_REQUESTS,
        StatusCode::SERVICE_UNAVAILABLE,
    ] {
        no_wait_is_cut_short_or_followed_too_long(&headers.refusal(status));
    }
}

/// The headers that count of a response.
struct RefusalHeaders {
    retry_after: HeaderValue,
    date: Option<HeaderValue>,
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

fn no_wait_is_cut_short_or_followed_too_long(error: &Error) {
    let policy = RetryPolicy::new();
    for attempt in error.attempts() {
        let Some(RetryDecision::Retry { after, .. }) = attempt.retry else {
            continue;
        };
        let asked = attempt.retry_after.unwrap_or_default();
        assert!(
            asked <= after && asked <= policy.max_retry_after(),
            "{attempt:?}"
        );
    }
    let last = error.attempts().last().and_then(|attempt| attempt.retry);
    assert!(matches!(last, Some(RetryDecision::GiveUp(_))), "{last:?}");
    if error.retry_after() > Some(policy.max_retry_after()) {
        let too_long = RetryDecision::GiveUp(GiveUpReason::RetryAfterTooLong);
        assert!(
            error.attempts().len() == 4 || last == Some(too_long),
            "{error:?}"
        );
    }
}

impl RefusalHeaders {
    /// Has a client ask until it gives up.
    fn refusal(&self, status: StatusCode) -> Error {
        let clock = ManualClock::new();
        let transport = (0..MOST_ATTEMPTS).fold(ScriptedTransport::new(), |transport, _| {
            transport.respond(self.response(status))
        });
        let client = client(transport, clock.clone());
        let started = clock.now();
        let refused = ended(client.call(GetTestStatus).into_future(), &clock);
        assert!(clock.now() - started <= ClientBuilder::DEFAULT_CALL_TIMEOUT);
        refused.expect_err("every response is a refusal")
    }

    fn response(&self, status: StatusCode) -> Response<&'static str> {
        let mut response = Response::new("{}");
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(header::RETRY_AFTER, self.retry_after.clone());
        if let Some(date) = &self.date {
            headers.insert(header::DATE, date.clone());
        }
        response
    }
}

/// How often the client asks by default when it is refused every time.
const MOST_ATTEMPTS: u32 = 4;

/// Runs a call to its end, with the clock moved whenever it waits.
fn ended<T>(call: impl Future<Output = T>, clock: &ManualClock) -> T {
    let mut call = pin!(call);
    for _ in 0..100 {
        if let Poll::Ready(output) = call.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return output;
        }
        assert!(
            clock.advance_to_next_deadline().is_some(),
            "the call waits for nothing"
        );
    }
    panic!("the call does not end");
}

fn client(transport: ScriptedTransport, clock: ManualClock) -> Client {
    let key = ApiKey::new("sk_test_any").expect("a key");
    Client::builder(key)
        .with_transport(transport)
        .with_clock(clock)
        .with_jitter(SeededJitter::new(1))
        .build()
        .expect("a client")
}
