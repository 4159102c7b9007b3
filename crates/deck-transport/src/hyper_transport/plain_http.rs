//! The rule about requests without TLS, and what counts as loopback.

use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;

use http::Uri;

/// For which hosts requests without TLS are allowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum PlainHttp {
    /// Only for `localhost`, `127.0.0.0/8` and `::1`, so that no key crosses a network in the clear by
    /// mistake.
    #[default]
    LoopbackOnly,
    /// For every host: whatever is sent can be read on the way.
    Anywhere,
}

/// Returns whether the host of `target` is this machine by its name alone; nothing is resolved.
pub(super) fn is_loopback(target: &Uri) -> bool {
    let Some(host) = target.host() else {
        return false;
    };
    if host.eq_ignore_ascii_case("localhost") {
        return true;
    }
    let unbracketed = host.trim_start_matches('[').trim_end_matches(']');
    match unbracketed.parse() {
        Ok(IpAddr::V4(address)) => Ipv4Addr::is_loopback(&address),
        Ok(IpAddr::V6(address)) => address == Ipv6Addr::LOCALHOST,
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_hosts_are_recognised_without_resolving() {
        for host in [
            "localhost",
            "LocalHost:80",
            "127.0.0.1:8080",
            "127.255.0.3",
            "[::1]:9",
        ] {
            assert!(is_loopback(&uri(host)), "{host}");
        }
    }

    #[test]
    fn hosts_that_merely_look_like_loopback_are_not() {
        for host in [
            "localhost.example",
            "127.0.0.1.example",
            "128.0.0.1",
            "0.0.0.0",
            "[::2]",
            "[::ffff:127.0.0.1]",
        ] {
            assert!(!is_loopback(&uri(host)), "{host}");
        }
    }

    fn uri(host: &str) -> Uri {
        format!("http://{host}/").parse().expect("a URI")
    }
}
