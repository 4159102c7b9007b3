use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;
use std::time::SystemTime;

use bytes::Bytes;
use deck_transport::ManualClock;
use deck_transport::transport_fn;
use deck_webhooks::Verifier;
use http::Request;
use http::Response;
use http::StatusCode;
use serde_json::Value;
use serde_json::json;

use crate::DeliveryFault;
use crate::FaultPlan;
use crate::SANDBOX_API_KEY;
use crate::SANDBOX_BASE_URL;
use crate::Sandbox;
use crate::SandboxBuilder;

const SECOND: Duration = Duration::from_secs(1);
const SECRET: &str = "whsec_bmV3IHNlY3JldCBvZiBhIGRlc3RpbmF0aW9u";
const OTHER_SECRET: &str = "whsec_b2xkIHNlY3JldCBvZiBhIGRlc3RpbmF0aW9u";

/// A sandbox with one webhook, and what came to it.
struct Webhook {
    sandbox: Sandbox,
    id: String,
    received: Arc<Mutex<Vec<Request<Bytes>>>>,
}

impl Webhook {
    fn new(builder: SandboxBuilder) -> Webhook {
        let sandbox = builder.build();
        let body =
            json!({"name": "Bills", "webhook": {"url": "http://hook.test/", "secret": SECRET}});
        let created = call(&sandbox, "POST", "/event-destinations", &body);
        Webhook {
            id: created["id"].as_str().unwrap().to_owned(),
            sandbox,
            received: Arc::default(),
        }
    }

    /// Lets something happen that makes an event.
    fn happen(&self) {
        call(&self.sandbox, "POST", "/agents", &json!({"name": "Bills"}));
    }

    /// Delivers what is due to a receiver that responds with `status`, and returns the number of attempts.
    async fn deliver(&self, status: u16) -> u64 {
        let received = Arc::clone(&self.received);
        let status = StatusCode::from_u16(status).unwrap();
        let transport = transport_fn(move |request| {
            received.lock().unwrap().push(request);
            async move {
                let mut response = Response::new(Bytes::new());
                *response.status_mut() = status;
                Ok(response)
            }
        });
        self.sandbox.deliver(&transport).await
    }

    fn received(&self) -> Vec<Request<Bytes>> {
        std::mem::take(&mut *self.received.lock().unwrap())
    }

    fn deliveries(&self) -> Vec<Value> {
        let path = format!("/event-destinations/{}/event-deliveries", self.id);
        let page = call(&self.sandbox, "GET", &path, &Value::Null);
        page["data"].as_array().unwrap().clone()
    }

    fn status(&self) -> Value {
        let path = format!("/event-destinations/{}", self.id);
        call(&self.sandbox, "GET", &path, &Value::Null)["status"].clone()
    }

    fn change(&self, change: &Value) {
        let path = format!("/event-destinations/{}", self.id);
        call(&self.sandbox, "PATCH", &path, change);
    }

    /// The time of the sandbox, when nothing has passed.
    fn now(&self) -> SystemTime {
        self.sandbox.time_of_day(None)
    }
}

fn call(sandbox: &Sandbox, method: &str, path: &str, body: &Value) -> Value {
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let request = Request::builder()
        .method(method)
        .uri(format!("{SANDBOX_BASE_URL}{path}"))
        .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
        .header("content-type", "application/json")
        .body(Bytes::from(body))
        .unwrap();
    let response = sandbox.respond(&request);
    assert!(response.status().is_success(), "{:?}", response.body());
    serde_json::from_slice(response.body()).unwrap()
}

fn verifies(request: &Request<Bytes>, secret: &str, now: SystemTime) -> bool {
    let header = |name: &str| request.headers().get(name).map(http::HeaderValue::as_bytes);
    let verifier = Verifier::new(secret.parse().unwrap());
    verifier.verify(header, request.body(), now).is_ok()
}

fn header(request: &Request<Bytes>, name: &str) -> String {
    request.headers()[name].to_str().unwrap().to_owned()
}

fn faulty(plan: &str) -> SandboxBuilder {
    let plan: FaultPlan<DeliveryFault> = plan.parse().unwrap();
    Sandbox::builder().delivery_faults(plan)
}

#[tokio::test]
async fn an_event_is_delivered_as_it_is_listed_and_signed() {
    let webhook = Webhook::new(Sandbox::builder());
    webhook.happen();

    assert_eq!(webhook.deliver(200).await, 1);

    let received = webhook.received();
    assert!(verifies(&received[0], SECRET, webhook.now()));
    let listed = &call(&webhook.sandbox, "GET", "/events", &Value::Null)["data"][0];
    let delivered: Value = serde_json::from_slice(received[0].body()).unwrap();
    assert_eq!(&delivered, listed);
    assert_eq!(received[0].uri(), "http://hook.test/");
    assert_eq!(header(&received[0], "content-type"), "application/json");
}

