//! What holds for any request that is taken for a delivery of Deck.

#![expect(
    clippy::expect_used,
    reason = "a secret or a signature that cannot be made fails the test"
)]

use std::time::Duration;
use std::time::SystemTime;

use deck_types::Event;
use deck_types::Json;
use deck_webhooks::Delivery;
use deck_webhooks::ID_HEADER;
use deck_webhooks::SIGNATURE_HEADER;
use deck_webhooks::Signer;
use deck_webhooks::TIMESTAMP_HEADER;
use deck_webhooks::Verifier;
use deck_webhooks::VerifyError;
use deck_webhooks::WebhookSecret;

/// The published secret of Standard Webhooks, and the published time.
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const NOW: u64 = 1_614_265_330;

/// Takes the first three lines of the bytes for the headers of a request, id, timestamp and signatures, and
/// the rest for its body; the first line for a secret, too.
///
/// # Panics
///
/// When a request is accepted that was not signed, when one is refused that was, or when an error or a
/// secret shows what is in it.
pub fn check(bytes: &[u8]) {
    let mut lines = bytes.splitn(4, |byte| *byte == b'\n');
    let mut next = || lines.next().unwrap_or_default();
    let request = Request {
        id: next(),
        timestamp: next(),
        signature: next(),
        body: next(),
    };
    let secret = SECRET.parse().expect("a secret");
    match request.verified(&secret) {
        Ok(delivery) => what_was_accepted_was_signed(&request, &delivery, &secret),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    what_is_signed_is_accepted(&request, &secret);
    if let Ok(Ok(secret)) = str::from_utf8(request.id).map(str::parse::<WebhookSecret>) {
        assert_eq!(format!("{secret:?}"), "WebhookSecret(redacted)");
        what_is_signed_is_accepted(&request, &secret);
    }
    if let Ok(event) = Event::from_json(request.body) {
        let written = Json::encode(&event).expect("an event is written");
        assert_eq!(Event::from_json(written.as_str().as_bytes()), Ok(event));
    }
}

#[derive(Clone, Copy)]
struct Request<'a> {
    id: &'a [u8],
    timestamp: &'a [u8],
    signature: &'a [u8],
    body: &'a [u8],
}

impl<'a> Request<'a> {
    fn verified(&self, secret: &WebhookSecret) -> Result<Delivery<'a>, VerifyError> {
        let verifier = Verifier::new(secret.clone()).with_tolerance(Duration::MAX);
        let header = |name: &str| match name {
            ID_HEADER => Some(self.id),
            TIMESTAMP_HEADER => Some(self.timestamp),
            SIGNATURE_HEADER => Some(self.signature),
            _ => None,
        };
        verifier.verify(header, self.body, seconds(NOW))
    }

    /// Returns the signature that the request has to have.
    fn right_signature(&self, secret: &WebhookSecret) -> Option<Vec<u8>> {
        let timestamp: u64 = str::from_utf8(self.timestamp).ok()?.parse().ok()?;
        if timestamp.to_string().as_bytes() != self.timestamp {
            return None;
        }
        let at = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(timestamp))?;
        let id = str::from_utf8(self.id).ok()?;
        let headers = Signer::new(secret.clone()).sign(id, at, self.body).ok()?;
        headers.get(SIGNATURE_HEADER).map(<[u8]>::to_vec)
    }
}

fn seconds(since_1970: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(since_1970)
}

fn what_was_accepted_was_signed(
    request: &Request<'_>,
    delivery: &Delivery<'_>,
    secret: &WebhookSecret,
) {
    assert_eq!(delivery.id().as_bytes(), request.id);
    assert_eq!(delivery.body(), request.body);
    let entries = request.signature.split(|byte| *byte == b' ');
    let mut entries = entries.filter(|entry| entry.starts_with(b"v1,"));
    // Zeros may stand before a timestamp, and are signed; a signer writes none.
    match request.right_signature(secret) {
        Some(right) => assert!(entries.any(|entry| entry == right)),
        None => assert_eq!(request.timestamp.first(), Some(&b'0')),
    }
}

fn what_is_signed_is_accepted(request: &Request<'_>, secret: &WebhookSecret) {
    let Some(right) = request.right_signature(secret) else {
        return;
    };
    let among_others = [request.signature, b" ", &right].concat();
    let signed = Request {
        signature: &among_others,
        ..*request
    };
    match signed.verified(secret) {
        Ok(delivery) => assert_eq!(delivery.body(), request.body),
        Err(error) => assert_eq!(error, VerifyError::TooManySignatures),
    }
    let longer = [request.body, b" "].concat();
    let changed = Request {
        signature: &right,
        body: &longer,
        ..*request
    };
    assert_eq!(
        changed.verified(secret).err(),
        Some(VerifyError::SignatureMismatch)
    );
}
