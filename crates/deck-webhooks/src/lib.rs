//! Verifies the webhooks that Deck delivers, and reads them, without any I/O.
//!
//! Deck delivers events to an HTTP endpoint of yours and signs them after
//! [Standard Webhooks](https://www.standardwebhooks.com). A [`Verifier`] tells whether a request is such a
//! delivery: it takes the headers by a closure, the body as it was received and the time as arguments, so
//! that it fits any server framework and any clock, and gives a [`Delivery`].
//!
//! # Examples
//!
//! ```
//! use std::time::Duration;
//! use std::time::SystemTime;
//!
//! use deck_webhooks::Signer;
//! use deck_webhooks::Verifier;
//! use deck_webhooks::VerifyError;
//! use deck_webhooks::WebhookSecret;
//!
//! let secret: WebhookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".parse()?;
//! let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_793_491_200);
//!
//! // What Deck sends; in a test, a `Signer` does.
//! let body = br#"{"id":"evt_1","type":"task_run.completed"}"#;
//! let headers = Signer::new(secret.clone()).sign("msg_1", now, body)?;
//!
//! // What a receiver does; the headers of the `http` crate are looked up the same way.
//! let verifier = Verifier::new(secret);
//! let delivery = verifier.verify(|name| headers.get(name), body, now)?;
//! assert_eq!(delivery.id(), "msg_1");
//!
//! let forged = br#"{"id":"evt_1","type":"task_run.failed"}"#;
//! let refused = verifier.verify(|name| headers.get(name), forged, now);
//! assert_eq!(refused.unwrap_err(), VerifyError::SignatureMismatch);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is known of Deck, and what is not
//!
//! Deck's pages name the three headers, the prefix `whsec_` and the specification, and say that a secret
//! stays valid for 24 hours after it was replaced. They do not say whether [`Delivery::id`] is the id of the
//! event, whether a repeated delivery is signed anew, or which age is tolerated; each is told where it
//! matters.
//!
//! # Not here
//!
//! No server, no clock, no environment, no storage of what was received: the guide to webhooks and the
//! example `receiver` show a whole one. No signatures by public keys (`v1a`), which Deck does not document.

#![forbid(unsafe_code)]

mod delivery;

mod header;

mod sign_error;

mod signature;

mod signed_headers;

mod signer;

mod verifier;

mod verify_error;

mod webhook_secret;

mod webhook_secret_error;

#[cfg(test)]
mod tests;

pub use crate::delivery::Delivery;
pub use crate::header::ID_HEADER;
pub use crate::header::SIGNATURE_HEADER;
pub use crate::header::TIMESTAMP_HEADER;
pub use crate::sign_error::SignError;
pub use crate::signed_headers::SignedHeaders;
pub use crate::signer::Signer;
pub use crate::verifier::Verifier;
pub use crate::verify_error::VerifyError;
pub use crate::webhook_secret::WebhookSecret;
pub use crate::webhook_secret_error::WebhookSecretError;

/// The example of the README, compiled and run with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