#[tokio::test]
async fn a_delivery_is_listed_with_its_outcome() {
    let webhook = Webhook::new(Sandbox::builder());
    webhook.happen();
    assert_eq!(webhook.deliveries().len(), 0);

    webhook.deliver(500).await;
    let failed = webhook.deliveries();
    webhook.sandbox.advance(SECOND);
    webhook.deliver(204).await;
    let succeeded = webhook.deliveries();

    assert_eq!(failed[0]["status"], "failure");
    assert_eq!(failed[0]["attempts"], 1);
    assert!(failed[0]["delivered_at"].is_null());
    assert_eq!(succeeded.len(), 1);
    assert_eq!(succeeded[0]["status"], "success");
    assert_eq!(succeeded[0]["attempts"], 2);
    assert_eq!(succeeded[0]["event_type"], "agent.created");
    assert_eq!(succeeded[0]["event_destination_id"], webhook.id.as_str());
    assert_eq!(succeeded[0]["delivered_at"], "2026-11-02T12:00:01Z");
}

#[tokio::test]
async fn after_three_retries_the_destination_is_inactive() {
    let webhook = Webhook::new(Sandbox::builder());
    webhook.happen();

    let mut attempts = Vec::new();
    for second in 0..40 {
        for _ in 0..webhook.deliver(503).await {
            attempts.push(second);
        }
        webhook.sandbox.advance(SECOND);
    }

    assert_eq!(attempts, [0, 1, 6, 31]);
    assert_eq!(webhook.status(), "inactive");
    assert_eq!(webhook.deliveries()[0]["attempts"], 4);
    let latest = &call(&webhook.sandbox, "GET", "/events", &Value::Null)["data"][0];
    assert_eq!(latest["type"], "event_destination.deactivated");
}

#[tokio::test]
async fn an_hour_that_passes_at_once_has_the_attempts_of_one_that_passes_in_seconds() {
    let webhook = Webhook::new(Sandbox::builder());
    webhook.happen();
    webhook.sandbox.advance(3_600 * SECOND);

    assert_eq!(webhook.deliver(503).await, 4);

    let received = webhook.received();
    let seconds: Vec<i64> = received
        .iter()
        .map(|request| header(request, "webhook-timestamp").parse().unwrap())
        .collect();
    let after_first: Vec<_> = seconds.iter().map(|second| second - seconds[0]).collect();
    assert_eq!(after_first, [0, 1, 6, 31]);
    let ids: Vec<_> = received
        .iter()
        .map(|request| header(request, "webhook-id"))
        .collect();
    assert!(ids.iter().all(|id| *id == ids[0]));
}

#[tokio::test]
async fn an_inactive_destination_gets_nothing_until_it_is_active_again() {
    let webhook = Webhook::new(Sandbox::builder());
    webhook.change(&json!({"status": "inactive"}));
    webhook.happen();
    assert_eq!(webhook.deliver(200).await, 0);

    webhook.change(&json!({"status": "active"}));
    webhook.happen();

    assert_eq!(webhook.deliver(200).await, 1);
}

#[tokio::test]
async fn a_destination_gets_the_types_that_it_wants() {
    let webhook = Webhook::new(Sandbox::builder());
    webhook.change(&json!({"events": ["task.created"]}));
    webhook.happen();

    assert_eq!(webhook.deliver(200).await, 0);
}

#[tokio::test]
async fn both_secrets_sign_for_a_day_after_a_change() {
    let webhook = Webhook::new(Sandbox::builder());
    webhook.change(&json!({"webhook": {"url": "http://hook.test/", "secret": OTHER_SECRET}}));
    webhook.happen();
    webhook.deliver(200).await;
    webhook.sandbox.advance(24 * 3_600 * SECOND);
    webhook.happen();
    webhook.deliver(200).await;

    let received = webhook.received();
    let now = webhook.now();
    assert!(verifies(&received[0], SECRET, now));
    assert!(verifies(&received[0], OTHER_SECRET, now));
    let tomorrow = now + 24 * 3_600 * SECOND;
    assert!(!verifies(&received[1], SECRET, tomorrow));
    assert!(verifies(&received[1], OTHER_SECRET, tomorrow));
}

#[tokio::test]
async fn a_change_of_the_url_keeps_the_secret() {
    let webhook = Webhook::new(Sandbox::builder());
    webhook.change(&json!({"webhook": {"url": "http://hook.test/new"}}));
    webhook.happen();
    webhook.deliver(200).await;

    let received = webhook.received();
    assert_eq!(received[0].uri(), "http://hook.test/new");
    assert!(verifies(&received[0], SECRET, webhook.now()));
}

