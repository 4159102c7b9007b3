//! One HTTP request out, one response in: the transport of the Deck SDK.
//!
//! This crate has the [`Transport`] trait and everything that touches a socket or a clock. It
//! knows a network and no Deck: requests and responses are those of the `http` crate, bodies are
//! [`bytes::Bytes`].
//!
//! - [`Transport`] is the one trait to implement when the HTTP stack is to be another one; its page is the
//!   contract.
//! - [`SharedTransport`] is the cloneable, type-erased form that clients hold; [`transport_fn`] makes a
//!   transport of a closure.
//! - [`TransportError`] says what failed and, with [`Delivery`], whether the server may have seen the
//!   request.
//! - [`Clock`] is time as an argument; [`ManualClock`] moves only when a test says so.
//! - [`ScriptedTransport`] responds from a list, for unit tests.
//! - `HyperTransport` (feature `hyper`) is the transport over hyper and rustls.
//!
//! # Features
//!
//! | feature | default | gives |
//! |---|---|---|
//! | `hyper` | yes | `HyperTransport`, and the feature `tokio`; brings in hyper, rustls and tokio |
//! | `tokio` | yes, by `hyper` | `TokioClock`; brings in tokio |
//! | `ring` | yes | ring as the cryptography of `HyperTransport` |
//! | `aws-lc-rs` | | aws-lc-rs as its cryptography; with both, ring unless the builder is told otherwise |
//! | `webpki-roots` | yes | Mozilla's certificate authorities, bundled |
//! | `native-roots` | | those of the operating system |
//! | `http2` | | changes what `HyperTransport` does: HTTP/2 is offered by ALPN, and the server chooses |
//! | `gzip` | | changes what `HyperTransport` does: `accept-encoding: gzip` is sent, responses in gzip are decoded |
//! | `tower` | | `TowerTransport`, made of a `tower_service::Service` |
//!
//! # Not here
//!
//! Nothing of the Deck API: no key, no base URL, no path, no JSON. No retries, no redirects, no rate limit,
//! no cookies, no cache: they are decisions about meaning, and a transport has none to make. The suite that
//! proves a transport is the crate `deck-conformance`, and what records and replays exchanges is
//! `deck-cassette`.

#![forbid(unsafe_code)]

mod transport;

mod shared_transport;

mod transport_fn;

mod transport_error;

mod clock;

mod scripted_transport;

#[cfg(feature = "tower")]
mod tower_transport;

#[cfg(feature = "hyper")]
mod hyper_transport;

pub use crate::clock::Clock;
pub use crate::clock::manual::ManualClock;
pub use crate::clock::shared::SharedClock;
#[cfg(feature = "tokio")]
pub use crate::clock::tokio::TokioClock;
pub use crate::clock::unavailable::ClockUnavailable;
#[cfg(feature = "hyper")]
pub use crate::hyper_transport::HyperTransport;
#[cfg(feature = "hyper")]
pub use crate::hyper_transport::build_error::HyperTransportError;
#[cfg(feature = "hyper")]
pub use crate::hyper_transport::build_error::HyperTransportErrorKind;
#[cfg(feature = "hyper")]
pub use crate::hyper_transport::builder::HyperTransportBuilder;
#[cfg(feature = "hyper")]
pub use crate::hyper_transport::plain_http::PlainHttp;
#[cfg(feature = "hyper")]
pub use crate::hyper_transport::proxy::Proxy;
#[cfg(feature = "hyper")]
pub use crate::hyper_transport::tls::crypto::Crypto;
#[cfg(feature = "hyper")]
pub use crate::hyper_transport::tls::roots::Roots;
pub use crate::scripted_transport::ScriptedTransport;
pub use crate::shared_transport::SharedTransport;
#[cfg(feature = "tower")]
pub use crate::tower_transport::TowerTransport;
pub use crate::transport::Transport;
pub use crate::transport_error::TransportError;
pub use crate::transport_error::delivery::Delivery;
pub use crate::transport_error::kind::TimeoutPhase;
pub use crate::transport_error::kind::TransportErrorKind;
pub use crate::transport_fn::TransportFn;
pub use crate::transport_fn::transport_fn;

#[cfg(all(doctest, feature = "ring", feature = "webpki-roots", feature = "hyper"))]
#[doc = include_str!("../README.md")]
struct Readme;

/// Every public type can be sent to another thread and shared between threads.
#[cfg(test)]
mod tests {
    use super::*;

    fn assert_send_and_sync<T: Send + Sync + 'static>() {}

    #[test]
    fn everything_is_send_and_sync() {
        assert_send_and_sync::<SharedTransport>();
        assert_send_and_sync::<TransportFn<fn()>>();
        assert_send_and_sync::<ScriptedTransport>();
        assert_send_and_sync::<TransportError>();
        assert_send_and_sync::<SharedClock>();
        assert_send_and_sync::<ManualClock>();
    }

    #[cfg(feature = "tower")]
    #[test]
    fn a_tower_transport_is_sync_even_if_its_service_is_not() {
        assert_send_and_sync::<TowerTransport<std::cell::Cell<()>>>();
    }

    #[cfg(feature = "hyper")]
    #[test]
    fn everything_of_hyper_is_send_and_sync() {
        assert_send_and_sync::<HyperTransport>();
        assert_send_and_sync::<HyperTransportBuilder>();
        assert_send_and_sync::<HyperTransportError>();
        assert_send_and_sync::<TokioClock>();
    }
}
