//! The transport over hyper and rustls.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::Request;
use http::Response;
use http::Version;
use tokio::runtime::Handle;

use self::body::Collector;
use self::exchange::Exchange;
use self::settings::Settings;
use crate::Delivery;
use crate::HyperTransportBuilder;
use crate::HyperTransportError;
use crate::Transport;
use crate::TransportError;
use crate::TransportErrorKind;
use crate::clock::tokio::NO_RUNTIME;

pub(crate) mod builder;

pub(crate) mod build_error;

pub(crate) mod plain_http;

pub(crate) mod proxy;

pub(crate) mod tls;

mod settings;

mod exchange;

mod target;

mod connector;

mod connect_failure;

mod demand;

mod target_failure;

mod proxy_failure;

mod proxy_variable;

mod tunnel;

mod no_proxy;

mod tcp;

mod stream;

mod failure;

mod body;

mod bounded;

mod pieces;

#[cfg_attr(feature = "gzip", path = "gzip/enabled.rs")]
#[cfg_attr(not(feature = "gzip"), path = "gzip/disabled.rs")]
mod gzip;

#[cfg_attr(feature = "http2", path = "http2/enabled.rs")]
#[cfg_attr(not(feature = "http2"), path = "http2/disabled.rs")]
mod http2;

/// A transport over hyper and rustls, with a pool of connections.
///
/// Cheap to clone; clones share the pool. Every phase of a request has a timeout, so that no call hangs:
///
/// | phase | default | on expiry |
/// |---|---|---|
/// | resolving, connecting, proxy tunnel, TLS handshake | 10 s | `Timeout(Connect)`, not sent |
/// | from the connection to the head of the response | 30 s | `Timeout(Headers)`, maybe sent |
/// | between two pieces of the body | 30 s | `Timeout(Body)`, response started |
///
/// There is no limit on the request as a whole: whoever has a deadline drops the future.
///
/// It speaks HTTP/1.1; with the feature `http2` it offers HTTP/2 by ALPN as well, and the server chooses. An
/// HTTP/2 connection over which nothing arrives for 10 s is pinged, and closed where no acknowledgement comes
/// within 5 s, so that requests can be retried over another one before their time is up. The version in the
/// request is not looked at. With the feature `gzip` it asks for compressed responses. The builder's page has
/// the limits and their defaults.
///
/// # Runtime
///
/// Calls need a tokio runtime with I/O and time enabled; without a runtime they fail with
/// [`Other`](TransportErrorKind::Other), not sent. hyper drives each pooled connection in a task of the
/// runtime that opened it, so a connection ends with its runtime, and the next request opens a new one.
///
/// # Retries
///
/// None, with the one exception that the contract of [`Transport`] allows: when a connection of the pool
/// turns out to be closed before a byte of the request was written to it, the request goes out on another
/// one, a few times at most. A request that has begun to leave is never sent again; where an HTTP/2 server
/// says that it did not look at it, the error is [`Closed`](TransportErrorKind::Closed), not sent.
///
/// # Proxies
///
/// See [`Proxy`](crate::Proxy): from the environment by default, never for loopback hosts.
///
/// # Examples
///
/// ```
/// # #[cfg(all(feature = "ring", feature = "webpki-roots"))]
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::Duration;
///
/// use deck_transport::HyperTransport;
///
/// let transport = HyperTransport::builder()
///     .connect_timeout(Duration::from_secs(5))
///     .max_body_bytes(8 * 1024 * 1024)
///     .build()?;
/// # let _ = transport;
/// # Ok(())
/// # }
/// # #[cfg(not(all(feature = "ring", feature = "webpki-roots")))]
/// # fn main() {}
/// ```
#[derive(Clone)]
pub struct HyperTransport {
    shared: Arc<Shared>,
}

impl HyperTransport {
    /// Creates a transport with the default settings.
    ///
    /// # Errors
    ///
    /// See [`HyperTransportBuilder::build`].
    pub fn new() -> Result<Self, HyperTransportError> {
        Self::builder().build()
    }

    /// Returns a builder with the default settings.
    #[must_use]
    pub fn builder() -> HyperTransportBuilder {
        HyperTransportBuilder::default()
    }

    fn from_settings(settings: Settings) -> Result<Self, HyperTransportError> {
        let exchange = Exchange::new(&settings)?;
        Ok(Self {
            shared: Arc::new(Shared { settings, exchange }),
        })
    }
}

impl Transport for HyperTransport {
    async fn send(&self, mut request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        require_runtime()?;
        let Shared { settings, exchange } = &*self.shared;
        target::check(&request, settings.plain_http)?;
        // Which version is spoken is the connection's business, and hyper refuses requests that insist on
        // another one.
        *request.version_mut() = Version::HTTP_11;
        let decode = gzip::offer(request.headers_mut());

        let (mut head, body) = exchange.head(request).await?.into_parts();
        // What hyper leaves here are types of its own, which are no part of the contract.
        head.extensions.clear();
        let collector = Collector::new(&mut head, &body, decode, settings.max_body_bytes)?;
        let body = body::collect(body, collector, settings.body_idle_timeout).await?;
        Ok(Response::from_parts(head, body))
    }
}

impl fmt::Debug for HyperTransport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("HyperTransport")
            .field("settings", &self.shared.settings)
            .finish_non_exhaustive()
    }
}

struct Shared {
    settings: Settings,
    exchange: Exchange,
}

fn require_runtime() -> Result<(), TransportError> {
    Handle::try_current().map(drop).map_err(|_| {
        TransportError::new(TransportErrorKind::Other, Delivery::NotSent).with_source(NO_RUNTIME)
    })
}
