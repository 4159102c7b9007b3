//! The contract of `Transport`, kept by `HyperTransport` over loopback sockets.

#![forbid(unsafe_code)]
#![expect(
    clippy::expect_used,
    reason = "a helper of a test that fails is to fail the test"
)]

mod server;

mod scene;

mod request;

mod response;

mod ceilings;

mod timeouts;

mod connections;

mod proxy;

mod tls;

#[cfg(feature = "gzip")]
mod gzip;

#[cfg(feature = "http2")]
mod http2;
