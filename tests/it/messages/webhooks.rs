//! Messages about webhooks: `deck-webhooks`, and the event inside.

use std::time::Duration;
use std::time::SystemTime;

use deck_types::Event;
use deck_webhooks::ID_HEADER;
use deck_webhooks::SIGNATURE_HEADER;
use deck_webhooks::Signer;
use deck_webhooks::TIMESTAMP_HEADER;
use deck_webhooks::Verifier;
use deck_webhooks::WebhookSecret;

use super::Messages;

pub(super) fn add(messages: &mut Messages) {
    secrets(messages);
    headers(messages);
    times(messages);
    signing(messages);
    events(messages);
}

fn secret() -> WebhookSecret {
    WebhookSecret::from_bytes(*b"canary").unwrap()
}

fn at(since_1970: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(since_1970)
}

fn secrets(messages: &mut Messages) {
    messages.heading("The secret of a webhook");
    let mut add =
        |occasion, text: &str| messages.add_failure(occasion, text.parse::<WebhookSecret>());
    add("an empty one", "whsec_");
    add("one with a line break", "whsec_canary==\n");
}

fn headers(messages: &mut Messages) {
    messages.heading("The headers of a delivery");
    let many = "v1,canary ".repeat(33);
    for (occasion, id, timestamp, signature) in [
        ("without an id", None, Some("7"), Some("v1,canary")),
        (
            "without a timestamp",
            Some("msg_1"),
            None,
            Some("v1,canary"),
        ),
        ("without a signature", Some("msg_1"), Some("7"), None),
        (
            "a full stop in the id",
            Some("canary.1"),
            Some("7"),
            Some("v1,canary"),
        ),
        (
            "a timestamp that is a date",
            Some("msg_1"),
            Some("2026-11-01"),
            Some("v1,canary"),
        ),
        (
            "33 signatures",
            Some("msg_1"),
            Some("7"),
            Some(many.as_str()),
        ),
        (
            "a signature by a public key",
            Some("msg_1"),
            Some("7"),
            Some("v1a,canary"),
        ),
        (
            "a wrong signature",
            Some("msg_1"),
            Some("7"),
            Some("v1,canary"),
        ),
    ] {
        let header = |name: &str| match name {
            ID_HEADER => id.map(str::as_bytes),
            TIMESTAMP_HEADER => timestamp.map(str::as_bytes),
            SIGNATURE_HEADER => signature.map(str::as_bytes),
            _ => None,
        };
        let verifier = Verifier::new(secret());
        messages.add_failure(occasion, verifier.verify(header, b"canary", at(7)));
    }
}

fn times(messages: &mut Messages) {
    messages.heading("The time of a delivery");
    let headers = Signer::new(secret())
        .sign("msg_1", at(1_000), b"{}")
        .unwrap();
    let verifier = Verifier::new(secret());
    let mut add = |occasion, now| {
        messages.add_failure(
            occasion,
            verifier.verify(|name| headers.get(name), b"{}", now),
        );
    };
    add("seven minutes too late", at(1_420));
    add("seven minutes too early", at(580));
}

fn signing(messages: &mut Messages) {
    messages.heading("Signing a delivery");
    let signer = Signer::new(secret());
    messages.add_failure(
        "an id with a full stop",
        signer.sign("canary.1", at(7), b"{}"),
    );
    let before_1970 = SystemTime::UNIX_EPOCH - Duration::from_secs(1);
    messages.add_failure(
        "a time before 1970",
        signer.sign("msg_1", before_1970, b"{}"),
    );
}

fn events(messages: &mut Messages) {
    messages.heading("An event");
    messages.add_failure(
        "without an id",
        Event::from_json(br#"{"type": "task_run.failed"}"#),
    );
    messages.add_failure(
        "bytes that are no text",
        Event::from_json(b"{\n\"id\": \"\xFF\"}"),
    );
    messages.add_failure("nothing", Event::from_json(b""));
}