#[tokio::test]
async fn headers_of_the_destination_are_sent_but_none_that_frames_the_request() {
    let webhook = Webhook::new(Sandbox::builder());
    let headers = json!({"X-Team": "bills", "Content-Length": "1", "webhook-id": "mine"});
    let config = json!({"url": "http://hook.test/", "custom_headers": headers.to_string()});
    webhook.change(&json!({ "webhook": config }));
    webhook.happen();
    webhook.deliver(200).await;

    let received = webhook.received();
    assert_eq!(header(&received[0], "x-team"), "bills");
    assert!(!received[0].headers().contains_key("content-length"));
    assert!(header(&received[0], "webhook-id").starts_with("edlv_"));
}

#[tokio::test]
async fn a_duplicate_comes_with_the_same_id_and_is_one_delivery() {
    let webhook = Webhook::new(faulty("1:duplicate"));
    webhook.happen();

    assert_eq!(webhook.deliver(200).await, 2);

    let received = webhook.received();
    assert_eq!(
        header(&received[0], "webhook-id"),
        header(&received[1], "webhook-id")
    );
    assert_eq!(webhook.deliveries()[0]["attempts"], 1);
}

#[tokio::test]
async fn a_late_delivery_comes_after_those_behind_it() {
    let webhook = Webhook::new(faulty("1:late=2s"));
    webhook.happen();
    webhook.sandbox.advance(SECOND);
    webhook.happen();
    assert_eq!(webhook.deliver(200).await, 1);
    webhook.sandbox.advance(2 * SECOND);
    assert_eq!(webhook.deliver(200).await, 1);

    let received = webhook.received();
    let created = |request: &Request<Bytes>| {
        let event: Value = serde_json::from_slice(request.body()).unwrap();
        event["created_at"].as_str().unwrap().to_owned()
    };
    assert!(created(&received[0]) > created(&received[1]));
}

#[tokio::test]
async fn a_dropped_delivery_counts_as_a_success_and_never_comes() {
    let webhook = Webhook::new(faulty("1:drop"));
    webhook.happen();
    webhook.sandbox.advance(3_600 * SECOND);

    assert_eq!(webhook.deliver(200).await, 0);
    assert_eq!(webhook.deliveries()[0]["status"], "success");
}

#[tokio::test]
async fn a_bad_signature_and_an_old_timestamp_are_refused_and_two_signatures_are_not() {
    let webhook = Webhook::new(faulty("1:bad-signature; 2:old-timestamp; 3:two-signatures"));
    for _ in 0..3 {
        webhook.happen();
    }
    webhook.deliver(200).await;

    let received = webhook.received();
    let now = webhook.now();
    let verified: Vec<_> = received
        .iter()
        .map(|request| verifies(request, SECRET, now))
        .collect();
    assert_eq!(verified, [false, false, true]);
    let an_hour_ago = now - 3_600 * SECOND;
    assert!(verifies(&received[1], SECRET, an_hour_ago));
    assert_eq!(
        header(&received[2], "webhook-signature").split(' ').count(),
        2
    );
}

#[tokio::test]
async fn empty_texts_stand_where_rest_has_null() {
    let webhook = Webhook::new(faulty("1:empty-texts"));
    webhook.happen();
    webhook.deliver(200).await;

    let received = webhook.received();
    let event: Value = serde_json::from_slice(received[0].body()).unwrap();
    assert_eq!(event["data"]["description"], "");
    assert!(verifies(&received[0], SECRET, webhook.now()));
}

#[tokio::test]
async fn a_receiver_that_does_not_respond_in_time_has_failed() {
    let clock = ManualClock::new();
    let webhook = Webhook::new(Sandbox::builder().clock(clock.clone()));
    webhook.happen();
    let silent = transport_fn(|_| std::future::pending());

    let (count, ()) = tokio::join!(webhook.sandbox.deliver(&silent), async {
        clock.wait_for_sleepers(1).await;
        clock.advance(5 * SECOND);
    });

    assert_eq!(count, 1);
    assert_eq!(webhook.deliveries()[0]["status"], "failure");
    assert_eq!(webhook.sandbox.until_next_delivery(), Some(SECOND));
}

#[tokio::test]
async fn an_attempt_that_is_dropped_has_failed() {
    let webhook = Webhook::new(Sandbox::builder());
    webhook.happen();

    drop(webhook.sandbox.take_delivery());

    assert_eq!(webhook.deliveries()[0]["status"], "failure");
    assert_eq!(webhook.sandbox.until_next_delivery(), Some(SECOND));
}

#[tokio::test]
async fn the_same_seed_delivers_the_same_bytes() {
    let run = async || {
        let webhook = Webhook::new(faulty("30%:duplicate|late=2s|bad-signature").seed(4));
        for _ in 0..20 {
            webhook.happen();
        }
        webhook.sandbox.advance(60 * SECOND);
        webhook.deliver(200).await;
        format!("{:?}", webhook.received())
    };

    assert_eq!(run().await, run().await);
}
