//! The cases: which servers and proxies, over which protocol, and what happens in the course of a listing.

use crate::case::Case;
use crate::case::Protocol;
use crate::case::Way;

use Protocol::Http1;
use Protocol::Http2;
use Protocol::Plain;
use Way::Haproxy;
use Way::Nginx;
use Way::SquidForward;
use Way::SquidTunnel;

/// Compressed responses; who does not ask for them is refused.
const GZIP: &str = "gzip on; gzip_min_length 1; gzip_types application/json;
        if ($http_accept_encoding !~ gzip) { return 406; }";
/// The server closes a connection after ten requests.
const TEN_REQUESTS: &str = "keepalive_requests 10;";
/// The server takes two streams of a connection at once.
const TWO_STREAMS: &str = "http2_max_concurrent_streams 2;";
/// The server closes a connection after each response.
const NO_KEEP_ALIVE: &str = "option httpclose";

/// How many callers are many.
const MANY: usize = 150;

/// All cases.
pub(crate) const CASES: &[Case] = &[
    new("nginx, plain", Nginx, Plain),
    new("nginx, HTTP/1.1", Nginx, Http1),
    new("nginx, HTTP/2", Nginx, Http2),
    new("nginx, HTTP/1.1, gzip", Nginx, Http1).with(GZIP),
    new("nginx, HTTP/2, gzip", Nginx, Http2).with(GZIP).short(),
    new("nginx, HTTP/1.1, reloads", Nginx, Http1).reloads(),
    new("nginx, HTTP/2, reloads", Nginx, Http2).reloads(),
    new("nginx, HTTP/1.1, 10 requests a connection", Nginx, Http1).with(TEN_REQUESTS),
    new("nginx, HTTP/2, 10 requests a connection", Nginx, Http2).with(TEN_REQUESTS),
    new("nginx, HTTP/1.1, 150 callers", Nginx, Http1).callers(MANY),
    new("nginx, HTTP/2, 150 callers", Nginx, Http2).callers(MANY),
    new("nginx, HTTP/1.1, 150 callers, reloads", Nginx, Http1)
        .callers(MANY)
        .reloads(),
    new("nginx, HTTP/2, 150 callers, reloads", Nginx, Http2)
        .callers(MANY)
        .reloads(),
    new(
        "nginx, HTTP/1.1, 150 callers, 10 requests a connection",
        Nginx,
        Http1,
    )
    .callers(MANY)
    .with(TEN_REQUESTS)
    .short(),
    new(
        "nginx, HTTP/2, 150 callers, 10 requests a connection",
        Nginx,
        Http2,
    )
    .callers(MANY)
    .with(TEN_REQUESTS)
    .short(),
    new("nginx, HTTP/2, 20 callers, 2 streams", Nginx, Http2)
        .callers(20)
        .with(TWO_STREAMS)
        .short(),
    new("haproxy, plain", Haproxy, Plain),
    new("haproxy, HTTP/1.1", Haproxy, Http1),
    new("haproxy, HTTP/2", Haproxy, Http2),
    new("haproxy, HTTP/1.1, reloads", Haproxy, Http1)
        .reloads()
        .short(),
    new("haproxy, HTTP/2, reloads", Haproxy, Http2).reloads(),
    new("haproxy, HTTP/1.1, no keep-alive", Haproxy, Http1).with(NO_KEEP_ALIVE),
    new("haproxy, HTTP/1.1, 150 callers", Haproxy, Http1).callers(MANY),
    new("haproxy, HTTP/2, 150 callers", Haproxy, Http2).callers(MANY),
    new("haproxy, HTTP/1.1, 150 callers, reloads", Haproxy, Http1)
        .callers(MANY)
        .reloads(),
    new("haproxy, HTTP/2, 150 callers, reloads", Haproxy, Http2)
        .callers(MANY)
        .reloads()
        .short(),
    new("squid, plain", SquidForward, Plain).short(),
    new("squid and nginx, HTTP/1.1", SquidTunnel, Http1),
    new("squid and nginx, HTTP/2", SquidTunnel, Http2).short(),
    new("squid, plain, 150 callers", SquidForward, Plain).callers(MANY),
    new("squid and nginx, HTTP/1.1, 150 callers", SquidTunnel, Http1).callers(MANY),
    new("squid and nginx, HTTP/2, 150 callers", SquidTunnel, Http2).callers(MANY),
];

/// Returns a case with one caller to whom nothing happens, in the long form only.
const fn new(name: &'static str, way: Way, protocol: Protocol) -> Case {
    Case {
        name,
        way,
        protocol,
        settings: "",
        callers: 1,
        reloads: false,
        short: false,
    }
}

impl Case {
    const fn with(self, settings: &'static str) -> Self {
        Self { settings, ..self }
    }

    const fn callers(self, callers: usize) -> Self {
        Self { callers, ..self }
    }

    const fn reloads(self) -> Self {
        Self {
            reloads: true,
            ..self
        }
    }

    const fn short(self) -> Self {
        Self {
            short: true,
            ..self
        }
    }
}
