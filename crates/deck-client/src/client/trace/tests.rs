//! What the spans hold, as a subscriber writes it.

use std::future::IntoFuture;
use std::future::pending;
use std::io;
use std::sync::Arc;
use std::sync::Mutex;
use std::task::Poll;

use bytes::Bytes;
use deck_transport::Delivery;
use deck_transport::ManualClock;
use deck_transport::ScriptedTransport;
use deck_transport::Transport;
use deck_transport::TransportError;
use deck_transport::TransportErrorKind;
use deck_transport::transport_fn;
use deck_types::GetTestStatus;
use deck_types::ListTaskRuns;
use deck_types::Method;
use http::Response;
use tracing::Level;
use tracing_subscriber::fmt::format::FmtSpan;

use crate::ApiKey;
use crate::Client;
use crate::RetryPolicy;

/// What was written so far.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    /// Returns the lines about requests that ended.
    fn requests(&self) -> Vec<String> {
        let text = self.text();
        let is_request = |line: &&str| line.contains("deck.request{") && line.contains(": close");
        text.lines().filter(is_request).map(str::to_owned).collect()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

async fn traced(transport: ScriptedTransport, retries: u32) -> Log {
    recorded(transport, retries, async |client| {
        let _ = client
            .list(ListTaskRuns::new().agent_id("agt_1"))
            .page()
            .await;
    })
    .await
}

async fn recorded(
    transport: impl Transport + 'static,
    retries: u32,
    calls: impl AsyncFnOnce(Client),
) -> Log {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(Level::TRACE)
        .with_span_events(FmtSpan::FULL)
        .with_writer(move || writer.clone())
        .with_ansi(false)
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let client = Client::builder(ApiKey::new("sk_live_canary").unwrap())
        .with_transport(transport)
        .with_clock(ManualClock::new())
        .with_jitter(|| 0.0)
        .with_retry_policy(RetryPolicy::new().with_max_retries(retries))
        .with_header("x-secret", "canary")
        .build()
        .unwrap();
    calls(client).await;
    drop(guard);
    log
}

#[track_caller]
fn assert_holds(line: &str, fields: &[&str]) {
    for field in fields {
        assert!(line.contains(field), "{field} is not in {line}");
    }
}

#[tokio::test]
async fn a_request_is_a_span_with_the_names_of_the_conventions() {
    let body = r#"{"data":[],"has_more":false}"#;
    let log = traced(ScriptedTransport::new().respond(Response::new(body)), 0).await;
    let requests = log.requests();
    assert_eq!(requests.len(), 1, "{}", log.text());
    let fields = [
        "otel.name=\"GET /task-runs\"",
        "otel.kind=\"client\"",
        "http.request.method=\"GET\"",
        "http.response.status_code=200",
        "server.address=\"api.deck.co\"",
        "server.port=443",
        "url.full=https://api.deck.co/v2/task-runs?agent_id=agt_1",
        "url.template=\"/task-runs\"",
        "deck.call{",
    ];
    assert_holds(&requests[0], &fields);
    assert!(!requests[0].contains("error.type"), "{}", requests[0]);
}

#[tokio::test]
async fn each_attempt_is_a_span_of_its_own_and_counts_the_resends() {
    let failure = TransportError::new(TransportErrorKind::Closed, Delivery::MaybeSent);
    let mut refusal = Response::new(r#"{"errors":[],"request_id":"req_7"}"#);
    *refusal.status_mut() = http::StatusCode::SERVICE_UNAVAILABLE;
    let log = traced(ScriptedTransport::new().fail(failure).respond(refusal), 1).await;
    let requests = log.requests();
    assert_eq!(requests.len(), 2, "{}", log.text());
    assert_holds(
        &requests[0],
        &["error.type=\"closed\"", "otel.status_code=\"ERROR\""],
    );
    assert!(!requests[0].contains("resend_count"), "{}", requests[0]);
    let second = [
        "http.request.resend_count=1",
        "error.type=\"503\"",
        "deck.request_id=\"req_7\"",
    ];
    assert_holds(&requests[1], &second);
    assert!(log.text().contains("the request is sent again"));
    assert!(log.text().contains("the request is not sent again"));
}

#[tokio::test]
async fn an_untyped_request_is_named_by_its_method_as_its_path_is_no_template() {
    let script = ScriptedTransport::new().respond(Response::new("{}"));
    let log = recorded(script, 0, async |client| {
        client.request(Method::Get, "/agents/agt_1").await.unwrap();
    })
    .await;
    let requests = log.requests();
    assert_holds(&requests[0], &["otel.name=\"GET\"", "/v2/agents/agt_1"]);
    assert!(!requests[0].contains("url.template"), "{}", requests[0]);
}

#[tokio::test]
async fn an_attempt_whose_call_was_dropped_is_told_as_abandoned() {
    let never = transport_fn(|_| pending::<Result<Response<Bytes>, TransportError>>());
    let log = recorded(never, 0, async |client| {
        let mut call = client.call(GetTestStatus).into_future();
        let polled = std::future::poll_fn(|context| Poll::Ready(call.as_mut().poll(context)));
        assert!(polled.await.is_pending());
    })
    .await;
    assert_holds(&log.requests()[0], &["error.type=\"abandoned\""]);
}

#[tokio::test]
async fn no_field_holds_the_key_or_a_header() {
    let refusal = Response::builder().status(401).body("canary").unwrap();
    let log = traced(ScriptedTransport::new().respond(refusal), 1).await;
    assert!(!log.text().is_empty());
    assert!(!log.text().contains("canary"), "{}", log.text());
}
