//! [`SandboxSource`]: a sandbox whose events are delivered as badly as Deck may deliver them.

use std::collections::BTreeMap;
use std::collections::HashSet;
use std::sync::Mutex;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use deck_sandbox::DeliveryAttempt;
use deck_sandbox::DeliveryFault;
use deck_sandbox::FaultPlan;
use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::SANDBOX_BASE_URL;
use deck_sandbox::Sandbox;
use deck_sandbox::Script;
use deck_transport::ManualClock;
use deck_types::Json;
use deck_types::Page;
use deck_types::Task;
use deck_types::TaskRunStatus;
use deck_webhooks::ID_HEADER;
use deck_webhooks::SIGNATURE_HEADER;
use deck_webhooks::TIMESTAMP_HEADER;
use deck_webhooks::Verifier;
use http::HeaderValue;
use http::Request;
use http::StatusCode;
use serde::Deserialize;
use ureq::Agent;

use super::process::Address;
use super::process::SECRET;
use super::process::agent;
use super::process::post;
use super::process::secret;
use super::signed_source::now;
use super::source::Sent;
use super::source::Source;

/// Each makes three events of its own and five of its session.
const RUNS: usize = 1_250;
const LEAST_EVENTS: usize = 10_000;
const SENDERS: usize = 8;
const SECOND: Duration = Duration::from_secs(1);

/// How often a delivery may fail: while the receiver is killed again and again, three retries may not do.
const RETRIES: usize = 20;

const FAULTS: &str = "30%:duplicate|late=2s|late=40s|bad-signature|old-timestamp|two-signatures";

/// A sandbox in which runs have ended, and which has delivered nothing yet. A third of the attempts come
/// twice, late, or wrongly signed.
pub(super) struct SandboxSource {
    sandbox: Sandbox,
    sent: Sent,
}

