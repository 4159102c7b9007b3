//! [`Capability`]: what some cases need beyond the contract.

use std::fmt;

/// A capability of a transport that a case needs, although the contract of
/// [`Transport`](deck_transport::Transport) does not require it.
///
/// A suite assumes all of them except [`Http2`](Self::Http2); see
/// [`Suite::without`](crate::Suite::without). The set grows: match with a wildcard arm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Capability {
    /// It speaks TLS. Without it there is no proof of anything about certificates, HTTP/2 or the timeout of a
    /// handshake; all else is proved over plain `http`.
    Tls,
    /// It can be told to trust a given certificate authority.
    TrustAuthority,
    /// It sends plain `http` to `127.0.0.1`. Without it the whole suite runs over TLS.
    PlainHttp,
    /// Its ceiling for bodies can be set to a given number of bytes.
    BodyCeiling,
    /// Its timeouts can be set, so that the cases need not wait for the default ones.
    Timeouts,
    /// It reuses connections.
    ConnectionReuse,
    /// It offers HTTP/2 by ALPN.
    Http2,
    /// It can be told how long an HTTP/2 connection may be silent, so that it need not be waited for.
    Http2KeepAlive,
}

impl fmt::Display for Capability {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Tls => "TLS",
            Self::TrustAuthority => "trust in a given authority",
            Self::PlainHttp => "plain http",
            Self::BodyCeiling => "a ceiling for bodies that can be set",
            Self::Timeouts => "timeouts that can be set",
            Self::ConnectionReuse => "reuse of connections",
            Self::Http2 => "HTTP/2",
            Self::Http2KeepAlive => "a keep-alive of HTTP/2 that can be set",
        })
    }
}
