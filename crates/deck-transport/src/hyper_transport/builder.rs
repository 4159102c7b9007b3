//! Settings of the hyper transport, checked when it is built.

use std::time::Duration;

use super::settings::Settings;
use crate::Crypto;
use crate::HyperTransport;
use crate::HyperTransportError;
use crate::PlainHttp;
use crate::Proxy;
use crate::Roots;

/// The settings of a [`HyperTransport`] to be.
///
/// Every setting has a default that suits an API client; each method names it.
#[derive(Clone, Debug, Default)]
pub struct HyperTransportBuilder {
    settings: Settings,
}

impl HyperTransportBuilder {
    /// Sets the certificate authorities to trust.
    ///
    /// Default: [`Roots::Webpki`] when the feature `webpki-roots` is enabled, else [`Roots::Native`].
    #[must_use]
    pub fn roots(mut self, roots: Roots) -> Self {
        self.settings.roots = Some(roots);
        self
    }

    /// Sets certificate authorities to trust besides those of [`roots`](Self::roots), as PEM text. Sections
    /// of other kinds are skipped; a text without any certificate is refused by [`build`](Self::build).
    ///
    /// Default: none. For a server that the authority of a company vouches for, without giving up the
    /// authorities that everybody trusts.
    #[must_use]
    pub fn extra_roots(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.settings.extra_roots = pem.into();
        self
    }

    /// Sets the implementation of cryptography.
    ///
    /// Default: [`Crypto::Ring`] when the feature `ring` is enabled, else [`Crypto::AwsLcRs`]. The default
    /// provider of the process is neither asked nor set.
    #[must_use]
    pub fn crypto(mut self, crypto: Crypto) -> Self {
        self.settings.crypto = Some(crypto);
        self
    }

    /// Sets how long resolving the name, connecting, opening a tunnel through a proxy and the TLS handshake
    /// may take together.
    ///
    /// Default: 10 s. When a name has several addresses, each of them gets its share of the time.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.connect_timeout = timeout;
        self
    }

    /// Sets how long it may take from the moment the request has a connection until the head of the response
    /// is complete.
    ///
    /// Default: 30 s. Sending the body of the request counts, connecting does not.
    #[must_use]
    pub fn headers_timeout(mut self, timeout: Duration) -> Self {
        self.settings.headers_timeout = timeout;
        self
    }

    /// Sets how long the body of the response may stand still.
    ///
    /// Default: 30 s. Every piece that arrives starts it anew, so a slow body is no error and a stalled one
    /// is.
    #[must_use]
    pub fn body_idle_timeout(mut self, timeout: Duration) -> Self {
        self.settings.body_idle_timeout = timeout;
        self
    }

    /// Sets the largest response body to accept, in bytes.
    ///
    /// Default: 64 MiB. A body that is compressed is held to it as it arrives and again after decompression.
    #[must_use]
    pub fn max_body_bytes(mut self, bytes: usize) -> Self {
        self.settings.max_body_bytes = bytes;
        self
    }

    /// Sets the largest head of a response to accept (status line and headers together), in bytes.
    ///
    /// Default: 128 KiB; less than 8 KiB means 8 KiB. No more than this is read from a connection at once.
    /// Over HTTP/1.1, more than a hundred header lines are too many whatever their size.
    #[must_use]
    pub fn max_header_bytes(mut self, bytes: usize) -> Self {
        self.settings.max_header_bytes = bytes;
        self
    }

    /// Sets how many idle connections to keep for each host.
    ///
    /// Default: 32. With 0 every request opens a connection of its own.
    #[must_use]
    pub fn pool_max_idle_per_host(mut self, connections: usize) -> Self {
        self.settings.pool_max_idle_per_host = connections;
        self
    }

    /// Sets how long an idle connection is kept.
    ///
    /// Default: 30 s. Longer than the server keeps its side, it only makes requests meet closed connections.
    #[must_use]
    pub fn pool_idle_timeout(mut self, timeout: Duration) -> Self {
        self.settings.pool_idle_timeout = timeout;
        self
    }

    /// Sets for how long nothing may arrive over an HTTP/2 connection before it is pinged, in use or not.
    ///
    /// Default: 10 s. With zero it is never pinged, and a connection that fell silent is used until the
    /// system gives it up, which takes many minutes: every request over it times out, retries too.
    #[cfg(feature = "http2")]
    #[must_use]
    pub fn http2_keep_alive_interval(mut self, interval: Duration) -> Self {
        self.settings.http2_keep_alive.interval = interval;
        self
    }

    /// Sets how long the acknowledgement of a ping may take before the HTTP/2 connection is closed.
    ///
    /// Default: 5 s. The requests that wait on the connection fail with
    /// [`Closed`](crate::TransportErrorKind::Closed), maybe sent, and the next ones open another. Interval
    /// and timeout together are to be shorter than the [headers timeout](Self::headers_timeout), so that a
    /// request can be retried before its own time is up. A timeout shorter than a slow round trip closes
    /// connections that are well.
    #[cfg(feature = "http2")]
    #[must_use]
    pub fn http2_keep_alive_timeout(mut self, timeout: Duration) -> Self {
        self.settings.http2_keep_alive.timeout = timeout;
        self
    }

    /// Sets the proxy.
    ///
    /// Default: [`Proxy::FromEnvironment`].
    #[must_use]
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.settings.proxy = proxy;
        self
    }

    /// Sets for which hosts plain `http` is allowed.
    ///
    /// Default: [`PlainHttp::LoopbackOnly`].
    #[must_use]
    pub fn plain_http(mut self, plain_http: PlainHttp) -> Self {
        self.settings.plain_http = plain_http;
        self
    }

    /// Creates the transport. Opens no connection.
    ///
    /// Reads the environment for the proxy and, with [`Roots::Native`], the certificate files of the system;
    /// both once, here.
    ///
    /// # Errors
    ///
    /// No crypto provider or no roots are compiled in or found, or roots or proxy cannot be understood; see
    /// [`HyperTransportErrorKind`](crate::HyperTransportErrorKind).
    pub fn build(self) -> Result<HyperTransport, HyperTransportError> {
        HyperTransport::from_settings(self.settings)
    }
}