impl SandboxSource {
    pub(super) fn new() -> Self {
        let faults: FaultPlan<DeliveryFault> = FAULTS.parse().unwrap();
        // The receiver goes by the clock of the machine; this one stands still there.
        let clock = ManualClock::at(now());
        let sandbox = Sandbox::builder()
            .clock(clock.clone())
            .with_tasks([Task::fixture("task_1")])
            .default_script(script())
            .delivery_retries([SECOND; RETRIES])
            .delivery_faults(faults.seed(7))
            .build();
        let webhook = format!(r#"{{"url":"http://receiver.test/webhooks","secret":"{SECRET}"}}"#);
        let destination = format!(r#"{{"name":"Receiver","webhook":{webhook}}}"#);
        call(&sandbox, "/event-destinations", Some(&destination));
        for _ in 0..RUNS {
            call(&sandbox, "/tasks/task_1/run", Some("{}"));
        }
        sandbox.advance(3_600 * SECOND);
        let sent = sent(&sandbox);
        assert!(sent.bodies.len() >= LEAST_EVENTS, "{}", sent.bodies.len());
        Self { sandbox, sent }
    }
}

fn script() -> Script {
    Script::new()
        .queued(2 * SECOND)
        .running(9 * SECOND)
        .complete(Json::from_text(r#"{"total": 1.10}"#).unwrap())
}

/// What has an id.
#[derive(Deserialize)]
struct WithId {
    id: String,
}

/// Asks the API for what has happened.
fn sent(sandbox: &Sandbox) -> Sent {
    let mut bodies = BTreeMap::new();
    for event in list(sandbox, "/events") {
        let WithId { id } = event.parse().unwrap();
        bodies.insert(id, event.as_str().as_bytes().to_vec());
    }
    let mut statuses = BTreeMap::new();
    for run in sandbox.runs() {
        assert_eq!(run.status, Some(TaskRunStatus::Completed));
        statuses.insert(run.id.to_string(), "completed".to_owned());
    }
    Sent { bodies, statuses }
}

/// Lists everything at a path, page by page.
fn list(sandbox: &Sandbox, path: &str) -> Vec<Json> {
    let mut items = Vec::new();
    let mut query = "limit=100".to_owned();
    loop {
        let body = call(sandbox, &format!("{path}?{query}"), None);
        let page = Page::<Json>::from_json(&body).unwrap();
        items.extend(page.data);
        match page.next_cursor {
            Some(cursor) => query = format!("limit=100&cursor={}", cursor.as_str()),
            None => return items,
        }
    }
}

/// Posts a body, or gets what is there without one.
fn call(sandbox: &Sandbox, path: &str, body: Option<&str>) -> Bytes {
    let request = Request::builder()
        .method(if body.is_some() { "POST" } else { "GET" })
        .uri(format!("{SANDBOX_BASE_URL}{path}"))
        .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
        .header("content-type", "application/json")
        .body(Bytes::from(body.unwrap_or_default().to_owned()))
        .unwrap();
    let response = sandbox.respond(&request);
    assert!(response.status().is_success(), "{:?}", response.body());
    response.into_body()
}

impl Source for SandboxSource {
    fn sent(&self) -> Sent {
        self.sent.clone()
    }

    fn deliver_all(&self, address: &Address, acknowledged: Sender<()>) {
        let taken = &Mutex::new(HashSet::new());
        let refused = &AtomicUsize::new(0);
        thread::scope(|scope| {
            for acknowledged in vec![acknowledged; SENDERS] {
                scope.spawn(move || {
                    let agent = agent();
                    while let Some(attempt) = self.next() {
                        let id = header(&attempt, ID_HEADER).to_owned();
                        let status = make(attempt, &agent, &address.get());
                        if status == Some(StatusCode::UNAUTHORIZED) {
                            refused.fetch_add(1, Ordering::Relaxed);
                        }
                        if status == Some(StatusCode::OK) && taken.lock().unwrap().insert(id) {
                            acknowledged.send(()).unwrap();
                        }
                    }
                });
            }
        });
        assert!(refused.load(Ordering::Relaxed) > 500, "{refused:?}");
        let deliveries = list(&self.sandbox, &deliveries_path(&self.sandbox));
        assert_eq!(deliveries.len(), self.sent.bodies.len());
        let is_taken = |delivery: &Json| delivery.as_str().contains(r#""status":"success""#);
        assert!(deliveries.iter().all(is_taken));
    }
}

impl SandboxSource {
    /// Returns the next attempt, for which time passes if it is not due yet.
    ///
    /// Whoever fails comes back here, so that a sender may leave when nothing waits.
    fn next(&self) -> Option<DeliveryAttempt> {
        loop {
            if let Some(attempt) = self.sandbox.take_delivery() {
                return Some(attempt);
            }
            self.sandbox.advance(self.sandbox.until_next_delivery()?);
        }
    }
}

/// Makes one attempt, and checks that the receiver refuses what is not signed now and with the secret.
fn make(attempt: DeliveryAttempt, agent: &Agent, url: &str) -> Option<StatusCode> {
    let names = [ID_HEADER, TIMESTAMP_HEADER, SIGNATURE_HEADER];
    let headers = names.map(|name| (name, header(&attempt, name)));
    let status = post(agent, url, headers, attempt.request().body()).ok();
    let status = status.map(|status| StatusCode::from_u16(status).unwrap());
    if let Some(status) = status {
        let expected = if is_genuine(&attempt) {
            StatusCode::OK
        } else {
            StatusCode::UNAUTHORIZED
        };
        assert_eq!(status, expected, "{:?}", attempt.request());
    }
    attempt.finish(status);
    status
}

fn is_genuine(attempt: &DeliveryAttempt) -> bool {
    let header = |name: &str| {
        attempt
            .request()
            .headers()
            .get(name)
            .map(HeaderValue::as_bytes)
    };
    let verified = Verifier::new(secret()).verify(header, attempt.request().body(), now());
    verified.is_ok()
}

fn header<'a>(attempt: &'a DeliveryAttempt, name: &str) -> &'a str {
    attempt.request().headers()[name].to_str().unwrap()
}

fn deliveries_path(sandbox: &Sandbox) -> String {
    let destinations = list(sandbox, "/event-destinations");
    let WithId { id } = destinations[0].parse().unwrap();
    format!("/event-destinations/{id}/event-deliveries")
}
