//! Tests of the crate, by what they show.

mod flipping;
mod headers;
mod secrets;
mod standard_webhooks;
mod tolerance;

use std::time::Duration;
use std::time::SystemTime;

use crate::Delivery;
use crate::Signer;
use crate::Verifier;
use crate::VerifyError;
use crate::WebhookSecret;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const TIMESTAMP: u64 = 1_614_265_330;
const BODY: &[u8] = br#"{"test": 2432232314}"#;
const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

/// A request as a receiver meets it, with any bytes in its headers.
#[derive(Clone, Debug)]
struct Request {
    id: Option<Vec<u8>>,
    timestamp: Option<Vec<u8>>,
    signature: Option<Vec<u8>>,
    body: Vec<u8>,
}

impl Request {
    /// The published vector of Standard Webhooks.
    fn published() -> Self {
        Self {
            id: Some(ID.into()),
            timestamp: Some(TIMESTAMP.to_string().into()),
            signature: Some(SIGNATURE.into()),
            body: BODY.into(),
        }
    }

    /// A request that is signed rightly.
    fn signed(signer: &Signer, id: &str, now: SystemTime, body: &[u8]) -> Self {
        let headers = signer.sign(id, now, body).unwrap();
        let value = |name| headers.get(name).map(<[u8]>::to_vec);
        Self {
            id: value("webhook-id"),
            timestamp: value("webhook-timestamp"),
            signature: value("webhook-signature"),
            body: body.to_vec(),
        }
    }

    fn with_id(mut self, id: &str) -> Self {
        self.id = Some(id.into());
        self
    }

    fn with_timestamp(mut self, timestamp: &str) -> Self {
        self.timestamp = Some(timestamp.into());
        self
    }

    fn with_signature(mut self, signature: &str) -> Self {
        self.signature = Some(signature.into());
        self
    }

    fn header(&self, name: &str) -> Option<&[u8]> {
        match name {
            "webhook-id" => self.id.as_deref(),
            "webhook-timestamp" => self.timestamp.as_deref(),
            "webhook-signature" => self.signature.as_deref(),
            _ => None,
        }
    }

    fn verified_by(
        &self,
        verifier: &Verifier,
        now: SystemTime,
    ) -> Result<Delivery<'_>, VerifyError> {
        verifier.verify(|name| self.header(name), &self.body, now)
    }

    /// Verifies with the published secret at the published time.
    fn verified(&self) -> Result<Delivery<'_>, VerifyError> {
        self.verified_by(&Verifier::new(secret()), seconds(TIMESTAMP))
    }
}

fn secret() -> WebhookSecret {
    SECRET.parse().unwrap()
}

fn other_secret() -> WebhookSecret {
    WebhookSecret::from_bytes(*b"another secret, of 31 bytes ...").unwrap()
}

fn seconds(since_1970: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(since_1970)
}
